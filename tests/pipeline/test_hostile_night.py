"""Everything that a hostile hand can drop, in one inbox in one real night: each file gets its own answer and costs only itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.package import CFB_MAGIC
from pipeline.read import sha256_of
from pipeline.receipts import Receipt, read_receipts
from pipeline.settings import Limits
from pipeline.setup import init_workspace
from pipeline.workspace import Workspace
from tests.drafts import SLIPS_OF_THE_DOCUMENTS
from tests.fuzz import parts as fuzz
from tests.pipeline.test_packages import (
    BILLION,
    HALL,
    OUTSIDE,
    RELATIONS,
    _bomb,
    _lies_about_its_size,
    _parts_over_each_other,
    _very_many_parts,
    pack,
    parts_of,
    relation,
)
from tests.quine import quine

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")

FOLDER = "地域コミュニティ課"
MOST_SECONDS, MOST_MEGABYTES = 60, 1024
SAMPLE = HALL.read_bytes()
COVER, ITEMS = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet19.xml"
ENCRYPTED = CFB_MAGIC + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)

Make = Callable[[Path], object]


def data(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def with_parts(**changed: bytes) -> Make:
    """The sample with parts added or replaced."""
    return lambda path: pack(path, parts_of(HALL) | changed)


def rewritten(part: str, pattern: bytes, new: bytes) -> Make:
    """The sample with something else in a part."""

    def make(path: Path) -> None:
        parts = parts_of(HALL)
        parts[part], times = re.subn(pattern, lambda _: new, parts[part])
        assert times
        pack(path, parts)

    return make


def appended(part: str, rows: bytes) -> Make:
    """The sample with rows below all others."""
    return rewritten(part, b"</sheetData>", rows + b"</sheetData>")


def with_passwords(path: Path) -> None:
    """Every part says that it needs a password, which only other archives than workbooks have."""
    locked = fuzz.unpack(SAMPLE)
    for part in locked:
        part.forged["flag_bits"] = 0x801
    path.write_bytes(fuzz.pack(locked))


def many_sheets(path: Path) -> None:
    listed = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, 1000 + n) for n in range(100_000))
    rewritten("xl/workbook.xml", b"</sheets>", listed + b"</sheets>")(path)


def link_to(target: str | Path) -> Make:
    return lambda path: path.symlink_to(target)


def hard_link(path: Path) -> None:
    other = path.parent.parent.parent / "よその文書.xlsx"
    other.write_bytes(SAMPLE)
    path.hardlink_to(other)


def cell(address: str, text: bytes) -> bytes:
    return b'<c r="%b" t="inlineStr"><is><t>%b</t></is></c>' % (address.encode(), text)


def rows(count: int, text: bytes = b"x", first: int = 400) -> bytes:
    return b"".join(b'<row r="%d">%b</row>' % (row, cell(f"B{row}", text)) for row in range(first, first + count))


LINK = relation("externalLinkPath", "file:///C:/%E9%9B%86%E8%A8%88.xlsx", ' TargetMode="External"')
LETTERS = "".join(chr(0x3041 + n % 80) + chr(0x4E00 + n % 9_973) for n in range(16_384))[:32_767]
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000
PURPOSE = rb'<c r="B4"[^>]*>.*?</c>'

FILES: dict[str, tuple[Make, str, list[str]]] = {
    "爆弾.xlsx": (_bomb, "隔離", ["X06"]),
    "うその大きさ.xlsx": (_lies_about_its_size, "隔離", ["X06"]),
    "重なった部品.xlsx": (_parts_over_each_other, "隔離", ["X06"]),
    "多すぎる部品.xlsx": (_very_many_parts, "隔離", ["X06"]),
    "十万枚のシート.xlsx": (many_sheets, "隔離", ["X06"]),
    "自分の入った圧縮ファイル.xlsx": (data(quine("r.xlsx")), "差戻し", ["X05"]),
    "自分がブックの部品.xlsx": (data(quine("xl/workbook.xml")), "差戻し", ["X02"]),
    "自分の入った埋込み.xlsx": (with_parts(**{"xl/embeddings/a.xlsx": quine("a.xlsx")}), "差戻し", ["X13"]),
    "親フォルダ.xlsx": (with_parts(**{"../../../etc/cron.d/fugi": b"* * * * * root true"}), "隔離", ["X07"]),
    "外の実体.xlsx": (with_parts(**{ITEMS: OUTSIDE}), "隔離", ["X07"]),
    "百万の笑い.xlsx": (with_parts(**{"xl/sharedStrings.xml": BILLION}), "隔離", ["X07"]),
    "マクロ.xlsm": (with_parts(**{"xl/vbaProject.bin": b"macro"}), "隔離", ["X08"]),
    "Excel4のマクロ.xlsx": (with_parts(**{"xl/macrosheets/sheet1.xml": b"<macrosheet/>"}), "隔離", ["X08"]),
    "パスワード.xlsx": (data(ENCRYPTED), "差戻し", ["X03"]),
    "部品にパスワード.xlsx": (with_passwords, "差戻し", ["X02"]),
    "古い.xls": (data(CFB_MAGIC + bytes(2048)), "差戻し", ["X04"]),
    "改名したxls.xlsx": (data(CFB_MAGIC + bytes(2047)), "差戻し", ["X05"]),
    "画面.xlsx": (data(b"<html><table><tr><td>1</td></tr></table></html>"), "差戻し", ["X05"]),
    "一覧.xlsx": (data("件名,担当課\n".encode()), "差戻し", ["X05"]),
    "印刷.xlsx": (data(b"%PDF-1.7\n" + SAMPLE), "差戻し", ["X05"]),
    "途中まで.xlsx": (data(SAMPLE[: len(SAMPLE) // 2]), "差戻し", ["X01"]),
    "空.xlsx": (data(b""), "差戻し", ["X01"]),
    "埋込み.xlsx": (with_parts(**{"xl/embeddings/oleObject1.bin": CFB_MAGIC}), "差戻し", ["X13"]),
    "ほかのブックへのリンク.xlsx": (
        with_parts(
            **{
                "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": RELATIONS.format(LINK).encode(),
            }
        ),
        "受理",
        ["X09"],
    ),
    "端まであると言う.xlsx": (
        rewritten(ITEMS, rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
        "受理",
        [],
    ),
    "端に記入.xlsx": (appended(ITEMS, b'<row r="1048576">' + cell("XFD1048576", b"x") + b"</row>"), "差戻し", ["X02"]),
    "リーダーが倒れる.xlsx": (
        appended(ITEMS, b'<row r="400">' + cell("B4294967290", b"x") + b"</row>"),
        "差戻し",
        ["X02"],
    ),
    "三万字のセル.xlsx": (rewritten("xl/worksheets/sheet3.xml", PURPOSE, cell("B4", LETTERS.encode())), "受理", []),
    "三万字のセルが並ぶ.xlsx": (appended(ITEMS, rows(500, LETTERS.encode())), "差戻し", ["X02"]),
    "引き延ばした行.xlsx": (appended(ITEMS, rows(100_000)), "差戻し", ["X02"]),
    "深い入れ子.xlsx": (rewritten(COVER, b"</worksheet>", DEEP + b"</worksheet>"), "受理", []),
    "写しの作れないもの.xlsx": (
        with_parts(**{"[Content_Types].xml": b"<Types", "xl/embeddings/a.bin": b""}),
        "差戻し",
        ["X13"],
    ),
    "ふつうの付議.xlsx": (data(SAMPLE), "受理", []),
    "管.xlsx": (os.mkfifo, "隔離", ["X11"]),
    "近道.xlsx": (link_to("/etc/passwd"), "隔離", ["X11"]),
    "フォルダへの近道.xlsx": (link_to("/"), "隔離", ["X11"]),
    "もう一つの名前.xlsx": (hard_link, "隔離", ["X11"]),
}
"""Name of the file → how it is made, its verdict, and the codes found in it."""

_NIGHT = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from pipeline.nightly import run_night
from pipeline.progress import Progress
from pipeline.settings import Intake, Settings
from pipeline.workspace import Workspace

begin = time.monotonic()
night = run_night(Workspace(Path(sys.argv[1])), date(2026, 3, 31), 2, Progress(), Settings(intake=Intake(look_again_seconds=0)))
seconds = time.monotonic() - begin
kilobytes = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({**night.as_record(), "complete": night.is_complete, "seconds": seconds, "kilobytes": kilobytes}))
"""


def run_the_night(workspace: Workspace) -> dict[str, Any]:
    """Run the night with the usual limits in a process of its own. Returns what it says of itself."""
    command = [sys.executable, "-c", _NIGHT, str(workspace.root)]
    quiet = {**os.environ, "RUST_BACKTRACE": "0"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=quiet)
    record: dict[str, Any] = json.loads(done.stdout)
    return record


def answer(receipt: Receipt) -> tuple[str, list[str]]:
    """The verdict and the codes, without those that the sample gets as it is."""
    told = [f["code"] for f in receipt.findings if (f["code"], f["sheet"]) not in SLIPS_OF_THE_DOCUMENTS]
    return receipt.verdict, told


def test_all_of_it_in_one_night(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "作業")
    inbox = workspace.inbox / FOLDER
    for name, (make, _, _) in FILES.items():
        make(inbox / name)
    plain = (path for path in inbox.iterdir() if path.is_file() and not path.is_symlink())
    sent = {path.name: sha256_of(path.read_bytes()) for path in plain}

    record = run_the_night(workspace)

    placed = {item.receipt.filename: item for item in read_receipts(workspace)}
    assert {name: answer(item.receipt) for name, item in placed.items()} == {
        name: (verdict, codes) for name, (_, verdict, codes) in FILES.items()
    }
    assert (record["complete"], record["received"], list(inbox.iterdir())) == (True, len(FILES), [])
    assert {name: sha256_of(placed[name].path.read_bytes()) for name in sent} == sent
    assert placed["管.xlsx"].path.is_fifo()
    links = [placed[name].path.readlink() for name in ("近道.xlsx", "フォルダへの近道.xlsx")]
    assert links == [Path("/etc/passwd"), Path("/")]
    own, workers = (kilobytes / 1024 for kilobytes in record["kilobytes"])
    print(f"{record['seconds']:.1f}秒、夜の仕事 {own:.0f}MB、読み取り {workers:.0f}MB")
    assert record["seconds"] < MOST_SECONDS
    assert workers < Limits().memory_mb
    assert own < MOST_MEGABYTES
