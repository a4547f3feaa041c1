"""Texts of a department's making, made fit for a letter, and plain text broken into lines."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from pipeline.japanese.dates import wareki
from pipeline.japanese.digits import without_individual_numbers
from pipeline.notice import shown
from pipeline.publish.text_measure import may_break

COLUMNS = 70
"""Width of a line of plain text in half-width characters: 35 full-width ones, as Japanese mail is written."""

_EXTENSIONS = "xlsx|xlsm|xltx|xls|csv|tsv|pdf|docx?|pptx?|txt|json|eml"
_SCHEME = re.compile(r"(?i)\b(https?|ftps?|sftp|file|smb|mailto|tel|sip|javascript|vbscript|data|ms-[a-z]+):|:(?=//)")
_DOT_OF_A_HOST = re.compile(rf"(?i)(?<=\w)\.(?=[^\W\d_]{{2}})(?!(?:{_EXTENSIONS})(?!\w))")
_WEEKDAYS = "月火水木金土日"


def said(text: str | None, longest: int = 0) -> str:
    """A text of a submission as a letter may say it: one line, nothing that acts, no 個人番号; cut after `longest` letters.

    Characters that do not print are shown as such, and what mail programs would make a link of by themselves, or decode as
    part of a header, is written so that they do not.
    """
    flat = " ".join((text or "").splitlines())
    plain = _without_links(shown(without_individual_numbers(flat))).replace("=?", "=？")
    return plain if not longest or len(plain) <= longest else plain[: longest - 1] + "…"


def _without_links(text: str) -> str:
    text = _SCHEME.sub(lambda found: f"{found[1] or ''}：", text)
    return _DOT_OF_A_HOST.sub("．", text).replace("\\\\", "＼＼")


def day_words(day: dt.date) -> str:
    """A day with its weekday: 令和8年11月21日（土）."""
    return f"{wareki(day)}（{_WEEKDAYS[day.weekday()]}）"


def day_words_of(iso: str) -> str:
    """The day of a receipt, as people say it."""
    return day_words(dt.date.fromisoformat(iso))


def wrap(text: str, first: str = "", rest: str = "") -> str:
    """Break a text into lines of at most 70 columns, `first` before the first line and `rest` before each other.

    Words of latin letters stay whole, and no line begins with 、 or ends with 「. A word longer than a line is cut.
    """
    lines = []
    before = first
    while True:
        end = _line_end(text, COLUMNS - width_of(before))
        lines.append((before + text[:end]).rstrip())
        text = text[end:].lstrip(" 　")
        if not text:
            return "\n".join(lines)
        before = rest


def pad(text: str, columns: int) -> str:
    """The text with spaces after it up to a width; full-width ones as far as they fit."""
    missing = columns - width_of(text)
    return text + "　" * (missing // 2) + " " * (missing % 2)


def _line_end(text: str, room: int) -> int:
    width = 0
    for end, character in enumerate(text):
        width += width_of(character)
        if width > room and end:
            at = end
            while at and not may_break(text[at - 1], text[at]):
                at -= 1
            return at or end
    return len(text)


def width_of(text: str) -> int:
    """Columns that a text takes in a font of fixed width."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
