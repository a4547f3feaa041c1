"""A workbook that is changed part by part: its sheets, names and formats, and what may be done to them.

The annotated copy and the secretariat's book both build on `Book`; for the latter see `editor.Editor`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.package import DefinedName, Unreadable
from pipeline.patch.cells import change_cells
from pipeline.patch.markup import Edit, Node, apply, attribute, parse, remove, set_attributes, whole
from pipeline.patch.package import Package
from pipeline.patch.relations import declare, discard, relate, relations, rels_of, unrelate
from pipeline.patch.styles import EMPTY, Styles
from pipeline.patch.values import Before, Change, Place
from pipeline.patch.workbook_part import added_names, moved_views, names_of, shifted_scopes, written_name
from pipeline.patch.worksheet import outline, relation_attribute

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook part lists it."""

    name: str
    part: str
    """Name of its part, '' when the package has none."""
    is_grid: bool
    """Whether it is made of cells; a chart sheet is not."""
    node: Node


class Book:
    """A workbook that is changed in place; `save` gives its bytes."""

    def __init__(self, data: bytes) -> None:
        """Open a workbook. Raises `Unreadable` when its package is broken or unsafe."""
        self.package = Package(data)
        found = next((r for r in relations(self.package, "") if r.is_a("/officeDocument")), None)
        if found is None or found.target not in self.package:
            raise Unreadable("ブックとして読めない", "ブックの部品が欠けているか、壊れています")
        self.part = found.target
        self.type_base = found.type.rpartition("/")[0]
        """What the types of relationships begin with; strict and transitional workbooks differ in it."""
        self._styles: Styles | None = None
        self._parsed: tuple[bytes, Node] | None = None
        self._listed: tuple[tuple[bytes, bytes], list[SheetEntry]] | None = None
        if not self.entries:
            raise Unreadable("ブックとして読めない", "シートがありません")

    @property
    def namespace(self) -> str:
        """The main namespace of the workbook."""
        return self._open()[1].namespace

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904, as old Excel for Mac does."""
        stated = self._open()[1].child("workbookPr")
        return stated is not None and stated.attributes.get("date1904") in ("1", "true")

    @property
    def entries(self) -> list[SheetEntry]:
        """All sheets, in their order."""
        parts = self.package.read(self.part), self.package.read(rels_of(self.part))
        if self._listed is None or self._listed[0] != parts:
            self._listed = parts, self._list_sheets()
        return self._listed[1]

    def _list_sheets(self) -> list[SheetEntry]:
        sheets = self._open()[1].child("sheets")
        targets = {relation.id: relation for relation in relations(self.package, self.part)}
        entries = []
        for node in sheets.all("sheet") if sheets else ():
            found = targets.get(node.related() or "")
            part = found.target if found and found.target in self.package else ""
            is_grid = bool(part) and found is not None and found.is_a("/worksheet")
            entries.append(SheetEntry(node.attributes.get("name", ""), part, is_grid, node))
        return entries

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets, in their order."""
        return tuple(entry.name for entry in self.entries)

    @property
    def grids(self) -> frozenset[str]:
        """The names of the sheets that are made of cells."""
        return frozenset(entry.name for entry in self.entries if entry.is_grid)

    @property
    def names(self) -> tuple[DefinedName, ...]:
        """The defined names; `scope` is the number of the sheet that a name belongs to."""
        return tuple(name for _, name in names_of(self._open()[1]))

    def sheet_part(self, sheet: str) -> str:
        """The name of the part of a sheet of cells. Raises KeyError when there is no such sheet."""
        for entry in self.entries:
            if entry.name == sheet and entry.is_grid:
                return entry.part
        raise KeyError(sheet)

    @property
    def styles(self) -> Styles:
        """The formats of the workbook, to be added to."""
        if self._styles is None:
            self._styles = Styles(self.package.read(self._styles_part()))
        return self._styles

    def _styles_part(self) -> str:
        for relation in relations(self.package, self.part):
            if relation.is_a("/styles") and relation.target in self.package:
                return relation.target
        part = self.new_part("styles{}.xml", f"{_CONTENT_TYPE}styles+xml", EMPTY.format(self.namespace).encode())
        relate(self.package, self.part, f"{self.type_base}/styles", part)
        return part

    def new_part(self, pattern: str, content_type: str, data: bytes) -> str:
        """Add a part beside the workbook part. Returns its name."""
        part = self.package.free_name(posixpath.join(posixpath.dirname(self.part), pattern))
        self.package.write(part, data)
        declare(self.package, part, content_type)
        return part

    def change(self, sheet: str, changes: Mapping[Place, Change]) -> dict[Place, Before]:
        """Change cells of a sheet; see `cells.change_cells`. Returns what they were."""
        part = self.sheet_part(sheet)
        data, before = change_cells(self.package.read(part), changes)
        self.package.write(part, data)
        return before

    def add_names(self, names: Sequence[DefinedName]) -> None:
        """Add defined names, hidden from people where they begin with an underscore (and are no built-in ones)."""
        if not names:
            return
        data, root = self._open()
        new = "".join(written_name(name, root.prefix) for name in names)
        self._write(apply(data, added_names(data, root, new.encode())))

    def remove_names(self, is_gone: Callable[[DefinedName], bool]) -> None:
        """Take away the defined names for which that is true."""
        data, root = self._open()
        gone = [remove(node) for node, name in names_of(root) if is_gone(name)]
        holder = root.child("definedNames")
        if holder is not None and gone and len(gone) == len(holder.children):
            gone = [remove(holder)]
        self._write(apply(data, gone))

    def add_sheet(self, name: str, xml: bytes, state: str = "visible", first: bool = False) -> str:
        """Add a sheet at the end, or as the first one, which is then the sheet that is shown. Returns its part."""
        part = self.new_part("worksheets/sheet{}.xml", f"{_CONTENT_TYPE}worksheet+xml", xml)
        relation = relate(self.package, self.part, f"{self.type_base}/worksheet", part)
        data, root = self._open()
        nodes = [entry.node for entry in self.entries]
        sheet_id = 1 + max(whole(node.attributes.get("sheetId")) for node in nodes)
        id_ = relation_attribute(data, root, self.type_base, relation)
        hidden = "" if state == "visible" else f' state="{state}"'
        new = f'<{root.prefix}sheet name="{attribute(name)}" sheetId="{sheet_id}"{hidden} {id_}/>'
        at = nodes[0].start if first else nodes[-1].end
        edits: list[Edit] = [(at, at, new.encode())]
        if first:
            edits += shifted_scopes(data, root, 0, +1)
            edits += moved_views(data, root, {"activeTab": lambda _: 0, "firstSheet": lambda _: 0})
            self._deselect(but=part)
        self._write(apply(data, edits))
        return part

    def remove_sheet(self, sheet: str) -> None:
        """Take a sheet away with the names that belong to it; the sheet after it is shown when it was the one shown."""
        at = self.sheets.index(sheet)
        self.remove_names(lambda name: name.scope == at)
        data, root = self._open()
        entry = self.entries[at]
        edits = [remove(entry.node), *shifted_scopes(data, root, at, -1)]
        last = len(self.entries) - 2

        def moved(tab: int) -> int:
            return tab - 1 if tab > at else min(tab, last)

        self._write(apply(data, edits + moved_views(data, root, {"activeTab": moved, "firstSheet": moved})))
        if entry.part:
            unrelate(self.package, self.part, entry.part)
            discard(self.package, entry.part)

    def show(self, sheet: str) -> None:
        """Make a sheet the one that is shown and selected when the workbook is opened."""
        data, root = self._open()
        at = self.sheets.index(sheet)
        self._write(apply(data, moved_views(data, root, {"activeTab": lambda _: at})))
        self._deselect(but=self.entries[at].part)

    @property
    def shown(self) -> int:
        """The number of the sheet that is shown when the workbook is opened."""
        views = self._open()[1].child("bookViews")
        return whole(views.children[0].attributes.get("activeTab")) if views and views.children else 0

    def save(self) -> bytes:
        """The bytes of the workbook; those it was opened from when nothing was changed."""
        if self._styles is not None:
            self.package.write(self._styles_part(), self._styles.save())
            self._styles = None
        return self.package.save()

    def _open(self) -> tuple[bytes, Node]:
        """The workbook part and its elements, found anew when the part has changed."""
        data = self.package.read(self.part)
        if self._parsed is None or self._parsed[0] != data:
            self._parsed = data, parse(data, texts=("definedName",))
        return self._parsed

    def _write(self, data: bytes) -> None:
        self.package.write(self.part, data)

    def _deselect(self, but: str) -> None:
        """Leave one sheet selected: what is typed while several are goes into all of them."""
        for entry in self.entries:
            data = self.package.read(entry.part) if entry.part else b""
            if b"tabSelected" not in data and entry.part != but:
                continue
            views = outline(data, depth=3).child("sheetViews")
            chosen = "1" if entry.part == but else "0"
            edits = [
                set_attributes(data, view, {"tabSelected": chosen})
                for view in (views.children if views else ())
                if view.attributes.get("tabSelected", "0") != chosen
            ]
            self.package.write(entry.part, apply(data, edits))
