"""A revised case: exactly the passages that were changed are marked and listed, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.change_model import Changes, Earlier, Removed
from pipeline.papers.changes import compare
from pipeline.papers.content import Leaf
from pipeline.papers.passages import ADDED, CHANGED, REMOVED
from tests.drafts import Draft
from tests.papers.revising import changes_between, content, listed, marks, shown
from tests.pipeline.test_copies import copy_sheet, write_on

MARK = "印の変更"


def _revised(draft: Draft, masters: Masters, form: Form, *edits: tuple[str, object]) -> Changes:
    old = content(draft, masters)
    for name, value in edits:
        draft.write(name, value)
    return changes_between(old, content(draft, masters), form)


@pytest.mark.parametrize("sample", ["hall", "elders"])
def test_an_unchanged_case_has_no_mark(
    sample: str, masters: Masters, form: Form, request: pytest.FixtureRequest
) -> None:
    draft = request.getfixturevalue(sample)
    changes = _revised(draft, masters, form)
    assert not marks(changes)
    assert not changes.listing()
    assert not changes.removed


def test_the_hall_revised_in_every_way(hall: Draft, masters: Masters, form: Form) -> None:
    old = content(hall, masters)
    hall.write("事業の概要.対象者", "区内の地域センター、区民ホール及び生涯学習館の利用者とする。")
    hall.write("指定管理.終了時期", "令和１２年３月３１日")
    place = hall.write_row("電算処理_区.表", "電区03", "可否", "ー")
    reason = hall.write_row("電算処理_区.表", "電区03", "理由", "電子データを保存しないため")
    rows = old.of("記録項目")[0].tables["表"]
    last = hall.area("記録項目.表").top
    for heading, value in {
        "ファイル名": "受付",
        "項目名": "電子メールアドレス",
        "項目区分": "連絡先（電話番号等）",
    }.items():
        hall.write_row("記録項目.表", rows[-1].row - last + 1, heading, value)
    copy_sheet(hall, "指定管理", "指定管理 (2)", with_names=True)
    write_on(hall, "指定管理 (2)", "指定管理.指定管理者の名称", "株式会社見本")
    changes = changes_between(old, content(hall, masters), form)
    assert {sheet for sheet, _ in marks(changes)} == {
        "事業の概要", "指定管理", "電算処理_区", "記録項目", "指定管理 (2)",
    }  # fmt: skip
    found = marks(changes)
    assert found["指定管理", hall.cell("指定管理.終了時期")] == "［令和１２年３月３１日］"
    assert found["電算処理_区", place] == "［ー］"
    assert found["電算処理_区", reason] == "［電子データを保存しないため］"
    added = changes.row("記録項目", "表", len(rows))
    assert added is not None
    assert added.added
    assert shown(added.runs["項目名"]) == "［電子メールアドレス］"
    new_annex = {text for (sheet, _), text in found.items() if sheet == "指定管理 (2)"}
    assert all(text.startswith("［") and text.endswith("］") for text in new_annex)
    assert ("指定管理 (2)", None, ADDED) in listed(changes)
    assert listed(changes).count(("電算処理_区", place, MARK)) == 1
    assert ("電算処理_区", reason, ADDED) not in listed(changes)  # told with the mark
    assert [kind for sheet, _, kind in listed(changes) if sheet == "記録項目"] == [ADDED]
    assert [kind for sheet, _, kind in listed(changes) if sheet == "指定管理"] == [CHANGED]


def test_a_reworded_sentence_is_marked_by_its_words(elders: Draft, masters: Masters, form: Form) -> None:
    name = "業務委託.委託の内容"
    before = content(elders, masters).of("業務委託")[0].texts["委託の内容"]
    after = before.replace("運用保守を委託する。", "運用保守及び監視を委託する。") + "\n委託先は、毎月、区に報告する。"
    changes = _revised(elders, masters, form, (name, after))
    assert list(marks(changes)) == [("業務委託", elders.cell(name))]
    marked = [run.text for run in changes.runs("業務委託", "委託の内容") or () if run.changed]
    assert marked == ["及び監視", "委託先は、毎月、区に報告する。"]
    assert [kind for _, _, kind in listed(changes)] == [ADDED, ADDED]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("表紙.提出日", "令和８年１２月１日"),
        ("表紙.資料番号", "資料９９"),
        ("表紙.担当者氏名", "見本　花子"),
        ("電算処理.前回案件", "R06-0001"),
        ("事業の概要.個人情報の流れ", "資料９９－１のとおり"),
        ("業務委託.終了時期", "R8.3.31"),
        ("外部結合.開始時期", "2025年7月"),
        ("業務委託.認証", "プライバシーマーク 及び ISO27001"),
        ("業務委託.委託先", "株式会社ジーシーシー　(特命随契による選定を予定)"),
    ],
)
def test_what_differs_by_nature_is_no_change(
    name: str, value: str, elders: Draft, masters: Masters, form: Form
) -> None:
    changes = _revised(elders, masters, form, (name, value))
    assert not changes.listing()
    assert not marks(changes)


def test_a_sentence_that_went_is_listed_and_leaves_no_mark(elders: Draft, masters: Masters, form: Form) -> None:
    before = content(elders, masters).of("業務委託")[0].texts["委託の内容"]
    went = "また、標準化対象外である「高齢者福祉システム」も同時に移行する。"
    changes = _revised(elders, masters, form, ("業務委託.委託の内容", before.replace(went, "").replace("\n\n", "\n")))
    assert changes.removed == (Removed("業務委託", "委託の内容", went),)
    assert not marks(changes)
    assert listed(changes) == [("業務委託", elders.cell("業務委託.委託の内容"), REMOVED)]


def test_an_emptied_input_is_listed_as_removed(elders: Draft, masters: Masters, form: Form) -> None:
    changes = _revised(elders, masters, form, ("業務委託.認証", None))
    assert listed(changes) == [("業務委託", elders.cell("業務委託.認証"), REMOVED)]
    assert changes.removed[0].text == "プライバシーマーク及びＩＳＯ２７００１"


def test_items_that_moved_up_are_no_change(elders: Draft, masters: Masters, form: Form) -> None:
    old = content(elders, masters)
    gone = old.of("記録項目")[0].tables["表"][1]
    elders.shift_rows("記録項目", gone.row, -1)
    changes = changes_between(old, content(elders, masters), form)
    assert not marks(changes)
    assert listed(changes) == [("記録項目", None, REMOVED)]
    assert gone.cells[1] in changes.removed[0].text


def test_a_step_put_in_between_renumbers_no_other(elders: Draft, masters: Masters, form: Form) -> None:
    old = content(elders, masters)
    steps = old.of("情報の流れ")[0].tables["表"]
    elders.shift_rows("情報の流れ", steps[1].row, +1)
    elders.write_row("情報の流れ.表", 2, "番号", "②")
    elders.write_row("情報の流れ.表", 2, "情報", "受付票の写し")
    elders.write_row("情報の流れ.表", 3, "番号", "③")
    changes = changes_between(old, content(elders, masters), form)
    assert [kind for _, _, kind in listed(changes)] == [ADDED]
    assert {text for _, text in marks(changes).items()} == {"［②］", "［受付票の写し］"}


def test_a_changed_count_is_marked_in_its_cell(elders: Draft, masters: Masters, form: Form) -> None:
    old = content(elders, masters)
    elders.write_row("事業の概要.対象者数", 1, "数", "86,000")
    assert not changes_between(old, content(elders, masters), form).listing()
    cell = elders.write_row("事業の概要.対象者数", 1, "数", 87000)
    assert marks(changes_between(old, content(elders, masters), form)) == {("事業の概要", cell): "［87000］"}


def test_an_item_listed_for_the_last_time_is_marked_where_the_department_says_so(
    elders: Draft, masters: Masters, form: Form
) -> None:
    old = content(elders, masters)
    elders.write_row("記録項目.表", 3, "変更", "追加")
    cell = elders.write_row("記録項目.表", 4, "変更", "削除")
    assert marks(changes_between(old, content(elders, masters), form)) == {("記録項目", cell): "［削除］"}


def test_a_section_that_is_no_part_of_the_revision_is_not_told(elders: Draft, masters: Masters, form: Form) -> None:
    old = content(elders, masters)
    elders.write_row("表紙.区分", "業務委託", "付議", None)
    elders.write("事業の概要.付議内容_業務委託", None)
    for sheet in ("業務委託", "業務委託_区", "業務委託_委託先"):
        elders.clear_sheet(sheet)
    assert not changes_between(old, content(elders, masters), form).listing()


def test_copies_of_an_annex_are_compared_by_their_company(elders: Draft, masters: Masters, form: Form) -> None:
    copy_sheet(elders, "業務委託", "業務委託 (2)", with_names=True)
    write_on(elders, "業務委託 (2)", "業務委託.委託先", "株式会社見本")
    old = content(elders, masters)
    write_on(elders, "業務委託", "業務委託.委託先", "株式会社見本")
    write_on(elders, "業務委託 (2)", "業務委託.委託先", "株式会社ジーシーシー（特命随契による選定を予定）")
    write_on(elders, "業務委託 (2)", "業務委託.終了時期", "令和９年３月３１日")
    changes = changes_between(old, content(elders, masters), form)
    assert marks(changes) == {("業務委託 (2)", elders.cell("業務委託.終了時期")): "［令和９年３月３１日］"}


def test_a_company_counts_for_more_than_likeness(elders: Draft, masters: Masters, form: Form) -> None:
    copy_sheet(elders, "業務委託", "業務委託 (2)", with_names=True)
    first, second = "株式会社ジーシーシー", "株式会社見本"
    for sheet, company, reason in (
        ("業務委託", first, "制度の改正のため。" * 20),
        ("業務委託 (2)", second, "機器の更新。" * 20),
    ):
        write_on(elders, sheet, "業務委託.委託先", company)
        write_on(elders, sheet, "業務委託.委託理由", reason)
    old = content(elders, masters)
    write_on(elders, "業務委託", "業務委託.委託先", second)
    write_on(elders, "業務委託 (2)", "業務委託.委託先", first)
    reason = elders.cell("業務委託.委託理由")
    assert set(marks(changes_between(old, content(elders, masters), form))) == {
        ("業務委託", reason), ("業務委託 (2)", reason),
    }  # fmt: skip


def test_each_annex_is_compared_with_its_own_approved_version(elders: Draft, masters: Masters, form: Form) -> None:
    first = Earlier(content(elders, masters), "平成２３年度第６回審議会")
    elders.write("業務委託.開始時期", "令和７年５月")
    second = Earlier(content(elders, masters), "令和６年度第４回個人情報保護管理運営会議")
    elders.write("外部結合.開始時期", "令和７年８月")

    def earlier(leaf: Leaf) -> Earlier | None:
        return {"業務委託": second, "外部結合": first}.get(leaf.name)

    changes = compare(content(elders, masters), earlier, form)
    assert list(marks(changes)) == [("外部結合", elders.cell("外部結合.開始時期"))]
    assert changes.note("業務委託") == (
        "※太字ゴシック（下線）は、令和６年度第４回個人情報保護管理運営会議承認済の内容からの変更箇所"
    )
    assert changes.note("電算処理") is None
    assert len(changes.notes()) == 2
