"""The commands about the papers of a case: `fugi diff`, `fugi paper` and `fugi pack`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline.notice import shown
from pipeline.options import Json, Root
from pipeline.terminal import Stopped, complain, masters_at, told_plainly, workspace_at

Pdf = Annotated[bool, typer.Option("--pdf", help="PDFも作ります（LibreOffice が要ります）。")]


@told_plainly
def paper(
    case_ids: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="案件ID（例 R07-0001）、又は評価書番号（例 評価書3）")
    ],
    root: Root = Path(),
    out: Annotated[Path, typer.Option("--out", help="付議書を置くフォルダ。既定は今のフォルダ。")] = Path(),
    pdf: Pdf = False,
) -> None:
    """案件の付議書や全項目評価書の印刷用のブックを作ります。 Write the printable papers of cases and assessments."""
    from pipeline.papers.command import write_papers

    with _told():
        written = write_papers(workspace_at(root), case_ids, out)
    for path in written:
        typer.echo(path)
    _print_pdf(written if pdf else ())


@told_plainly
def pack(
    meeting: Annotated[str, typer.Option("--meeting", help="会議（例 令和7年度第4回）")],
    root: Root = Path(),
    out: Annotated[Path | None, typer.Option("--out", help="会議資料のファイル。既定は 会議資料_(会議).xlsx。")] = None,
    pdf: Pdf = False,
) -> None:
    """会議の議題と全案件の付議書を1つのブックにします。 Write the papers of a meeting into one workbook."""
    from pipeline.papers.cases import read_meeting
    from pipeline.papers.command import write_pack

    held = read_meeting(meeting)
    if held is None:
        raise Stopped(f"「{shown(meeting)}」を会議として読めません。「令和7年度第4回」のように指定してください。")
    with _told():
        made = write_pack(workspace_at(root), held, out or Path(f"会議資料_{held[0]}第{held[1]}回.xlsx"))
    typer.echo(made.path)
    for case_id in made.missing:
        complain(f"案件「{case_id}」は、受理したブックがないため入っていません。")
    _print_pdf([made.path] if pdf else ())


@told_plainly
def diff(
    old: Annotated[Path, typer.Argument(help="前の版のブック")],
    new: Annotated[Path, typer.Argument(help="新しい版のブック")],
    root: Root = Path(),
    json_: Json = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="変更箇所を太字・下線にし、一覧のシートを付けた写しを、この名前で作ります。"),
    ] = None,
    appendix: Annotated[
        Path | None,
        typer.Option(
            "--appendix",
            help="全項目評価書の別添３（シート「変更箇所一覧」）に、足りない変更箇所の案を書き加えた写しを、この名前で作ります。",
        ),
    ] = None,
) -> None:
    """2つの版を比べ、変更箇所を示します。ブックは変えません。 Show what changed between two versions."""
    from pipeline.papers.diff import compare_files

    for option, path in (("--out", out), ("--appendix", appendix)):
        if path is not None and path.exists() and any(path.samefile(file) for file in (old, new) if file.exists()):
            raise Stopped(f"{option} には、比べるブックとは別の名前を指定してください。")
    compared = compare_files(old, new, masters_at(root))
    if out is not None:
        out.write_bytes(compared.marked_copy())
    if appendix is not None:
        appendix.write_bytes(compared.with_appendix())
    if json_:
        typer.echo(json.dumps(compared.as_records(), ensure_ascii=False))
    elif sys.stdout.isatty():
        from rich.console import Console

        Console(highlight=False).print(compared.as_rich())
    else:
        typer.echo(compared.as_text())


@contextmanager
def _told() -> Iterator[None]:
    """Faults that people can mend stop the command with their words."""
    from pipeline.papers.command import NoSuchCase
    from pipeline.papers.pdf import NoPdf

    try:
        yield
    except (NoPdf, NoSuchCase) as fault:
        raise Stopped(str(fault)) from fault


def _print_pdf(paths: Iterable[Path]) -> None:
    from pipeline.papers.pdf import to_pdf

    with _told():
        for path in paths:
            typer.echo(to_pdf(path))
