"""`python -m pipeline` is `fugi`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
