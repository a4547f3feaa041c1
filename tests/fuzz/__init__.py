"""Real workbooks, spoilt by chance, through the real job: whatever comes in, only verdicts come out."""
