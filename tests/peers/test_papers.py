"""付議書 as LibreOffice prints it: every value and every measure is there, nothing is cut off, pages are numbered right."""

from __future__ import annotations

import re
import subprocess
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.forms.model import SHEET_OF_MEASURES, Form
from pipeline.masters.load import Masters
from pipeline.papers.case_paper import write_case_paper
from pipeline.papers.content import Content, Leaf
from pipeline.papers.head import CaseHead
from pipeline.papers.pack import MeetingHead, write_meeting_pack
from pipeline.papers.pdf import to_pdf
from pipeline.papers.source import CasePaper, Source
from tests.libreoffice import needs_libreoffice
from tests.papers.builders import ELDERS, HALL, content_in, printed, with_rows, with_text

pytestmark = needs_libreoffice

HEAD = CaseHead("R06-0001", "", "令和６年度第５回個人情報保護管理運営会議", "2024-11-08")

OFFICIAL = {
    ELDERS: (
        "資料５４",
        "個人情報保護管理運営会議 付議事項",
        "内容は別紙のとおり",
        "◇第3条第1項第3号（電算処理、外部結合、業務委託）",
        "（担当部課：健康部高齢者医療担当課）",
        "２ 個人情報保護管理運営会議への付議内容",
        "※個人情報の流れは、資料５４－１のとおり",
        "別紙（個人情報処理システム開発・変更関係）",
        "資料５４－２のとおり",
        "株式会社ジーシーシー（特命随契による選定を予定）（プライバシーマーク及びＩＳＯ２７００１取得）",
        "令和７年４月から令和８年３月３１日まで（次年度以降も、同様の業務委託を行う。）",
        "に係る個人情報の流れ",
        "委託にあたり区が行う情報保護対策【システム上の対策】",
        "（電子データのみの取扱いのため）",
    ),
    HALL: (
        "資料５０",
        "◇第3条第1項第3号（電算処理、外部結合、指定管理）",
        "（担当部課：地域振興部地域コミュニティ課、四谷特別出張所、箪笥町特別出張所、角筈特別出張所）",
        "※個人情報の流れは、資料５０－１のとおり",
        "令和７年１０月から（予定）（次年度以降も、同様の外部結合を行う。）",
        "別紙（指定管理関係）",
        "新宿未来創造財団との新システムに関する協定締結・開発開始",
    ),
}
"""What the official papers of the two cases say."""


@pytest.mark.parametrize("sample", [ELDERS, HALL], ids=["高齢", "ホール"])
def test_every_value_and_every_measure_is_printed(sample: Path, form: Form, masters: Masters, tmp_path: Path) -> None:
    content = content_in(sample, masters)
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content, HEAD), form)
    text = _text_of(to_pdf(tmp_path / "付議書.xlsx"))
    missing = [value for value in [*_values(content, form), *OFFICIAL[sample]] if not _stands_in(value, text)]
    assert missing == []


def _values(content: Content, form: Form) -> list[str]:
    """All that the department wrote and the papers show; marks apart, which do not differ from one another."""
    source = Source.of(CasePaper(content, HEAD), form)
    values = []
    for leaf in content.leaves:
        if leaf.spec.division and leaf.spec.division not in source.divisions:
            continue
        values += [text for name, text in leaf.texts.items() if not _is_shown_otherwise(leaf, name, text)]
        for table in leaf.spec.fields:
            for line in leaf.tables.get(table.name, ()):
                cells = dict(zip(table.headings, line.cells, strict=True))
                if leaf.spec.kind == SHEET_OF_MEASURES and not cells["可否"]:
                    continue  # a measure against subcontractors, of whom there are none
                shown = {h: c for h, c in cells.items() if h not in ("対策ID", "項目区分")}
                values += [f"{int(c):,}" if c.isdecimal() else c for h, c in shown.items() if c and h != "区分"]
    return values


def _is_shown_otherwise(leaf: Leaf, name: str, text: str) -> bool:
    """Whether the paper says an input in other words: 資料５４－２のとおり."""
    return name in ("継続", "予定") or (leaf.spec.is_annex and text == "記録項目のとおり")


@pytest.mark.parametrize("sample", [ELDERS, HALL], ids=["高齢", "ホール"])
def test_no_text_runs_into_another(sample: Path, form: Form, masters: Masters, tmp_path: Path) -> None:
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content_in(sample, masters), HEAD), form)
    assert _overlaps(to_pdf(tmp_path / "付議書.xlsx")) == []


def test_long_texts_lists_and_flows_are_printed_in_full(form: Form, masters: Masters, tmp_path: Path) -> None:
    long = "".join(f"第{at}に、個人情報を取り扱う業務の流れを記載する。" for at in range(200))
    items = [(f"ファイル{at // 250}", f"項目その{at}", None, None, None, None) for at in range(300)]
    steps = [(str(at), f"送り手{at}", f"受け手{at}", f"{at}回目の申請書の送付" * 3, "郵送", None) for at in range(40)]
    content = with_text(content_in(ELDERS, masters), "事業の概要", "概要", long[:5000])
    content = with_text(content, "業務委託", "委託の内容", "\n".join(f"{at}行目" for at in range(400)))
    content = with_rows(with_rows(content, "記録項目", "表", items), "情報の流れ", "表", steps)
    write_case_paper(tmp_path / "付議書.xlsx", CasePaper(content, HEAD), form)
    pdf = to_pdf(tmp_path / "付議書.xlsx")
    text = _text_of(pdf)
    wanted = [long[:5000], *(f"項目その{at}" for at in range(300)), *(str(step[3]) for step in steps)]
    assert [value for value in wanted if not _stands_in(value, text)] == []
    assert _overlaps(pdf) == []
    assert _pages(pdf) == _planned(tmp_path / "付議書.xlsx")


def test_pages_of_a_pack_are_those_that_its_agenda_names(form: Form, masters: Masters, tmp_path: Path) -> None:
    cases = [CasePaper(content_in(path, masters), HEAD) for path in (HALL, ELDERS)]
    path = tmp_path / "会議.xlsx"
    write_meeting_pack(path, MeetingHead(HEAD.meeting, HEAD.held_on), cases, form)
    pdf = to_pdf(path)
    assert _pages(pdf) == _planned(path)
    rows = list(printed(path)["議題"].iter_rows(values_only=True))
    named = {
        str(row[0]).strip(): int(str(row[4])) for row in rows if row[4] and row[4] != "頁" and "資料" in str(row[0])
    }
    assert len(named) == 6
    for number, page in named.items():
        on_page = _text_of(pdf, page)
        assert number in on_page
        assert f"{page}{HEAD.meeting}" in on_page


def _planned(path: Path) -> int:
    return sum(len(sheet.row_breaks.brk) + 1 for sheet in printed(path))


def _pages(pdf: Path) -> int:
    done = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, timeout=60).stdout.decode()
    found = re.search(r"Pages:\s+(\d+)", done)
    assert found is not None
    return int(found[1])


def _text_of(pdf: Path, page: int | None = None) -> str:
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = ["pdftotext", "-raw", *pages, pdf, "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    return re.sub(r"\s|\f", "", text)


def _stands_in(text: str, page_text: str) -> bool:
    """Whether each sentence is there; pages may break between them."""
    return all(re.sub(r"\s", "", part) in page_text for part in re.split(r"(?<=。)|\n", text) if part.strip())


def _overlaps(pdf: Path) -> list[tuple[int, str, str]]:
    """Texts that stand over one another: so it looks where one is higher than its row. The middle of each line counts."""
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, timeout=60).stdout
    found = []
    name = "{http://www.w3.org/1999/xhtml}"
    for number, page in enumerate(ElementTree.fromstring(done).iter(f"{name}page"), start=1):
        words = [
            (*(float(w.get(k, "0")) for k in ("xMin", "xMax", "yMin", "yMax")), w.text or "")
            for w in page.iter(f"{name}word")
        ]
        for a, b in combinations(words, 2):
            across = min(a[1], b[1]) - max(a[0], b[0])
            down = min(_low(a), _low(b)) - max(_high(a), _high(b))
            if across > 1 and down > 0:
                found.append((number, a[4], b[4]))
    return found


def _high(word: tuple[float, float, float, float, str]) -> float:
    return word[2] + (word[3] - word[2]) * 0.3


def _low(word: tuple[float, float, float, float, str]) -> float:
    return word[3] - (word[3] - word[2]) * 0.3
