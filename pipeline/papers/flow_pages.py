"""The 個人情報の流れ as pictures: drawn from the table of steps, or where there is none, as the department pasted them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter.exceptions import UndefinedImageSize, UnsupportedImageFormat
from xlsxwriter.image import Image

from pipeline.flow.draw import flow_png
from pipeline.flow.own import OwnPicture, own_pictures
from pipeline.flow.steps import steps_of
from pipeline.papers.content import Content
from pipeline.papers.source import FLOW

IN_THE_WORKBOOK = "個人情報の流れの図（{}）は、このままでは印刷できません。提出されたブックの図を添えてください。"


@dataclass(frozen=True, slots=True)
class FlowPages:
    """The pictures, and what is to be said where one cannot be printed."""

    pictures: tuple[bytes, ...] = ()
    note: str = ""


def flow_pages(data: bytes, content: Content) -> FlowPages:
    """The pictures of an accepted workbook. `data`: its bytes, from which pasted pictures are taken unharmed."""
    steps = [step for leaf in content.of(FLOW) for step in steps_of(leaf)]
    if steps:
        return FlowPages((flow_png(steps, legend=False).data,))
    own = own_pictures(data, content)
    shown = [picture for picture in own.pictures if _can_be_shown(picture)]
    left = [picture.sheet for picture in own.pictures if picture not in shown]
    sheets = "、".join(f"シート「{name}」" for name in dict.fromkeys((*left, *own.shapes)))
    return FlowPages(tuple(picture.data for picture in shown), IN_THE_WORKBOOK.format(sheets) if sheets else "")


def _can_be_shown(picture: OwnPicture) -> bool:
    """Whether it can be printed as it was meant: of one that was cropped, the file shows more than that."""
    if not picture.is_printable or picture.cropped or not picture.data:
        return False
    try:
        image = Image(BytesIO(picture.data))
    except (UnsupportedImageFormat, UndefinedImageSize):
        return False
    return bool(image.width and image.height)
