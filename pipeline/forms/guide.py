"""The sheet 記入要領: which sheets to fill in and when, what the tints mean, how to write, where the file goes."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from pipeline.forms.drawing import write_area
from pipeline.forms.emphasis import Switches
from pipeline.forms.layout import Place, reference
from pipeline.forms.model import REQUIRED, SHEET_OF_ROWS, Form, Sheet
from pipeline.forms.room import page_breaks, text_height
from pipeline.forms.styles import Styles
from pipeline.publish.opening import write_text
from pipeline.publish.text_measure import merged_width

GUIDE_SHEET = "記入要領"

_WIDTHS = (20.0, 42.0, 30.0)

_TINTS = (
    ("required label", "見出しが青い欄は、必ず記入します。見出しが灰色の欄は、当てはまるときに記入します。"),
    ("input", "記入する欄です。欄を選ぶと、書き方の説明が出ます。"),
)
_TINTS_OF_DEPARTMENTS = (
    ("asked", "必ず記入する欄で、まだ空のものです。記入すると色が薄くなります。"),
    ("live", "題名がこの色のシートは、表紙で「○」を付けた区分のものです。"),
    ("idle", "灰色のシートや行は、今の区分では記入がいりません。"),
    ("fault", "「ー」を選び、理由がまだ書かれていない行です。"),
)

_HOW_FOR_DEPARTMENTS = (
    (
        "はじめに表紙の「区分」で、付議する区分に「○」を付けます。「○」を付けた区分の別紙とチェックリストの題名に色が付きますので、"
        "そのシートに記入してください。"
    ),
    (
        "チェックリストは、対策ができるときは「○」、対策の必要がないときは「ー」を選びます。「ー」を選んだときは、理由を必ず書いてください。"
        "再委託があるときだけ尋ねる行は、再委託がなければ空のままにします。"
    ),
    (
        "日付は「令和7年6月1日」「R7.6.1」「2025/6/1」のどれでも書けます。開始や終了の時期は「令和7年6月」「令和7年」のように、"
        "年月だけ、年だけでも構いません。"
    ),
    (
        "記録項目が多いときは、別紙の「記録項目」の欄に「記録項目のとおり」と書き、シート「記録項目」に1行に1項目ずつ書きます。"
        "行が足りなければ、表の下に続けて書いてください。"
    ),
    "個人情報の流れは、シート「情報の流れ」に表で書くか、図を画像にして同じシートに貼り付けます。どちらか一方で足ります。",
    (
        "委託が2件以上あるときは、別紙のシート見出しを右クリックし、「移動またはコピー」で「コピーを作成する」を選んで写しを作り、2件目を書きます。"
        "シートの名前は「業務委託 (2)」のままで構いません。チェックリストの写しは要りません。"
    ),
    (
        "前に承認された案件を変更するときは、表紙の「種別」で「変更」を選び、「前回の承認」にその会議又は案件IDを書きます。"
        "変更した所は、太字にして下線を引いてください。"
    ),
    (
        "文が欄に入りきらないときは、行の高さを広げてください。シートは、見出しを誤って消さないように保護してあります（パスワードはありません）。"
        "シートの名前、見出し、対策IDは変えないでください。"
    ),
    "個人番号や氏名など、実在する人の情報は書かないでください。例が要るときは、作り物と分かるものにしてください。",
)
_WHERE_FOR_DEPARTMENTS = (
    (
        "記入が終わったら、Excelブック（.xlsx）のまま、パスワードを付けずに保存し、受付フォルダ「inbox」の中の、"
        "自分の課の名前のフォルダに置いてください。"
    ),
    "置かれたファイルは、夜のうちに読み取って点検します。誤りがなければ受け付け、台帳に載せて案件IDを付けます。",
    (
        "誤りがあれば、フォルダ「returned」の自分の課の名前のフォルダにお返しします。どのシートのどの欄をどう直すかを書いた報告を添えますので、"
        "直して、もう一度「inbox」に置いてください。"
    ),
    "受け付けた後で内容を改めるときは、同じ件名のまま直したものを「inbox」に置いてください。審議が終わるまでは、新しい版として差し替えます。",
)

_HOW_FOR_LISTS = (
    "1件を1行に書きます。見出しの行とシートの名前は変えないでください。行が足りなければ、表の下に続けて書いてください。",
    "日付は「令和7年6月1日」「R7.6.1」「2025/6/1」のどれでも書けます。",
    "セルの中で改行するときは、Altキーを押しながらEnterキーを押します。",
)
_WHERE_FOR_LISTS = ("このブックは事務局が書くものです。保存すると、その夜の処理で読み取り、台帳と一覧に反映します。",)


def draw_guide(target: Worksheet, form: Form, decided: Switches, styles: Styles) -> None:
    """Write the sheet 記入要領. Forms with 別紙 go to the departments, the others to the secretariat."""
    for column, width in enumerate(_WIDTHS):
        target.set_column(column, column, width)
    target.hide_gridlines(2)
    departments = any(sheet.is_annex for sheet in form.sheets)
    page = _Page(target, styles)
    page.line(f"{form.title}　記入要領", "title")
    page.line(f"様式の版：{form.edition}", "guidance")
    page.line("１　記入するシート", "section")
    page.line("シートの名前を押すと、そのシートが開きます。", "base")
    page.row(("シート", "記入するとき", "内容"), ("heading",) * 3)
    for sheet in form.sheets:
        row = page.row((sheet.name, _when(sheet), _what(sheet)), ("link", "cell", "cell"), link=True)
        asked = decided.sheets.get(sheet.name)
        if asked:
            rule = {"type": "formula", "criteria": f"={asked}", "format": styles.emphasis("live")}
            target.conditional_format(row, 0, row, len(_WIDTHS) - 1, rule)
    page.section("２　色の意味")
    for part, meaning in (*_TINTS, *(_TINTS_OF_DEPARTMENTS if departments else ())):
        page.sample(part, meaning)
    page.section("３　書き方")
    page.bullets(_HOW_FOR_DEPARTMENTS if departments else _HOW_FOR_LISTS)
    page.section("４　提出とその後" if departments else "４　保存")
    page.bullets(_WHERE_FOR_DEPARTMENTS if departments else _WHERE_FOR_LISTS)
    target.set_h_pagebreaks(page_breaks(0.0, page.sections))
    target.print_area(0, 0, page.next - 1, len(_WIDTHS) - 1)


def _when(sheet: Sheet) -> str:
    if sheet.is_annex:
        return f"表紙の区分「{sheet.division}」に○を付けたとき"
    if any(field.required == REQUIRED for field in sheet.fields):
        return "必ず記入します"
    conditions = [field.condition.removesuffix("。") for field in sheet.fields if field.condition]
    return conditions[0] if len(sheet.fields) == len(conditions) == 1 else "必要なとき"


def _what(sheet: Sheet) -> str:
    if sheet.kind == SHEET_OF_ROWS:
        return sheet.guidance or sheet.title
    return sheet.party or sheet.title


class _Page:
    """Writes downwards, a row at a time."""

    def __init__(self, target: Worksheet, styles: Styles) -> None:
        self._target, self._styles = target, styles
        self.next = 0
        self.sections: dict[int, list[float]] = {0: []}
        """First row of each section → the heights of its rows."""

    def section(self, text: str) -> None:
        """Write the heading of a section, which is kept on one page where it fits."""
        self.sections[self.next] = []
        self.line(text, "section")

    def line(self, text: str, part: str) -> None:
        """Write one text over all columns."""
        self._area(0, text, part)
        self._advance(text_height(text, merged_width(*_WIDTHS), part))

    def row(self, texts: tuple[str, ...], parts: tuple[str, ...], link: bool = False) -> int:
        """Write a row of cells, the first one leading to the sheet it names; returns its number."""
        for column, (text, part) in enumerate(zip(texts, parts, strict=True)):
            cell = self.next, column
            if link and column == 0:
                self._target.write_url(*cell, f"internal:{reference(text)}", self._styles.get(part), text)
            else:
                write_text(self._target, *cell, text, self._styles.get(part))
        self._advance(max(text_height(text, width) for text, width in zip(texts, _WIDTHS, strict=True)))
        return self.next - 1

    def sample(self, part: str, meaning: str) -> None:
        """Write a cell in a tint, and what the tint means."""
        self._target.write_blank(self.next, 0, None, self._styles.get(part))
        self._area(1, meaning, "cell")
        self._advance(text_height(meaning, merged_width(*_WIDTHS[1:])))

    def bullets(self, texts: tuple[str, ...]) -> None:
        """Write paragraphs."""
        for text in texts:
            self._area(0, f"・{text}", "base")
            self._advance(text_height(f"・{text}", merged_width(*_WIDTHS)))

    def _area(self, column: int, text: str, part: str) -> None:
        place = Place(None, (self.next, column), (self.next, len(_WIDTHS) - 1))
        write_area(self._target, place, text, self._styles.get(part))

    def _advance(self, height: float) -> None:
        self._target.set_row(self.next, height)
        self.sections[max(self.sections)].append(height)
        self.next += 1
