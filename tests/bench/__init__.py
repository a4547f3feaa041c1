"""The benchmark: `python -m tests.bench`. What is measured stands in `measures`, on which workbooks in `corpus`."""
