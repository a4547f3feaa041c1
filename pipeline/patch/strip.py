"""An annotated copy made plain again: our sheet, comments, tints and names are taken away, what people changed stays."""

from __future__ import annotations

from functools import partial

from pipeline.patch.book import Book
from pipeline.patch.comments import AUTHOR, remove_comments
from pipeline.patch.memory import CHANGES, LIST, SHOWN, Trace, forget, target_of, traces_of
from pipeline.patch.new_sheet import TITLE
from pipeline.patch.own_sheet import ERROR_TINT, WARNING_TINT
from pipeline.patch.threads import remove_replies
from pipeline.patch.values import Before, Change, Place


def strip(data: bytes) -> bytes:
    """Take everything away that `annotate` added. A workbook that is no annotated copy comes back as the same bytes.

    Raises:
        Unreadable: the package is broken or unsafe.

    """
    book = Book(data)
    traces = traces_of(book)
    for entry in book.entries:
        if entry.is_grid:
            here = [trace for trace in traces if trace.sheet == entry.name]
            bare = remove_comments(book, entry.part, {trace.place: trace.anchors for trace in here})
            _restore_tints(book, entry.name, here, bare)
    remove_replies(book, AUTHOR)
    pointed = [(name.name, target_of(name.reference)) for name in book.names if name.name in (LIST, SHOWN, CHANGES)]
    lists = {target[0] for name, target in pointed if name == LIST and target}
    changes = {target[0] for name, target in pointed if name == CHANGES and target}
    shown = next((target[0] for name, target in pointed if name == SHOWN and target), None)
    if forget(book) and LIST not in (name for name, _ in pointed):
        lists = {TITLE}  # a program that kept no hidden names
    _remove_lists(book, lists | changes, shown)
    return book.save()


def _restore_tints(book: Book, sheet: str, traces: list[Trace], bare: set[Place]) -> None:
    """Give cells of a sheet their former fill: those that are remembered, and those that only had a comment of ours.

    The latter were copied or sorted by people; they look as the cell of which they are a copy did, or one of their column.
    """
    now = book.change(sheet, {trace.place: _restoring(book, trace) for trace in traces})
    of_copies = {now[trace.place].style: trace.style for trace in traces}
    of_column = {trace.place[1]: trace.style for trace in traces}

    def former(column: int, copy: Before) -> int:
        return _untinted(book, copy.style, of_copies.get(copy.style, of_column.get(column)))

    strays = bare - {trace.place for trace in traces}
    book.change(sheet, {place: Change(restyle=partial(former, place[1]), create=False) for place in strays})


def _restoring(book: Book, trace: Trace) -> Change:
    def former(now: Before) -> int:
        return _untinted(book, now.style, trace.style)

    return Change(restyle=former, create=False, needless_as=trace.style if trace.created else None)


def _untinted(book: Book, style: int, model: int | None) -> int:
    """A format with the fill of another, unless somebody chose a fill of their own; all else of it is kept."""
    if model is None or book.styles.colour(style) not in (ERROR_TINT, WARNING_TINT):
        return style
    return book.styles.filled_like(style, model)


def _remove_lists(book: Book, lists: set[str], shown: str | None) -> None:
    """Remove our sheets; where one of them is shown, the sheet that was shown before is again."""
    ours = [sheet for sheet in book.sheets if sheet in lists]
    if not ours or len(ours) == len(book.sheets):
        return
    is_ours_shown = book.sheets[book.shown] in ours
    for sheet in ours:
        book.remove_sheet(sheet)
    if is_ours_shown:
        open_sheets = [e.name for e in book.entries if e.node.attributes.get("state", "visible") == "visible"]
        book.show(shown if shown in book.sheets else (open_sheets or book.sheets)[0])
