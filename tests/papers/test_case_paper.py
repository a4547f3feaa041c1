"""付議書: what stands on the papers of a case, in the official form."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook import Workbook

from pipeline.forms.model import Field, Form
from pipeline.masters.load import Masters
from pipeline.papers.case_paper import write_case_paper
from pipeline.papers.content import Content
from pipeline.papers.head import CaseHead
from pipeline.papers.page import LABEL_UNITS
from pipeline.papers.source import CasePaper
from pipeline.publish.text_measure import MAX_ROW_POINTS, lines_needed, merged_width, row_height
from tests.papers.builders import (
    ELDERS,
    HALL,
    Marks,
    RowMarks,
    content_in,
    leaf_in,
    marked,
    printed,
    texts_of,
    with_copy,
    with_rows,
    with_text,
)

HEAD = CaseHead("R06-0001", "", "令和６年度第５回個人情報保護管理運営会議", "2024-11-08")
MAIN, FLOW, ITEMS, CHECKLISTS = "資料５４", "資料５４－１", "資料５４－２", "資料５４ チェックリスト"


@pytest.fixture(scope="module")
def elders_content(masters: Masters) -> Content:
    return content_in(ELDERS, masters)


@pytest.fixture(scope="module")
def hall_content(masters: Masters) -> Content:
    return content_in(HALL, masters)


@pytest.fixture(scope="module")
def elders_book(tmp_path_factory: pytest.TempPathFactory, elders_content: Content, form: Form) -> Workbook:
    return _paper(tmp_path_factory.mktemp("高齢"), elders_content, form)


@pytest.fixture(scope="module")
def hall_book(tmp_path_factory: pytest.TempPathFactory, hall_content: Content, form: Form) -> Workbook:
    return _paper(tmp_path_factory.mktemp("ホール"), hall_content, form)


def _paper(path: Path, content: Content, form: Form, head: CaseHead = HEAD, marks: Marks | None = None) -> Workbook:
    write_case_paper(path / "付議書.xlsx", CasePaper(content, head, marks), form)
    return printed(path / "付議書.xlsx")


def _boxes(book: Workbook, sheet: str) -> dict[str, str]:
    """Label → text of the boxes of the main paper; of boxes with one label, the last."""
    boxes: dict[str, str] = {}
    label = ""
    for row in book[sheet].iter_rows(max_col=2, values_only=True):
        if row[0] is not None:
            label = str(row[0])
            boxes[label] = ""
        if row[1] is not None:
            boxes[label] = "\n".join(filter(None, (boxes.get(label, ""), str(row[1]))))
    return boxes


def test_a_sheet_for_each_numbered_paper(elders_book: Workbook) -> None:
    assert elders_book.sheetnames == [MAIN, FLOW, ITEMS, CHECKLISTS]


def test_the_number_of_the_secretariat_counts_before_that_of_the_cover(
    tmp_path: Path, elders_content: Content, form: Form
) -> None:
    book = _paper(tmp_path, elders_content, form, dataclasses.replace(HEAD, number="資料６０"))
    assert book.sheetnames[:3] == ["資料６０", "資料６０－１", "資料６０－２"]
    texts = texts_of(book, "資料６０")
    assert {"資料６０－２のとおり", "※個人情報の流れは、資料６０－１のとおり"} <= set(texts)
    assert not any("資料５４" in text for text in texts)


def test_a_case_without_number_is_called_by_its_id(tmp_path: Path, elders_content: Content, form: Form) -> None:
    content = with_text(elders_content, "表紙", "資料番号", "")
    content = with_text(content, "事業の概要", "個人情報の流れ", "")
    book = _paper(tmp_path, content, form)
    names = ["R06-0001", "R06-0001 個人情報の流れ", "R06-0001 記録項目", "R06-0001 チェックリスト"]
    assert book.sheetnames == names
    assert texts_of(book, "R06-0001")[0] == "R06-0001"
    assert "※個人情報の流れは、別紙のとおり" in texts_of(book, "R06-0001")


def test_the_cover(elders_book: Workbook, form: Form) -> None:
    texts = texts_of(elders_book, MAIN)
    assert texts[:4] == [MAIN, "案件ID　R06-0001", f"{HEAD.meeting}（令和６年１１月８日）", form.by_name["表紙"].title]
    for text in (
        "◇第3条第1項第3号（電算処理、外部結合、業務委託）",
        "平成２３年度第６回情報公開・個人情報保護審議会",
        "（担当部課：健康部高齢者医療担当課）",
    ):
        assert text in texts
    start = texts.index("電算処理")
    assert texts[start : start + 10] == [
        "電算処理", "○", "外部結合", "○", "業務委託", "○", "再委託", "指定管理", "外部提供", "防犯カメラ",
    ]  # fmt: skip


def test_departments_with_their_roles(hall_book: Workbook) -> None:
    texts = texts_of(hall_book, "資料５０")
    assert "（担当部課：地域振興部地域コミュニティ課、四谷特別出張所、箪笥町特別出張所、角筈特別出張所）" in texts
    assert "四谷特別出張所、箪笥町特別出張所、角筈特別出張所（保有課）及び地域コミュニティ課" in texts


def test_the_outline_numbers_what_is_put_forward(hall_book: Workbook) -> None:
    texts = texts_of(hall_book, "資料５０")
    headings = [
        "１ 概要", "２ 個人情報保護管理運営会議への付議内容", "（１）電算処理", "（２）外部結合", "（３）指定管理",
        "３ 対象者数", "648", "※個人情報の流れは、資料５０－１のとおり",
    ]  # fmt: skip
    assert [text for text in texts if text in headings] == headings


def test_a_flow_that_is_described_has_a_box_of_its_own(tmp_path: Path, hall_content: Content, form: Form) -> None:
    content = with_text(hall_content, "事業の概要", "個人情報の流れ", "申請書を窓口で受け取る。")
    boxes = _boxes(_paper(tmp_path, content, form), "資料５０")
    assert boxes["個人情報の流れ"] == "申請書を窓口で受け取る。"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("委託先", "株式会社ジーシーシー（特命随契による選定を予定）（プライバシーマーク及びＩＳＯ２７００１取得）"),
        ("委託の開始時期及び期限", "令和７年４月から令和８年３月３１日まで（次年度以降も、同様の業務委託を行う。）"),
        ("結合の開始時期と期間", "令和７年７月から（予定）（次年度以降も、同様の外部結合を行う。）"),
        ("開発等を委託する場合における個人情報保護対策", "有（別紙チェックリストのとおり）"),
        ("委託にあたり区が行う情報保護対策", "別紙チェックリストのとおり"),
        ("結合の相手方", "デジタル庁（ガバメントクラウドの運用主体）"),
    ],
)
def test_boxes_of_the_annexes(label: str, text: str, elders_book: Workbook) -> None:
    assert _boxes(elders_book, MAIN)[label] == text


def test_the_box_of_a_company_says_what_is_known_of_it(tmp_path: Path, elders_content: Content, form: Form) -> None:
    content = with_text(elders_content, "業務委託", "法人番号", "1234567890123")
    content = with_text(content, "業務委託", "認証", "ISO27001取得済")
    box = _boxes(_paper(tmp_path, content, form), MAIN)["委託先"]
    assert box == "株式会社ジーシーシー（特命随契による選定を予定）（ISO27001取得済）\n法人番号　1234567890123"


def test_what_belongs_together_stands_in_one_box(hall_book: Workbook) -> None:
    box = _boxes(hall_book, "資料５０")["個人情報の項目"]
    assert box.split("\n")[:4] == ["１ 個人の範囲", "区民ホールの利用者", "２ 記録項目", "① 代表者に係る記録項目"]


@pytest.mark.parametrize(
    ("typed", "printed_as"), [("2025-04-01", "令和７年４月１日から"), ("令和７年４月から", "令和７年４月から")]
)
def test_a_start_is_printed_once_with_から(
    typed: str, printed_as: str, tmp_path: Path, elders_content: Content, form: Form
) -> None:
    content = with_text(elders_content, "業務委託", "開始時期", typed)
    period = _boxes(_paper(tmp_path, content, form), MAIN)["委託の開始時期及び期限"]
    assert period.startswith(f"{printed_as}令和８年")


def test_a_copied_annex_follows_its_first(tmp_path: Path, elders_content: Content, form: Form) -> None:
    content = with_copy(elders_content, "業務委託", 委託先="株式会社第二")
    texts = texts_of(_paper(tmp_path, content, form), MAIN)
    titles = [text for text in texts if text.startswith("別紙（業務委託）")]
    assert titles == ["別紙（業務委託）　その１", "別紙（業務委託）　その２"]
    assert texts.index("別紙（業務委託）　その２") < texts.index(
        "株式会社第二（プライバシーマーク及びＩＳＯ２７００１取得）"
    )


def test_an_annex_of_nothing_is_not_printed(elders_book: Workbook) -> None:
    texts = texts_of(elders_book, MAIN)
    assert [text for text in texts if text.startswith("別紙（")] == [
        "別紙（個人情報処理システム開発・変更関係）", "別紙（電子計算機の外部結合関係）", "別紙（業務委託）",
    ]  # fmt: skip


def test_items_run_down_three_columns(tmp_path: Path, elders_content: Content, form: Form) -> None:
    sheet = _paper(tmp_path, elders_content, form)[ITEMS]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] and row[1] and row[1] != "記録項目名"]
    columns = [item for column in zip(*rows, strict=True) for item in column if item]
    wanted = [line.cells[1] for line in leaf_in(elders_content, "記録項目").tables["表"]]
    assert [len(rows), columns] == [32, wanted]


def test_items_stand_under_their_file_and_persons(hall_book: Workbook) -> None:
    texts = texts_of(hall_book, "資料５０－２")
    assert [t for t in texts if t.startswith("区民ホール")] == [
        "区民ホール受付システム　（代表者）", "区民ホール受付システム　（連絡担当者）",
    ]  # fmt: skip


def test_300_items_go_on_over_pages(tmp_path: Path, elders_content: Content, form: Form) -> None:
    items = [
        (f"ファイル{at // 250}", f"項目{at}", None, "世帯主", "追加" if at == 7 else None, None) for at in range(300)
    ]
    book = _paper(tmp_path, with_rows(elders_content, "記録項目", "表", items), form)
    texts = texts_of(book, ITEMS)
    assert sorted(text for text in texts if text.startswith("項目")) == sorted(
        f"項目{at}" if at != 7 else "項目7（追加）" for at in range(300)
    )
    breaks = [brk.id for brk in book[ITEMS].row_breaks.brk]
    assert len(breaks) >= 2
    assert [book[ITEMS].cell(row + 1, 1).value for row in breaks] == ["ファイル0　（世帯主）"] * 2 + [
        "ファイル1　（世帯主）"
    ] * (len(breaks) - 2)


def test_marks_and_reasons_stand_left_of_the_measures(elders_book: Workbook) -> None:
    sheet = elders_book[CHECKLISTS]
    answers = {str(row[1]): row[0] for row in sheet.iter_rows(values_only=True) if row[1]}
    assert answers["個人情報は、施錠できる金庫又はキャビネット等に保管する。"] == "ー\n（電子データのみの取扱いのため）"
    assert answers["全体の業務フローを作成し、委託先と共有する。"] == "○"


def test_measures_against_subcontractors_are_printed_with_a_subcontract_only(
    tmp_path: Path, elders_content: Content, form: Form
) -> None:
    measures = {
        m.text for sheet in form.sheets for m in sheet.measures if m.when_subcontracted and sheet.division == "業務委託"
    }
    assert measures.isdisjoint(texts_of(_paper(tmp_path, elders_content, form), CHECKLISTS))
    ticks = [
        line.cells if line.cells[0] != "再委託" else ("再委託", "○")
        for line in leaf_in(elders_content, "表紙").tables["区分"]
    ]
    book = _paper(tmp_path, with_rows(elders_content, "表紙", "区分", ticks), form)
    assert measures <= set(texts_of(book, CHECKLISTS))


def test_a_measure_without_a_mark_is_printed_all_the_same(tmp_path: Path, elders_content: Content, form: Form) -> None:
    first, *others = [line.cells for line in leaf_in(elders_content, "外部結合_区").tables["表"]]
    content = with_rows(elders_content, "外部結合_区", "表", [(*first[:3], None, None), *others])
    sheet = _paper(tmp_path, content, form)[CHECKLISTS]
    answers = [row[0] for row in sheet.iter_rows(values_only=True) if row[1] == first[2]]
    assert answers == ["○", None]


def test_parties_and_sections_head_the_measures(elders_book: Workbook) -> None:
    texts = texts_of(elders_book, CHECKLISTS)
    sections = list(dict.fromkeys(text for text in texts if text.endswith("の対策】")))
    assert sections[:2] == [
        "開発等を委託する場合における区が行う情報保護対策【運用上の対策】",
        "開発等を委託する場合における区が行う情報保護対策【システム上の対策】",
    ]
    assert len(sections) == 12


def test_an_input_that_a_master_adds_is_printed(tmp_path: Path, elders_content: Content, form: Form) -> None:
    def grown(sheet: str) -> Form:
        sheets = (
            dataclasses.replace(s, fields=(*s.fields, Field(sheet, "新しい欄", "新しい欄の見出し")))
            if s.name == sheet
            else s
            for s in form.sheets
        )
        return dataclasses.replace(form, sheets=tuple(sheets))

    for sheet in ("表紙", "事業の概要", "業務委託"):
        new = grown(sheet)
        content = with_text(elders_content, sheet, "新しい欄", "記入した文")
        leaves = tuple(dataclasses.replace(leaf, spec=new.by_name[leaf.spec.name]) for leaf in content.leaves)
        boxes = _boxes(_paper(tmp_path, dataclasses.replace(content, leaves=leaves), new), MAIN)
        assert boxes["新しい欄の見出し"] == "記入した文"


def test_changed_passages_are_bold_underlined_gothic(tmp_path: Path, elders_content: Content, form: Form) -> None:
    text = leaf_in(elders_content, "電算処理").texts["理由"]
    subject = leaf_in(elders_content, "電算処理").texts["件名"]
    marks = Marks({("電算処理", "理由"): marked(text, "運用を実現し、"), ("電算処理", "件名"): marked("", subject)})
    sheet = _paper(tmp_path, elders_content, form, marks=marks)[MAIN]
    (reason,) = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, CellRichText)]
    assert str(reason) == text
    bold = [part for part in reason if isinstance(part, TextBlock) and part.font.b]
    assert [(part.text, part.font.u, part.font.rFont) for part in bold] == [
        ("運用を実現し、", "single", "ＭＳ ゴシック")
    ]
    whole = [c for row in sheet.iter_rows() for c in row if c.value and c.font.b]
    assert [(c.value, c.font.u, c.font.name) for c in whole] == [(subject, "single", "ＭＳ ゴシック")]


def test_the_line_stands_on_parts_with_marks_only(tmp_path: Path, elders_content: Content, form: Form) -> None:
    marks = Marks(rows={("記録項目", "表", 3): RowMarks(added=True), ("電算処理_区", "表", 0): RowMarks(added=True)})
    book = _paper(tmp_path, elders_content, form, marks=marks)
    counts = {name: texts_of(book, name).count(marks.line) for name in book.sheetnames}
    assert counts == {MAIN: 0, FLOW: 0, ITEMS: 1, CHECKLISTS: 1}


def test_an_added_row_is_marked_as_a_whole(tmp_path: Path, elders_content: Content, form: Form) -> None:
    changed_mark = RowMarks(by_heading={"可否": marked("", "ー")})
    marks = Marks(rows={("記録項目", "表", 3): RowMarks(added=True), ("業務委託_区", "表", 7): changed_mark})
    book = _paper(tmp_path, elders_content, form, marks=marks)
    assert [c.value for row in book[ITEMS].iter_rows() for c in row if c.value and c.font.b] == ["外国人区分コード"]
    (answer,) = [c.value for row in book[CHECKLISTS].iter_rows() for c in row if isinstance(c.value, CellRichText)]
    assert [part.text for part in answer if part.font.b] == ["ー"]


def test_marks_stay_in_a_text_that_is_spread(tmp_path: Path, elders_content: Content, form: Form) -> None:
    text = leaf_in(elders_content, "事業の概要").texts["概要"]
    changed = text[30:700]
    marks = Marks({("事業の概要", "概要"): marked(text, changed)})
    sheet = _paper(tmp_path, elders_content, form, marks=marks)[MAIN]
    bold = ""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, CellRichText):
                bold += "".join(part.text for part in cell.value if part.font.b)
            elif cell.value and cell.font.b:
                bold += str(cell.value)
    assert bold == changed.replace("\n", "")


def test_removed_passages_are_listed_at_the_end(tmp_path: Path, elders_content: Content, form: Form) -> None:
    marks = Marks(removed=(("電算処理　内容", "旧来の文言。"),))
    book = _paper(tmp_path, elders_content, form, marks=marks)
    assert texts_of(book, book.sheetnames[-1]) == [
        "削除した箇所",
        "箇所",
        "削除した内容",
        "電算処理　内容",
        "旧来の文言。",
    ]


def test_marks_of_another_text_are_refused(tmp_path: Path, elders_content: Content, form: Form) -> None:
    marks = Marks({("電算処理", "理由"): marked("別の文", "別")})
    with pytest.raises(ValueError, match=r"電算処理\.理由"):
        _paper(tmp_path, elders_content, form, marks=marks)


LONG = "個人情報を取り扱う業務の流れを、順を追って記載する。" * 200
NO_BREAK = "あ" * 5000


@pytest.mark.parametrize("text", [LONG[:5000], NO_BREAK, "\n".join(["短い行"] * 400)], ids=["文", "一続き", "行"])
def test_a_text_of_5000_characters_is_there_in_full(
    text: str, tmp_path: Path, elders_content: Content, form: Form
) -> None:
    content = with_text(elders_content, "事業の概要", "概要", text)
    content = with_text(content, "業務委託", "委託理由", text)
    flow = [("①", "区", "委託先", text, "専用回線", None)]
    book = _paper(tmp_path, with_rows(content, "情報の流れ", "表", flow), form)
    beside_labels = [str(row[1]) for row in book[MAIN].iter_rows(values_only=True) if row[1] is not None]
    everything = "".join(beside_labels).replace("\n", "")
    assert everything.count(text.replace("\n", "")) == 2
    column = [str(row[3]) for row in book[FLOW].iter_rows(values_only=True) if row[3] and row[3] != "情報"]
    assert "".join(column).replace("\n", "") == text.replace("\n", "")


def test_40_steps_of_a_flow(tmp_path: Path, elders_content: Content, form: Form) -> None:
    steps = [(str(at), f"送り手{at}", f"受け手{at}", "申請書\n" * (at % 9), "郵送", "簡易書留") for at in range(40)]
    book = _paper(tmp_path, with_rows(elders_content, "情報の流れ", "表", steps), form)
    texts = texts_of(book, FLOW)
    assert [text for text in texts if text.startswith("送り手")][:2] == ["送り手", "送り手0"]
    assert texts.count("送り手") == len(book[FLOW].row_breaks.brk) + 1


def test_a_step_without_a_number_bears_that_of_the_picture(elders_book: Workbook, elders_content: Content) -> None:
    typed = [line.cells[0] for line in leaf_in(elders_content, "情報の流れ").tables["表"]]
    assert typed == ["①", "②", "③", "④", None, None]
    shown = [row[0].value for row in elders_book[FLOW].iter_rows(max_col=1)]
    assert [text for text in shown if text and len(str(text)) == 1] == ["①", "②", "③", "④", "⑤", "⑥"]


@pytest.mark.parametrize("sample", [ELDERS, HALL])
def test_every_row_is_high_enough(sample: Path, tmp_path: Path, masters: Masters, form: Form) -> None:
    book = _paper(tmp_path, content_in(sample, masters), form)
    for sheet in book:
        groups = [(own.min, own.max, (round(own.width * 7) - 5) / 7) for own in sheet.column_dimensions.values()]
        widths = [width for first, last, width in groups for _ in range(first, last + 1)]
        merged = {area.coord.split(":")[0]: area for area in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                area = merged.get(cell.coordinate)
                columns = range(cell.column, (area.max_col if area else cell.column) + 1)
                rows = range(cell.row, (area.max_row if area else cell.row) + 1)
                width = merged_width(*(widths[at - 1] for at in columns)) - 1.5 * cell.alignment.indent
                needed = row_height(lines_needed(str(cell.value), width, cell.font.sz), cell.font.sz)
                heights = [sheet.row_dimensions[at].height for at in rows]
                assert needed <= sum(heights) + 0.01, (sheet.title, cell.coordinate)
                assert max(heights) <= MAX_ROW_POINTS


def test_labels_are_one_cell_with_their_box(elders_book: Workbook) -> None:
    sheet = elders_book[MAIN]
    assert sheet.column_dimensions["A"].width == pytest.approx(LABEL_UNITS + 5 / 7, abs=0.01)
    label = next(row[0] for row in sheet.iter_rows(max_col=1) if row[0].value == "委託理由")
    area = next(area for area in sheet.merged_cells.ranges if label.coordinate in area)
    assert area.max_row > area.min_row
    assert area.max_col == 1


def test_print_set_up(elders_book: Workbook) -> None:
    for sheet in elders_book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("portrait", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert str(sheet.oddFooter.center.text).strip() == "&P"
        assert str(sheet.oddFooter.left.text).strip() == MAIN
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value}
        assert fonts == {"ＭＳ 明朝", "ＭＳ ゴシック"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("x")', "<r>&</r>", "_x0041_", "https://example.jp"]
)
def test_what_people_wrote_is_never_a_formula(text: str, tmp_path: Path, elders_content: Content, form: Form) -> None:
    content = with_text(elders_content, "表紙", "件名", text)
    content = with_rows(content, "記録項目", "表", [(text, text, None, text, None, None)])
    marks = Marks({("表紙", "件名"): marked(text, text[:1])})
    book = _paper(tmp_path, content, form, dataclasses.replace(HEAD, number="資料&\x0b[１]"), marks)
    assert text in texts_of(book, book.sheetnames[0])
    assert text in texts_of(book, book.sheetnames[2])
    with zipfile.ZipFile(tmp_path / "付議書.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets" in name]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)


def test_same_case_same_bytes(tmp_path: Path, elders_content: Content, hall_content: Content, form: Form) -> None:
    for name in ("a", "b"):
        write_case_paper(tmp_path / f"{name}.xlsx", CasePaper(elders_content, HEAD), form)
        write_case_paper(tmp_path / "another.xlsx", CasePaper(hall_content, HEAD), form)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
