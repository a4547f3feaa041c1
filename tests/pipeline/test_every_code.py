"""Every code of the catalogue on a real workbook: one defect gives its code at its cell and no other エラー, a near miss nothing.

Cells: `tests/everycode/cells.py`; files and sheets: `tests/everycode/files.py`; here the masters, and what shows only beside the
ledger, in a night.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from pipeline.check import check_files
from pipeline.deadlines import DEADLINES, deadline_rows, endings
from pipeline.extract import extract_file
from pipeline.filings.rows import FILINGS
from pipeline.masters.load import BadMasters, Masters, load_masters
from pipeline.prepare import prepare
from pipeline.receipts import Receipt
from pipeline.registers.steps import STEPS
from pipeline.reviews import REVIEWS, next_steps, places_of, review_frame
from pipeline.secretariat import read_secretariat
from pipeline.setup import fill_demo, init_workspace
from pipeline.workspace import FORM, Workspace
from tests.conftest import SAMPLES, WORKBOOKS
from tests.defects import ELDERS, HALL
from tests.drafts import Draft, Found
from tests.everycode.cells import DRAFTS, REGISTERS, named, save_draft
from tests.everycode.files import Make, defect, near_miss
from tests.ledgers import ledger_of
from tests.pipeline.test_night import drop, night
from tests.pipeline.test_scan import with_two_editions
from tests.saving import save
from validations.catalogue import CATALOGUE
from validations.findings import Finding
from validations.schemas import validate

_ERRORS = """
    F01 F03 F04 F05 F06 F07 F11 F15 F16 F21 F22 F23 F24 F25 F26 F27 X01 X02 X03 X04 X05 X06 X07 X08 X11 X12 X13 X14 K01 K02
    C01 C02 C03 C04 C05 C06 C07 C09 C12 M02 M03 M05 M08 R01 R03 D01 D02 D06 N03 I05 I06 V03 O01 O02 P01 P02 P03 P07 P09 P10 P13 P15
"""
ERRORS = frozenset(_ERRORS.split())
"""The codes that send a form back. F08 does so where a value is required; all others only warn."""
QUARANTINED = frozenset({"X06", "X07", "X08", "X11", "I05"})

MASTER_FAULTS = {
    "F21": ("様式マスタ", "項目", "D3", None, "題名"),
    "F22": ("様式マスタ", "項目", "E3", "数字", "日付"),
    "F23": ("組織", "別名", "B2", "ない課", "税務課"),
    "F24": ("組織", "別名", "A3 A2", "健康部高齢者医療担当課", "高齢者医療の担当"),
    "F25": ("様式マスタ", "項目", "I3", "たくさん", 3),
    "F26": ("様式マスタ", "版", "E2", "当分の間", "令和９年３月３１日"),
    "F27": ("組織", "会議体", "C2", "令和四", "Ｒ４年度"),
}
"""Code → (master, sheet, cell (and another that is told with it), a value that is a fault, one that is none)."""

BESIDE_THE_LEDGER = ("D07", "D08", "M05", "M07", "M08", "P05", "P06", "R02", "V02")

ELSEWHERE = {
    "F10": "test_defects_ledger",
    "F17": "test_odd_cells",
    "X06": "test_packages",
    "X09": "test_packages",
    "X11": "test_night",
    "X13": "test_packages",
    "X14": "test_breakdown",
}
"""Codes whose real files, with near misses, another module makes."""

OF_FILINGS = [rule.code for rule in CATALOGUE if rule.on == ("評価書の照合",)]
OF_FILINGS += [f"P{number}" for number in range(60, 70)]
"""Codes over 全項目評価書, which `tests/filing/` shows: `test_every_rule_of_filings.py`, `test_editions.py`, `test_ledger_check.py`."""

SHOWN = sorted({*DRAFTS, *defect, *BESIDE_THE_LEDGER})


class Seen(NamedTuple):
    """What must be found, what was found (with its 重大度), and what became of the file."""

    expected: list[Found]
    findings: list[tuple[Found, str]]
    verdict: str | None = None


Results = dict[str, Seen]


def _shown(finding: Finding) -> tuple[Found, str]:
    return (finding.code, finding.sheet, finding.cell), finding.severity


SLIPS: dict[str, list[tuple[Found, str]]] = {
    HALL: [(("T01", "事業の概要", "B4"), "警告"), (("D05", "電算処理", "B14"), "警告")],
    ELDERS: [],
}
"""Slips of the documents, which the samples have as they are."""


def _seen(sample: str, expected: list[Found], findings: Iterable[tuple[Found, str]], verdict: str) -> Seen:
    beside = Counter(slip for slip in SLIPS[sample] if slip[0] not in expected)
    return Seen(expected, list((Counter(findings) - beside).elements()), verdict)


def _checked(files: Iterable[tuple[str, str, str, Make]], folder: Path, masters: Masters) -> Results:
    """Make each file (code, file name, sample, how) in a folder of its own and check all at once."""
    made: dict[str, tuple[Path, str, list[Found]]] = {}
    for code, name, sample, make in files:
        path = folder / code / name
        path.parent.mkdir(parents=True)
        made[code] = path, sample, make(path)
    results = check_files([path for path, _, _ in made.values()], masters)
    return {
        code: _seen(sample, expected, map(_shown, checked.judgement.findings), checked.judgement.verdict)
        for (code, (_, sample, expected)), checked in zip(made.items(), results, strict=True)
    }


def _all(number: int, files: dict[str, tuple[str, Make]], folder: Path, masters: Masters) -> Results:
    """The drafts (`number` 0: defects, 1: near misses) and the files. F02 and F03 are judged by masters of two editions."""
    form = masters.forms[FORM]
    drafts = [
        (code, "付議事項.xlsx", named(names[number])[0], partial(save_draft, names[number], form))
        for code, names in DRAFTS.items()
    ]
    made = [(code, name, HALL, make) for code, (name, make) in files.items()]
    later = [file for file in made if file[0] in ("F02", "F03")]
    two_editions = load_masters(with_two_editions(folder / "masters", "2099-03-31"))
    return _checked([*drafts, *(file for file in made if file not in later)], folder, masters) | _checked(
        later, folder, two_editions
    )


CONNECTION = "外部結合.結合する理由"
COMPANY = "業務委託.委託先"
NUMBER = "表紙.評価書番号"
RESULT = {
    "表紙.種別": "特定個人情報保護評価のパブリック・コメント等の実施結果",
    NUMBER: "３",
    "事業の概要.付議内容_評価": "別紙のとおり報告する。",
}
ELDERS_FOLDER, HALL_FOLDER = "高齢者医療担当課", "地域コミュニティ課"
IN_THE_NIGHT = {
    "R02": (ELDERS, ELDERS_FOLDER, {CONNECTION: "（令和６年度第４回個人情報保護管理運営会議承認済み）"}),
    "R02 でない": (ELDERS, ELDERS_FOLDER, {CONNECTION: "（令和５年度第６回個人情報保護管理運営会議承認済み）"}),
    "V02": (ELDERS, ELDERS_FOLDER, {COMPANY: "ジーシーシー（特命随契による選定を予定）"}),
    "V02 でない": (ELDERS, ELDERS_FOLDER, {COMPANY: "株式会社ジーシーシー、株式会社見本"}),
    "D07": (HALL, HALL_FOLDER, {"指定管理.開始時期": "令和７年１０月", "外部結合.開始時期": "令和７年１１月"}),
    "D07 でない": (HALL, HALL_FOLDER, {"指定管理.開始時期": "令和７年１１月", "外部結合.開始時期": "令和７年１１月"}),
    "P05": (ELDERS, ELDERS_FOLDER, RESULT),
    "P05 でない": (ELDERS, ELDERS_FOLDER, {**RESULT, "表紙.前回案件": "R05-0015"}),
    "M07": (ELDERS, "税務課", {"表紙.担当者電話": "内線 0001"}),
    "M07 でない": (ELDERS, ELDERS_FOLDER, {"表紙.担当者電話": "内線 0002"}),
}
"""Code → sample, folder and what is written into it, in the night after the samples were accepted."""
POINTED_AT = {"R02": CONNECTION, "V02": COMPANY, "P05": NUMBER, "D07": "指定管理.開始時期"}


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory, masters: Masters) -> tuple[Results, Results]:
    """The night of the samples, then: the case of the hall is numbered and deliberated, and the files above come in."""
    workspace = init_workspace(tmp_path_factory.mktemp("nights"))
    fill_demo(workspace)
    next(workspace.inbox.rglob("全項目評価書*.xlsx")).unlink()  # what a case says beside a filing is told by P60 and on
    cases = {p.receipt.folder: p.receipt.case_id for p in night(workspace).placed if p.receipt.case_id}
    unnumbered = [finding for _, finding in read_secretariat(workspace, masters).faults]
    repeated = _number_twice(workspace, cases[HALL_FOLDER], cases[ELDERS_FOLDER])
    expected: dict[str, list[Found]] = {}
    for name, (sample, folder, inputs) in IN_THE_NIGHT.items():
        draft = Draft.of(SAMPLES / sample, masters.forms[FORM])
        for place, text in inputs.items():
            draft.write(place, text)
        save(draft, SAMPLES / sample, drop(workspace, SAMPLES / sample, folder, f"{name}.xlsx"))
        pointed = POINTED_AT.get(name)
        expected[name] = [(name, draft.area(pointed).sheet, draft.cell(pointed))] if pointed else []
    expected["M07"] = [("M07", "表紙", "C22")]
    receipts = {item.receipt.filename.removesuffix(".xlsx"): item.receipt for item in night(workspace).placed}
    results = {
        name: _seen(sample, expected[name], _told(receipts[name]), receipts[name].verdict)
        for name, (sample, *_) in IN_THE_NIGHT.items()
    }
    faults = [finding for _, finding in read_secretariat(workspace, masters).faults]
    results["M05"] = Seen([("M05", "審議", repeated)], list(map(_shown, faults)))
    results["M05 でない"] = results["M08 でない"] = Seen([], list(map(_shown, unnumbered)))
    results["M08"] = _two_rows_of(cases[HALL_FOLDER], workspace, masters)
    results |= _deadlines(workspace, cases[ELDERS_FOLDER], masters) | _reviews(workspace, masters)
    return (
        {code: results[code] for code in BESIDE_THE_LEDGER},
        {code: results[f"{code} でない"] for code in BESIDE_THE_LEDGER},
    )


def _number_twice(workspace: Workspace, first: str, second: str) -> str:
    """Record two cases under one №, the first as deliberated. Returns the cell of the № that repeats the other."""
    book = load_workbook(workspace.record)
    sheet = book["審議"]
    heading = next(row for row in sheet.iter_rows() if row[0].value == "案件ID")
    columns = {cell.value: cell.column for cell in heading}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=heading[0].row + 1) if row[0].value}
    sheet.cell(rows[first], columns["付議日"]).value = "2025-11-05"
    for case in (first, second):
        sheet.cell(rows[case], columns["№"]).value = 1
    book.save(workspace.record)
    return str(sheet.cell(max(rows[first], rows[second]), columns["№"]).coordinate)


def _two_rows_of(case: str, workspace: Workspace, masters: Masters) -> Seen:
    """M08 when the second of the two cases that bear one № is made the first: the row above is left without effect."""
    book = load_workbook(workspace.record)
    sheet = book["審議"]
    above, below = [row[0] for row in sheet.iter_rows(min_row=4) if row[0].value][-2:]
    assert above.value == case
    below.value = case
    book.save(workspace.record)
    faults = [finding for _, finding in read_secretariat(workspace, masters).faults]
    return Seen([("M08", "審議", str(above.coordinate))], list(map(_shown, faults)))


def _deadlines(workspace: Workspace, case: str, masters: Masters) -> Results:
    """D08 over the accepted file, 90 and 91 days before its 委託 ends on 31 March 2026."""
    path = next(workspace.accepted.glob(f"*/{case}/v01.xlsx"))
    tables, _ = prepare([extract_file(path.read_bytes(), path.name, dict(masters.forms), FORM)], masters)
    near, far = (
        list(map(_shown, validate({DEADLINES: deadline_rows(endings(tables), day)}, {})))
        for day in (dt.date(2025, 12, 31), dt.date(2025, 12, 30))
    )
    return {"D08": Seen([("D08", "業務委託", "B17")], near), "D08 でない": Seen([], far)}


def _reviews(workspace: Workspace, masters: Masters) -> Results:
    """P06 over the five results of 令和5年12月21日, 90 and 91 days before a year has passed."""
    sheets = ledger_of(workspace, masters, dt.date(2024, 9, 22)).sheets
    lines, places = sheets["令和7年度"][STEPS], places_of(sheets["令和5年度"]["案件"], sheets["令和7年度"][FILINGS])
    near, far = (
        list(map(_shown, validate({REVIEWS: review_frame(next_steps(lines, day, 91), places, day)}, {})))
        for day in (dt.date(2024, 9, 22), dt.date(2024, 9, 21))
    )
    expected: list[Found] = [("P06", "過去案件", f"A{number + 3}") for number in (29, 30, 32, 39, 40)]
    return {"P06": Seen(expected, near), "P06 でない": Seen([], far)}


def _told(receipt: Receipt) -> list[tuple[Found, str]]:
    return [((f["code"], f["sheet"], f["cell"]), f["severity"]) for f in receipt.findings]


@pytest.fixture(scope="module")
def defects(tmp_path_factory: pytest.TempPathFactory, masters: Masters, two_nights: tuple[Results, Results]) -> Results:
    return _all(0, defect, tmp_path_factory.mktemp("defects"), masters) | two_nights[0]


@pytest.fixture(scope="module")
def near_misses(
    tmp_path_factory: pytest.TempPathFactory, masters: Masters, two_nights: tuple[Results, Results]
) -> Results:
    return _all(1, near_miss, tmp_path_factory.mktemp("near_misses"), masters) | two_nights[1]


@pytest.mark.parametrize("code", SHOWN)
def test_one_defect_gives_its_code_at_its_cell_and_no_other_error(code: str, defects: Results) -> None:
    seen = defects[code]
    assert sorted((found for found, _ in seen.findings), key=str) == sorted(seen.expected, key=str)
    severities = {found[0]: severity for found, severity in seen.findings}
    assert severities == {code: "エラー" if code in ERRORS else "警告"}
    if seen.verdict is not None:
        assert seen.verdict == ("隔離" if code in QUARANTINED else "差戻し" if code in ERRORS else "受理")


@pytest.mark.parametrize("code", SHOWN)
def test_its_near_miss_gives_nothing(code: str, near_misses: Results) -> None:
    seen = near_misses[code]
    assert (seen.expected, seen.findings) == ([], [])
    assert seen.verdict in ("受理", None)


def test_a_formula_without_result_is_an_error_where_a_value_is_required(tmp_path: Path, masters: Masters) -> None:
    (checked,) = check_files([_with_formula(tmp_path / "a.xlsx")], masters)
    findings = [_shown(finding) for finding in checked.judgement.findings if finding.code == "F08"]
    assert findings == [(("F08", "表紙", "B4"), "エラー")]
    assert {f.code for f in checked.judgement.findings if f.severity == "エラー"} == {"F08"}


def _with_formula(path: Path) -> Path:
    book = load_workbook(SAMPLES / HALL)
    book["表紙"]["B4"].value = '="区民ホール"&"の件"'
    book.save(path)
    return path


def _masters_with(folder: Path, code: str, value: object) -> list[tuple[str, tuple[Found, str]]]:
    master, sheet, cells, *_ = MASTER_FAULTS[code]
    shutil.copytree(WORKBOOKS / "masters", folder)
    path = folder / f"{master}.xlsx"
    book = load_workbook(path)
    book[sheet][cells.split()[0]].value = value
    book.save(path)
    try:
        load_masters(folder)
    except BadMasters as bad:
        return [(name, _shown(finding)) for name, finding in bad.findings]
    return []


@pytest.mark.parametrize("code", MASTER_FAULTS)
def test_a_fault_in_a_master_gives_its_code_at_its_cell_and_no_other(code: str, tmp_path: Path) -> None:
    master, sheet, cells, wrong, right = MASTER_FAULTS[code]
    told = [(f"{master}.xlsx", ((code, sheet, cell), "エラー")) for cell in sorted(cells.split())]
    assert _masters_with(tmp_path / "wrong", code, wrong) == told
    assert _masters_with(tmp_path / "right", code, right) == []


def test_every_code_of_the_catalogue_has_its_workbook() -> None:
    assert sorted({*SHOWN, *MASTER_FAULTS, *ELSEWHERE, *OF_FILINGS}) == [rule.code for rule in CATALOGUE]
    assert set(defect) == set(near_miss)


@pytest.mark.parametrize("code", ELSEWHERE)
def test_what_is_shown_elsewhere_is_there(code: str) -> None:
    module = Path(__file__).with_name(f"{ELSEWHERE[code]}.py").read_text(encoding="utf-8")
    assert f'("{code}", ' in module


def test_the_severities_are_those_of_the_catalogue() -> None:
    assert {rule.code for rule in CATALOGUE if rule.severity == "エラー"} == ERRORS
    assert {rule.code for rule in CATALOGUE if rule.quarantines} == QUARANTINED


def test_each_draft_has_one_name() -> None:
    names = Counter(name for register in REGISTERS for name in register)
    assert [name for name, times in names.items() if times > 1] == []
