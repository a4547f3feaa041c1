"""The commands that show a part of the ledger: the list of a period or meeting, and what the web site shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.options import Root, Workers
from pipeline.terminal import Stopped, complain, progress, told_plainly, workspace_at


@told_plainly
def list_(
    root: Root = Path(),
    start: Annotated[str, typer.Option("--from", help="期間の初め（例 2025-10-01、令和7年10月）。")] = "",
    end: Annotated[str, typer.Option("--to", help="期間の終わり（例 2026-03-31、令和8年3月）。")] = "",
    meeting: Annotated[
        str, typer.Option("--meeting", help="会議（例 令和7年度第4回）。期間の代わりに指定します。")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="作るファイル。既定は今のフォルダ。")] = None,
    workers: Workers = None,
) -> None:
    """期間か会議の審議案件一覧を作ります。 Make the list of a period or of a meeting."""
    from pipeline.ledger_now import ledger_now
    from pipeline.listing import NotListed, for_meeting, for_period, read_meeting, read_period, write_listing

    if bool(meeting) == bool(start or end):
        raise Stopped("期間（--from と --to）か、会議（--meeting）の、どちらか1つを指定してください。")
    workspace = workspace_at(root)
    try:
        asked, period = read_meeting(meeting) if meeting else None, read_period(start, end)
        ledger, secretariat = ledger_now(workspace, dt.date.today(), workers, progress(silent=False))
        chosen = (
            for_meeting(ledger.lists, secretariat, asked) if asked else for_period(ledger.lists, secretariat, period)
        )
    except NotListed as nothing:
        raise Stopped(str(nothing)) from nothing
    path = write_listing(chosen, out)
    typer.echo(f"{chosen.label}の審議案件一覧（{len(chosen.cases)}件）を作りました：{path}")


@told_plainly
def publish(
    root: Root = Path(),
    out: Annotated[Path | None, typer.Option("--out", help="作るフォルダ。既定は outputs/公開。")] = None,
    workers: Workers = None,
) -> None:
    """区のホームページに載せるページとデータ（HTMLとCSV）を作ります。 Make the web pages and open data."""
    from pipeline.ledger_now import ledger_now
    from pipeline.publication import FOLDER, public_years, publish_pages
    from pipeline.publish.open_data import Publisher
    from pipeline.settings import load_settings

    workspace = workspace_at(root)
    city = load_settings(workspace.root).city
    ledger, secretariat = ledger_now(workspace, dt.date.today(), workers, progress(silent=False))
    years, doubts = public_years(ledger.lists, secretariat)
    folder = out or workspace.outputs / FOLDER
    done = publish_pages(folder, years, Publisher(city.code, city.name))
    typer.echo(f"公開するページとデータを作りました：{folder}")
    for year in years:
        typer.echo(f"　{year.label}　{len(year.cases)}件")
    for path in done.removed:
        typer.echo(f"　消しました（公開する案件がなくなりました）：{path.name}")
    for year_label, doubt in doubts:
        complain(
            f"確かめてください：{year_label}の{doubt.case_id}の「{doubt.label}」に、{doubt.what}らしいものがあります。"
            "公開してよいものか、見てから載せてください。"
        )
