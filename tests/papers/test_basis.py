"""前回案件 as departments write it, and the accepted workbook that it names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.approved import ledger_of
from pipeline.papers.basis import Ledger, case_changes, find_basis, reader, resolver, stated_basis
from pipeline.papers.content import Content
from pipeline.receipts import Placed, Receipt
from pipeline.secretariat import Secretariat
from tests.conftest import SAMPLES
from tests.drafts import Draft
from tests.papers.revising import content, marks
from validations.findings import ACCEPTED

ELDERS = SAMPLES / "付議事項_後期高齢支援システム.xlsx"
HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
TITLE = "地方公共団体情報システム標準化に対応した後期高齢支援システムへの移行等について"


def _placed(case_id: str, path: Path, title: str, *departments: str, version: int = 1) -> Placed:
    receipt = Receipt(
        received_on="2024-11-01", folder="", filename=path.name, placed_as=path.name, sha256=case_id, size=1, modified="",
        form="付議事項", form_edition=None, rules_edition="", masters_digest="", waivers_digest="", verdict=ACCEPTED,
        departments=list(departments), title=title, case_id=case_id, version=version,
    )  # fmt: skip
    return Placed(path, receipt)


def _secretariat(*decisions: tuple[str, str, str | None, str | None, str, str | None]) -> Secretariat:
    columns = ["案件ID", "年度", "回", "付議日", "審議結果", "取下げ"]
    meetings = pd.DataFrame({"年度": ["令和6年度"], "回": ["5"], "開催日": ["令和7年1月20日"], "会議の名称": ["会議"]})
    return Secretariat(pd.DataFrame(decisions, columns=columns), meetings, pd.DataFrame(), {}, (), ())


@pytest.fixture
def ledger(masters: Masters) -> Ledger:
    """Approved: the elders' system twice, under another title the first time; the hall by the date alone; one that was refused."""
    placed = [
        _placed("R05-0009", ELDERS, "後期高齢支援システムの開発について", "高齢者医療担当課"),
        _placed("R06-0001", ELDERS, TITLE, "高齢者医療担当課"),
        _placed("R06-0002", HALL, "区民ホール受付システムの構築に係る開発等について", "地域コミュニティ課"),
        _placed("R06-0003", ELDERS, TITLE, "高齢者医療担当課"),
        _placed("R06-0004", HALL, TITLE, "医療保険年金課"),
    ]
    decided = _secretariat(
        ("R05-0009", "令和5年度", "6", "2023-09-01", "承認", None),
        ("R06-0001", "令和6年度", "第４回", None, "条件付承認", None),
        ("R06-0002", "令和6年度", None, "2025-01-20", "承認", None),
        ("R06-0003", "令和6年度", "7", None, "不承認", None),
        ("R06-0004", "令和6年度", "4", None, "承認", None),
    )
    return ledger_of(placed, decided, masters)


@pytest.mark.parametrize(
    ("stated", "case_id"),
    [
        ("R06-0001", "R06-0001"),
        ("Ｒ０５－０００９（後期高齢）", "R05-0009"),
        ("令和６年度第４回", "R06-0001"),
        ("令和6年度第4回個人情報保護管理運営会議", "R06-0001"),
        ("令和５年度第６回", "R05-0009"),  # the title was another one, the 事業名 is the same
        ("令和５年度第６回、令和６年度第４回個人情報保護管理運営会議", "R06-0001"),
        ("令和６年度第５回", None),  # the case of another 課
        ("令和６年度第７回", None),  # refused there
        ("平成２３年度第６回情報公開・個人情報保護審議会", None),
        ("R06-0099", None),
        ("昨年度の承認", None),
    ],
)
def test_the_case_that_is_named(
    stated: str, case_id: str | None, ledger: Ledger, elders: Draft, masters: Masters
) -> None:
    found = find_basis(stated, content(elders, masters), ledger, reader(masters))
    assert (found.case_id if found else None) == case_id


def test_the_meeting_of_a_case_follows_from_its_day(ledger: Ledger, hall: Draft, masters: Masters) -> None:
    found = find_basis("令和６年度第５回", content(hall, masters), ledger, reader(masters))
    assert found is not None
    assert (found.case_id, found.words) == ("R06-0002", "令和６年度第５回個人情報保護管理運営会議")


def test_of_two_cases_that_fit_neither_is_taken(masters: Masters, elders: Draft) -> None:
    placed = [_placed(f"R06-000{n}", ELDERS, TITLE, "高齢者医療担当課") for n in (1, 2)]
    decided = _secretariat(*((f"R06-000{n}", "令和6年度", "4", None, "承認", None) for n in (1, 2)))
    ledger = ledger_of(placed, decided, masters)
    assert find_basis("令和６年度第４回", content(elders, masters), ledger, reader(masters)) is None


def test_an_annex_and_its_checklists_go_by_their_own_basis(elders: Draft, masters: Masters) -> None:
    elders.write("表紙.前回案件", "R06-0001").write("業務委託.前回案件", "R05-0009").write("電算処理.前回案件", None)
    new = content(elders, masters)
    stated = {leaf.name: stated_basis(new, leaf) for leaf in new.leaves}
    assert stated["業務委託"] == stated["業務委託_区"] == stated["業務委託_委託先"] == "R05-0009"
    assert stated["電算処理"] == stated["電算処理_区"] == stated["事業の概要"] == stated["記録項目"] == "R06-0001"


def test_a_case_is_marked_against_what_the_ledger_has(
    ledger: Ledger, elders: Draft, masters: Masters, form: Form
) -> None:
    elders.write("表紙.前回案件", "令和６年度第４回").write("業務委託.終了時期", "令和９年３月３１日")
    elders.write("電算処理.前回案件", None).write("電算処理.登録業務の名称", "資格管理及び還付に関する事務")
    read: list[Path] = []

    def counted(path: Path) -> Content:
        read.append(path)
        return reader(masters)(path)

    changes = case_changes(replace(content(elders, masters), sha256="改訂版"), ledger, counted, form)
    assert {sheet for sheet, _ in marks(changes)} == {"業務委託", "電算処理"}
    assert changes.notes() == (
        "※太字ゴシック（下線）は、令和６年度第４回個人情報保護管理運営会議承認済の内容からの変更箇所",
    )
    assert "外部結合" not in changes.based_on  # its own 前回案件 is before the ledger
    assert read == [ELDERS]


def test_a_case_is_never_its_own_approved_version(ledger: Ledger, masters: Masters, form: Form) -> None:
    new = reader(masters)(ELDERS)
    assert all(resolver(new, ledger, reader(masters))(leaf) is None for leaf in new.leaves)
