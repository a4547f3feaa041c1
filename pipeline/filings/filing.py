"""A filing: what one 全項目評価書 says, in plain values that know where they stand. What the rules over filings look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from pipeline.choices import CIRCLE, read_choice, read_circle
from pipeline.context import COVER
from pipeline.extract import Extract
from pipeline.filings.values import Part, Record, Tick, Value
from pipeline.forms.model import BODY, CHOICE, Field, Form
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters
from pipeline.papers.content import Leaf, Line, content_of
from pipeline.workspace import FILING_FORM

OTHER = "その他"
_BASICS, _SYSTEMS, _FILE, _CONTRACT = "基本情報", "システム", "ファイル", "委託事項"
_PROVISIONS, _ITEMS, _RISKS, _MEASURES = "提供移転", "記録項目", "リスク対策", "その他の対策"
_INQUIRIES, _PROCEDURE, _DRAWINGS, _CHANGES = "開示問合せ", "評価実施手続", "事務の内容", "変更箇所一覧"


@dataclass(frozen=True, slots=True)
class System:
    """A row of システム: a system and what it is connected with."""

    number: Value
    name: Value
    functions: Value
    links: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class File:
    """Ⅱ of one 特定個人情報ファイル, with what is entrusted, given and recorded of it."""

    part: Part
    contracts: tuple[Part, ...]
    provisions: tuple[Record, ...]
    items: tuple[Record, ...]

    @property
    def name(self) -> str:
        """Its name, as typed."""
        return self.part["ファイル名"].text

    def tick(self, table: str, name: str) -> Tick | None:
        """A choice of one of its tables; None where the row is gone."""
        return next((tick for tick in self.part.ticks(table) if tick.name == name), None)


@dataclass(frozen=True)
class Filing:
    """All that one 全項目評価書 says."""

    parts: tuple[Part, ...]
    """Every sheet that was found, in the order of the workbook."""
    form: Form

    @cached_property
    def cover(self) -> Part:
        """表紙."""
        return self._only(COVER)

    @cached_property
    def basics(self) -> Part:
        """Ⅰ基本情報."""
        return self._only(_BASICS)

    @cached_property
    def risks(self) -> Part:
        """Ⅲリスク対策."""
        return self._only(_RISKS)

    @cached_property
    def measures(self) -> Part:
        """Ⅳその他のリスク対策."""
        return self._only(_MEASURES)

    @cached_property
    def inquiries(self) -> Part:
        """Ⅴ開示請求、問合せ."""
        return self._only(_INQUIRIES)

    @cached_property
    def procedure(self) -> Part:
        """Ⅵ評価実施手続."""
        return self._only(_PROCEDURE)

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """Ⅰ２: the systems, in their order."""
        return tuple(map(_system, self._rows(_SYSTEMS)))

    @cached_property
    def file_names(self) -> tuple[Value, ...]:
        """Ⅰ３: the names of the files."""
        return tuple(record["ファイル名"] for record in self.basics.rows("ファイル名"))

    @cached_property
    def contracts(self) -> tuple[Part, ...]:
        """Every sheet 委託事項 on which something is written."""
        return tuple(part for part in self._all(_CONTRACT) if part.is_written)

    @cached_property
    def files(self) -> tuple[File, ...]:
        """Ⅱ: the files, in the order of their sheets. Of sheets with one name the first takes what belongs to it."""
        sheets = [part for part in self._all(_FILE) if part["ファイル名"].text or _is_begun(part)]
        found, taken = [], set()
        for part in sheets:
            key = fold(part["ファイル名"].text)
            own = key if key not in taken else None
            taken.add(key)
            found.append(
                File(
                    part,
                    tuple(c for c in self.contracts if _is_of(own, c["ファイル名"])),
                    tuple(r for r in self._rows(_PROVISIONS) if _is_of(own, r["ファイル名"])),
                    tuple(r for r in self._rows(_ITEMS) if _is_of(own, r["ファイル名"])),
                )
            )
        return tuple(found)

    @cached_property
    def said_of_files(self) -> tuple[Value, ...]:
        """The cells that say of which file a 委託事項, a 提供・移転 or a 記録項目 is."""
        rows = (*self._rows(_PROVISIONS), *self._rows(_ITEMS))
        return (*(part["ファイル名"] for part in self.contracts), *(row["ファイル名"] for row in rows))

    @cached_property
    def has_items(self) -> bool:
        """Whether 別添２ is filled in at all."""
        return bool(self._rows(_ITEMS))

    @cached_property
    def texts(self) -> tuple[Value, ...]:
        """Every cell with words that is published: all but what is written to the secretariat, and the list of changes."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Value]:
        for part in self.parts:
            if part.spec.name == COVER:
                yield from (part[name] for name in ("評価書名", "宣言", "特記事項") if part[name].text)
            elif part.spec.name != _CHANGES:
                yield from part.texts()

    def _all(self, name: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.spec.name == name)

    def _only(self, name: str) -> Part:
        """The sheet of a name; one on which nothing was found where it is not there."""
        return next(iter(self._all(name)), Part(self.form.by_name[name], name))

    def _rows(self, name: str) -> tuple[Record, ...]:
        return self._only(name).rows(BODY)


def filing_of(extract: Extract, masters: Masters) -> Filing:
    """The filing that an extract of 全項目評価書 holds."""
    form = masters.forms[FILING_FORM]
    content = content_of(extract, form, None)  # the rules tell of marks that are no ○
    tops: list[dict[str, tuple[int, int]]] = [{} for _ in content.leaves]
    for leaf, number, row, column, *_ in cast("list[tuple[int, int, int, int, object, object]]", extract.fields):
        if form.inputs[number].is_table:
            tops[leaf][form.inputs[number].name] = row, column
    parts = (_part(leaf, top, masters.mark_readings) for leaf, top in zip(content.leaves, tops, strict=True))
    return Filing(tuple(parts), form)


def _part(leaf: Leaf, tops: Mapping[str, tuple[int, int]], readings: Mapping[str, str]) -> Part:
    values = {
        wanted.name: _value(leaf, wanted.label, leaf.places[wanted.name], leaf.texts.get(wanted.name), wanted, readings)
        for wanted in leaf.spec.fields
        if wanted.name in leaf.places
    }
    tables = {wanted.name: wanted for wanted in leaf.spec.fields if wanted.is_table}
    records = {
        name: tuple(_record(leaf, tables[name], line, readings) for line in leaf.tables[name]) for name in tables
    }
    return Part(leaf.spec, leaf.name, values, records, tops)


def _value(
    leaf: Leaf,
    label: str,
    place: tuple[int | None, int | None],
    text: str | None,
    wanted: Field,
    readings: Mapping[str, str],
) -> Value:
    choice = _chosen(text, wanted.choices, readings) if text and wanted.type == CHOICE else ""
    return Value(leaf.name, *place, label, text or "", choice)


def _record(leaf: Leaf, table: Field, line: Line, readings: Mapping[str, str]) -> Record:
    return {
        column.heading: Value(
            leaf.name,
            line.row,
            place,
            column.heading,
            text or "",
            _chosen(text, column.choices, readings) if text and column.type == CHOICE and not column.fixed else "",
        )
        for column, place, text in zip(table.columns, line.columns, line.cells, strict=True)
    }


def _chosen(text: str, choices: Sequence[str], readings: Mapping[str, str]) -> str:
    if text in choices:
        return text
    reading = read_circle(text, readings) if tuple(choices) == (CIRCLE,) else read_choice(text, choices)
    return reading.value or ""


def _system(record: Record) -> System:
    number, name, functions, *links, words = record
    ticks = (Tick(link, record[link], record[words] if link == OTHER else None) for link in links)
    return System(record[number], record[name], record[functions], tuple(ticks))


def _is_begun(part: Part) -> bool:
    """Whether more is written on a sheet ファイル than the form prints in its small tables."""
    return any(value.text for value in part.values.values())


def _is_of(key: str | None, said: Value) -> bool:
    return key is not None and key != "" and fold(said.text) == key
