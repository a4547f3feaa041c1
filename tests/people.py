"""What people do to a form in Excel and other programs: each makes a real file of a sample, and says what comes of it."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import SAMPLES
from tests.drafts import Found
from tests.patch.builders import prefixed, strict
from tests.pipeline.test_packages import pack, parts_of

SAMPLE = SAMPLES / "付議事項_後期高齢支援システム.xlsx"
START, COMPANY, TITLE = "業務委託.開始時期", "業務委託.委託先", "表紙.件名"


class Outcome(NamedTuple):
    """What differs from the sample: values that are read otherwise (None: no longer read), and what must be found."""

    values: Mapping[str, str | None] = MappingProxyType({})
    findings: Sequence[Found] = ()
    lost: str = ""
    """All values whose names match this are no longer read."""
    twice: str = ""
    """The sheet of the form that is there twice, the second time with the same values."""


Do = Callable[[Path], Outcome]
WHAT_PEOPLE_DO: dict[str, Do] = {}
NOTHING_CHANGES = Outcome()


def people(do: Do) -> Do:
    """Enter the decorated function: it makes a file, and says what comes of it."""
    WHAT_PEOPLE_DO[do.__name__] = do
    return do


@cache
def _sample() -> bytes:
    """The sample as a library holds it; to take it from here is quicker than to load it each time."""
    return pickle.dumps(load_workbook(SAMPLE))


class Open:
    """The sample in a library's hands, to be saved when it was edited."""

    def __init__(self, path: Path) -> None:
        self.path: Path = path
        self.book: Workbook = pickle.loads(_sample())

    def __enter__(self) -> Open:
        return self

    def __exit__(self, fault: object, *_: object) -> None:
        if fault is None:
            self.book.save(self.path)

    def area(self, name: str) -> tuple[Worksheet, tuple[int, int, int, int]]:
        """Sheet of a defined name, and left, top, right, bottom of its range from 1."""
        ((sheet, reference),) = self.book.defined_names[name].destinations
        return self.book[sheet], range_boundaries(reference)

    def write(self, name: str, value: object, shown_as: str = "General") -> str:
        """Write into an input as typed with a number format. Returns its address."""
        sheet, (left, top, _, _) = self.area(name)
        cell = sheet.cell(top, left)
        cell.value, cell.number_format = value, shown_as
        return str(cell.coordinate)


# dates


def date_cell(name: str, shown_as: str, mac: bool = False) -> None:
    """A date as Excel stores one: a number of days, shown by a number format."""

    def do(path: Path) -> Outcome:
        with Open(path) as form:
            if mac:
                form.book.epoch = CALENDAR_MAC_1904
            form.write(START, dt.datetime(2025, 4, 10), shown_as)
        return Outcome({START: "2025-04-10"})

    WHAT_PEOPLE_DO[name] = do


date_cell("日付のセル", "yyyy/m/d")
date_cell("和暦で見せた日付のセル", '[$-411]ggge"年"m"月"d"日"')
date_cell("元年と見せる書式の日付のセル", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@')
date_cell("年と月だけ見せた日付のセル", 'ggge"年"m"月"')
date_cell("一九〇四年から数える日付のセル", "yyyy/m/d", mac=True)
date_cell("一九〇四年から数える和暦の日付のセル", "[$-411]ge.m.d", mac=True)


@people
def 書式のない通し番号の日付(path: Path) -> Outcome:
    with Open(path) as form:
        cell = form.write(START, 45757)
    return Outcome({START: "2025-04-10"}, [("F13", "業務委託", cell)])


@people
def 表の中の日付のセル(path: Path) -> Outcome:
    with Open(path) as form:
        sheet, (left, top, _, _) = form.area("電算処理.時期")
        sheet.cell(top + 1, left).value = dt.datetime(2025, 6, 1)
        sheet.cell(top + 1, left).number_format = '[$-411]ggge"年"m"月"'
    return Outcome({"時期 1.時期": "2025-06-01"})


# the wrong kind of value


def count_cell(name: str, value: object, read: str | None, *codes: str) -> None:
    def do(path: Path) -> Outcome:
        with Open(path) as form:
            form.area("事業の概要.対象者数")[0]["C17"].value = value
        return Outcome({"対象者数 1.数": read}, [(code, "事業の概要", "C17") for code in codes])

    WHAT_PEOPLE_DO[name] = do


count_cell("数の欄に文字の数", "86000", "86000")
count_cell("数の欄に約と単位", "約８６，０００人", "86000", "F13")
count_cell("数の欄に言葉", "多数", None, "N03")
count_cell("数の欄に小数", 86000.5, "86000.5")


@people
def 文字の欄に数(path: Path) -> Outcome:
    with Open(path) as form:
        form.write("表紙.担当者氏名", 12345)
        form.write("業務委託.法人番号", 7000012050002)
    return Outcome({"表紙.担当者氏名": "12345", "業務委託.法人番号": "7000012050002"})


@people
def 文字の欄に真偽(path: Path) -> Outcome:
    with Open(path) as form:
        form.write("表紙.担当者氏名", True)
    return Outcome({"表紙.担当者氏名": "TRUE"})


@people
def 結果のある数式(path: Path) -> Outcome:
    with Open(path) as form:
        form.write("表紙.担当者氏名", '="見本"&"　"&"二郎"')
    parts = parts_of(path)
    part = next(name for name, data in parts.items() if b"</f>" in data)
    parts[part] = re.sub(b"<v ?/>|<v></v>", "<v>見本　二郎</v>".encode(), parts[part]).replace(b"><f>", b' t="str"><f>')
    pack(path, parts)
    return Outcome({"表紙.担当者氏名": "見本　二郎"})


@people
def 結果のない数式(path: Path) -> Outcome:
    with Open(path) as form:
        cell = form.write("表紙.担当者氏名", '="見本"&"二郎"')
    return Outcome({"表紙.担当者氏名": None}, [("F08", "表紙", cell)])


@people
def 数式のエラー(path: Path) -> Outcome:
    with Open(path) as form:
        cell = form.write("表紙.担当者氏名", "#N/A")
    return Outcome({"表紙.担当者氏名": "#N/A"}, [("F07", "表紙", cell)])


# merged, hidden, sorted


def merged(name: str, sheet: str, cells: str, outcome: Outcome = NOTHING_CHANGES) -> None:
    """Cells made into one: what stood in all but the first is gone."""

    def do(path: Path) -> Outcome:
        with Open(path) as form:
            form.book[sheet].merge_cells(cells)
        return outcome

    WHAT_PEOPLE_DO[name] = do


merged("欄を右へ結合", "業務委託", "B7:D7")
merged("欄を下の空の欄と結合", "業務委託", "B7:B8")
merged("見出しを左上に残して欄と結合", "業務委託", "A7:B7", Outcome({COMPANY: None}, [("F06", "業務委託", "B7")]))
merged(
    "二つの欄を結合",
    "業務委託",
    "B6:B7",
    Outcome({COMPANY: None}, [("F06", "業務委託", "B7")]),
)
merged(
    "可否を縦に結合",
    "電算処理_区",
    "D6:D8",
    Outcome(
        {"対策 電区02.可否": None, "対策 電区03.可否": None},
        [("C05", "電算処理_区", "D7"), ("C05", "電算処理_区", "D8")],
    ),
)


def hidden(name: str, hide: Callable[[Workbook], object], *findings: Found) -> None:
    def do(path: Path) -> Outcome:
        with Open(path) as form:
            hide(form.book)
        return Outcome(findings=list(findings))

    WHAT_PEOPLE_DO[name] = do


hidden("行を隠した", lambda b: setattr(b["業務委託"].row_dimensions[7], "hidden", True), ("F09", "業務委託", "B7"))
hidden("空の行を隠した", lambda b: setattr(b["業務委託"].row_dimensions[8], "hidden", True))
hidden(
    "列を隠した",
    lambda b: setattr(b["電算処理_区"].column_dimensions["D"], "hidden", True),
    ("F09", "電算処理_区", "D6"),
)
hidden("見出しの列を隠した", lambda b: setattr(b["電算処理_区"].column_dimensions["A"], "hidden", True))
hidden("シートを隠した", lambda b: setattr(b["業務委託"], "sheet_state", "hidden"), ("F09", "業務委託", None))
hidden("シートを深く隠した", lambda b: setattr(b["業務委託"], "sheet_state", "veryHidden"), ("F09", "業務委託", None))
hidden("空のシートを隠した", lambda b: setattr(b["指定管理"], "sheet_state", "hidden"))


@people
def 使わない行と列を終わりまで隠した(path: Path) -> Outcome:
    with Open(path) as form:
        for name in ("業務委託", "記録項目", "電算処理_区"):
            sheet = form.book[name]
            sheet.column_dimensions["H"] = ColumnDimension(sheet, index="H", min=8, max=16_384, hidden=True)
            sheet.sheet_format.zeroHeight = True
    return NOTHING_CHANGES


def _reorder(sheet: Worksheet, top: int, bottom: int, order: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
    rows = [[sheet.cell(row, column).value for column in range(1, 6)] for row in range(top, bottom + 1)]
    for row, line in zip(range(top, bottom + 1), order(rows), strict=True):
        for column, value in enumerate(line, start=1):
            sheet.cell(row, column).value = value


@people
def チェックリストを並べ替えた(path: Path) -> Outcome:
    with Open(path) as form:
        for name in ("電算処理_区", "業務委託_委託先"):
            sheet, (_, top, _, bottom) = form.area(f"{name}.表")
            _reorder(sheet, top + 1, bottom, lambda rows: sorted(rows, key=lambda row: str(row[2])))
    return NOTHING_CHANGES


@people
def チェックリストの列を入れ替えた(path: Path) -> Outcome:
    with Open(path) as form:
        sheet, (_, top, _, bottom) = form.area("電算処理_区.表")
        _reorder(sheet, top, bottom, lambda rows: [[row[3], row[0], row[4], row[1], row[2]] for row in rows])
    return NOTHING_CHANGES


# sheets


def _copy(form: Open, sheet: str, name: str, *, with_names: bool) -> Worksheet:
    """A copy at the end; Excel gives it names of its own, of the same wording."""
    source = form.book[sheet]
    twin = form.book.copy_worksheet(source)
    twin.title = name
    for defined in list(form.book.defined_names.values()) if with_names else ():
        if defined.attr_text.startswith(f"'{sheet}'!"):
            reference = f"'{name}'!{defined.attr_text.rpartition('!')[2]}"
            twin.defined_names[defined.name] = DefinedName(defined.name, attr_text=reference)
    return twin


def copied(name: str, title: str, *, with_names: bool) -> None:
    def do(path: Path) -> Outcome:
        with Open(path) as form:
            _copy(form, "業務委託", title, with_names=with_names)["B7"].value = "株式会社見本"
        return Outcome({f"{COMPANY} (2)": "株式会社見本"}, twice="業務委託")

    WHAT_PEOPLE_DO[name] = do


copied("別紙をExcelで複写", "業務委託 (2)", with_names=True)
copied("別紙を名前なしで複写", "業務委託 (2)", with_names=False)
copied("別紙をExcelで複写して名を付けた", "運用保守の委託", with_names=True)


def _rename(form: Open, sheet: str, title: str) -> None:
    """Rename a sheet as Excel does: what refers to it follows."""
    form.book[sheet].title = title
    for defined in form.book.defined_names.values():
        defined.attr_text = defined.attr_text.replace(f"'{sheet}'!", f"'{title}'!")


@people
def シートの名を変えた(path: Path) -> Outcome:
    with Open(path) as form:
        _rename(form, "業務委託", "委託（運用）")
        _rename(form, "電算処理_区", "チェック")
    return NOTHING_CHANGES


@people
def シートの名だけ変わり名前の定義が置いていかれた(path: Path) -> Outcome:
    with Open(path) as form:
        form.book["業務委託"].title = "委託（運用）"
    return Outcome({}, [("F04", "業務委託", None)], lost=r"業務委託\.")


@people
def シートの順を変えた(path: Path) -> Outcome:
    with Open(path) as form:
        form.book.move_sheet("業務委託", -5)
        form.book.move_sheet("記録項目", -18)
    return NOTHING_CHANGES


@people
def 使うシートを消した(path: Path) -> Outcome:
    with Open(path) as form:
        form.book.remove(form.book["業務委託"])
    return Outcome({}, [("F04", "業務委託", None)], lost=r"業務委託\.")


@people
def 使わないシートを消した(path: Path) -> Outcome:
    with Open(path) as form:
        for sheet in ("再委託", "指定管理", "指定管理_区", "指定管理_指定管理者", "外部提供", "防犯カメラ", "記入要領"):
            form.book.remove(form.book[sheet])
    return Outcome(lost=r"対策 指")


# names, rows and columns


@people
def 名前の定義を消した(path: Path) -> Outcome:
    with Open(path) as form:
        form.book.defined_names.clear()
    return NOTHING_CHANGES


@people
def 名前の定義が壊れた(path: Path) -> Outcome:
    with Open(path) as form:
        for defined in form.book.defined_names.values():
            defined.attr_text = "#REF!"
    return NOTHING_CHANGES


def _shift(form: Open, sheet: str, *, row: int = 0, column: int = 0, follow: bool = True) -> None:
    """Insert a row or column before this one, as Excel does: merged cells follow, and so do the names."""
    target = form.book[sheet]
    merged_cells = [str(area) for area in target.merged_cells.ranges]
    for cells in merged_cells:
        target.unmerge_cells(cells)
    if row:
        target.insert_rows(row)
    else:
        target.insert_cols(column)
    for cells in merged_cells:
        target.merge_cells(_cells(_moved(range_boundaries(cells), row, column)))
    for defined in form.book.defined_names.values() if follow else ():
        owner, _, reference = defined.attr_text.rpartition("!")
        if owner == f"'{sheet}'":
            defined.attr_text = f"{owner}!{_cells(_moved(range_boundaries(reference), row, column), '$')}"


def _cells(area: tuple[int, int, int, int], mark: str = "") -> str:
    left, top, right, bottom = area
    return ":".join(f"{mark}{get_column_letter(c)}{mark}{r}" for c, r in ((left, top), (right, bottom)))


def _moved(area: tuple[int, int, int, int], row: int, column: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = area
    columns, rows = (
        [at + (0 < new <= at) for at in two] for new, two in ((column, (left, right)), (row, (top, bottom)))
    )
    return columns[0], rows[0], columns[1], rows[1]


def shifted(name: str, *places: dict[str, int], follow: bool = True, sheets: str = "") -> None:
    def do(path: Path) -> Outcome:
        with Open(path) as form:
            for sheet in f"事業の概要 電算処理 業務委託 電算処理_区 記録項目 情報の流れ {sheets}".split():
                for place in places:
                    _shift(form, sheet, follow=follow, **place)
        return NOTHING_CHANGES

    WHAT_PEOPLE_DO[name] = do


shifted("行を挿し込んだ", {"row": 2}, {"row": 6}, sheets="表紙")
shifted("行を挿し込み名前が置いていかれた", {"row": 2}, {"row": 6}, follow=False, sheets="表紙")
shifted("左に列を挿し込んだ", {"column": 1}, sheets="表紙")
shifted("左に列を挿し込み名前が置いていかれた", {"column": 1}, follow=False)
shifted("中に列を挿し込んだ", {"column": 3}, sheets="表紙")
shifted("見出しと欄の間に列を挿し込んだ", {"column": 2}, sheets="表紙")
shifted("見出しと欄の間に列を挿し込み名前が置いていかれた", {"column": 2}, follow=False)


@people
def 欄の行を消した(path: Path) -> Outcome:
    reason, gone = "業務委託.委託理由", 14
    with Open(path) as form:
        form.book["業務委託"].delete_rows(gone)
        for name, defined in form.book.defined_names.items():
            owner, _, row = defined.attr_text.rpartition("$")
            if name.startswith("業務委託.") and int(row) > gone:
                defined.attr_text = f"{owner}${int(row) - 1}"
        form.book.defined_names[reason].attr_text = "#REF!"
    return Outcome({reason: None}, [("F05", "業務委託", None)])


@people
def 欄のセルを右へ引きずった(path: Path) -> Outcome:
    with Open(path) as form:
        sheet, (_, top, _, _) = form.area(COMPANY)
        sheet.move_range(f"B{top}", cols=1)
        form.book.defined_names[COMPANY].attr_text = f"'業務委託'!$C${top}"
    return NOTHING_CHANGES


@people
def 欄のセルを様式の外へ引きずった(path: Path) -> Outcome:
    with Open(path) as form:
        form.book["業務委託"].move_range("B9", rows=5, cols=4)
    return Outcome({"業務委託.認証": None}, [("F14", "業務委託", "F14")])


@people
def 記録項目の一行を切り取って下へ移した(path: Path) -> Outcome:
    with Open(path) as form:
        form.book["記録項目"].move_range("A97:F97", rows=20)
    return NOTHING_CHANGES


@people
def 最後の行と最後の列まで書式(path: Path) -> Outcome:
    with Open(path) as form:
        yellow = PatternFill("solid", fgColor="FFFF00")
        for sheet in ("業務委託", "記録項目", "電算処理_区"):
            form.book[sheet].cell(1_048_576, 3).fill = yellow
            form.book[sheet].cell(5, 16_384).fill = yellow
    return NOTHING_CHANGES


@people
def コメントを付けた(path: Path) -> Outcome:
    with Open(path) as form:
        form.book["業務委託"]["B7"].comment = Comment("確認中", "担当")
        form.book["電算処理_区"]["D6"].comment = Comment("×かもしれない", "担当")
    return NOTHING_CHANGES


# other programs


def rewritten(name: str, rewrite: Callable[[bytes], bytes]) -> None:
    def do(path: Path) -> Outcome:
        path.write_bytes(rewrite(SAMPLE.read_bytes()))
        return NOTHING_CHANGES

    WHAT_PEOPLE_DO[name] = do


rewritten("厳密なOOXML", strict)
rewritten("要素に接頭辞", prefixed)
rewritten("厳密なOOXMLで要素に接頭辞", lambda data: strict(prefixed(data)))

SHARED = "xl/sharedStrings.xml"


@people
def 文字をセルの中に書くプログラム(path: Path) -> Outcome:
    parts = parts_of(SAMPLE)
    strings: list[bytes] = re.findall(rb"<si>(.*?)</si>", parts.pop(SHARED), re.DOTALL)

    def inline(found: re.Match[bytes]) -> bytes:
        return b'%st="inlineStr"><is>%s</is></c>' % (found[1], strings[int(found[2])])

    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb'(<c [^>]*)t="s"><v>(\d+)</v></c>', inline, data)
            assert b't="s"' not in parts[name]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb"<(Override|Relationship) [^>]*sharedStrings[^>]*/>", b"", parts[name])
    pack(path, parts)
    return NOTHING_CHANGES


def shared_text(name: str, xml: str, read: str) -> None:
    """A name, written into the shared texts of the workbook as some programs write it."""

    def do(path: Path) -> Outcome:
        parts = parts_of(SAMPLE)
        before = "<si><t>見本　一郎</t></si>".encode()
        assert before in parts[SHARED]
        parts[SHARED] = parts[SHARED].replace(before, f"<si>{xml}</si>".encode())
        pack(path, parts)
        return Outcome({"表紙.担当者氏名": read})

    WHAT_PEOPLE_DO[name] = do


shared_text("一部だけ太字の文字", "<r><t>見本</t></r><r><rPr><b/><u/></rPr><t>　二郎</t></r>", "見本　二郎")
shared_text(
    "ふりがなの付いた文字",
    '<t>見本　二郎</t><rPh sb="0" eb="2"><t>ミホン</t></rPh><rPh sb="3" eb="5"><t>ジロウ</t></rPh><phoneticPr fontId="1"/>',
    "見本　二郎",
)
shared_text(
    "一部だけ太字でふりがなの付いた文字",
    '<r><t>見本</t></r><r><rPr><b/></rPr><t>　二郎</t></r><rPh sb="0" eb="2"><t>ミホン</t></rPh>',
    "見本　二郎",
)
shared_text("改行を符号で書くプログラム", "<t>見本　二郎_x000D_\n内線に同じ</t>", "見本　二郎\n内線に同じ")
shared_text("前後の空白", '<t xml:space="preserve"> 見本　二郎\n</t>', "見本　二郎")
