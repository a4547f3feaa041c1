"""Publishing: a module for each workbook that the job makes for people."""
