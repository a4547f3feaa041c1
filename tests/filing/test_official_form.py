"""Every field of the official assessment has its place on our form, of the same type and with the same choices."""

import pytest

from pipeline.forms.model import (
    CHOICE,
    CONDITIONAL,
    DATE,
    INTEGER,
    LONG_TEXT,
    PARTIAL_DATE,
    TABLE,
    TEXT,
    Column,
    Field,
    Form,
)
from pipeline.japanese.text import wide_digits

from .accounts import Official, official_fields

OFFICIAL = official_fields()

TYPES = {
    "text": {TEXT, LONG_TEXT},
    "number": {INTEGER},
    "date": {DATE, PARTIAL_DATE},
    "single choice": {CHOICE},
    "multi ○": {CHOICE},
    "table": {TABLE, LONG_TEXT},
}


def place_of(official: Official, form: Form) -> Field | Column:
    field = form.inputs[form.numbers[f"{official.sheet}.{official.name}"]]
    return next(c for c in field.columns if c.heading == official.column) if official.column else field


def test_all_236_fields_have_a_place(filing_form: Form) -> None:
    assert len({official.id for official in OFFICIAL}) == 236
    assert all(place_of(official, filing_form) for official in OFFICIAL)


def test_no_input_stands_for_two_fields() -> None:
    provisions = [(o.sheet, o.name, o.column, o.row) for o in OFFICIAL if not o.id.startswith("II5.t")]
    assert len(set(provisions)) == len(provisions)


@pytest.mark.parametrize("type_", TYPES)
def test_types_agree(type_: str, filing_form: Form) -> None:
    other = {o.id for o in OFFICIAL if o.type == type_ and place_of(o, filing_form).type not in TYPES[type_]}
    assert other == set()


def test_single_choices_are_those_printed_with_their_numbers(filing_form: Form) -> None:
    for official in (o for o in OFFICIAL if o.type == "single choice"):
        numbered = (choice.split(":", 1) for choice in official.choices)
        expected = tuple(f"{wide_digits(number)}）{label}" for number, label in numbered)
        assert place_of(official, filing_form).choices == expected, official.id
        assert not any("、" in choice for choice in expected), official.id


def test_each_choice_of_several_can_be_ticked(filing_form: Form) -> None:
    for id_ in {o.id for o in OFFICIAL if o.type == "multi ○"}:
        places = [o for o in OFFICIAL if o.id == id_]
        assert all(place_of(o, filing_form).choices == ("○",) for o in places), id_
        field = filing_form.inputs[filing_form.numbers[f"{places[0].sheet}.{places[0].name}"]]
        printed = field.columns[0].choices if field.is_table else (field.label,)
        ticked = tuple(o.row for o in places) if places[0].row else printed
        assert set(ticked) == set(places[0].choices), id_


def test_the_stars_of_the_labels_are_kept(filing_form: Form) -> None:
    starred = [o for o in OFFICIAL if o.star and o.type != "table"]
    labels = {o.id: filing_form.inputs[filing_form.numbers[f"{o.sheet}.{o.name}"]].label for o in starred}
    assert len(labels) == 15
    assert [id_ for id_, label in labels.items() if "※" not in label] == []


def test_what_is_asked_for_on_a_condition_says_the_condition(filing_form: Form) -> None:
    """The brackets beside a ○ are columns: their words stand in the hint."""
    cells = [o for o in OFFICIAL if o.conditional and not o.column and o.name != "ファイル名"]
    fields = [place_of(o, filing_form) for o in cells]
    assert [f.name for f in fields if isinstance(f, Field) and (f.required != CONDITIONAL or not f.condition)] == []
    assert len(fields) > 30
