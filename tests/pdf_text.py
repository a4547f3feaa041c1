"""The text and the pages of a PDF that LibreOffice printed, and what a paper must have of it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from tests.papers.builders import printed


def too_seldom(values: Sequence[str], text: str) -> list[str]:
    """The sentences that are printed less often than they were written, alone or as a part of others."""
    sentences = [re.sub(r"\s", "", part) for value in values for part in sentences_of(value)]
    return [own for own in dict.fromkeys(sentences) if text.count(own) < sum(other.count(own) for other in sentences)]


def planned_pages(path: Path) -> int:
    return sum(len(sheet.row_breaks.brk) + 1 for sheet in printed(path))


def pages_of(pdf: Path) -> int:
    done = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, timeout=60).stdout.decode()
    found = re.search(r"Pages:\s+(\d+)", done)
    assert found is not None
    return int(found[1])


def text_of(pdf: Path, page: int | None = None) -> str:
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = ["pdftotext", "-raw", *pages, pdf, "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    return re.sub(r"\s|\f", "", text)


def stands_in(text: str, page_text: str) -> bool:
    """Whether each sentence is there; pages may break between them."""
    return all(re.sub(r"\s", "", part) in page_text for part in sentences_of(text))


def sentences_of(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=。)|\n", text) if part.strip()]


def overlaps(pdf: Path) -> list[tuple[int, str, str]]:
    """Texts that stand over one another: so it looks where one is higher than its row. The middle of each line counts."""
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, timeout=60).stdout
    found = []
    name = "{http://www.w3.org/1999/xhtml}"
    for number, page in enumerate(ElementTree.fromstring(done).iter(f"{name}page"), start=1):
        words = [
            (*(float(w.get(k, "0")) for k in ("xMin", "xMax", "yMin", "yMax")), w.text or "")
            for w in page.iter(f"{name}word")
        ]
        for a, b in combinations(words, 2):
            across = min(a[1], b[1]) - max(a[0], b[0])
            down = min(_low(a), _low(b)) - max(_high(a), _high(b))
            if across > 1 and down > 0:
                found.append((number, a[4], b[4]))
    return found


def _high(word: tuple[float, float, float, float, str]) -> float:
    return word[2] + (word[3] - word[2]) * 0.3


def _low(word: tuple[float, float, float, float, str]) -> float:
    return word[3] - (word[3] - word[2]) * 0.3
