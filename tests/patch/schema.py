"""What Excel demands of a package: each element of a sheet in its place, every part declared, every relationship leading somewhere."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

from tests.patch.builders import Parts, parts_of

SHEET = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
WORKBOOK = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
STYLES = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]
COMMENTS = ["authors", "commentList", "extLst"]
ORDERS = {"worksheet": SHEET, "workbook": WORKBOOK, "styleSheet": STYLES, "comments": COMMENTS}


def assert_package_is_sound(data: bytes) -> None:
    """Assert all that this module knows of."""
    parts = parts_of(data)
    roots = {name: ElementTree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    for root in roots.values():
        _assert_order(root)
        if _local(root) == "worksheet":
            _assert_cells(root)
    _assert_relationships(parts, roots)
    _assert_content_types(parts, roots["[Content_Types].xml"])
    _assert_counts(next(root for root in roots.values() if _local(root) == "styleSheet"), roots)
    _assert_names(next(root for root in roots.values() if _local(root) == "workbook"))
    for name, root in roots.items():
        if _local(root) == "comments":
            _assert_comments(name, root)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _assert_order(root: ElementTree.Element) -> None:
    order = ORDERS.get(_local(root))
    if order:
        home = root.tag.rpartition("}")[0]
        places = [order.index(_local(child)) for child in root if child.tag.startswith(home)]
        assert places == sorted(places)


def _assert_cells(root: ElementTree.Element) -> None:
    cells = re.compile(r"([A-Z]+)(\d+)")
    last_row = 0
    for row in root.iterfind("./{*}sheetData/{*}row"):
        number = int(row.get("r", ""))
        assert number > last_row
        last_row = number
        last = (0, "")
        for cell in row.iterfind("{*}c"):
            found = cells.fullmatch(cell.get("r", ""))
            assert found
            assert int(found[2]) == number
            assert (len(found[1]), found[1]) > last
            last = len(found[1]), found[1]


def _assert_relationships(parts: Parts, roots: dict[str, ElementTree.Element]) -> None:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        assert owner == "" or owner in parts
        ids = [relation.get("Id") for relation in root]
        assert len(ids) == len(set(ids))
        for relation in root:
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", posixpath.dirname(owner), relation.get("Target", ""))
                assert posixpath.normpath(target).lstrip("/") in parts
        if owner.endswith(".xml"):
            used = {v for e in roots[owner].iter() for k, v in e.attrib.items() if k.endswith("/relationships}id")}
            assert used <= set(ids)


def _assert_content_types(parts: Parts, types: ElementTree.Element) -> None:
    defaults = [node.get("Extension", "").lower() for node in types.iterfind("{*}Default")]
    overrides = [node.get("PartName", "").lstrip("/") for node in types.iterfind("{*}Override")]
    assert len(defaults) == len(set(defaults))
    assert len(overrides) == len(set(overrides))
    assert set(overrides) <= set(parts)
    for name in parts:
        assert name == "[Content_Types].xml" or name in overrides or name.rpartition(".")[2].lower() in defaults


def _assert_counts(styles: ElementTree.Element, roots: dict[str, ElementTree.Element]) -> None:
    sizes = {}
    for group in styles:
        sizes[_local(group)] = len(group)
        assert group.get("count") in (None, str(len(group)))
    for xf in styles.iterfind("./{*}cellXfs/{*}xf"):
        assert int(xf.get("fillId", 0)) < sizes["fills"]
        assert int(xf.get("fontId", 0)) < sizes["fonts"]
        assert int(xf.get("borderId", 0)) < sizes["borders"]
    used = {
        int(c.get("s") or 0)
        for root in roots.values()
        if _local(root) == "worksheet"
        for c in root.iter()
        if _local(c) == "c"
    }
    assert max(used, default=0) < sizes["cellXfs"]


def _assert_names(workbook: ElementTree.Element) -> None:
    sheets = workbook.findall("./{*}sheets/{*}sheet")
    assert (
        len({sheet.get("sheetId") for sheet in sheets})
        == len({sheet.get("name", "").lower() for sheet in sheets})
        == len(sheets)
    )
    names = [(n.get("name"), n.get("localSheetId")) for n in workbook.iterfind("./{*}definedNames/{*}definedName")]
    assert len(names) == len(set(names))
    assert all(int(scope or 0) < len(sheets) for _, scope in names)


def _assert_comments(name: str, root: ElementTree.Element) -> None:
    comments = root.findall("./{*}commentList/{*}comment")
    refs = [comment.get("ref") for comment in comments]
    assert len(refs) == len(set(refs)), name
    assert all(int(comment.get("authorId", "")) < len(root[0]) for comment in comments)
