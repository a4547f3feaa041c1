"""The look of a blank form: fonts, tints and borders, each named once and combined as needed."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pipeline.forms.model import INTEGER, LONG_TEXT, REQUIRED

GOTHIC, MINCHO = "ＭＳ ゴシック", "ＭＳ 明朝"
FONT_SIZE = 10.5

INPUT_TINT, REQUIRED_TINT, LABEL_TINT, REQUIRED_LABEL_TINT = "#FFFBE6", "#FFF2CC", "#F5F5F5", "#DCE6F1"
CHAPTER_TINT, PART_TINT = "#C9D3DF", "#E7EBF0"
ASKED_TINT, FAULT_TINT, LIVE_TINT, IDLE_TINT, IDLE_INK = "#FCE4D6", "#FF9999", "#C6E0B4", "#F2F2F2", "#7F7F7F"

_PARTS: dict[str, dict[str, Any]] = {
    "base": {"font_name": GOTHIC, "font_size": FONT_SIZE, "valign": "vcenter", "text_wrap": True},
    "title": {"font_size": 14, "bold": True, "align": "center"},
    "cover title": {"font_size": 20, "bold": True, "align": "center"},
    "preface": {},
    "party": {"font_size": 12, "bold": True},
    "guidance": {"font_size": 9, "font_color": "#404040"},
    "note": {"font_size": 9, "font_color": "#404040", "valign": "top", "border": 1},
    "label": {"border": 1, "bg_color": LABEL_TINT, "indent": 1},
    "required label": {"border": 1, "bg_color": REQUIRED_LABEL_TINT, "indent": 1},
    "indented": {"indent": 1},
    "chapter": {"border": 1, "bg_color": CHAPTER_TINT, "font_size": 11, "bold": True},
    "part": {"border": 1, "bg_color": PART_TINT, "bold": True, "indent": 1},
    "heading": {"border": 1, "bg_color": LABEL_TINT, "align": "center"},
    "required heading": {"border": 1, "bg_color": REQUIRED_LABEL_TINT, "align": "center"},
    "printed": {"border": 1, "num_format": "@"},
    "input": {"font_name": MINCHO, "border": 1, "locked": False, "bg_color": INPUT_TINT, "num_format": "@"},
    "required": {"bg_color": REQUIRED_TINT},
    "number": {"num_format": "#,##0", "align": "right"},
    "top": {"valign": "top"},
    "middle": {"valign": "vcenter"},
    "centre": {"align": "center"},
    "section": {"font_size": 12, "bold": True, "bottom": 2, "bottom_color": "#2F75B5"},
    "cell": {"border": 1},
    "asked": {"border": 1, "bg_color": ASKED_TINT},
    "fault": {"border": 1, "bg_color": FAULT_TINT},
    "live": {"border": 1, "bg_color": LIVE_TINT},
    "idle": {"border": 1, "bg_color": IDLE_TINT, "font_color": IDLE_INK},
    "": {},
    "9pt": {"font_size": 9},
    "8pt": {"font_size": 8},
    "7pt": {"font_size": 7},
    "link": {"border": 1, "font_color": "#0563C1", "underline": 1},
}

_HEADINGS = ("chapter", "part")

_SIDES = {"L": "left", "R": "right", "T": "top", "B": "bottom"}


class Styles:
    """The cell formats of one workbook, each made once: `get("input", "top", sides="LT")`."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def get(self, *parts: str, sides: str = "") -> Format:
        """Give the format of the named parts, later ones prevailing, with bold lines on the given sides (L, R, T, B)."""
        key = (*parts, sides)
        if key not in self._made:
            properties = dict(_PARTS["base"])
            for part in parts:
                properties |= _PARTS[part]
            if "border" in properties:
                thin = properties.pop("border")
                properties |= dict.fromkeys(_SIDES.values(), thin)
            properties |= {_SIDES[side]: 2 for side in sides}
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def emphasis(self, tint: str) -> Format:
        """Give the format of a conditional format: it changes the tint and, where nothing is asked for, the ink."""
        key = ("conditional", tint)
        if key not in self._made:
            changed = {name: value for name, value in _PARTS[tint].items() if name in ("bg_color", "font_color")}
            self._made[key] = self._book.add_format(changed)
        return self._made[key]


def heading_part(level: int) -> str:
    """Name the part for the headings of a level."""
    return _HEADINGS[min(level, len(_HEADINGS) - 1)]


def font_size(part: str) -> float:
    """Give the size in points of the text in a part."""
    return float(_PARTS[part].get("font_size", FONT_SIZE))


def input_parts(type_: str, required: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """List the parts that make the format of an input of this type."""
    parts = ["input"]
    if required == REQUIRED:
        parts.append("required")
    if type_ == INTEGER:
        parts.append("number")
    elif type_ == LONG_TEXT:
        parts.append("top")
    elif choices and max(map(len, choices)) <= 2:
        parts.append("centre")
    return tuple(parts)


def outer_sides(first: tuple[int, int], last: tuple[int, int], box: tuple[int, int, int, int]) -> str:
    """Name the sides on which an area touches the box around the grid (top row, left column, bottom row, right column)."""
    top, left, bottom, right = box
    touches = {"L": first[1] == left, "R": last[1] == right, "T": first[0] == top, "B": last[0] == bottom}
    return "".join(side for side, touching in touches.items() if touching)
