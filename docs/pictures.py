"""The pictures of docs/images/: pages of the demo's workbooks as LibreOffice prints them (`nox -s docs`).

Needs LibreOffice (`soffice` on the PATH) and some font with Japanese. Fonts that the workbooks name and the machine lacks
are replaced by free ones of the same kind, through a fontconfig file that lives as long as this script.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageOps

from pipeline.nightly import run_night
from pipeline.progress import Progress
from pipeline.setup import fill_demo, init_workspace
from pipeline.workspace import Workspace

NIGHT = dt.date(2026, 4, 1)
"""A fixed date, so that the pictures change only when the pages do."""

WIDTH = 900
_SHARPER, _MARGIN, _COLOURS = 2, 12, 48
_WHOLE = (0.0, 0.0, 1.0, 1.0)

_INSTEAD = {
    "ＭＳ 明朝": ("IPAMincho", "IPAexMincho", "Noto Serif CJK JP"),
    "ＭＳ ゴシック": ("IPAGothic", "IPAexGothic", "Noto Sans CJK JP"),
    "游ゴシック": ("Noto Sans CJK JP", "IPAexGothic", "IPAGothic"),
    "Calibri": ("Carlito",),
}
"""Font in the workbooks → free fonts of its kind, the best first."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: which book, the words by which the page is found, and which part of the page (left, top, right, bottom)."""

    name: str
    book: str
    page: str
    part: tuple[float, float, float, float] = _WHOLE


_FORM = "workbooks/accepted/*/*-0001/v01.xlsx"
_RETURNED = "workbooks/returned/*/*_検証結果.xlsx"
_LIST = "outputs/審議案件一覧/*令和5年度.xlsx"
_LEDGER = "outputs/台帳/*令和8年度.xlsx"
_PAPER = "outputs/付議書/*/*-0002.xlsx"
_STATISTICS = "outputs/統計/*令和5年度.xlsx"

PICTURES = (
    Picture("cover", _FORM, r"^表紙 \d+／", (0.0, 0.0, 1.0, 0.91)),
    Picture("result", _RETURNED, r"^検証結果 \d+／", (0.0, 0.0, 1.0, 0.7)),
    Picture("annex", _FORM, r"^外部結合 \d+／", (0.0, 0.0, 1.0, 0.94)),
    Picture("checklist", _RETURNED, r"^指定管理_区 \d+／", (0.0, 0.0, 1.0, 0.59)),
    Picture("list", _LIST, "審議案件一覧", (0.0, 0.0, 1.0, 0.76)),
    Picture("summary", _LIST, "（№１）$", (0.0, 0.0, 1.0, 0.72)),
    Picture("ledger", _LEDGER, r"^系譜 \d+／", (0.0, 0.0, 0.82, 0.5)),
    Picture("flow", _PAPER, "個人情報の流れ$", (0.0, 0.0, 1.0, 0.422)),
    Picture("statistics", _STATISTICS, r"^月別 \d+／", (0.0, 0.0, 1.0, 0.68)),
)


def draw(target: Path) -> Iterator[Path]:
    """Make every picture of `PICTURES` in the folder `target`. Yields the files as they are written."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        workspace = _demo(place / "demo")
        pages = _printed({picture.book for picture in PICTURES}, workspace, place)
        for picture in PICTURES:
            path = target / f"{picture.name}.png"
            _cut(_page(pages[picture.book], picture.page), picture.part).save(path, optimize=True)
            yield path


def _demo(root: Path) -> Workspace:
    workspace = init_workspace(root)
    fill_demo(workspace)
    run_night(workspace, NIGHT, 1, Progress())
    return workspace


def _printed(books: set[str], workspace: Workspace, place: Path) -> dict[str, Path]:
    """Each book as a PDF. Books of one name lie in different folders, so they are converted one by one."""
    environment = os.environ | {"FONTCONFIG_FILE": str(_font_file(place / "fonts.conf"))}
    printed: dict[str, Path] = {}
    for number, book in enumerate(sorted(books)):
        (source,) = workspace.root.glob(book)
        folder = place / f"pdf{number}"
        command = ["soffice", f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        (printed[book],) = folder.glob("*.pdf")
    return printed


def _font_file(path: Path) -> Path:
    listed = subprocess.run(["fc-list", ":", "family"], check=True, capture_output=True, text=True).stdout
    installed = set(re.split(r"[,\n]", listed))
    rules = [
        f'<match target="pattern"><test name="family"><string>{font}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{free}</string></edit></match>'
        for font, choices in _INSTEAD.items()
        if font not in installed
        for free in [choice for choice in choices if choice in installed][:1]
    ]
    lines = ["<fontconfig>", "<include>/etc/fonts/fonts.conf</include>", *rules, "</fontconfig>"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _page(pdf: Path, words: str) -> Image.Image:
    """The first page on which the words stand, without its white margins, sharper than it is needed."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        if re.search(words, text, re.MULTILINE):
            image: Image.Image = page.render(scale=5.0).to_pil().convert("RGB")
            white = Image.new("RGB", image.size, "white")
            return image.crop(ImageChops.difference(image, white).getbbox())
    raise LookupError(f"no page with {words} in {pdf.name}")


def _cut(image: Image.Image, part: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = part
    cut = image.crop(
        (round(left * image.width), round(top * image.height), round(right * image.width), round(bottom * image.height))
    )
    inner = WIDTH - 2 * _MARGIN - 2
    small = cut.resize((inner, round(cut.height * inner / cut.width)), Image.Resampling.LANCZOS)
    framed = ImageOps.expand(ImageOps.expand(small, _MARGIN, "white"), 1, "#BBBBBB")
    return framed.quantize(_COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    for made in draw(Path(sys.argv[1])):
        print(f"{made}　{made.stat().st_size // 1024} kB")
