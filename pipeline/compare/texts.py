"""What the texts of a submission name: meetings (R02, R04), documents (R05), and how they are written (T01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.compare.faults import Fault, fault
from pipeline.compare.filled import Filled, Texts
from pipeline.context import COVER
from pipeline.frames import SHEETS, Tables
from pipeline.japanese.brackets import bracket_faults
from pipeline.japanese.case_ids import FORMER, case_ids_in
from pipeline.japanese.dates import fiscal_label
from pipeline.japanese.documents import Document, find_documents
from pipeline.japanese.meetings import Meeting
from pipeline.japanese.text import fold
from pipeline.masters.load import Body, Masters

if TYPE_CHECKING:
    from pipeline.known import Known

DOCUMENT = "資料番号"
APPENDICES = ("情報の流れ", "記録項目")
"""The sheets that are printed as appendices with a branch number."""

_GENERIC = ("", "会議")
_ALIKE = 75


def check_meetings(texts: Texts, filled: Filled, masters: Masters, known: Known | None) -> Iterator[Fault]:
    """R04: an approval by a body that had another name that year. R02: an approval, or a 前回案件, that is not recorded."""
    for row, meetings in texts.with_meetings():
        approved = [m for m in meetings if m.decided or row.name == FORMER]
        misnamed = {m.label: (m, name) for m in approved if (name := _right_name(m, masters.bodies))}
        for meeting, name in misnamed.values():
            yield fault(
                row,
                f"{meeting.written}{meeting.body}",
                名称の違う会議=meeting.body,
                会議の年度=fiscal_label(meeting.year),
                会議の名称=name,
            )
        if known is not None:
            ours = [m for m in approved if m.label not in misnamed and _is_ours(m, masters.bodies)]
            missing = list(dict.fromkeys(m.label for m in ours if known.lacks(m.year, m.number)))
            if missing:
                yield fault(row, "、".join(missing), 台帳にない会議="、".join(missing))
    if known is not None:
        yield from _unknown_cases(filled, known)


def _right_name(meeting: Meeting, bodies: Sequence[Body]) -> str:
    """The name that the body had that year, where the text gives it another; '' where all is well or it is no body of ours."""
    if meeting.body in _GENERIC:
        return ""
    in_office = [body for body in bodies if body.sat_in(meeting.year)]
    if not in_office or any(_short_for(meeting.body, body) for body in in_office):
        return ""
    return in_office[-1].name if _is_ours(meeting, bodies) else ""


def _is_ours(meeting: Meeting, bodies: Sequence[Body]) -> bool:
    from rapidfuzz import fuzz

    if meeting.body in _GENERIC:
        return True
    return any(
        _short_for(meeting.body, body) or fuzz.ratio(fold(meeting.body), fold(body.name)) >= _ALIKE for body in bodies
    )


def _short_for(name: str, body: Body) -> bool:
    """審議会 and 個人情報保護審議会 are short for 情報公開・個人情報保護審議会."""
    return fold(body.name).endswith(fold(name))


def _unknown_cases(filled: Filled, known: Known) -> Iterator[Fault]:
    """R02: a 前回案件 that is given as a 案件ID and is not in the ledger."""
    for row in filled.named(FORMER):
        if missing := [one for one in case_ids_in(row.value) if one not in known.case_ids]:
            yield fault(row, "、".join(missing), 台帳にない会議="、".join(missing))


def check_documents(texts: Texts, filled: Filled, tables: Tables, known: Known | None) -> Iterator[Fault]:
    """R05: 資料n－m that the case does not have, or that is not written like the others."""
    own = {book: _first(find_documents(text)) for book, text in filled.on_sheet(COVER, DOCUMENT).items()}
    elsewhere = known.documents if known else frozenset()
    rows = [(row, found) for row, found in texts.having(find_documents) if row.name != DOCUMENT]
    styles: dict[int, Counter[tuple[bool, str]]] = {}
    for row, documents in rows:
        styles.setdefault(row.book, Counter()).update(d.style for d in documents if d.branch)
    appendices = _appendices(tables)
    for row, documents in rows:
        book = row.book
        usual = next(iter(styles[book].most_common(1)), (None, 0))[0]
        for document in dict.fromkeys(documents):
            there = _is_there(document, own.get(book), appendices[book], elsewhere)
            if not there:
                yield fault(row, document.written, 資料の誤り="の参照先が見つかりません")
            elif document.branch and document.style != usual:
                yield fault(
                    row, document.written, 資料の誤り="の書き方（数字の幅、枝番の前の印）が、ほかの所と違います"
                )


def _is_there(document: Document, own: Document | None, appendices: int, elsewhere: frozenset[int]) -> bool:
    """Whether a document is one of the case (its cover bears the number) or of another; taken on trust without a number."""
    if own is None:
        return True
    if document.base == own.base:
        return document.branch <= appendices
    return document.base in elsewhere


def _first(documents: Sequence[Document]) -> Document | None:
    return documents[0] if documents else None


def _appendices(tables: Tables) -> Counter[int]:
    """How many appendices a case has: the flow (a table or a picture), and the list of items where it is filled in."""
    sheets = tables[SHEETS]
    flow, items = (sheets["様式シート"].eq(name) for name in APPENDICES)
    return Counter(sheets.loc[flow | (items & sheets["記入数"].gt(0)), "冊"].tolist())


def check_wording(texts: Texts, terms: Mapping[str, str]) -> Iterator[Fault]:
    """T01: brackets that do not match, words that the master corrects, and 年度 that lost a letter (平成24年第7回)."""
    for row, faults in texts.having(bracket_faults):
        for piece, sentence in faults:
            yield fault(row, piece, 本文の誤り=sentence)
    together = "\n".join(texts.rows)
    wrong_words = [wrong for wrong in terms if wrong in together]
    corrections = [
        (row, wrong, terms[wrong])
        for row, found in texts.having(lambda text: [word for word in wrong_words if word in text])
        for wrong in found
    ]
    corrections += [
        (row, written, right)
        for row, meetings in texts.with_meetings()
        for written, right in dict.fromkeys((m.written, m.miswritten) for m in meetings if m.miswritten)
    ]
    for row, wrong, right in corrections:
        yield fault(row, wrong, 本文の誤り=f"「{wrong}」は「{right}」ではありませんか")
