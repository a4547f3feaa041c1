"""Japanese text as people type it: marks, dates, numbers, names of departments and check digits.

Pure functions on the text of one cell. Nothing here reads a file or knows a form, so every module can be used
by itself. Whole texts are never put through NFKC (it would turn ① into 1 and ㈱ into (株)); each kind of column
has a small table.
"""
