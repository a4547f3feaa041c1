"""The published assessment, written into the form as a sample, is read back as it was published."""

from collections import Counter

import pytest

from pipeline import locate
from pipeline.extract import Extract
from pipeline.forms.model import Form
from pipeline.frames import Tables
from pipeline.masters.load import Masters

from .accounts import PARTLY, READ, FiledAssessment, official_fields, published_values
from .conftest import SAMPLE, read_filing

PUBLISHED = published_values()


def test_every_value_of_the_published_assessment_comes_back(tables: Tables, filing_form: Form) -> None:
    filed = FiledAssessment(tables, filing_form)
    other = [(p.id, p.of) for p in PUBLISHED if p.state != PARTLY and not p.is_said_by(filed.text(p.id, p.of))]
    assert other == []
    states = Counter(p.state for p in PUBLISHED)
    print(f"{states[READ]} values in {len({p.id for p in PUBLISHED})} fields come back; {states}")
    assert states[READ] == 493


def test_the_drawings_that_are_not_in_the_text_have_their_titles(tables: Tables) -> None:
    """Five drawings, and a legend of which the text does not say whose it is."""
    assert [str(name)[:2] for name in tables["事務の内容"]["図の名称"]] == ["A．", "B．", "C．", "１．", "2．", "凡例"]


def test_dates_come_back_as_days_and_months(tables: Tables, filing_form: Form) -> None:
    filed = FiledAssessment(tables, filing_form)
    dated = [p for p in PUBLISHED if p.day]
    assert [(p.id, p.of) for p in dated if filed.day(p.id, p.of) != p.day] == []
    assert len(dated) == 11


def test_nothing_is_filled_in_that_the_text_does_not_have(tables: Tables) -> None:
    """Only what is about the department is invented; a sheet of a 委託 says of which file it is."""
    inputs = tables["項目"]
    written = set(zip(*(inputs[inputs["記入"]][name] for name in ("様式シート", "項目名")), strict=True))
    said = {p.id for p in PUBLISHED if p.length}
    published = {(o.sheet, o.name) for o in official_fields() if o.id in said}
    department = {"提出日", "担当者氏名", "担当者電話", "担当者メール", "担当課", "備考"}
    of_contract = {("委託事項", "ファイル名"), ("委託事項", "番号")}
    assert written - published == {("表紙", name) for name in department} | of_contract


def test_it_has_five_files_and_thirteen_contracts(tables: Tables) -> None:
    assert Counter(tables["シート"]["様式シート"])["ファイル"] == 5
    assert Counter(tables["シート"]["様式シート"])["委託事項"] == 13


def test_reading_it_raises_no_observation_and_leaves_nothing_to_repair(sample: Extract, tables: Tables) -> None:
    assert sample.observations == []
    flags = ["読み替え", "選択肢にない", "整数でない"]
    assert not tables["項目"][flags].any(axis=None)
    assert tables["項目"]["日付の誤り"].isna().all()
    assert not tables["丸"][["読み替え", "選択肢にない"]].any(axis=None)


def test_its_sheets_are_read_without_a_search(monkeypatch: pytest.MonkeyPatch, masters: Masters) -> None:
    def searched(*_: object) -> None:
        pytest.fail("a sheet was searched")

    monkeypatch.setattr(locate, "locate_inputs", searched)
    assert read_filing(SAMPLE, masters).form == "全項目評価書"


def test_its_notes_say_which_pages_are_not_in_the_text(tables: Tables) -> None:
    inputs = tables["項目"]
    (notes,) = inputs[inputs["様式シート"].eq("表紙") & inputs["項目名"].eq("備考")]["値"]
    for part in ("システム７～１０", "別添１の図", "別添２", "別添３", "公表日"):
        assert part in notes
