"""What is no good submission at all: each gets a clear message, and no file is ever lost or changed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.check import check_files
from pipeline.masters.load import BadMasters, Masters, load_masters
from pipeline.package import CFB_MAGIC
from pipeline.receipts import BadReceipt
from pipeline.secretariat import BadBook
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES, WORKBOOKS
from tests.drafts import Draft, errors, found, judge_drafts
from tests.pipeline.test_night import HALL, _changed, drop, fresh_workspace, night, workspace

__all__ = ["fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

SAMPLE = (SAMPLES / HALL).read_bytes()


def _zip(**parts: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)

    return write


def _bytes(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


BAD_FILES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "0バイト": ("空.xlsx", _bytes(b""), "X01"),
    "途中で切れた": ("切れた.xlsx", _bytes(SAMPLE[: len(SAMPLE) // 2]), "X01"),
    "ブックでないzip": ("荷物.xlsx", _zip(readme_dot_txt=b"hello"), "X05"),
    "部品の欠けたブック": ("欠け.xlsx", _zip(xl__workbook_dot_xml=b"<workbook/>"), "X02"),
    "何か分からない中身": ("謎.xlsx", _bytes(b"\x00\x01\x02\x03" * 20), "X02"),
    "パスワード付き": ("秘密.xlsx", _bytes(CFB_MAGIC + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le")), "X03"),
    "旧形式": ("古い.xls", _bytes(CFB_MAGIC + b"\0" * 1024), "X04"),
    "PDF": ("印刷.pdf", _bytes(b"%PDF-1.7\n"), "X04"),
    "オープンドキュメント": ("表.ods", _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "X04"),
    "xlsをxlsxとした": ("改名.xlsx", _bytes(CFB_MAGIC + b"\0" * 512), "X05"),
    "文字のファイルをxlsxとした": ("メモ.xlsx", _bytes("件名 区民ホール".encode()), "X05"),
    "CSVをxlsxとした": ("一覧.xlsx", _bytes("件名,担当課\n".encode()), "X05"),
    "HTMLをxlsxとした": ("画面.xlsx", _bytes(b"<html><table></table></html>"), "X05"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_no_workbook_is_told_how_to_mend_it(case: str, tmp_path: Path, masters: Masters) -> None:
    name, write, code = BAD_FILES[case]
    write(tmp_path / name)
    (checked,) = check_files([tmp_path / name], masters)
    assert found(checked.judgement) == [(code, None, None)]
    assert (checked.judgement.verdict, checked.exit_code) == ("差戻し", 2)
    assert checked.judgement.findings[0].remedy


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, masters: Masters) -> None:
    (checked,) = check_files([tmp_path / "ない.xlsx"], masters)
    assert (found(checked.judgement), checked.exit_code) == ([("X12", None, None)], 2)


def test_a_macro_is_set_aside(tmp_path: Path, masters: Masters) -> None:
    path = tmp_path / "便利.xlsm"
    shutil.copyfile(SAMPLES / HALL, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    (checked,) = check_files([path], masters)
    assert (found(checked.judgement), checked.judgement.verdict) == ([("X08", None, None)], "隔離")


def test_a_workbook_of_another_kind_is_recognised(masters: Masters) -> None:
    results = check_files([SAMPLES / "過去案件_令和5年度.xlsx", WORKBOOKS / "masters" / "組織.xlsx"], masters)
    assert [found(r.judgement) for r in results] == [[("F01", None, None)]] * 2
    assert [r.exit_code for r in results] == [1, 1]


def test_a_night_of_bad_files_loses_none_and_changes_none(workspace: Workspace) -> None:
    sent = {}
    for name, write, _ in BAD_FILES.values():
        path = workspace.inbox / "税務課" / name
        write(path)
        sent[path.read_bytes()] = name
    done = night(workspace)
    assert (done.count("差戻し"), len(done.placed)) == (len(BAD_FILES), len(BAD_FILES))
    kept = {p.path.read_bytes(): p.receipt.filename for p in done.placed}
    assert kept == sent
    assert {p.path.parent for p in done.placed} == {workspace.returned / "税務課"}


def test_a_file_open_in_excel_waits_for_the_next_night(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課", f"~${HALL}")
    done = night(workspace)
    assert done.as_record()["deferred"] == [f"workbooks/inbox/地域コミュニティ課/~${HALL}"]
    assert (workspace.inbox / "地域コミュニティ課" / f"~${HALL}").exists()


def test_an_unknown_folder_is_told_and_its_file_is_judged_all_the_same(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "なぞの課")
    done = night(workspace)
    assert done.count("受理") == 1
    assert done.notes == ["提出フォルダ「なぞの課」は組織マスタにない課の名前です。"]


def test_a_file_outside_the_folders_is_judged_too(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / "付議事項_区民ホール_記入誤り.xlsx", ".")
    done = night(workspace)
    assert [p.path.parent for p in done.placed] == [workspace.returned / "四谷特別出張所"]


@pytest.mark.parametrize("master", ["様式マスタ", "組織", "項目語彙"])
def test_a_missing_master_is_named(master: str, workspace: Workspace) -> None:
    (workspace.masters / f"{master}.xlsx").unlink()
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    with pytest.raises(BadMasters, match=f"{master}.xlsx"):
        night(workspace)
    assert path.read_bytes() == SAMPLE


def test_a_broken_master_is_reported_like_a_submission(workspace: Workspace) -> None:
    (workspace.masters / "組織.xlsx").write_bytes(b"")
    with pytest.raises(BadMasters) as bad:
        load_masters(workspace.masters)
    assert [(name, f.code, f.sheet, f.cell) for name, f in bad.value.findings] == [("組織.xlsx", "X01", None, None)]


MASTER_FAULTS = {
    "必須の欄が空": ("様式マスタ", "項目", "D3", None, ["F21"]),
    "使えない型": ("様式マスタ", "項目", "E3", "数字", ["F22"]),
    "ない選択肢の名前": ("様式マスタ", "項目", "H5", "ない一覧", ["F23"]),
    "重なった対策ID": ("様式マスタ", "対策", "A3", "電区01", ["F24", "F24"]),
    "数でない行数": ("様式マスタ", "項目", "I3", "たくさん", ["F25"]),
    "別名の先の課がない": ("組織", "別名", "B2", "ない課", ["F23"]),
    "年度として読めない": ("組織", "会議体", "C2", "令和四", ["F27"]),
    "ない版から": ("様式マスタ", "項目", "L5", "2030-04", ["F23"]),
    "警告にできない規則": ("様式マスタ", "規則", "A2", "I05", ["F22", "F21"]),
    "使えない種類": ("様式マスタ", "読替え", "A2", "印鑑", ["F22"]),
    "項目区分にない区分": ("項目語彙", "項目語彙", "B2", "ない区分", ["F23"]),
}


@pytest.mark.parametrize("fault", MASTER_FAULTS)
def test_a_fault_in_a_master_is_told_at_its_cell(fault: str, tmp_path: Path) -> None:
    master, sheet, cell, value, codes = MASTER_FAULTS[fault]
    shutil.copytree(WORKBOOKS / "masters", tmp_path / "masters")
    path = tmp_path / "masters" / f"{master}.xlsx"
    book = load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)
    with pytest.raises(BadMasters) as bad:
        load_masters(tmp_path / "masters")
    findings = bad.value.findings
    assert [f.code for _, f in findings if f.code != "F23" or f.cell == cell] == codes
    assert (f"{master}.xlsx", sheet, cell) in [(name, f.sheet, f.cell) for name, f in findings]


def test_a_case_about_an_assessment_needs_no_annexes(hall: Draft, masters: Masters) -> None:
    hall.write("表紙.種別", "特定個人情報保護評価の報告").write("表紙.評価書番号", "3")
    hall.write("事業の概要.付議内容_評価", "全項目評価書を報告する。")
    for sheet in ("電算処理", "外部結合", "指定管理"):
        hall.clear_sheet(sheet)
    for name in ("付議内容_電算処理", "付議内容_外部結合", "付議内容_指定管理"):
        hall.write(f"事業の概要.{name}", None)
    (judgement,) = judge_drafts([hall], masters)
    assert found(judgement) == []


def test_a_case_about_an_assessment_needs_its_number_and_content(hall: Draft, masters: Masters) -> None:
    hall.write("表紙.種別", "特定個人情報保護評価のパブリック・コメント等の実施結果")
    (judgement,) = judge_drafts([hall], masters)
    assert errors(judgement) == [
        ("F06", "表紙", hall.cell("表紙.評価書番号")),
        ("F06", "事業の概要", hall.cell("事業の概要.付議内容_評価")),
    ]


def test_without_names_everything_is_found_by_its_label(hall: Draft, elders: Draft, masters: Masters) -> None:
    judgements = judge_drafts([hall.delete_names(), elders.delete_names()], masters)
    assert [found(judgement) for judgement in judgements] == [[], []]


def test_without_names_and_with_rows_inserted_the_labels_still_lead(hall: Draft, masters: Masters) -> None:
    hall.delete_names()
    for sheet in ("表紙", "事業の概要", "外部結合", "指定管理_区", "記録項目"):
        hall.shift_rows(sheet, 2, 3)
    (judgement,) = judge_drafts([hall], masters)
    assert found(judgement) == []


def test_rows_inserted_above_move_the_reported_cell(hall: Draft, masters: Masters) -> None:
    hall.shift_rows("外部結合", 2, 4)
    hall.write("外部結合.開始時期", "令和7年2月30日")
    (judgement,) = judge_drafts([hall], masters)
    assert found(judgement) == [("D01", "外部結合", hall.cell("外部結合.開始時期"))]


def test_a_workbook_open_in_excel_waits_with_its_lock_file(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    (workspace.inbox / "地域コミュニティ課" / f"~${HALL}").touch()
    done = night(workspace)
    assert len(done.placed) == 0
    assert len(done.deferred) == 2


def test_a_file_that_cannot_be_taken_out_does_not_stop_the_night(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (HALL, "付議事項_後期高齢支援システム.xlsx"):
        drop(workspace, SAMPLES / name, "地域コミュニティ課")

    def held(self: Path, missing_ok: bool = False) -> None:
        if workspace.inbox in self.parents:
            raise PermissionError(self)

    monkeypatch.setattr(Path, "unlink", held)
    done = night(workspace)
    assert done.count("受理") == 2
    assert len(done.notes) == 2
    assert done.outputs


def test_a_good_workbook_with_a_wrong_ending_is_accepted_once_it_is_renamed(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課", "提出.xls")
    assert [f["code"] for f in night(workspace).placed[0].receipt.findings] == ["X04"]
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課", "提出.xlsx")
    assert night(workspace).count("受理") == 1


def test_a_repetition_is_answered_with_the_earlier_findings(workspace: Workspace) -> None:
    for _ in range(2):
        drop(workspace, SAMPLES / "付議事項_区民ホール_記入誤り.xlsx", "地域コミュニティ課")
        done = night(workspace)
    notice = done.placed[0].path.with_name(done.placed[0].path.stem + ".検証結果.txt")
    assert done.placed[0].path.parent.name == "地域コミュニティ課"
    assert "[M03]" in notice.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_without_its_own_book_the_night_does_nothing(workspace: Workspace, spoil: Callable[[Path], object]) -> None:
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    spoil(workspace.record)
    with pytest.raises(BadBook, match=r"審議記録\.xlsx"):
        night(workspace)
    assert path.exists()


def test_an_accepted_file_that_is_gone_is_named(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    next(workspace.accepted.rglob("v01.xlsx")).unlink()
    with pytest.raises(BadReceipt, match=r"v01\.xlsx"):
        night(workspace)


def test_faults_in_the_books_of_the_secretariat_are_told(workspace: Workspace) -> None:
    book = load_workbook(workspace.record)
    ((_, area_),) = book.defined_names["審議.表"].destinations
    head = book["審議"][area_][0]
    column = next(cell.column for cell in head if cell.value == "付議日")
    book["審議"].cell(head[0].row + 1, column).value = "令和7年2月30日"
    book.save(workspace.record)
    done = night(workspace)
    assert done.outputs == ["outputs/検証報告/事務局のブックの直すところ.txt"]
    report = (workspace.root / done.outputs[0]).read_text(encoding="utf-8-sig")
    assert "[D01]" in report
    assert "[F06]" in report
    assert done.notes == ["事務局のブックに直すところが2件あります。"]


def test_a_renamed_department_keeps_its_open_case(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / "付議事項_後期高齢支援システム.xlsx", "高齢者医療担当課")
    night(workspace)
    path = workspace.masters / "組織.xlsx"
    book = load_workbook(path)
    sheet = book["組織"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "高齢者医療担当課")
    row[4].value = "2026-03-31"
    sheet.append(["高齢者医療課", "健康部", "korei@city.example.jp"])
    book["別名"].append(["高齢者医療担当課", "高齢者医療課"])
    book.save(path)
    changed = drop(workspace, SAMPLES / "付議事項_後期高齢支援システム.xlsx", "高齢者医療担当課")
    _changed(changed, "事業の概要", "事業名", "移行（改）")
    receipt = night(workspace).placed[0].receipt
    assert (receipt.case_id, receipt.version, receipt.departments) == ("R07-0001", 2, ["高齢者医療課"])
    assert [f["code"] for f in receipt.findings] == ["F13"]
