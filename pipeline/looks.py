"""One line of what `fugi doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass

WELL, WORTH_KNOWING, BAD = "○", "△", "×"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found."""

    mark: str
    what: str
    found: str
    remedy: str = ""

    def as_line(self) -> str:
        """For the terminal."""
        return f"{self.mark} {self.what}：{self.found}" + (f"\n　　→ {self.remedy}" if self.remedy else "")
