"""付議書 as LibreOffice prints it: every value and every measure is there, nothing is cut off, pages are numbered right."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.forms.model import SHEET_OF_MEASURES, Form, Sheet
from pipeline.masters.load import Masters
from pipeline.papers.case_paper import write_case_paper
from pipeline.papers.head import CaseHead
from pipeline.papers.pack import MeetingHead, write_meeting_pack
from pipeline.papers.pdf import to_pdf
from pipeline.papers.source import CasePaper
from pipeline.samples import read_data
from tests.conftest import SAMPLES
from tests.libreoffice import needs_libreoffice
from tests.papers.builders import ELDERS, HALL, content_in, printed, with_rows, with_text
from tests.pdf_text import overlaps, pages_of, planned_pages, stands_in, text_of, too_seldom

pytestmark = needs_libreoffice

HEAD = CaseHead("R06-0001", "", "令和６年度第５回個人情報保護管理運営会議", "2024-11-08")

OFFICIAL = {
    ELDERS: (
        "資料５４",
        "個人情報保護管理運営会議 付議事項",
        "内容は別紙のとおり",
        "◇第3条第1項第3号（電算処理、外部結合、業務委託）",
        "２ 個人情報保護管理運営会議への付議内容",
        "※個人情報の流れは、資料５４－１のとおり",
        "別紙（個人情報処理システム開発・変更関係）",
        "資料５４－２のとおり",
        "株式会社ジーシーシー（特命随契による選定を予定）（プライバシーマーク及びＩＳＯ２７００１取得）",
        "令和７年４月から令和８年３月３１日まで（次年度以降も、同様の業務委託を行う。）",
        "委託にあたり区が行う情報保護対策【システム上の対策】",
        "（電子データのみの取扱いのため）",
    ),
    HALL: (
        "資料５０",
        "◇第3条第1項第3号（電算処理、外部結合、指定管理）",
        "※個人情報の流れは、資料５０－１のとおり",
        "令和７年１０月から（予定）（次年度以降も、同様の外部結合を行う。）",
        "別紙（指定管理関係）",
        "新宿未来創造財団との新システムに関する協定締結・開発開始",
    ),
}
"""What the official papers of the two cases say."""

SAID_AGAIN = {
    ELDERS: (
        "（担当部課：健康部高齢者医療担当課）",
        "高齢者医療担当課",
        "地方公共団体情報システム標準化に対応した後期高齢支援システムへの移行に係る個人情報の流れ",
    ),
    HALL: (
        "（担当部課：地域振興部地域コミュニティ課、四谷特別出張所、箪笥町特別出張所、角筈特別出張所）",
        "四谷特別出張所、箪笥町特別出張所、角筈特別出張所（保有課）及び地域コミュニティ課",
        "区民ホール受付システムに係る個人情報の流れ",
    ),
}
"""What they say a second time: below the cover, in the outline, above the flow."""


@pytest.mark.parametrize("sample", [ELDERS, HALL], ids=["高齢", "ホール"])
def test_every_value_and_every_measure_is_printed(sample: Path, form: Form, masters: Masters, tmp_path: Path) -> None:
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content_in(sample, masters), HEAD), form)
    text = text_of(to_pdf(tmp_path / "付議書.xlsx"))
    values = _values(sample, form)
    assert len(values) > 150
    assert too_seldom([*values, *SAID_AGAIN[sample]], text) == []
    assert [value for value in OFFICIAL[sample] if not stands_in(value, text)] == []


def test_values_that_are_left_out_are_seen(form: Form, masters: Masters, tmp_path: Path) -> None:
    content = content_in(ELDERS, masters)
    for name in ("保有課", "終了時期", "記録媒体"):
        content = with_text(content, "業務委託", name, "")
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content, HEAD), form)
    text = text_of(to_pdf(tmp_path / "付議書.xlsx"))
    assert set(too_seldom([*_values(ELDERS, form), *SAID_AGAIN[ELDERS]], text)) >= {
        "高齢者医療担当課", "令和８年３月３１日", "電磁的媒体（後期高齢支援システム・高齢者福祉システム）",
    }  # fmt: skip


def _values(sample: Path, form: Form) -> list[str]:
    """All that stands in the data from which a sample was filled in, and the measures; single marks apart.

    The reader has no part in it: what it lost, the papers could not show.
    """
    (data,) = (
        read for path in (SAMPLES / "data").glob("*.json") if (read := read_data(path))["ファイル名"] == sample.name
    )
    divisions = {row["区分"] for row in data["表"]["表紙.区分"] if row["付議"]}
    values = [
        text
        for name, text in data["項目"].items()
        if name.split(".")[0] not in form.by_name or not _is_shown_otherwise(form.by_name[name.split(".")[0]], text)
    ]
    for rows in data["表"].values():
        cells = [(heading, cell) for row in rows for heading, cell in row.items() if cell is not None]
        once = dict.fromkeys(cell for heading, cell in cells if heading in ("ファイル名", "個人の範囲"))
        each = [cell for heading, cell in cells if heading not in ("ファイル名", "個人の範囲", "区分", "項目区分")]
        values += [*once, *(f"{cell:,}" if isinstance(cell, int) else cell for cell in each)]
    for sheet in form.sheets:
        if sheet.kind == SHEET_OF_MEASURES and sheet.division in divisions:
            values += [measure.text for measure in sheet.measures if not measure.when_subcontracted]
            values += [reason for _, reason in data["チェックリスト"][sheet.name].values()]
    return [value for value in values if len(value) > 1]


def _is_shown_otherwise(sheet: Sheet, text: str) -> bool:
    """Whether the paper says an input in other words: 資料５４－２のとおり."""
    return sheet.is_annex and text == "記録項目のとおり"


@pytest.mark.parametrize("sample", [ELDERS, HALL], ids=["高齢", "ホール"])
def test_no_text_runs_into_another(sample: Path, form: Form, masters: Masters, tmp_path: Path) -> None:
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content_in(sample, masters), HEAD), form)
    assert overlaps(to_pdf(tmp_path / "付議書.xlsx")) == []


def test_long_texts_lists_and_flows_are_printed_in_full(form: Form, masters: Masters, tmp_path: Path) -> None:
    long = "".join(f"第{at}に、個人情報を取り扱う業務の流れを記載する。" for at in range(200))
    items = [(f"ファイル{at // 250}", f"項目その{at}", None, None, None, None) for at in range(300)]
    steps = [(str(at), f"送り手{at}", f"受け手{at}", f"{at}回目の申請書の送付" * 3, "郵送", None) for at in range(40)]
    content = with_text(content_in(ELDERS, masters), "事業の概要", "概要", long[:5000])
    content = with_text(content, "業務委託", "委託の内容", "\n".join(f"{at}行目" for at in range(400)))
    content = with_rows(with_rows(content, "記録項目", "表", items), "情報の流れ", "表", steps)
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content, HEAD), form)
    pdf = to_pdf(tmp_path / "付議書.xlsx")
    text = text_of(pdf)
    wanted = [long[:5000], *(f"項目その{at}" for at in range(300)), *(str(step[3]) for step in steps)]
    assert [value for value in wanted if not stands_in(value, text)] == []
    assert overlaps(pdf) == []
    assert pages_of(pdf) == planned_pages(tmp_path / "付議書.xlsx")


def test_pages_of_a_pack_are_those_that_its_agenda_names(form: Form, masters: Masters, tmp_path: Path) -> None:
    cases = [CasePaper(content_in(path, masters), HEAD) for path in (HALL, ELDERS)]
    path = tmp_path / "会議.xlsx"
    write_meeting_pack(path, MeetingHead(HEAD.meeting, HEAD.held_on), cases, form)
    pdf = to_pdf(path)
    assert pages_of(pdf) == planned_pages(path)
    rows = list(printed(path)["議題"].iter_rows(values_only=True))
    named = {
        str(row[0]).strip(): int(str(row[4])) for row in rows if row[4] and row[4] != "頁" and "資料" in str(row[0])
    }
    assert len(named) == 6
    for number, page in named.items():
        on_page = text_of(pdf, page)
        assert number in on_page
        assert f"{page}{HEAD.meeting}" in on_page
