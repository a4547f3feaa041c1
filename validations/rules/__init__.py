"""The rules, a module for each letter of the code. Importing this package fills the catalogue."""

from validations.rules import (
    cameras,
    checklists,
    dates,
    departments,
    files,
    forms,
    items,
    masters,
    numbers,
    parts,
    references,
)

__all__ = [
    "cameras",
    "checklists",
    "dates",
    "departments",
    "files",
    "forms",
    "items",
    "masters",
    "numbers",
    "parts",
    "references",
]
