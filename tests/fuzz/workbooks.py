"""Mutators that know what the XML of a workbook means: cells, names, sheets, relations, formats, and what people write."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import odd
from tests.fuzz.mutators import of_package
from tests.fuzz.parts import Part

_CELL = re.compile(rb'<c r="([A-Z]+\d+)"([^<>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_STRING = re.compile(rb"<si>.*?</si>", re.DOTALL)
_NAME = re.compile(rb'<definedName name="([^"]*)"([^>]*)>([^<]*)</definedName>')
_SHEET = re.compile(rb'<sheet name="([^"]*)" sheetId="([^"]*)"([^>]*?)/>')
_RELATION = re.compile(rb"<Relationship [^>]*/>")
_TYPES = ("s", "b", "e", "d", "str", "inlineStr", "n", "x", "")
_BODIES = (
    "<v>{}</v>", "<f>{}</f>", "<f>{}</f><v>{}</v>", "<is><t>{}</t></is>", "<is><r><t>{}</t></r><r><t>{}</t></r></is>", "<v>{}</v><v>{}</v>", "",
    '<f t="shared" si="99999" ref="{}">{}</f>', '<f t="array" ref="{}"/>', "<is><rPh><t>{}</t></rPh></is>", "<v/>", "<f/>", "<is/>",
)  # fmt: skip
_DATES = (
    "2025-04-01T00:00:00", "2025-04-01", "2025-13-45", "99999-01-01", "0000-00-00T00:00:00", "-0001-01-01", "T12:00", "24:00:00", "",
    "2025-04-01T25:61:61.999999999999Z", "1904-01-01", "1900-02-29",
)  # fmt: skip
_AREAS = (
    "mergeCell",
    "dimension",
    "selection",
    "dataValidation",
    "conditionalFormatting",
    "pane",
    "col",
    "row",
    "sheetView",
)


def _part(parts: list[Part], name: str) -> Part | None:
    return next((part for part in parts if part.name.endswith(name)), None)


def _sheet(rng: Random, parts: list[Part]) -> Part:
    return rng.choice([part for part in parts if "worksheets/" in part.name] or parts)


def _some(rng: Random, found: list[re.Match[bytes]]) -> list[re.Match[bytes]]:
    """Some of the places that were found, the last first."""
    chosen = rng.sample(found, min(len(found), rng.choice((1, 1, 2, 5, 30))))
    return sorted(chosen, key=lambda match: -match.start())


def _put(data: bytes, match: re.Match[bytes], new: bytes) -> bytes:
    return data[: match.start()] + new + data[match.end() :]


@of_package("記入の書き換え")
def writing(rng: Random, parts: list[Part]) -> None:
    """What people write: whole texts of cells, which the rules then read."""
    strings = _part(parts, "sharedStrings.xml")
    if strings is None:
        return
    for match in _some(rng, list(_STRING.finditer(strings.data))):
        new = b'<si><t xml:space="preserve">' + odd.escaped(odd.text(rng)) + b"</t></si>"
        strings.data = _put(strings.data, match, new)


@of_package("記入の入替え")
def shuffled(rng: Random, parts: list[Part]) -> None:
    """The right texts in the wrong cells."""
    strings = _part(parts, "sharedStrings.xml")
    found = list(_STRING.finditer(strings.data)) if strings else []
    if strings is None or len(found) < 4:
        return
    for _ in range(rng.choice((1, 5, 30))):
        one, other = sorted(rng.sample(range(len(found)), 2))
        data, first, second = strings.data, found[one], found[other]
        strings.data = (
            data[: first.start()] + second[0] + data[first.end() : second.start()] + first[0] + data[second.end() :]
        )
        found = list(_STRING.finditer(strings.data))


@of_package("セルの中身")
def cells(rng: Random, parts: list[Part]) -> None:
    part = _sheet(rng, parts)
    for match in _some(rng, list(_CELL.finditer(part.data))):
        kind = rng.choice(_TYPES)
        fill = [rng.choice(_DATES) if kind == "d" else rng.choice((odd.text, odd.value))(rng) for _ in range(2)]
        body = rng.choice(_BODIES).format(*(odd.escaped(text).decode(errors="surrogatepass") for text in fill))
        stated = f' s="{rng.choice(odd.NUMBERS)}"' if rng.random() < 0.2 else ' s="0"'
        stated += f' t="{kind}"' if kind else ""
        new = b'<c r="' + match[1] + b'"' + stated.encode() + b">" + body.encode(errors="surrogatepass") + b"</c>"
        part.data = _put(part.data, match, new)


@of_package("数のセル")
def numbers(rng: Random, parts: list[Part]) -> None:
    """Numbers, dates, truths where a text was, in whatever format the cell has."""
    part = _sheet(rng, parts)
    is_real = rng.random() < 0.7
    for match in _some(rng, list(_CELL.finditer(part.data))):
        style = rng.choice((re.sub(rb'\s+t="[^"]*"', b"", match[2]), b' s="%d"' % rng.randrange(60)))
        stated = rng.choice((b"", b' t="n"') if is_real else (b"", b' t="n"', b' t="b"', b' t="s"', b' t="e"'))
        number = rng.choice(odd.REAL_NUMBERS if is_real else odd.NUMBERS)
        new = b'<c r="' + match[1] + b'"' + style + stated + b"><v>" + number.encode() + b"</v></c>"
        part.data = _put(part.data, match, new)


@of_package("セルの番地")
def addresses(rng: Random, parts: list[Part]) -> None:
    part = _sheet(rng, parts)
    there = odd.REAL_ADDRESSES if rng.random() < 0.7 else odd.ADDRESSES
    for match in _some(rng, list(re.finditer(rb'(?<=<c )r="[^"]*"', part.data))):
        new = b"" if rng.random() < 0.2 else b'r="' + odd.escaped(rng.choice(there)) + b'"'
        part.data = _put(part.data, match, new)


@of_package("行の番号と幅")
def rows(rng: Random, parts: list[Part]) -> None:
    part = _sheet(rng, parts)
    for match in _some(rng, list(re.finditer(rb'<row r="(\d+)" spans="[^"]*"', part.data))):
        row = rng.choice((match[1].decode(), *odd.NUMBERS))
        spans = rng.choice(("1:4", "0:0", "4:1", "-1:99999999", "1:16385", "x", ""))
        hidden = rng.choice(("", ' hidden="1"', ' hidden="x"', ' ht="1e99"', ' ht=""'))
        part.data = _put(part.data, match, f'<row r="{row}" spans="{spans}"{hidden}'.encode())


@of_package("範囲")
def areas(rng: Random, parts: list[Part]) -> None:
    """Merged cells, dimension, drop-downs, columns: whatever names a range of the sheet."""
    part = _sheet(rng, parts)
    for name in rng.sample(_AREAS, 3):
        pattern = re.compile(
            rb"(<%b\b[^>]*?\b(?:ref|sqref|min|max|r|topLeftCell|activeCell)=\")([^\"]*)" % name.encode()
        )
        for match in _some(rng, list(pattern.finditer(part.data))):
            new = rng.choice((odd.ADDRESSES, odd.NUMBERS, ("A1:XFD1048576", "B2:A1", "A1:A1048576", "A1:A1 B2:C3")))
            part.data = part.data[: match.start(2)] + odd.escaped(rng.choice(new)) + part.data[match.end(2) :]
    if rng.random() < 0.4:
        merged = (
            b'<mergeCells count="1"><mergeCell ref="' + odd.escaped(rng.choice(odd.ADDRESSES)) + b'"/></mergeCells>'
        )
        part.data = part.data.replace(b"</sheetData>", b"</sheetData>" + merged)


@of_package("共有文字列")
def strings(rng: Random, parts: list[Part]) -> None:
    """Fewer strings than the cells refer to, strings in pieces, strings with nothing in them."""
    part = _part(parts, "sharedStrings.xml")
    if part is None:
        return
    for match in _some(rng, list(_STRING.finditer(part.data))):
        text = odd.escaped(odd.text(rng))
        new = (
            b"", b"<si/>", b"<si><t/></si>", b"<si><r><t>" + text + b"</t></r><r><rPr/><t>x</t></r></si>", b"<si><t>" + text,
            b"<si><rPh sb='0' eb='9'><t>" + text + b"</t></rPh></si>", b"<si><t>a</t><t>b</t></si>", match[0] * 3,
        )  # fmt: skip
        part.data = _put(part.data, match, rng.choice(new))


@of_package("名前の定義")
def names(rng: Random, parts: list[Part]) -> None:
    part = _part(parts, "xl/workbook.xml")
    if part is None:
        return
    all_names = [match[1] for match in _NAME.finditer(part.data)]
    for match in _some(rng, list(_NAME.finditer(part.data))):
        name = rng.choice((match[1], *rng.sample(all_names, 1), odd.escaped(odd.text(rng))))
        scope = rng.choice((match[2], b"", b' localSheetId="' + odd.escaped(rng.choice(odd.NUMBERS)) + b'"'))
        target = rng.choice((match[3], odd.escaped(rng.choice(odd.REFERENCES)), odd.escaped(odd.text(rng))))
        new = b'<definedName name="' + name + b'"' + scope + b">" + target + b"</definedName>"
        part.data = _put(part.data, match, rng.choice((new, new, b"", match[0] + new)))


@of_package("シートの一覧")
def sheets(rng: Random, parts: list[Part]) -> None:
    part = _part(parts, "xl/workbook.xml")
    if part is None:
        return
    for match in _some(rng, list(_SHEET.finditer(part.data))):
        listed = [sheet[1] for sheet in _SHEET.finditer(part.data)] or [b""]
        name = rng.choice(
            (match[1], match[1] + b" (2)", rng.choice(listed), odd.escaped(odd.text(rng)), b"_meta", b"_lists")
        )
        number = rng.choice((match[2], odd.escaped(rng.choice(odd.NUMBERS))))
        rest = rng.choice(
            (
                match[3],
                b' r:id="rId%d"' % rng.randrange(30),
                b"",
                b' state="hidden"' + match[3],
                b' state="x"' + match[3],
            )
        )
        new = b'<sheet name="' + name + b'" sheetId="' + number + b'"' + rest + b"/>"
        part.data = _put(part.data, match, rng.choice((new, new, b"", match[0] + new)))
    if rng.random() < 0.2:
        part.data = part.data.replace(
            b"<workbookPr", b'<workbookPr date1904="%b"' % rng.choice((b"1", b"true", b"x", b""))
        )


@of_package("部品のつながり")
def relations(rng: Random, parts: list[Part]) -> None:
    part = rng.choice([part for part in parts if part.name.endswith(".rels")] or parts)
    targets = [part.name for part in parts] + [
        "", ".", "..", "../..", "/", "workbook.xml", "../[Content_Types].xml", "worksheets", "http://example.jp/", "#表紙!A1", "x" * 5_000, "%2e%2e/x",
    ]  # fmt: skip
    for match in _some(rng, list(_RELATION.finditer(part.data))):
        new = match[0]
        how = rng.randrange(5)
        if how == 0:
            new = b""
        elif how == 1:
            new = re.sub(rb'Target="[^"]*"', lambda _: b'Target="' + odd.escaped(rng.choice(targets)) + b'"', new)
        elif how == 2:
            new = re.sub(rb'Id="[^"]*"', b'Id="rId%d"' % rng.randrange(25), new)
        elif how == 3:
            kind = rng.choice((b"officeDocument", b"worksheet", b"chartsheet", b"styles", b"vbaProject", b"x"))
            new = re.sub(rb'/\w+" Target', b"/" + kind + b'" Target', new)
        else:
            new = new.replace(b"/>", b' TargetMode="External"/>')
        part.data = _put(part.data, match, new)


@of_package("書式")
def styles(rng: Random, parts: list[Part]) -> None:
    part = _part(parts, "styles.xml")
    if part is None:
        return
    if rng.random() < 0.3:
        part.data = rng.choice(
            (b"", b"<styleSheet/>", re.sub(rb"<cellXfs.*?</cellXfs>", b"", part.data, flags=re.DOTALL))
        )
        return
    pattern = re.compile(rb'\b(numFmtId|fontId|fillId|borderId|xfId|count|formatCode|rgb|theme|indexed|val)="([^"]*)"')
    for match in _some(rng, list(pattern.finditer(part.data))):
        code = rng.choice(("yyyy/m/d", "[$-411]ggge", "@", "[h]:mm", "General;;;@", '"', "[", ""))
        new = code if match[1] == b"formatCode" else rng.choice((*odd.NUMBERS, "14", "22", "165"))
        part.data = part.data[: match.start(2)] + odd.escaped(new) + part.data[match.end(2) :]
