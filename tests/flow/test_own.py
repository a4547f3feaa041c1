"""Pictures that a department pasted: taken out of its workbook byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from PIL import Image as Pillow

from pipeline.flow.draw import flow_png
from pipeline.flow.own import OwnPictures, kind_of_picture, own_pictures
from pipeline.masters.load import Masters
from pipeline.package import Unreadable
from tests.conftest import SAMPLES
from tests.flow.builders import content_of_file, step

HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
PICTURE = flow_png([step(1, "ア", "イ")]).data
DRAWING = "xl/drawings/drawing1.xml"
EMF = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(40)


@cache
def pasted(*places: tuple[str, str, bytes], sample: Path = HALL) -> bytes:
    """The sample with pictures pasted at (sheet, cell), as another program saves them."""
    book = load_workbook(sample)
    for sheet, cell, data in places:
        book[sheet].add_image(Image(io.BytesIO(data)), cell)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The package with a text replaced in the part of that name."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        assert old in source.read(part)
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new) if name == part else source.read(name))
    return result.getvalue()


def own(data: bytes, masters: Masters) -> OwnPictures:
    return own_pictures(data, content_of_file(data, masters))


def _saved_as(kind: str) -> bytes:
    target = io.BytesIO()
    Pillow.new("RGB", (30, 20), "white").save(target, kind)
    return target.getvalue()


def test_a_workbook_without_pictures(masters: Masters) -> None:
    assert own(HALL.read_bytes(), masters) == OwnPictures((), ())


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif"])
def test_a_picture_survives_byte_for_byte(kind: str, masters: Masters) -> None:
    data = PICTURE if kind == "png" else _saved_as(kind)
    (picture,) = own(pasted(("情報の流れ", "B7", data)), masters).pictures
    assert (picture.data, picture.kind, picture.is_printable, picture.cropped) == (data, kind, True, False)
    assert (picture.sheet, picture.row, picture.column) == ("情報の流れ", 6, 1)


def test_pictures_come_in_the_order_of_the_sheets_and_of_the_page(masters: Masters) -> None:
    gif, jpeg = _saved_as("gif"), _saved_as("jpeg")
    places = (
        ("情報の流れ", "B20", gif),
        ("情報の流れ", "A6", jpeg),
        ("事業の概要", "A1", PICTURE),
        ("表紙", "A1", gif),
    )
    found = own(pasted(*places), masters).pictures
    assert [(picture.sheet, picture.kind) for picture in found] == [
        ("事業の概要", "png"), ("情報の流れ", "jpeg"), ("情報の流れ", "gif"),
    ]  # fmt: skip


def test_a_metafile_is_told_as_not_printable(masters: Masters) -> None:
    data = changed(pasted(("情報の流れ", "A6", PICTURE)), "xl/media/image1.png", PICTURE, EMF)
    (picture,) = own(data, masters).pictures
    assert (picture.data, picture.kind, picture.is_printable) == (EMF, "emf", False)


def test_a_cropped_picture_is_told(masters: Masters) -> None:
    data = pasted(("情報の流れ", "A6", PICTURE))
    cropped = changed(data, DRAWING, b"<a:stretch", b'<a:srcRect l="10000"/><a:stretch')
    assert [picture.cropped for picture in own(cropped, masters).pictures] == [True]


def test_a_link_to_a_picture_elsewhere_gives_no_bytes(masters: Masters) -> None:
    data = pasted(("情報の流れ", "A6", PICTURE))
    linked = changed(data, DRAWING, b":embed=", b":link=")
    assert [(picture.data, picture.kind) for picture in own(linked, masters).pictures] == [(b"", "")]


def test_shapes_are_told_by_sheet(masters: Masters) -> None:
    data = pasted(("情報の流れ", "A6", PICTURE), ("事業の概要", "A1", PICTURE))
    found = own(changed(data, "xl/drawings/drawing2.xml", b"<pic>", b"<sp/><pic>"), masters)
    assert len(found.pictures) == 2
    assert found.shapes == ("情報の流れ",)


def test_what_stands_in_for_older_programs_is_no_second_picture(masters: Masters) -> None:
    data = pasted(("情報の流れ", "A6", PICTURE))
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        (picture,) = re.findall(rb"<pic>.*</pic>", source.read(DRAWING))
    choice = b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
    both = choice + picture + b"</mc:Choice><mc:Fallback>" + picture + b"</mc:Fallback></mc:AlternateContent>"
    assert len(own(changed(data, DRAWING, picture, both), masters).pictures) == 1


def test_a_damaged_drawing_is_unreadable(masters: Masters) -> None:
    data = pasted(("情報の流れ", "A6", PICTURE))
    content = content_of_file(data, masters)
    with pytest.raises(Unreadable):
        own_pictures(changed(data, DRAWING, b"</pic>", b"</pix>"), content)


BEGINNINGS = {
    "bmp": b"BM" + bytes(20),
    "wmf": b"\xd7\xcd\xc6\x9a",
    "tiff": b"II*\x00",
    "nothing": b"",
    "svg": b"<svg/>",
    "numbers": b"\x01\x00\x00\x00" + bytes(60),
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [*((kind, kind) for kind in ("bmp", "wmf", "tiff")), *((name, "") for name in ("nothing", "svg", "numbers"))],
)
def test_kinds_by_their_bytes(name: str, kind: str) -> None:
    assert kind_of_picture(BEGINNINGS[name]) == kind
