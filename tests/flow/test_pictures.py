"""SVG and PNG: one list of shapes, the same bytes each time, text that stays text."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from pipeline.flow.draw import Picture, flow_png, flow_svg
from pipeline.flow.drawing import INK, TINT
from pipeline.flow.steps import Step
from pipeline.masters.load import Masters
from tests.conftest import SAMPLES
from tests.flow.builders import PARTIES, TEXTS, step, steps_of_file

SVG = "{http://www.w3.org/2000/svg}"
HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
SHORT = (
    step(1, "申請者", "区（総務課）", "申請書", "郵送"),
    step(2, "区（総務課）", "クラウド　国内", "台帳", "専用回線", "通信暗号化"),
    step(3, "クラウド　国内", "区（総務課）", "結果", "専用回線", "②と同じ"),
)
ODD = tuple(
    step(number + 1, PARTIES[number], PARTIES[-number - 1], TEXTS[number % len(TEXTS)], "<&>", "\x01\ufffe😀\ud800")
    for number in range(len(PARTIES))
)


def _texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _image(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def test_the_svg_of_a_short_flow() -> None:
    svg = flow_svg(SHORT)
    assert _texts(svg) == [
        *("申請者", "区（総務課）", "クラウド", "国内"),
        *("1", "申請書", "郵送"),
        *("2", "台帳", "専用回線", "通信暗号化"),
        *("3", "結果", "専用回線", "②と同じ"),
        "は、暗号化すると書かれているものです。",
    ]
    root = ElementTree.fromstring(svg)
    assert [child.tag.removeprefix(SVG) for child in root] == ["title", "desc", *["g"] * 7]
    groups = root.findall(f"{SVG}g")
    assert [group.findtext(f"{SVG}title") for group in groups[:4]] == [
        "申請者", "区（総務課）", "クラウド　国内", "① 申請者から区（総務課）へ／申請書／手段：郵送",
    ]  # fmt: skip
    assert [[child.tag.removeprefix(SVG) for child in group] for group in groups[3:5]] == [
        ["title", "path", "path", "rect", "text", "text", "text"],
        ["title", "path", "path", "rect", "text", "text", "text", "rect", "path", "text"],
    ]
    assert root.attrib["width"] == "178mm"


def test_the_svg_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(flow_svg(SHORT))
    title, described = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [(child.get("id"), child.text) for child in root[:2]] == [
        (title, "個人情報の流れ"),
        (
            described,
            "① 申請者から区（総務課）へ／申請書／手段：郵送\n"
            "② 区（総務課）からクラウド　国内へ／台帳／手段：専用回線／対策：通信暗号化\n"
            "③ クラウド　国内から区（総務課）へ／結果／手段：専用回線／対策：②と同じ",
        ),
    ]


def test_odd_characters_make_a_good_svg() -> None:
    svg = flow_svg(ODD)
    assert "<国保連合会>" not in svg
    assert "髙﨑😀葛\U000e0100飾か\u3099" in "".join(_texts(svg))
    assert "\x01" not in svg


@pytest.mark.parametrize("legend", [True, False])
def test_odd_characters_make_a_good_png(legend: bool) -> None:
    image = _image(flow_png(ODD, legend=legend))
    image.load()
    assert image.width == 1056


def test_the_legend_holds_what_is_cut(masters: Masters) -> None:
    steps = steps_of_file(HALL, masters)
    without, whole = flow_svg(steps, legend=False), flow_svg(steps)
    assert "外部からの攻撃防御" not in "".join(_texts(without))
    assert "外部からの攻撃防御（ファイアウォールの設置" in "".join(_texts(whole))
    assert flow_png(steps).shortened == ("①", "③", "⑤")
    assert flow_png(steps).height_mm > flow_png(steps, legend=False).height_mm


def test_a_png_has_the_size_it_is_printed_in(masters: Masters) -> None:
    picture = flow_png(steps_of_file(HALL, masters), 200, legend=False)
    image = _image(picture)
    assert (image.format, image.mode) == ("PNG", "P")
    assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    assert image.width / 200 * 25.4 == pytest.approx(picture.width_mm, abs=1)
    assert image.height / 200 * 25.4 == pytest.approx(picture.height_mm, abs=1)
    assert len(picture.data) < 60_000


def test_a_png_shows_paper_ink_and_boxes() -> None:
    image = _image(flow_png(SHORT)).convert("RGB")
    colours = {f"#{r:02x}{g:02x}{b:02x}": count for count, (r, g, b) in image.getcolors() or []}
    assert len(colours) == 8
    assert sorted(colours, key=colours.__getitem__)[-2:] == [TINT, "#ffffff"]
    assert colours[INK] > 1000


def test_the_same_steps_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.flow.test_pictures import SHORT; from pipeline.flow.draw import flow_png, flow_svg;"
        "print(hashlib.sha256(flow_svg(SHORT).encode() + flow_png(SHORT).data).hexdigest())"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    other = ran.stdout.strip()
    assert other == hashlib.sha256(flow_svg(SHORT).encode() + flow_png(SHORT).data).hexdigest()


def test_no_steps_no_picture() -> None:
    with pytest.raises(ValueError, match="step"):
        flow_png(())


def test_a_number_that_is_no_number_is_shown_as_typed() -> None:
    assert "1-2" in _texts(flow_svg([Step("1-2", "ア", "イ", "情報")]))
