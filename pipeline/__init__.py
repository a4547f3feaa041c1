"""付議 (fugi): the nightly intake of personal-data submissions. One module for each stage of the job."""

__version__ = "0.1.0"
