"""The workbooks to measure on: one form filled in to the last 別紙, and copies of it that differ in text and numbers.

The copies are made by putting other words for the tokens in the parts of the package, so that thousands take seconds.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.context import COVER, ITEMS_SHEET, SUMMARY
from pipeline.departments import HOLDER_INPUTS
from pipeline.forms.blank import build_form
from pipeline.forms.model import CHOICE, DATE, INTEGER, LONG_TEXT, PARTIAL_DATE, TEXT, Field, Form
from pipeline.masters.load import load_masters
from pipeline.samples import content_of, read_data
from pipeline.shipped import shipped
from pipeline.workspace import FILING_FORM, FORM

SAMPLES = ("区民ホール受付システム", "後期高齢支援システム")
"""The contents that are laid over each other; the later one counts where both say something."""

FILING_SAMPLE = "全項目評価書_国民健康保険"
DEPARTMENT = "高齢者医療担当課"
NUMBER_TOKEN, DAY_TOKEN, COUNT_TOKEN = "@@番号@@", "@@日@@", "7654321"
_TOKEN = re.compile("|".join((NUMBER_TOKEN, DAY_TOKEN, COUNT_TOKEN)))
ITEMS = 100

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
"""Days are written like the other dates of the form, so that the copies are as free of findings as a careful form."""

_EVERY_NTH_ITEM_HAS_A_NOTE = 4
_SAME_IN_EVERY_COPY = (*HOLDER_INPUTS, ITEMS_SHEET, "要綱の根拠", "資料番号", "評価書番号", "法人番号", "担当者メール")
_FIRST_ANNEX, _ALIKE_ON_EVERY_ANNEX = "電算処理", ("件名", "個人の範囲", ITEMS_SHEET)
"""What the 別紙 of one case say alike."""

_MORE_ITEMS = ("世帯番号", "続柄", "旧氏", "通称", "在留期間", "転出日")
_CORPORATE_NUMBER = "7000012050002"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


MIX = {
    ("電算処理", "外部結合", "業務委託"): 11, ("業務委託",): 11, ("電算処理",): 10, ("外部結合", "業務委託"): 8, ("外部提供",): 3,
    ("電算処理", "業務委託"): 3, ("外部結合",): 2, ("電算処理", "外部結合"): 2, ("防犯カメラ",): 1,
}  # fmt: skip
"""The 区分 of the 51 cases of 令和5年度 → so many cases."""
_STRIDE = 20
"""Spreads those of one kind over the year; has no divisor in common with 51."""


def make_workbooks(folder: Path, count: int, *, mixed: bool = False) -> list[Path]:
    """Write `count` filled workbooks to the folder. The same count gives the same bytes.

    All have every 区分; `mixed`: they have the 区分 of a real year, in its proportions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    form = load_masters(shipped() / "masters").forms[FORM]
    kinds = [kind for kind, cases in MIX.items() for _ in range(cases)] if mixed else [form.divisions]
    patterns = {kind: _pattern(form, folder / "見本.xlsx", kind) for kind in dict.fromkeys(kinds)}
    paths = []
    for number in range(count):
        path = folder / f"付議事項_{number + 1:05d}.xlsx"
        path.write_bytes(_copy(*patterns[kinds[number * _STRIDE % len(kinds)]], number))
        paths.append(path)
    return paths


def make_filings(folder: Path, count: int) -> list[Path]:
    """Write `count` 全項目評価書 to the folder, each with a number and a name of its own. The same count gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    form = load_masters(shipped() / "masters").forms[FILING_FORM]
    content = content_of(read_data(shipped() / "samples" / "data" / f"{FILING_SAMPLE}.json"), form)
    content["表紙.評価書番号"] = NUMBER_TOKEN
    content["表紙.評価書名"] = f"{content['表紙.評価書名']}（{NUMBER_TOKEN}）"
    pattern = folder / "見本.xlsx"
    build_form(form, pattern, content)
    parts = _parts(pattern)
    pattern.unlink()
    paths = [folder / f"全項目評価書_{number + 1:04d}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(_copy(*parts, number))
    return paths


def _pattern(form: Form, path: Path, divisions: Sequence[str]) -> tuple[bytes, dict[str, str]]:
    content = filled_content(form)
    others = [sheet for sheet in form.sheets if sheet.division and sheet.division not in divisions]
    gone = {field.defined_name for sheet in others for field in sheet.fields}
    gone |= {f"{SUMMARY}.付議内容_{sheet.division}" for sheet in others}
    content = {name: value for name, value in content.items() if name not in gone}
    ticked = (
        {**row, "付議": row["付議"] if row["区分"] in divisions else None} for row in _rows(content, f"{COVER}.区分")
    )
    build_form(form, path, {**content, f"{COVER}.区分": list(ticked)})
    parts = _parts(path)
    path.unlink()
    return parts


def filled_content(form: Form) -> dict[str, object]:
    """Every 区分 ticked, every 別紙 and checklist filled in, 100 items; with tokens where the copies are to differ."""
    content: dict[str, object] = {}
    for name in SAMPLES:
        content.update(content_of(read_data(shipped() / "samples" / "data" / f"{name}.json"), form))
    for field in form.inputs:
        asked = form.by_name[field.sheet].is_annex or field.name.startswith("付議内容_")
        if asked and not field.is_table and field.name != "付議内容_評価":
            content.setdefault(field.defined_name, _filler(field))
        if field.defined_name in content and field.type in (TEXT, LONG_TEXT):
            content[field.defined_name] = _varied(field, str(content[field.defined_name]))
    for field in form.inputs:
        if field.name in _ALIKE_ON_EVERY_ANNEX and form.by_name[field.sheet].is_annex:
            content[field.defined_name] = content[f"{_FIRST_ANNEX}.{field.name}"]
    content["表紙.提出日"] = f"令和６年１１月{DAY_TOKEN}日"
    content["表紙.区分"] = [{"区分": row["区分"], "付議": "○"} for row in _rows(content, "表紙.区分")]
    content["事業の概要.対象者数"] = [
        {"対象": "被保険者", "数": int(COUNT_TOKEN), "単位": "人", "時点": "令和６年７月時点"}
    ]
    content["情報の流れ.表"] = [
        {**row, "対策": f"{row['対策'] or '通信暗号化'}（{NUMBER_TOKEN}）"} for row in _rows(content, "情報の流れ.表")
    ]
    content["記録項目.表"] = list(_items(_rows(content, "記録項目.表")))
    for sheet in form.sheets:
        if sheet.measures:
            content[f"{sheet.name}.表"] = [
                {**row, "可否": row["可否"] or "○", "理由": row["理由"] and f"{row['理由']}（{NUMBER_TOKEN}）"}
                for row in _rows(content, f"{sheet.name}.表")
            ]
    return content


def _rows(content: dict[str, object], name: str) -> list[dict[str, object]]:
    rows = content[name]
    assert isinstance(rows, list)
    return rows


def _filler(field: Field) -> object:
    """Something of a usual length for what the samples leave blank."""
    if field.name in HOLDER_INPUTS:
        return DEPARTMENT
    if field.type == CHOICE:
        return field.choices[0]
    if field.type == INTEGER:
        return 12
    if field.type in (DATE, PARTIAL_DATE):
        return "令和７年１２月" if field.name.startswith("開始") else "令和８年３月３１日"
    if field.type == LONG_TEXT:
        return f"{field.label}について、{field.sheet}の安全管理措置を定めた上で、必要な範囲に限って行う。\n" * 2
    return {ITEMS_SHEET: "記録項目のとおり", "法人番号": _CORPORATE_NUMBER}.get(field.name, field.label)


def _varied(field: Field, text: str) -> object:
    if field.name in HOLDER_INPUTS:
        return DEPARTMENT
    return text if field.name in _SAME_IN_EVERY_COPY else f"{text.strip()}（{NUMBER_TOKEN}）"


def _items(rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """The items of the sample and some more. Their names are those of everyday; their file is each case's own."""
    for number in range(ITEMS):
        row = rows[number] if number < len(rows) else {**rows[0], "項目名": _MORE_ITEMS[number - len(rows)]}
        note = f"備考{number + 1}（{NUMBER_TOKEN}）" if number % _EVERY_NTH_ITEM_HAS_A_NOTE == 0 else None
        yield {**row, "ファイル名": f"支援システム（{NUMBER_TOKEN}）", "備考": note}


def _parts(pattern: Path) -> tuple[bytes, dict[str, str]]:
    """The package with the parts that all copies share, and the text of those in which they differ."""
    alike = io.BytesIO()
    patched: dict[str, str] = {}
    with zipfile.ZipFile(pattern) as source, zipfile.ZipFile(alike, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if _TOKEN.search(text := data.decode()):
                patched[name] = text
            else:
                target.writestr(_entry(name), data)
    return alike.getvalue(), patched


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _copy(alike: bytes, patched: dict[str, str], number: int) -> bytes:
    day = str(number % 30 + 1).translate(FULL_WIDTH)
    words = {NUMBER_TOKEN: f"第{number + 1}号", DAY_TOKEN: day, COUNT_TOKEN: str(80_000 + number)}
    package = io.BytesIO(alike)
    with zipfile.ZipFile(package, "a") as archive:
        for name, text in patched.items():
            archive.writestr(_entry(name), _TOKEN.sub(lambda found: words[found[0]], text))
    return package.getvalue()
