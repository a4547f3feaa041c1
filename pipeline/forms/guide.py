"""The sheet 記入要領: which sheets to fill in and when, what the tints mean, how to write, where the file goes."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from pipeline.forms.drawing import write_area
from pipeline.forms.emphasis import Switches
from pipeline.forms.layout import Place, reference
from pipeline.forms.model import REQUIRED, SHEET_OF_FIELDS, SHEET_OF_ROWS, Form, Sheet
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

_HOW_FOR_FILINGS = (
    (
        "はじめに「表紙」と「基本情報」を記入します。「基本情報」の「３．特定個人情報ファイル名」に書いたファイルごとに、"
        "シート「ファイル」を1枚ずつ書きます。"
    ),
    (
        "ファイルが2つ以上あるときは、シート「ファイル」の見出しを右クリックし、「移動またはコピー」で「コピーを作成する」を選んで写しを作り、"
        "2つ目を書きます。シートの名前は「ファイル (2)」のままで構いません。"
    ),
    (
        "委託は、1件ごとにシート「委託事項」を1枚ずつ、同じようにコピーして書きます。どのファイルの何番目の委託かを、"
        "はじめの2つの欄に書いてください。"
    ),
    (
        "「１）」「２）」の付いた選択肢は一覧から選びます。「該当」の列は、当てはまる行に「○」を選び、"
        "（　）に書く言葉があるときは右の「内容」に書きます。"
    ),
    "書くことがない欄には「－」と書いてください。まだ書けない欄は空のままにし、表紙の「備考」に、いつ書けるかを書いてください。",
    "見出しの「※」は、もとの様式に印刷されている印です。消さずに残してください。",
    (
        "日付は「令和7年6月1日」「R7.6.1」「2025/6/1」のどれでも書けます。これからの開始日は「令和7年6月予定」のように、"
        "年月だけでも構いません。"
    ),
    "事務の流れの図は、画像にしてシート「事務の内容」の表の下に貼り付け、名称と説明を表に書きます。",
    (
        "文が欄に入りきらないときは、行の高さを広げてください。セルの中で改行するときは、Altキーを押しながらEnterキーを押します。"
        "シートは、見出しを誤って消さないように保護してあります（パスワードはありません）。シートの名前と見出しは変えないでください。"
    ),
    "個人番号や氏名など、実在する人の情報は書かないでください。請求先や連絡先には、公表してよい窓口だけを書きます。",
)
_WHERE_FOR_FILINGS = (
    _WHERE_FOR_DEPARTMENTS[0],
    "置かれたファイルは、夜のうちに読み取って点検します。直す所があれば、どのシートのどの欄をどう直すかをお知らせします。",
)

_HOW_FOR_LISTS = (
    "1件を1行に書きます。見出しの行とシートの名前は変えないでください。行が足りなければ、表の下に続けて書いてください。",
    "日付は「令和7年6月1日」「R7.6.1」「2025/6/1」のどれでも書けます。",
    "セルの中で改行するときは、Altキーを押しながらEnterキーを押します。",
)
_WHERE_FOR_LISTS = ("このブックは事務局が書くものです。保存すると、その夜の処理で読み取り、台帳と一覧に反映します。",)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the guide of a form says beside its sheets."""

    tints: tuple[tuple[str, str], ...]
    how: tuple[str, ...]
    then: str
    where: tuple[str, ...]


def _words_for(form: Form) -> _Words:
    """Forms with 別紙 or with sheets that repeat go to the departments, the others to the secretariat."""
    if any(sheet.is_annex for sheet in form.sheets):
        return _Words((*_TINTS, *_TINTS_OF_DEPARTMENTS), _HOW_FOR_DEPARTMENTS, "提出とその後", _WHERE_FOR_DEPARTMENTS)
    if any(sheet.repeats for sheet in form.sheets):
        return _Words((*_TINTS, _TINTS_OF_DEPARTMENTS[0]), _HOW_FOR_FILINGS, "提出とその後", _WHERE_FOR_FILINGS)
    return _Words(_TINTS, _HOW_FOR_LISTS, "保存", _WHERE_FOR_LISTS)


def draw_guide(target: Worksheet, form: Form, decided: Switches, styles: Styles) -> None:
    """Write the sheet 記入要領."""
    for column, width in enumerate(_WIDTHS):
        target.set_column(column, column, width)
    target.hide_gridlines(2)
    words = _words_for(form)
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
    for part, meaning in words.tints:
        page.sample(part, meaning)
    page.section("３　書き方")
    page.bullets(words.how)
    page.section(f"４　{words.then}")
    page.bullets(words.where)
    target.set_h_pagebreaks(page_breaks(0.0, page.sections))
    target.print_area(0, 0, page.next - 1, len(_WIDTHS) - 1)


def _when(sheet: Sheet) -> str:
    if sheet.is_annex:
        return f"表紙の区分「{sheet.division}」に○を付けたとき"
    if sheet.repeats:
        return f"{sheet.repeats}ごとに1枚{'（必ず記入します）' if sheet.required else ''}"
    if sheet.kind == SHEET_OF_FIELDS and sheet.required:
        return "必ず記入します"
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
