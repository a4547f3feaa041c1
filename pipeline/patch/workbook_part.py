"""The workbook part: its defined names and views, in which sheets go by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.package import DefinedName
from pipeline.patch.markup import Edit, Node, append, attribute, set_attributes, text, whole

_BEFORE_NAMES = (
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "workbookProtection", "bookViews",
    "sheets", "functionGroups", "externalReferences",
)  # fmt: skip
"""What stands before the defined names in the workbook part."""


def names_of(root: Node) -> list[tuple[Node, DefinedName]]:
    """The defined names with their elements; the part must have been parsed with the texts of `definedName`."""
    holder = root.child("definedNames")
    found = []
    for node in holder.children if holder else ():
        scope = node.attributes.get("localSheetId")
        name = DefinedName(node.attributes.get("name", ""), whole(scope) if scope else None, node.text)
        found.append((node, name))
    return found


def added_names(data: bytes, root: Node, names: bytes) -> list[Edit]:
    """The edits that add defined names, already written."""
    holder = root.child("definedNames")
    if holder is not None:
        return append(data, holder, names)
    at = max(node.end for node in root.children if node.name in _BEFORE_NAMES)
    tag = f"{root.prefix}definedNames".encode()
    return [(at, at, b"<" + tag + b">" + names + b"</" + tag + b">")]


def shifted_scopes(data: bytes, root: Node, at: int, by: int) -> list[Edit]:
    """The edits by which names that belong to a sheet follow it when one is added or taken away before it."""
    return [
        set_attributes(data, node, {"localSheetId": str(name.scope + by)})
        for node, name in names_of(root)
        if name.scope is not None and name.scope >= at
    ]


def written_name(name: DefinedName, prefix: str) -> str:
    """A defined name as XML; hidden from people where it begins with an underscore and is no built-in one."""
    hidden = ' hidden="1"' if name.name.startswith("_") and not name.name.startswith("_xlnm.") else ""
    scope = "" if name.scope is None else f' localSheetId="{name.scope}"'
    tag = f"{prefix}definedName"
    return f'<{tag} name="{attribute(name.name)}"{scope}{hidden}>{text(name.reference)}</{tag}>'


def moved_views(data: bytes, root: Node, changes: Mapping[str, Callable[[int], int]]) -> list[Edit]:
    """The edits that move the numbers of sheets in the views of the workbook; 0 is what no number means."""
    views = root.child("bookViews")
    edits = []
    for view in views.all("workbookView") if views else ():
        stated = {name: whole(view.attributes.get(name)) for name in changes}
        moved = {
            name: str(change(stated[name])) for name, change in changes.items() if change(stated[name]) != stated[name]
        }
        if moved:
            edits.append(set_attributes(data, view, moved))
    return edits
