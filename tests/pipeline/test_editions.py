"""A form that has moved on: earlier editions that are still accepted are not asked for what they never had."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.forms.model import Column, Edition, Field, Form, Measure, Sheet
from pipeline.masters.load import Masters
from pipeline.workspace import FORM
from tests.drafts import Draft, found, judge_drafts

NEW = "2027-04"


def _with(sheet: Sheet, since: str) -> Sheet:
    """The sheet of the next edition: an input, a column or a measure more, required, and a measure in other words."""
    if sheet.name == "事業の概要":
        more = Field(sheet.name, "連絡会議", "連絡会議の名称", required="必須", since=since)
        return replace(sheet, fields=(*sheet.fields, more))
    if sheet.name == "記録項目":
        column = Column("保存年限", required="必須", since=since)
        return replace(sheet, fields=(replace(sheet.fields[0], columns=(*sheet.fields[0].columns, column)),))
    if sheet.name == "業務委託_区":
        first = replace(sheet.measures[0], text=sheet.measures[0].text + "（改）")
        more_measure = Measure("委区99", sheet.name, "運用上", "生成ＡＩに入力させないこと", since=since)
        return replace(sheet, measures=(first, *sheet.measures[1:], more_measure))
    return sheet


def next_edition(masters: Masters, since: str = NEW) -> Masters:
    """The masters after the form was changed."""
    form: Form = masters.forms[FORM]
    new = replace(
        form,
        edition=NEW,
        accepted_editions=(*form.accepted_editions, NEW),
        editions=(*form.editions, Edition(NEW, changes="連絡会議の名称を足しました")),
        sheets=tuple(_with(sheet, since) for sheet in form.sheets),
    )
    return replace(masters, forms={**masters.forms, FORM: new})


def test_an_earlier_edition_passes_without_what_it_never_had(elders: Draft, masters: Masters) -> None:
    (judgement,) = judge_drafts([elders], next_edition(masters))
    assert found(judgement) == [("F02", None, None)]


def test_without_its_edition_the_same_would_be_missed(elders: Draft, masters: Masters) -> None:
    (judgement,) = judge_drafts([elders], next_edition(masters, since=""))
    codes = [(code, sheet) for code, sheet, _ in found(judgement)]
    assert codes == [("F05", "事業の概要"), ("C03", "業務委託_区"), ("F05", "記録項目"), ("F02", None)]


def test_a_form_that_says_no_edition_is_taken_for_the_latest(elders: Draft, masters: Masters) -> None:
    elders.book.sheets = [sheet for sheet in elders.book.sheets if sheet.name != "_meta"]
    (judgement,) = judge_drafts([elders], next_edition(masters))
    codes = {code for code, _, _ in found(judgement)}
    assert codes == {"F05", "C03", "C12"}


@pytest.mark.parametrize(
    ("day", "severity", "verdict"), [("2027-03-31", "警告", "受理"), ("2027-04-01", "エラー", "差戻し")]
)
def test_a_rule_can_start_as_a_warning(day: str, severity: str, verdict: str, elders: Draft, masters: Masters) -> None:
    from pipeline.extract import extract_book
    from pipeline.judge import judge

    elders.write("事業の概要.目的", None)
    gentle = replace(masters, errors_from={"F06": dt.date(2027, 4, 1)})
    extract = extract_book(elders.book, dict(masters.forms), FORM)
    ((judgement,), _) = judge([extract], gentle, dt.date.fromisoformat(day))
    assert judgement.verdict == verdict
    assert [(f.code, f.severity, f.cell) for f in judgement.findings] == [
        ("F06", severity, elders.cell("事業の概要.目的"))
    ]
