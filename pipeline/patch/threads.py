"""Threaded comments: newer Excel shows these in place of the comments they go with, so what we say is also a reply in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from pipeline.patch.book import Book
from pipeline.patch.markup import Edit, Node, append, apply, attribute, cell_text, parse, remove
from pipeline.patch.relations import related
from pipeline.patch.values import Place, place_of

_THREADS, _PERSONS = "/threadedComment", "/person"


def add_replies(book: Book, owner: str, author: str, texts: Mapping[Place, str]) -> None:
    """Reply in the threads that stand on the cells, on the sheet of that part; cells without a thread are passed over."""
    persons = related(book.package, book.part, _PERSONS)
    for part in related(book.package, owner, _THREADS) if persons else ():
        data = book.package.read(part)
        root = parse(data, depth=2)
        threads: dict[Place | None, list[Node]] = {}
        for node in root.children:
            threads.setdefault(place_of(node.attributes.get("ref", "")), []).append(node)
        edits: list[Edit] = []
        for place, thread in threads.items():
            if place is None or place not in texts:
                continue
            first, last = thread[0].attributes, thread[-1]
            reply = {
                "ref": first.get("ref", ""),
                "dT": last.attributes.get("dT", "2000-01-01T00:00:00.00"),
                "personId": _person(book, persons[0], author),
                "id": _guid(f"{owner} {first.get('id', '')}"),
                "parentId": first.get("id", ""),
            }
            written = "".join(f' {name}="{attribute(value)}"' for name, value in reply.items())
            p = root.prefix
            new = f"<{p}threadedComment{written}><{p}text>{cell_text(texts[place])}</{p}text></{p}threadedComment>"
            edits.append((last.end, last.end, new.encode()))
        book.package.write(part, apply(data, edits))


def remove_replies(book: Book, author: str) -> None:
    """Take all our replies, and us as a person, away."""
    for persons in related(book.package, book.part, _PERSONS):
        data = book.package.read(persons)
        ours = [node for node in parse(data, depth=2).children if node.attributes.get("displayName") == author]
        ids = {node.attributes.get("id") for node in ours}
        for entry in book.entries if ours else ():
            for part in related(book.package, entry.part, _THREADS) if entry.part else ():
                thread = book.package.read(part)
                replies = [n for n in parse(thread, depth=2).children if n.attributes.get("personId") in ids]
                book.package.write(part, apply(thread, map(remove, replies)))
        book.package.write(persons, apply(data, map(remove, ours)))


def _person(book: Book, persons: str, author: str) -> str:
    """The id under which we are listed among the persons of the workbook."""
    data = book.package.read(persons)
    root = parse(data, depth=2)
    for node in root.children:
        if node.attributes.get("displayName") == author:
            return node.attributes.get("id", "")
    guid = _guid(author)
    new = f'<{root.prefix}person displayName="{author}" id="{guid}" userId="{author}" providerId="None"/>'
    book.package.write(persons, apply(data, append(data, root, new.encode())))
    return guid


def _guid(of: str) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, of)).upper() + "}"
