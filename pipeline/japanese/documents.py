"""Numbers of documents as texts name them: 資料５０, 資料５４－１, 資料50-2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.japanese.text import DASHES

_GAP, _DIGIT = "[ 　\n]*", "[0-9０-９]"
_DOCUMENT = re.compile(
    rf"資{_GAP}料{_GAP}(?P<base>{_DIGIT}{{1,3}})(?:{_GAP}[{re.escape(DASHES)}の]{_GAP}(?P<branch>{_DIGIT}{{1,2}}))?(?!{_DIGIT})"
)
_OF_ANOTHER_BODY = re.compile(r"(?:審議会|会議|協議会|[0-9０-９]回|年度|前回)の?[ 　\n]*$")
_AS_THERE = re.compile(rf"{_GAP}の(?:とおり|通り)。?")
_LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a text names: its number, its branch number (0 where it has none), and how both are typed."""

    base: int
    branch: int
    written: str

    @property
    def style(self) -> tuple[bool, str]:
        """What should be alike in one submission: width of the digits and the mark before the branch number."""
        marks = [c for c in self.written[2:] if not c.isspace()]
        return marks[0].isascii(), next((c for c in marks if not c.isdigit()), "")


def is_pointer(text: str) -> bool:
    """Whether a text says nothing but where something stands: 資料５４－１のとおり."""
    found = _DOCUMENT.match(text.strip())
    return found is not None and _AS_THERE.fullmatch(text.strip(), found.end()) is not None


def find_documents(text: str) -> tuple[Document, ...]:
    """The documents named in a text, in their order; without those of other meetings (審議会資料11)."""
    if "資" not in text or "料" not in text:
        return ()
    return tuple(
        Document(int(found["base"]), int(found["branch"] or 0), found[0])
        for found in _DOCUMENT.finditer(text)
        if not _OF_ANOTHER_BODY.search(text[max(0, found.start() - _LOOK_BACK) : found.start()])
    )
