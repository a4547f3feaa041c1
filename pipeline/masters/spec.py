"""How the master workbooks themselves are laid out. The one form that cannot be described by a master.

They are read by the same machinery as every form, so a fault in a master is reported like one in a submission:
workbook, sheet, cell, what to do.
"""

from __future__ import annotations

from pipeline.forms.model import (
    BODY,
    FIELD_TYPES,
    OPTIONAL,
    REQUIRED,
    SHEET_KINDS,
    SHEET_OF_ROWS,
    TABLE,
    Column,
    Field,
    Form,
    Sheet,
)

FORMS_MASTER, DEPARTMENTS_MASTER, ITEMS_MASTER = "様式マスタ", "組織", "項目語彙"

MARK_READING, TERM, WORK_WORD = "印", "用語", "業務の語"
"""What a row of 読替え is about: the reading of a mark, a word to correct, words for the same kind of work."""

_CIRCLE = ("○",)


def _sheet(name: str, *columns: Column) -> Sheet:
    body = Field(name, BODY, name, TABLE, REQUIRED, lines=1, columns=columns)
    return Sheet(name, SHEET_OF_ROWS, title="", protected=False, required=True, fields=(body,))


def _must(heading: str, *choices: str) -> Column:
    return Column(heading, required=REQUIRED, choices=choices)


def _may(heading: str, *choices: str) -> Column:
    return Column(heading, required=OPTIONAL, choices=choices)


MASTER_FORMS: dict[str, Form] = {
    FORMS_MASTER: Form(
        FORMS_MASTER,
        "様式マスタ",
        "1",
        (
            _sheet(
                "版", _must("様式"), _must("表題"), _must("版"), _may("受付開始"), _may("受付終了"), _may("変わった所")
            ),
            _sheet(
                "シート",
                _must("様式"),
                _must("シート"),
                _must("種類", *SHEET_KINDS),
                _may("表題"),
                _may("前書き"),
                _may("区分"),
                _may("当事者"),
                _may("保護", *_CIRCLE),
                _may("用紙", "縦", "横"),
                _may("必須", *_CIRCLE),
                _may("案内"),
                _may("繰返し"),
            ),
            _sheet(
                "項目",
                _must("様式"),
                _must("シート"),
                _must("項目名"),
                _must("印刷見出し"),
                _must("型", *FIELD_TYPES),
                _may("必須", "必須", "条件"),
                _may("条件"),
                _may("選択肢"),
                _may("行数"),
                _may("記入の説明"),
                _may("記入例"),
                _may("版から"),
                _may("大見出し"),
            ),
            _sheet(
                "表の列",
                _must("様式"),
                _must("シート"),
                _must("項目名"),
                _must("列"),
                _must("型", *FIELD_TYPES),
                _may("必須", "必須", "条件"),
                _may("選択肢"),
                _may("固定", *_CIRCLE),
                _may("幅"),
                _may("記入の説明"),
                _may("版から"),
            ),
            _sheet(
                "対策",
                _must("対策ID"),
                _must("様式"),
                _must("シート"),
                _must("区分", "運用上", "システム上"),
                _must("対策"),
                _may("再委託のとき", *_CIRCLE),
                _may("対応する対策ID"),
                _may("版から"),
            ),
            _sheet("選択肢", _must("選択肢"), _must("値")),
            _sheet(
                "読替え", _must("種類", MARK_READING, TERM, WORK_WORD), _must("書かれた値"), _must("読み"), _may("備考")
            ),
            _sheet("規則", _must("コード"), _must("エラーにする日"), _may("備考")),
        ),
    ),
    DEPARTMENTS_MASTER: Form(
        DEPARTMENTS_MASTER,
        "組織",
        "1",
        (
            _sheet(
                "組織",
                _must("課"),
                _may("部"),
                _must("メールアドレス"),
                _may("有効開始"),
                _may("有効終了"),
                _may("備考"),
            ),
            _sheet("別名", _must("別名"), _must("課"), _may("備考")),
            _sheet("会議体", _must("名称"), _may("開始年度"), _may("終了年度"), _may("備考")),
        ),
    ),
    ITEMS_MASTER: Form(
        ITEMS_MASTER,
        "項目語彙",
        "1",
        (
            _sheet(
                "項目語彙",
                _must("項目名"),
                _must("項目区分"),
                _may("同じ意味の書き方"),
                _may("要配慮", *_CIRCLE),
                _may("個人番号", *_CIRCLE),
                _may("備考"),
            ),
            _sheet("項目区分", _must("項目区分"), _may("大区分"), _may("備考")),
        ),
    ),
}
