"""A small form with one of everything."""

from pipeline.forms.model import (
    CHOICE,
    CONDITIONAL,
    INTEGER,
    LONG_TEXT,
    REQUIRED,
    SHEET_OF_FIELDS,
    SHEET_OF_MEASURES,
    SHEET_OF_ROWS,
    TABLE,
    Column,
    Field,
    Form,
    Measure,
    Sheet,
)

MANY = tuple(f"選択肢その{number}" for number in range(60))

DIVISIONS = Field(
    "表紙",
    "区分",
    "区分",
    TABLE,
    REQUIRED,
    columns=(
        Column("区分", width=20, choices=("業務委託", "再委託"), fixed=True),
        Column("付議", CHOICE, width=24, choices=("○",)),
    ),
    help="付議する区分に○を付けます。",
)
COVER = Sheet(
    "表紙",
    SHEET_OF_FIELDS,
    title="付議事項",
    guidance="はじめに書きます。",
    fields=(
        Field("表紙", "件名", "件名", required=REQUIRED, lines=2, help="あ" * 300, example="○○について"),
        Field("表紙", "種別", "種別", CHOICE, choices=("新規", "変更")),
        Field("表紙", "前回案件", "前回の承認", required=CONDITIONAL, condition="種別が「変更」のとき。"),
        DIVISIONS,
        Field(
            "表紙", "担当", "担当", TABLE, lines=3, columns=(Column("課", width=20), Column("数", INTEGER, width=60))
        ),
    ),
)
ANNEX = Sheet(
    "業務委託",
    SHEET_OF_FIELDS,
    title="別紙（業務委託）",
    preface="◇業務委託",
    division="業務委託",
    fields=(
        Field("業務委託", "件名", "件名", required=REQUIRED),
        Field("業務委託", "長い名前" * 10, "長い見出しは二行になっても隠れない" * 2, LONG_TEXT, lines=40),
        Field("業務委託", "監督", "監督の有無", CHOICE, choices=("有", "無")),
        Field("業務委託", "台数", "台数", INTEGER),
    ),
)
CHECKLIST = Sheet(
    "業務委託_区",
    SHEET_OF_MEASURES,
    title="チェックリスト",
    preface="・できるときは「○」\n・必要がないときは「ー」",
    division="業務委託",
    party="区が行う対策",
    fields=(
        Field(
            "業務委託_区",
            "表",
            "チェックリスト",
            TABLE,
            CONDITIONAL,
            condition="別紙「業務委託」の監督が「有」のとき。",
            columns=(
                Column("対策ID", width=8, fixed=True),
                Column("区分", width=9, fixed=True),
                Column("対策", LONG_TEXT, width=47, fixed=True),
                Column("可否", CHOICE, choices=("○", "ー"), width=6),
                Column("理由", LONG_TEXT, width=22),
            ),
        ),
    ),
    measures=(
        Measure("委01", "業務委託_区", "運用上", "鍵のかかる棚に保管させる。" * 8),
        Measure("委02", "業務委託_区", "運用上", "再委託先にも守らせる。", when_subcontracted=True),
        Measure("委03", "業務委託_区", "システム上", "通信を暗号化させる。"),
    ),
)
ITEMS = Sheet(
    "記録項目",
    SHEET_OF_ROWS,
    title="記録項目",
    protected=False,
    landscape=True,
    fields=(
        Field(
            "記録項目",
            "表",
            "記録項目",
            TABLE,
            lines=5,
            columns=(Column("項目名", required=REQUIRED, width=30), Column("項目区分", CHOICE, choices=MANY, width=14)),
        ),
    ),
)
SMALL = Form("付議事項", "付議事項", "2026-04", (COVER, ANNEX, CHECKLIST, ITEMS), digest="0123abcd")
