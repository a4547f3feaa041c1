"""Comments: ours are added and taken away again; those of the user stay, with ours below theirs where a cell has one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pipeline.package import Unreadable
from pipeline.patch import vml
from pipeline.patch.book import Book
from pipeline.patch.geometry import Anchor, Grid
from pipeline.patch.markup import XML_HEAD, Edit, Node, append, apply, cell_text, parse, remove, text
from pipeline.patch.relations import discard, relate, related, unrelate
from pipeline.patch.threads import add_replies
from pipeline.patch.values import Place, place_of, shorten
from pipeline.patch.worksheet import drawing_of, inserted, outline, relation_attribute
from pipeline.publish.text_measure import GOTHIC, lines_needed
from validations.findings import address

AUTHOR = "検証"
SEPARATOR = "―― 検証 ――"
"""Stands between the user's comment and ours."""

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_OUR_LINE = re.compile(r"\[[A-Z][A-Z0-9]{1,7}\] ")
_MOST_TEXT = 16_000
_WIDTH, _LINE, _MARGIN, _MOST_LINES = 320, 17, 14, 40
"""Of a box, in pixels: width, height of a line of 9 points, what is above and below the lines; lines of the highest box."""
_SIZE = 9.0
_RUN = (
    '<{p}r><{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="ＭＳ Ｐゴシック"/><{p}family val="3"/>'
    '<{p}charset val="128"/></{p}rPr><{p}t xml:space="preserve">{text}</{p}t></{p}r>'
)


def add_comments(book: Book, sheet: str, texts: Mapping[Place, str], grid: Grid) -> dict[Place, tuple[Anchor, Anchor]]:
    """Put comments on cells of a sheet.

    Returns the anchors, before and after, of the user's boxes that were made higher because our text was added to theirs.
    """
    owner, number = book.sheet_part(sheet), book.sheets.index(sheet) + 1
    texts = {place: shorten(written, _MOST_TEXT) for place, written in sorted(texts.items())}
    theirs = _write_texts(book, _comments_part(book, owner), texts)
    part = _drawing_part(book, owner, number)
    data = book.package.read(part)
    moved: dict[Place, tuple[Anchor, Anchor]] = {}
    for place, box in vml.boxes(data).items():
        if place in theirs and box.anchor is not None:
            moved[place] = box.anchor, grid.taller(box.anchor, _height(f"{SEPARATOR}\n{texts[place]}"))
    data = vml.anchored(data, {place: after for place, (_, after) in moved.items()})
    heights = {place: _height(written) for place, written in texts.items() if place not in theirs}
    new = {place: (grid.box(place, _WIDTH, height), _WIDTH, height) for place, height in heights.items()}
    book.package.write(part, vml.added(data, number, new) if new else data)
    add_replies(book, owner, AUTHOR, {place: texts[place] for place in theirs})
    return moved


def remove_comments(book: Book, owner: str, cells: Mapping[Place, tuple[Anchor, Anchor] | None]) -> set[Place]:
    """Take our comments, and our text in the user's, away from the sheet of that part. Returns the cells left bare.

    `cells`: those that had been commented on; for those with a comment of the user the anchor its box had before, and after.
    """
    gone: set[Place] = set()
    for part in related(book.package, owner, "/comments"):
        if cells or AUTHOR.encode() in book.package.read(part):
            gone |= _remove_texts(book, owner, part, cells.keys())
    drawing = drawing_of(book.package, owner)
    if drawing is None or not (gone or cells):
        return gone
    data = book.package.read(drawing)
    boxes = vml.boxes(data)
    moved = {place: anchors for place, anchors in cells.items() if anchors and place in boxes}
    back = {place: before for place, (before, after) in moved.items() if boxes[place].anchor == after}
    data = vml.removed(vml.anchored(data, back), gone)
    if gone and vml.is_blank(data):
        sheet = book.package.read(owner)
        nodes = outline(sheet, depth=2).all("legacyDrawing")
        book.package.write(owner, apply(sheet, map(remove, nodes)))
        _discard(book, owner, drawing)
    else:
        book.package.write(drawing, data)
    return gone


def _discard(book: Book, owner: str, part: str) -> None:
    unrelate(book.package, owner, part)
    discard(book.package, part)


def _height(written: str) -> int:
    lines = lines_needed(written, (_WIDTH - 2 * _MARGIN) / 7, _SIZE, GOTHIC)
    return min(lines, _MOST_LINES) * _LINE + _MARGIN


def _comments_part(book: Book, owner: str) -> str:
    for part in related(book.package, owner, "/comments"):
        return part
    head = f'<comments xmlns="{book.namespace}"><authors></authors><commentList></commentList></comments>'
    part = book.new_part("comments{}.xml", _CONTENT_TYPE, XML_HEAD + head.encode())
    relate(book.package, owner, f"{book.type_base}/comments", part)
    return part


def _drawing_part(book: Book, owner: str, number: int) -> str:
    part = drawing_of(book.package, owner)
    if part is not None:
        return part
    part = book.new_part("drawings/vmlDrawing{}.vml", vml.CONTENT_TYPE, vml.blank(number))
    relation = relate(book.package, owner, f"{book.type_base}/vmlDrawing", part)
    data = book.package.read(owner)
    root = outline(data, depth=2)
    element = f"<{root.prefix}legacyDrawing {relation_attribute(data, root, book.type_base, relation)}/>"
    book.package.write(owner, apply(data, [inserted(root, "legacyDrawing", element)]))
    return part


def _write_texts(book: Book, part: str, texts: Mapping[Place, str]) -> set[Place]:
    """Write our texts into the comments part. Returns the cells that had a comment of the user."""
    data = book.package.read(part)
    root = parse(data, texts=("author",))
    p = root.prefix
    authors, comments = _list(root, "authors"), _list(root, "commentList")
    present = {place_of(node.attributes.get("ref", "")): node for node in comments.children}
    known = [node.text for node in authors.children]
    number = known.index(AUTHOR) if AUTHOR in known else len(known)
    edits: list[Edit] = []
    new = ""
    for place, written in texts.items():
        if place in present:
            edits += _extended(data, present[place], f"{SEPARATOR}\n{written}", p)
        else:
            run = _RUN.format(p=p, text=cell_text(written))
            new += f'<{p}comment ref="{address(*place)}" authorId="{number}"><{p}text>{run}</{p}text></{p}comment>'
    if new:
        edits += append(data, comments, new.encode())
        if number == len(known):
            edits += append(data, authors, f"<{p}author>{AUTHOR}</{p}author>".encode())
    book.package.write(part, apply(data, edits))
    return {place for place in texts if place in present}


def _list(root: Node, name: str) -> Node:
    node = root.child(name)
    if node is None:
        raise Unreadable("ブックとして読めない", "部品が壊れています")
    return node


def _extended(data: bytes, comment: Node, ours: str, p: str) -> list[Edit]:
    """The edits that put our text below the user's."""
    holder = comment.child("text")
    run = _RUN.format(p=p, text=cell_text("\n" + ours)).encode()
    if holder is None:
        return append(data, comment, f"<{p}text>".encode() + run + f"</{p}text>".encode())
    runs, plain = holder.all("r"), holder.child("t")
    if runs:
        return [(runs[-1].end, runs[-1].end, run)]
    return append(data, holder, run) if plain is None else append(data, plain, cell_text("\n" + ours).encode())


def _remove_texts(book: Book, owner: str, part: str, cells: Collection[Place]) -> set[Place]:
    """Take our texts out of a comments part, the part itself when nothing else is in it. Returns the cells left bare.

    A comment is ours by its author; LibreOffice forgets authors, so one on a cell of ours without separator is ours too.
    """
    data = book.package.read(part)
    root = parse(data, texts=("author", "t"))
    authors, comments = _list(root, "authors"), _list(root, "commentList")
    known = [node.text for node in authors.children]
    gone: set[Place] = set()
    kept: set[str] = set()
    edits: list[Edit] = []
    for node in comments.children:
        number = node.attributes.get("authorId", "")
        place = place_of(node.attributes.get("ref", ""))
        is_ours = number.isdigit() and int(number) < len(known) and known[int(number)] == AUTHOR
        is_ours = is_ours or (place in cells and SEPARATOR not in _whole(node))
        changes, is_left = _without_ours(node, is_ours)
        if is_ours and not is_left and place is not None:
            gone.add(place)
            edits.append(remove(node))
        else:
            kept.add(number)
            edits += changes
    if gone and len(gone) == len(comments.children):
        _discard(book, owner, part)
        return gone
    if known[-1:] == [AUTHOR] and str(len(known) - 1) not in kept:
        edits.append(remove(authors.children[-1]))
    book.package.write(part, apply(data, edits))
    return gone


def _runs(comment: Node) -> list[tuple[Node, Node]]:
    """The pieces of the text of a comment: each with the element that goes when it is empty, and that with its text."""
    holder = comment.child("text")
    parts = [part for part in (holder.children if holder else ()) if part.name in ("r", "t")]
    return [(part, node) for part in parts for node in (part, *part.all("t")) if node.name == "t"]


def _whole(comment: Node) -> str:
    return "".join(node.text for _, node in _runs(comment))


def _without_ours(comment: Node, is_ours: bool) -> tuple[list[Edit], bool]:
    """The edits that take our lines out of a comment, and whether anything is left then."""
    runs, whole = _runs(comment), _whole(comment)
    cuts = list(_our_lines(whole, is_ours))
    edits: list[Edit] = []
    rest, at = "", 0
    for run, node in runs:
        places = range(at, at + len(node.text))
        left = "".join(whole[i] for i in places if not any(start <= i < end for start, end in cuts))
        at, rest = at + len(node.text), rest + left
        if left == node.text:
            continue
        if left or run is node:
            edits.append((node.inner, node.close, text(left).encode()))
        else:
            edits.append(remove(run))
    return edits, bool(rest.strip())


def _our_lines(whole: str, is_ours: bool) -> Iterator[tuple[int, int]]:
    """Where our lines stand, each with the line feed before it: those below the separator, all in a comment of ours."""
    at = 0
    for line in whole.split("\n"):
        separates = line.strip() == SEPARATOR
        is_ours = is_ours or separates
        if separates or (is_ours and _OUR_LINE.match(line)):
            yield max(at - 1, 0), at + len(line)
        at += len(line) + 1
