"""Pictures of a submission that are printed: the 個人情報の流れ, drawn from the table of steps or as the department pasted it; drawings of 別添１."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter.exceptions import UndefinedImageSize, UnsupportedImageFormat
from xlsxwriter.image import Image

from pipeline.flow.draw import flow_png
from pipeline.flow.own import SHEETS, OwnPicture, own_pictures
from pipeline.flow.steps import steps_of
from pipeline.papers.content import Content
from pipeline.papers.source import FLOW

IN_THE_WORKBOOK = "{}の図（{}）は、このままでは印刷できません。提出されたブックの図を添えてください。"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures, and what is to be said where one cannot be printed."""

    pictures: tuple[bytes, ...] = ()
    note: str = ""


NO_PICTURES = Pictures()


def flow_pages(data: bytes, content: Content) -> Pictures:
    """The pictures of an accepted workbook. `data`: its bytes, from which pasted pictures are taken unharmed."""
    steps = [step for leaf in content.of(FLOW) for step in steps_of(leaf)]
    if steps:
        return Pictures((flow_png(steps, legend=False).data,))
    return pasted(data, content, SHEETS, FLOW)


def pasted(data: bytes, content: Content, sheets: Collection[str], what: str) -> Pictures:
    """The pictures that lie on some sheets of the form in an accepted workbook. `what`: what they show."""
    own = own_pictures(data, content, sheets)
    shown = [picture for picture in own.pictures if _can_be_shown(picture)]
    left = [picture.sheet for picture in own.pictures if picture not in shown]
    names = "、".join(f"シート「{name}」" for name in dict.fromkeys((*left, *own.shapes)))
    return Pictures(tuple(picture.data for picture in shown), IN_THE_WORKBOOK.format(what, names) if names else "")


def _can_be_shown(picture: OwnPicture) -> bool:
    """Whether it can be printed as it was meant: of one that was cropped, the file shows more than that."""
    if not picture.is_printable or picture.cropped or not picture.data:
        return False
    try:
        image = Image(BytesIO(picture.data))
    except (UnsupportedImageFormat, UndefinedImageSize):
        return False
    return bool(image.width and image.height)
