"""The papers of a case: what its workbook says, what changed in it, and how it is printed."""
