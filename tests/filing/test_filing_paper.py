"""評価書: what stands where in the official form, and what is marked of a later edition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook import Workbook
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.filings.paper import FilingJob, write_filing, write_filing_paper
from pipeline.flow.draw import flow_png
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.nightly import run_night
from pipeline.papers.content import Content, read_content
from pipeline.progress import Progress
from pipeline.receipts import read_receipts
from pipeline.settings import Intake, Settings
from pipeline.setup import init_workspace
from pipeline.workspace import Workspace
from tests.flow.builders import step
from tests.flow.test_own import DRAWING, PICTURE, changed, pasted
from tests.papers.builders import printed, texts_of
from tests.patch.builders import parts_of, values

from .conftest import SAMPLE
from .revising import ARREARS, CALL_CENTRE, NEW_AUDIT, WHOLE, read, revised, written

PARTS = [
    "表紙", "Ⅰ 基本情報", "別添１ 事務の内容", "Ⅱ 特定個人情報ファイルの概要", "別添２ 特定個人情報ファイル記録項目",
    "Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策", "Ⅳ その他のリスク対策", "Ⅴ 開示請求、問合せ",
    "Ⅵ 評価実施手続", "別添３ 変更箇所",
]  # fmt: skip
OF_FILES, REMOVED = PARTS[3], "評価書3 削除した箇所"


@pytest.fixture(scope="module")
def form(masters: Masters) -> Form:
    return masters.forms["全項目評価書"]


@pytest.fixture(scope="module")
def first(former: Content, form: Form, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("評価書") / "評価書3.xlsx"
    write_filing_paper(path, former, None, form)
    return path.read_bytes()


@pytest.fixture(scope="module")
def marked(
    former: Content, later_path: Path, form: Form, masters: Masters, tmp_path_factory: pytest.TempPathFactory
) -> Workbook:
    path = tmp_path_factory.mktemp("改訂版") / "評価書3.xlsx"
    write_filing_paper(path, read(later_path, masters), former, form)
    return printed(path)


def test_the_parts_stand_in_the_order_of_the_official_form(first: bytes) -> None:
    assert list(values(first)) == [name[:31] for name in PARTS]


def test_what_is_written_to_the_secretariat_is_not_printed(first: bytes) -> None:
    texts = _texts(first, "表紙")
    assert "国民健康保険に関する事務　全項目評価書" in texts
    assert not [text for text in texts if "見本" in text or "example.jp" in text or "担当" in text]


def test_a_single_choice_stands_in_brackets_beside_its_list(first: bytes) -> None:
    texts = _texts(first, PARTS[1])
    at = texts.index("③対象人数")
    assert texts[at + 1 : at + 3] == [
        "[ 10万人以上30万人未満 ]",
        "＜選択肢＞\n１）1,000人未満\n２）1,000人以上1万人未満\n３）1万人以上10万人未満\n４）10万人以上30万人未満　５）30万人以上",
    ]


def test_a_choice_of_several_is_printed_with_its_words_and_groups(first: bytes) -> None:
    texts = _texts(first, OF_FILES[:31])
    at = texts.index("主な記録項目　※")
    assert texts[at + 1 : at + 8] == [
        "・識別情報", "[ 　 ] 個人番号", "[ 　 ] 個人番号対応符号", "[ ○ ] その他識別情報（内部番号）",
        "・連絡先等情報", "[ ○ ] 4情報（氏名、性別、生年月日、住所）", "[ ○ ] 連絡先（電話番号等）",
    ]  # fmt: skip
    assert "[ ○ ] その他（東京都国民健康保険団体連合会）" in texts
    assert "（ 7 ）件" in texts


def test_systems_contracts_and_files_stand_where_the_official_form_has_them(first: bytes) -> None:
    texts = _texts(first, PARTS[1])
    chapters = [text for text in texts if text[:2] in ("１．", "２．", "３．") and len(text) < 40]
    assert chapters == [
        "１．特定個人情報ファイルを取り扱う事務",
        "２．特定個人情報ファイルを取り扱う事務において使用するシステム",
        "３．特定個人情報ファイル名",
    ]
    assert texts.index(chapters[1]) < texts.index("システム13") < texts.index(chapters[2])
    of_files = _texts(first, OF_FILES[:31])
    assert of_files.count("Ⅱ　特定個人情報ファイルの概要") == 5
    order = ["４．特定個人情報ファイルの取扱いの委託", "委託事項１", CALL_CENTRE, "委託事項７"]
    order.append("５．特定個人情報の提供・移転（委託に伴うものを除く。）")
    assert [of_files.index(text) for text in order] == sorted(of_files.index(text) for text in order)


DRAWINGS = "事務の内容"


def _printed(data: bytes, masters: Masters, path: Path) -> Workbook:
    """The printed form of a workbook of the assessment."""
    content = read_content(data, SAMPLE.name, masters.forms["全項目評価書"], masters.mark_readings)
    assert content is not None
    write_filing(FilingJob(path, None), data, content, masters)
    return load_workbook(path)


def test_drawings_of_別添１_are_printed_below_its_table_as_they_were_pasted(masters: Masters, tmp_path: Path) -> None:
    other = flow_png([step(1, "区民", "区")]).data
    data = pasted((DRAWINGS, "B30", other), (DRAWINGS, "B20", PICTURE), ("システム", "B40", other), sample=SAMPLE)
    book = _printed(data, masters, tmp_path / "a.xlsx")
    assert [sheet.title for sheet in book if sheet._images] == [PARTS[2]]
    pictures = book[PARTS[2]]._images
    assert [picture._data() for picture in pictures] == [PICTURE, other]
    assert not [text for text in texts_of(book, PARTS[2]) if "印刷できません" in text]
    ends = [end.id for end in book[PARTS[2]].row_breaks.brk]
    first, second = (picture.anchor._from.row for picture in pictures)
    assert ends[-2] < first < ends[-1]  # below the end of the table, which leaves most of its page
    assert second == ends[-1]


def test_a_drawing_that_cannot_be_printed_is_told_in_its_place(masters: Masters, tmp_path: Path) -> None:
    data = changed(pasted((DRAWINGS, "B20", PICTURE), sample=SAMPLE), DRAWING, b"</pic>", b"</pic><sp/>")
    told = texts_of(_printed(data, masters, tmp_path / "a.xlsx"), PARTS[2])
    assert [text for text in told if "印刷できません" in text] == [
        "別添１　事務の内容の図（シート「事務の内容」）は、このままでは印刷できません。提出されたブックの図を添えてください。"
    ]


def test_what_names_no_file_of_the_filing_is_printed_behind_the_last(
    form: Form, masters: Masters, tmp_path: Path
) -> None:
    data = revised()
    data["項目"]["委託事項 (14).ファイル名"] = "ないファイル"
    data["表"]["提供移転.表"] = [
        {
            "ファイル名": WHOLE,
            "提供・移転": "提供",
            "番号": 1,
            "提供先・移転先": "日本年金機構",
            "紙": "○",
            "その他の方法": None,
        },
        {"ファイル名": "ない", "提供・移転": "移転", "番号": 1, "提供先・移転先": "税務課", "用途": "賦課"},
    ]
    write_filing_paper(tmp_path / "a.xlsx", read(written(data, form, tmp_path / "b.xlsx"), masters), None, form)
    texts = _texts((tmp_path / "a.xlsx").read_bytes(), OF_FILES[:31])
    order = [
        "委託事項１",
        "提供先1",
        "日本年金機構",
        "６．特定個人情報の保管・消去",
        ARREARS,
        "納付案内業務",
        "移転先1",
        "税務課",
    ]
    assert [texts.index(text) for text in order] == sorted(texts.index(text) for text in order)
    assert texts[texts.index("賦課") - 1] == "②移転先における用途"


def test_nothing_is_marked_in_a_first_filing(first: bytes) -> None:
    assert not [name for name, part in parts_of(first).items() if b"<u/>" in part]


def test_what_changed_is_marked_and_what_is_gone_is_listed(marked: Workbook) -> None:
    assert _marked(marked) == [
        (PARTS[1], "30万人以上"),
        *(
            (OF_FILES, text)
            for text in (
                "、一切行わない", "6", "○", "年金関係情報", "2", "納付案内業務", "納付に関する電話での案内",
                "特定個人情報ファイルの一部", "株式会社見本サービス", "再委託しない",
            )
        ),
        (PARTS[6], "毎年"),
        (PARTS[8], "令和７年６月１日"),
    ]  # fmt: skip
    assert NEW_AUDIT in "".join(texts_of(marked, PARTS[6]))
    notes = [text for text in texts_of(marked, PARTS[1]) if text.startswith("※太字")]
    assert notes == ["※太字ゴシック（下線）は、前に受理した評価書からの変更箇所"]
    assert f"Ⅱ４委託事項３（{WHOLE}）" in texts_of(marked, REMOVED)


def test_the_same_filing_gives_the_same_bytes(former: Content, form: Form, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_filing_paper(tmp_path / name, former, None, form)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.no_books
def test_a_later_edition_is_laid_beside_the_accepted_one(
    former: Content, form: Form, masters: Masters, tmp_path: Path
) -> None:
    """The first night accepts, the second warns of what 別添３ does not tell; the paper of the newest one is marked."""
    data = revised()
    data["項目"]["評価実施手続.しきい値判断結果"] = "１）基礎項目評価及び全項目評価の実施が義務付けられる"
    later_path = written(data, form, tmp_path / "改訂版.xlsx")
    workspace = init_workspace(tmp_path / "区")
    for day, source in ((dt.date(2025, 6, 30), SAMPLE), (dt.date(2025, 7, 1), later_path)):
        _hand_in(workspace, source, day)
    receipts = {item.receipt.version: item.receipt for item in read_receipts(workspace) if item.receipt.filing == "3"}
    cells = {(f["sheet"], f["cell"]) for f in receipts[2].findings if f["code"] == "P70"}
    assert not receipts[1].has("P70")
    assert {("基本情報", "B8"), ("ファイル (2)", "C27"), ("変更箇所一覧", None), ("評価実施手続", "B4")} <= cells
    out = tmp_path / "印刷"
    done = CliRunner().invoke(app, ["paper", "評価書３", "--root", str(workspace.root), "--out", str(out)])
    assert done.exit_code == 0, done.output
    write_filing_paper(tmp_path / "評価書3.xlsx", read(later_path, masters), former, form)
    assert (out / "評価書3.xlsx").read_bytes() == (tmp_path / "評価書3.xlsx").read_bytes()
    done = CliRunner().invoke(app, ["paper", "評価書４", "--root", str(workspace.root), "--out", str(out)])
    assert done.exit_code == 2
    assert "評価書4" in done.output


def _hand_in(workspace: Workspace, source: Path, day: dt.date) -> None:
    folder = workspace.inbox / "医療保険年金課"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / source.name).write_bytes(source.read_bytes())
    run_night(workspace, day, 1, Progress(), Settings(intake=Intake(look_again_seconds=0)))


def _texts(paper: bytes, sheet: str) -> list[str]:
    """Every text of a sheet, row by row."""
    return [str(value) for row in values(paper)[sheet] for value in row if value != ""]


def _marked(book: Workbook) -> list[tuple[str, str]]:
    """(sheet, text) of every stretch in bold, underlined letters."""
    found = []
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, CellRichText):
                blocks = (block for block in cell.value if isinstance(block, TextBlock))
                found += [(sheet.title, block.text) for block in blocks if block.font.b and block.font.u]
            elif cell.value and cell.font.b and cell.font.u:
                found.append((sheet.title, str(cell.value)))
    return found
