"""What is printed of a case beside what its workbook says: its number, its meeting; and how its papers are called."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.japanese.dates import wareki
from pipeline.japanese.text import wide_digits

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What the secretariat gave a case."""

    case_id: str
    number: str = ""
    """資料番号, e.g. 資料５４; empty while it has none."""
    meeting: str = ""
    """E.g. 令和６年度第５回個人情報保護管理運営会議; empty while it has none."""
    held_on: str = ""
    """付議日, as ISO text or as it is to be printed."""

    @property
    def name(self) -> str:
        """What the case is called on its pages."""
        return self.number or self.case_id

    @property
    def meeting_line(self) -> str:
        """The meeting and its day, as one line."""
        day = printed_day(self.held_on)
        return f"{self.meeting}（{day}）" if self.meeting and day else self.meeting or day

    def branch(self, count: int) -> str:
        """The number of a paper that goes with the case: 資料５４－１; empty while the case has no number."""
        return f"{self.number}－{wide_digits(str(count))}" if self.number else ""


def printable(text: str) -> str:
    """Without line breaks and control characters, which names and footers cannot hold."""
    return "".join(character for character in text if character.isprintable())


def printed_day(text: str) -> str:
    """A day as official papers have it (令和６年１１月１日), if it is given as ISO text; another text as it is."""
    if not _ISO.fullmatch(text):
        return text
    try:
        return wide_digits(wareki(dt.date.fromisoformat(text)))
    except ValueError:
        return text
