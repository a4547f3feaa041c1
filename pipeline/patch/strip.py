"""An annotated copy made plain again: our sheet, comments, tints and names are taken away, what people changed stays."""

from __future__ import annotations

from pipeline.patch.book import Book
from pipeline.patch.comments import AUTHOR, remove_comments
from pipeline.patch.memory import LIST, SHOWN, Trace, forget, target_of, traces_of
from pipeline.patch.new_sheet import ERROR_TINT, TITLE, WARNING_TINT
from pipeline.patch.threads import remove_replies
from pipeline.patch.values import Before, Change


def strip(data: bytes) -> bytes:
    """Take everything away that `annotate` added. A workbook that is no annotated copy comes back as the same bytes.

    Raises:
        Unreadable: the package is broken or unsafe.

    """
    book = Book(data)
    traces = traces_of(book)
    _restore_tints(book, traces)
    for entry in book.entries:
        if entry.is_grid:
            cells = {trace.place: trace.anchors for trace in traces if trace.sheet == entry.name}
            remove_comments(book, entry.part, cells)
    remove_replies(book, AUTHOR)
    pointed = [(name.name, target_of(name.reference)) for name in book.names if name.name in (LIST, SHOWN)]
    lists = {target[0] for name, target in pointed if name == LIST and target}
    shown = next((target[0] for name, target in pointed if name == SHOWN and target), None)
    if forget(book) and LIST not in (name for name, _ in pointed):
        lists = {TITLE}  # a program that kept no hidden names
    _remove_lists(book, lists, shown)
    return book.save()


def _restore_tints(book: Book, traces: list[Trace]) -> None:
    for sheet in {trace.sheet for trace in traces} & {entry.name for entry in book.entries if entry.is_grid}:
        changes = {trace.place: _restoring(book, trace) for trace in traces if trace.sheet == sheet}
        book.change(sheet, changes)


def _restoring(book: Book, trace: Trace) -> Change:
    """The change that gives a cell its former fill, unless somebody chose another one, and keeps all else of its format."""

    def former(now: Before) -> int:
        if book.styles.colour(now.style) not in (ERROR_TINT, WARNING_TINT):
            return now.style
        return book.styles.filled_like(now.style, trace.style)

    return Change(restyle=former, create=False, needless_as=trace.style if trace.created else None)


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
