"""Guiding what is typed: drop-down lists on a hidden sheet, hints, and a check of numbers. They guide and never lock out."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.model import CHOICE, CONDITIONAL, DATE, INTEGER, PARTIAL_DATE, REQUIRED, Column, Field, Form

LISTS_SHEET = "_lists"

_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255
"""Excel's limits for a hint, in UTF-16 units."""

_HINT_OF_TYPE = {
    DATE: "和暦でも西暦でも書けます（例：令和7年6月1日）。",
    PARTIAL_DATE: "年だけ、年月だけでも書けます（例：令和7年6月）。",
    INTEGER: "数字だけを入れてください。",
    CHOICE: "一覧から選んでください。",
}


class DropDowns:
    """Every list of choices of a form, a column each on the hidden sheet: a list in the rule itself may not pass 255 characters."""

    def __init__(self, form: Form) -> None:
        choices = (choices for f in form.inputs for choices in (f.choices, *(column.choices for column in f.columns)))
        self._lists = tuple(dict.fromkeys(filter(None, choices)))

    def reference(self, choices: tuple[str, ...]) -> str:
        """Give the formula of a list's range."""
        column = xl_col_to_name(self._lists.index(choices))
        return f"={LISTS_SHEET}!${column}$1:${column}${len(choices)}"

    def write(self, book: Workbook) -> None:
        """Add the hidden sheet."""
        sheet = book.add_worksheet(LISTS_SHEET)
        for column, values in enumerate(self._lists):
            for row, value in enumerate(values):
                sheet.write_string(row, column, value)
        sheet.hide()


def guide(sheet: Worksheet, drop_downs: DropDowns, item: Field | Column, area: tuple[int, int, int, int]) -> None:
    """Put drop-down, number check and hint of an input on its cells (first row, first column, last row, last column)."""
    name = item.name if isinstance(item, Field) else item.heading
    options: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    if item.choices:
        options |= {"validate": "list", "source": drop_downs.reference(item.choices)}
        options |= {"error_message": "一覧にない書き方です。一覧から選ぶと、読み違いがありません。"}
    elif item.type == INTEGER:
        options |= {"validate": "integer", "criteria": ">=", "value": 0}
        options |= {"error_message": "数字だけを入れてください（単位や「約」は別の欄に書きます）。"}
    if options["validate"] != "any":
        options |= {"error_type": "warning", "error_title": clip(name, _TITLE_LIMIT)}
    message = _hint(item)
    if message:
        options |= {"input_title": clip(name, _TITLE_LIMIT), "input_message": clip(message, _MESSAGE_LIMIT)}
    if message or options["validate"] != "any":
        sheet.data_validation(*area, options)


def clip(text: str, limit: int) -> str:
    """Cut a text with 「…」 where it passes a limit of Excel (counted in UTF-16 units)."""
    if _units(text) <= limit:
        return text
    while _units(text) >= limit:
        text = text[:-1]
    return text + "…"


def _hint(item: Field | Column) -> str:
    lines = [{REQUIRED: "【必須】", CONDITIONAL: "【条件により必須】"}.get(item.required, "")]
    if isinstance(item, Field) and item.condition:
        lines.append(item.condition)
    lines.append(item.help or _HINT_OF_TYPE.get(item.type, ""))
    if isinstance(item, Field) and item.example:
        lines.append(f"例：{item.example}")
    return "\n".join(line for line in lines if line)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
