"""Two editions of an assessment: what changed is proposed for 別添３, and what its 別添３ tells is checked."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.annotated import annotated_copy
from pipeline.cli import app
from pipeline.filings.appendix import SHEET, own_rows, untold
from pipeline.filings.changes import proposed_rows
from pipeline.filings.compare import filing_changes
from pipeline.filings.editions import edition_faults, missing_rows
from pipeline.filings.official import is_important, item_name
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.change_model import plain
from pipeline.papers.content import Content, Line
from tests.conftest import SAMPLES
from tests.patch.builders import as_openpyxl, parts_of
from tests.patch.schema import assert_package_is_sound
from validations.findings import address

from .conftest import SAMPLE
from .revising import ARREARS, AUDIT, CALL_CENTRE, LEVIES, NEW_AUDIT, WHOLE, published, read, revised, written

HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
DAY = "令和７年６月１日"

PROPOSED = [
    ("Ⅰ１③対象人数", "４）10万人以上30万人未満", "５）30万人以上", ""),
    (
        f"Ⅱ３⑧情報の統計分析（{WHOLE}）",
        "国民健康保険の健全な運営を図るため、加入・給付・賦課・収納に関する状況を調査し基礎資料を作成するための統計分析を行う。\n"
        "ただし、特定の個人を判別しうるような情報の統計分析は行わない。",
        "国民健康保険の健全な運営を図るため、加入・給付・賦課・収納に関する状況を調査し基礎資料を作成するための統計分析を行う。\n"
        "ただし、特定の個人を判別しうるような情報の統計分析は、一切行わない。",
        "１）事前",
    ),
    (f"Ⅱ４　委託の件数（{WHOLE}）", "7", "6", ""),
    (f"Ⅱ２④主な記録項目（{LEVIES}）", "[ 　 ] 年金関係情報", "[ ○ ] 年金関係情報", "１）事前"),
    (f"Ⅱ４　委託の件数（{ARREARS}）", "1", "2", ""),
    (
        f"Ⅱ４委託事項２（{ARREARS}）",
        "－",
        "委託事項：納付案内業務\n"
        "①委託内容：納付に関する電話での案内\n"
        "②取扱いを委託する特定個人情報ファイルの範囲：２）特定個人情報ファイルの一部\n"
        "⑥委託先名：株式会社見本サービス\n"
        "⑦再委託の有無：２）再委託しない",
        "１）事前",
    ),
    (f"Ⅱ４委託事項３（{WHOLE}）", f"委託事項：{CALL_CENTRE}", "－", ""),
    (
        "Ⅳ１②監査　具体的な内容",
        "「新宿区情報セキュリティ外部監査実施要綱」に従い、情報セキュリティポリシーが遵守されていることを客観的に検証するため、"
        + AUDIT,
        "「新宿区情報セキュリティ外部監査実施要綱」に従い、情報セキュリティポリシーが遵守されていることを客観的に検証するため、"
        + NEW_AUDIT,
        "１）事前",
    ),
    ("Ⅵ１①実施日", "平成28年4月1日", "令和７年６月１日", ""),
]
"""Item, before, after, 提出時期 of all that `revised` changes; of the 委託 that is gone the first line."""
CELLS = [
    ("基本情報", "B8"),
    ("ファイル", "B65"),
    ("ファイル", "B70"),
    ("ファイル (2)", "C27"),
    ("ファイル (5)", "B70"),
    ("委託事項 (14)", "B4"),
    (SHEET, None),
    ("その他の対策", "B8"),
    ("評価実施手続", "B4"),
]
"""Where they stand."""


@pytest.fixture(scope="module")
def form(masters: Masters) -> Form:
    return masters.forms["全項目評価書"]


@pytest.fixture(scope="module")
def later(later_path: Path, masters: Masters) -> Content:
    return read(later_path, masters)


def test_what_a_department_changed_is_proposed_item_by_item(former: Content, later: Content, form: Form) -> None:
    rows = [
        (row.item, _name_of_contract(row.before), row.after, row.timing) for row in proposed_rows(former, later, form)
    ]
    assert rows == PROPOSED


def test_the_day_is_filled_in_where_it_is_known(former: Content, later: Content, form: Form) -> None:
    assert {row.day for row in proposed_rows(former, later, form)} == {""}
    assert {row.day for row in proposed_rows(former, later, form, DAY)} == {DAY}


def test_an_unchanged_copy_changes_nothing(former: Content, form: Form, masters: Masters, tmp_path: Path) -> None:
    again = read(written(published(), form, tmp_path / "写し.xlsx"), masters)
    assert proposed_rows(former, again, form) == []
    assert filing_changes(again, former, form).listing() == []


def test_files_and_contracts_are_known_by_their_names_and_not_by_their_order(former: Content, form: Form) -> None:
    turned = dataclasses.replace(former, leaves=tuple(reversed(former.leaves)))
    assert proposed_rows(former, turned, form) == []


def test_choices_and_marks_typed_otherwise_are_the_same(former: Content, form: Form) -> None:
    changed = _with_text(former, "基本情報", "対象人数", "10万人以上30万人未満")
    assert proposed_rows(former, changed, form) == []
    assert filing_changes(changed, former, form).listing() == []


def test_what_is_written_to_the_secretariat_is_no_change(former: Content, form: Form) -> None:
    changed = _with_text(_with_text(former, "表紙", "備考", "見直しました。"), "表紙", "公表日", "令和７年７月１日")
    assert proposed_rows(former, changed, form) == []
    assert [row.item for row in proposed_rows(former, _with_text(former, "ファイル", "備考", "見直した。"), form)] == [
        f"Ⅱ７　備考（{WHOLE}）"
    ]


def test_a_file_under_another_name_is_the_same_file(former: Content, form: Form) -> None:
    changed = former
    for leaf in former.leaves:
        if leaf.texts.get("ファイル名") == LEVIES:
            changed = _with_text(changed, leaf.name, "ファイル名", "賦課ファイル")
    rows = proposed_rows(former, changed, form)
    assert [(row.item, row.before, row.after) for row in rows] == [
        ("Ⅱ１　特定個人情報ファイル名（賦課ファイル）", LEVIES, "賦課ファイル")
    ]


def test_what_is_emptied_is_taken_back(former: Content, form: Form) -> None:
    """The last 委託事項 of a file, and a system, are gone; nothing stands in their places."""
    leaves = [leaf for leaf in former.leaves if leaf.texts.get("ファイル名") != ARREARS or leaf.spec.name == "ファイル"]
    systems = next(leaf for leaf in leaves if leaf.spec.name == "システム")
    fewer = dataclasses.replace(systems, tables={"表": systems.tables["表"][:-1]})
    changed = dataclasses.replace(former, leaves=tuple(fewer if leaf is systems else leaf for leaf in leaves))
    assert [(row.item, row.after) for row in proposed_rows(former, changed, form)] == [
        ("Ⅰ２システム１３", "－"),
        (f"Ⅱ４委託事項１（{ARREARS}）", "－"),
    ]


def test_a_list_that_is_emptied_is_taken_back(former: Content, form: Form) -> None:
    leaves = (dataclasses.replace(one, tables={"表": ()}) if one.name == "システム" else one for one in former.leaves)
    changed = dataclasses.replace(former, leaves=tuple(leaves))
    rows = proposed_rows(former, changed, form)
    assert [(row.item[:4], row.after) for row in rows] == [("Ⅰ２シス", "－")] * 9
    assert len(filing_changes(changed, former, form).removed) == 9


def test_marks_taken_away_leave_the_new_text(former: Content, later: Content, form: Form) -> None:
    changes = filing_changes(later, former, form)
    assert len(changes.texts) > len(PROPOSED)
    leaves = {leaf.name: leaf for leaf in later.leaves}
    for (sheet, name), runs in changes.texts.items():
        assert plain(runs) == leaves[sheet].texts[name]
    for (sheet, table, index), row in changes.rows.items():
        field = next(field for field in leaves[sheet].spec.fields if field.name == table)
        cells = dict(zip(field.headings, leaves[sheet].tables[table][index].cells, strict=True))
        assert {heading: plain(runs) for heading, runs in row.runs.items()} == {h: cells[h] for h in row.runs}


def test_items_are_called_as_the_official_form_calls_them(former: Content) -> None:
    names = {
        (leaf.spec.name, field.name): item_name(leaf, field).partition("（")[0]
        for leaf in reversed(former.leaves)
        for field in leaf.spec.fields
    }
    for key, name in {
        ("基本情報", "個人番号の利用の根拠"): "Ⅰ５　法令上の根拠",
        ("ファイル", "範囲の必要性"): "Ⅱ２③その必要性",
        ("ファイル", "使用者数"): "Ⅱ３⑦使用の主体 使用者数",
        ("委託事項", "範囲の妥当性"): "Ⅱ４委託事項１②その妥当性",
        ("リスク対策", "入手_リスク３_対策の十分さ"): "Ⅲ２リスク３　リスクへの対策は十分か",
        ("リスク対策", "使用_その他のリスク"): "Ⅲ３　その他のリスク",
        ("リスク対策", "保管消去_リスク１_物理的対策の内容"): "Ⅲ７リスク１⑤物理的対策　具体的な対策の内容",
        ("リスク対策", "保管消去_リスク１_その他の措置"): "Ⅲ７リスク１　その他の措置の内容",
        ("開示問合せ", "公表場所"): "Ⅴ１④公表場所",
        ("変更箇所一覧", "表"): "別添３　変更箇所",
    }.items():
        assert names[key] == name


def test_important_items_are_those_with_a_mark(form: Form) -> None:
    important = {f.defined_name for sheet in form.sheets for f in sheet.fields if is_important(sheet, f)}
    assert {"ファイル.使用目的", "基本情報.情報連携の実施", "その他の対策.監査", "委託事項.再委託の有無"} <= important
    assert not {"ファイル.使用者数", "委託事項.取扱者数", "評価実施手続.しきい値判断結果"} & important
    of_risks = {f.defined_name for f in form.by_name["リスク対策"].fields}
    assert of_risks - important == {
        f"リスク対策.保管消去_リスク１_重大事故{which}" for which in ("", "の内容", "の再発防止策")
    }


# what a department wrote itself


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("Ⅱ２④主な記録項目", [3]),
        ("Ⅱ　特定個人情報ファイルの概要　２．基本情報　④記録される項目　主な記録項目", [3]),
        ("Ⅱ２④", [3]),
        ("Ⅱ２④その妥当性", []),
        ("Ⅱ２③対象となる本人の範囲", []),
        ("④主な記録項目", [3]),
        (f"Ⅱ２④主な記録項目（{WHOLE}）", []),
        (f"{LEVIES}のⅡ２④", [3]),
        ("Ⅱ４　委託の件数", [2, 4]),
        ("Ⅱ４委託事項３", [6]),
        ("Ⅱ４委託事項４", []),
        ("Ⅱ４．特定個人情報ファイルの取扱いの委託", [2, 4, 5, 6]),
        ("Ⅰ１③", [0]),
        ("対象人数", [0]),
        ("Ⅲ７リスク１⑤物理的対策", []),
        ("Ⅳ１②監査", [7]),
        ("Ⅳ１", [7]),
        ("Ⅵ　評価実施手続　１．基礎項目評価　①実施日", [8]),
        ("Ⅵ３①実施日", []),
    ],
)
def test_a_row_tells_a_change_however_it_calls_the_item(
    item: str, told: Sequence[int], former: Content, later: Content, form: Form
) -> None:
    new = _telling(later, [(DAY, item, "", "")])
    proposed = proposed_rows(former, new, form)
    left = untold(proposed, own_rows(new, former), new, form)
    assert [number for number, row in enumerate(proposed) if row not in left] == told


def test_every_change_that_is_not_told_is_a_warning_at_its_cell(former: Content, later: Content, form: Form) -> None:
    faults = list(edition_faults(later, former, form, 7))
    assert [(f["シート"], _cell(f), f["別添３にない変更"]) for f in faults] == [
        (*place, row[0]) for place, row in zip(CELLS, PROPOSED, strict=True)
    ]
    assert {fault["冊"] for fault in faults} == {7}


def test_what_is_told_is_no_fault(former: Content, later: Content, form: Form) -> None:
    new = _telling(later, [(DAY, row.item, row.before, row.after) for row in proposed_rows(former, later, form)])
    assert list(edition_faults(new, former, form, 0)) == []
    assert missing_rows(new, former, form) == []


def test_a_row_for_which_nothing_changed_is_a_warning(former: Content, form: Form) -> None:
    new = _telling(former, [(DAY, "Ⅱ３⑥使用目的", "賦課のため", "徴収のため")])
    assert [(f["シート"], _cell(f), f["変更のない記載"]) for f in edition_faults(new, former, form, 0)] == [
        (SHEET, "B4", "Ⅱ３⑥使用目的")
    ]


def test_rows_of_former_editions_are_not_looked_at(former: Content, form: Form) -> None:
    """Those that the last edition had already, and those of a day before it was handed in."""
    row = (DAY, "Ⅱ３⑥使用目的", "賦課のため", "徴収のため")
    assert list(edition_faults(_telling(former, [row]), _telling(former, [row]), form, 0)) == []
    history = [("平成２８年１２月１日", *row[1:])]
    assert list(edition_faults(_telling(former, history), former, form, 0)) == []


# workbooks


def test_the_proposal_is_written_below_what_is_there_and_nothing_else_changes(
    form: Form, masters: Masters, former: Content, tmp_path: Path
) -> None:
    own = [(DAY, row[0], row[1], row[2]) for row in PROPOSED[:2]]
    path = written(revised(), form, tmp_path / "記入.xlsx", own)
    copy = tmp_path / "案.xlsx"
    done = CliRunner().invoke(app, ["diff", str(SAMPLE), str(path), "--appendix", str(copy)])
    assert done.exit_code == 0, done.output
    assert_package_is_sound(copy.read_bytes())
    before, after = parts_of(path.read_bytes()), parts_of(copy.read_bytes())
    (changed,) = (name for name in before if before[name] != after[name])
    assert "提出時期に係る説明" in after[changed].decode()
    sheet = as_openpyxl(copy.read_bytes())[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=13)]
    assert [(row[0], row[1]) for row in rows] == [
        *((DAY, row[0]) for row in PROPOSED[:2]),
        *((None, row[0]) for row in PROPOSED[2:]),
        (None, None),
    ]
    assert missing_rows(read(copy, masters), former, form) == []


def test_the_list_of_differences_names_sheet_cell_and_item(later_path: Path) -> None:
    done = CliRunner().invoke(app, ["diff", str(SAMPLE), str(later_path), "--json"])
    found = {(r["シート"], r["セル"], r["項目"].partition("（")[0]) for r in json.loads(done.output)}
    assert {(sheet, cell) for sheet, cell in CELLS if sheet not in (SHEET, "ファイル (2)", "委託事項 (14)")} <= {
        (sheet, cell) for sheet, cell, _ in found
    }
    assert ("委託事項 (14)", None, "Ⅱ４委託事項２") in found
    assert ("委託事項 (14)", None, "Ⅱ４委託事項３") in found


@pytest.mark.parametrize(("old", "new"), [(SAMPLE, HALL), (HALL, SAMPLE)])
def test_two_forms_are_not_compared(old: Path, new: Path) -> None:
    done = CliRunner().invoke(app, ["diff", str(old), str(new)])
    assert done.exit_code == 2
    assert "同じ様式のブックを2つ" in done.output


def test_a_case_has_no_appendix(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["diff", str(HALL), str(HALL), "--appendix", str(tmp_path / "a.xlsx")])
    assert (done.exit_code, (tmp_path / "a.xlsx").exists()) == (2, False)


def test_the_copy_that_goes_back_bears_list_and_proposal(
    later_path: Path, later: Content, former: Content, form: Form, masters: Masters, tmp_path: Path
) -> None:
    changes = filing_changes(later, former, form)
    copy = annotated_copy(later_path.read_bytes(), later.sha256, later_path.name, [], changes)
    assert_package_is_sound(copy)
    book = as_openpyxl(copy)
    assert book.sheetnames[:2] == ["検証結果", "変更箇所"]
    assert [book[SHEET].cell(row, 2).value for row in range(4, 13)] == [row[0] for row in PROPOSED]
    (tmp_path / "写し.xlsx").write_bytes(copy)
    assert missing_rows(read(tmp_path / "写し.xlsx", masters), former, form) == []


def _name_of_contract(text: str) -> str:
    return text.partition("\n")[0] if text.startswith("委託事項：") else text


def _with_text(content: Content, sheet: str, name: str, text: str) -> Content:
    leaves = (
        dataclasses.replace(leaf, texts={**leaf.texts, name: text}) if leaf.name == sheet else leaf
        for leaf in content.leaves
    )
    return dataclasses.replace(content, leaves=tuple(leaves))


def _telling(content: Content, rows: Sequence[Sequence[str]]) -> Content:
    """The content with these rows in its 別添３."""
    lines = tuple(
        Line(3 + at, tuple(range(6)), (*(text or None for text in row), None, None)) for at, row in enumerate(rows)
    )
    leaves = (
        dataclasses.replace(leaf, tables={"表": lines}) if leaf.spec.name == SHEET else leaf for leaf in content.leaves
    )
    return dataclasses.replace(content, leaves=tuple(leaves))


def _cell(fault: dict[str, object]) -> str | None:
    row, column = fault["行"], fault["列"]
    return address(row, column) if isinstance(row, int) and isinstance(column, int) else None
