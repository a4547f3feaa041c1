"""The command `fugi`. Each command is thin: it looks up what it needs, calls one function, prints, and exits.

Heavy modules are imported inside the commands, so that `fugi --help` answers at once.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import cli_lists, cli_papers
from pipeline.notice import shown
from pipeline.options import Json, Root, Workers
from pipeline.terminal import (
    CANNOT_RUN,
    Stopped,
    changes_at,
    complain,
    known_at,
    masters_at,
    progress,
    told_plainly,
    workspace_at,
)

app = typer.Typer(
    help="付議事項のブックを受け付け、検証し、台帳と審議案件一覧を作ります。 (Nightly intake of personal-data submissions.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Date = Annotated[
    dt.datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="夜の日付 (YYYY-MM-DD)。既定は今日。")
]
LastNight = Annotated[
    dt.datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="期限を数える日 (YYYY-MM-DD)。既定は前回の夜の日付。"),
]
LogJson = Annotated[
    bool, typer.Option("--log-json", help="進み具合とお知らせを、1行に1つのJSONで標準エラー出力に出します。")
]


@app.command()
@told_plainly
def init(folder: Annotated[Path, typer.Argument(help="作るフォルダ")]) -> None:
    """作業フォルダを作ります（マスタ・様式・空のブック）。 Make a workspace."""
    from pipeline.setup import init_workspace

    workspace = init_workspace(folder)
    typer.echo(f"作業フォルダを作りました：{workspace.root}")
    typer.echo(f"　様式　　　：{workspace.templates}")
    typer.echo(f"　提出フォルダ：{workspace.inbox}")
    typer.echo(f"次に：様式を各課に配り、毎晩 fugi nightly --root {workspace.root} を動かしてください。")


@app.command()
@told_plainly
def templates(root: Root = Path()) -> None:
    """マスタから空の様式を作ります。 Build the blank forms from the masters."""
    from pipeline.masters.load import load_masters
    from pipeline.samples import build_templates

    workspace = workspace_at(root)
    for path in build_templates(load_masters(workspace.masters).forms, workspace.templates):
        typer.echo(workspace.relative(path))


@app.command()
@told_plainly
def check(
    files: Annotated[list[Path], typer.Argument(help="確かめるブック")],
    root: Root = Path(),
    json_: Json = False,
    annotate: Annotated[
        Path | None, typer.Option("--annotate", help="欄に注記を付けた写しを、この名前で作ります（ブックは1つだけ）。")
    ] = None,
) -> None:
    """ブックの記入を今すぐ確かめます。何も変えません。 Check workbooks at once; changes nothing."""
    from pipeline.check import check_files

    if annotate is not None and len(files) != 1:
        raise Stopped("--annotate を使うときは、ブックを1つだけ指定してください。")
    masters = masters_at(root)
    results = check_files(files, masters, known_at(root, masters))
    if annotate is not None and results[0].extract.form is not None:
        annotate.write_bytes(results[0].annotated(changes_at(root, masters, files[0])))
    for result in results:
        typer.echo(json.dumps(result.as_record(), ensure_ascii=False) if json_ else result.as_text())
    raise typer.Exit(max(result.exit_code for result in results))


@app.command()
@told_plainly
def nightly(
    root: Root = Path(), date: Date = None, json_: Json = False, workers: Workers = None, log_json: LogJson = False
) -> None:
    """夜間の仕事をすべて行います。 Run the whole job."""
    from pipeline.nightly import run_night
    from pipeline.rebuild import today

    told = progress(silent=json_, as_json=log_json)
    night = run_night(workspace_at(root), date.date() if date else today(), workers, told)
    night.log(told)
    typer.echo(json.dumps(night.as_record(), ensure_ascii=False) if json_ else night.as_text())
    raise typer.Exit(night.exit_code)


@app.command()
@told_plainly
def precheck(root: Root = Path(), date: Date = None, workers: Workers = None) -> None:
    """点検のフォルダ workbooks/check のブックに、メールで答えます。何も受け付けません。 Answer files put up for checking."""
    from pipeline.precheck import precheck as answer
    from pipeline.rebuild import today

    done = answer(workspace_at(root), date.date() if date else today(), workers, progress(silent=True))
    for name, verdict in done.answered:
        typer.echo(f"{verdict}になるもの：{shown(name)}")
    for name, reason in done.waiting.items():
        typer.echo(f"まだ点検しないもの：{shown(name)}（{reason}）")
    if not done.answered:
        typer.echo("新しく点検するブックはありません。")
    if done.delivery.trouble:
        raise Stopped(done.delivery.trouble)


@app.command()
@told_plainly
def rebuild(root: Root = Path(), date: LastNight = None, workers: Workers = None) -> None:
    """Outputs を workbooks から作り直します。 Rebuild outputs from workbooks."""
    from pipeline.night import in_few_lines
    from pipeline.publish.swap import held_sentence
    from pipeline.rebuild import rebuild as rebuild_outputs

    workspace = workspace_at(root)
    published = rebuild_outputs(workspace, workers, progress(silent=False), date.date() if date else None)
    for line in in_few_lines([workspace.relative(path) for path in published.made]):
        typer.echo(line)
    for path in published.held:
        complain(held_sentence(path))
    if published.held:
        raise typer.Exit(1)


app.command()(cli_papers.diff)
app.command()(cli_papers.paper)
app.command()(cli_papers.pack)


@app.command()
@told_plainly
def status(root: Root = Path()) -> None:
    """前回の夜と、待っているもの、終わっていないものを示します。 Show how the job stands."""
    from pipeline.settings import load_settings
    from pipeline.status import status_lines

    workspace = workspace_at(root)
    for line in status_lines(workspace, load_settings(workspace.root).state_folder(workspace.root)):
        typer.echo(line)


@app.command()
@told_plainly
def doctor(root: Root = Path()) -> None:
    """設定・マスタ・フォルダ・権限・ディスク・時計・メールを調べます。 Examine everything the job needs."""
    from pipeline.doctor import examine
    from pipeline.looks import BAD

    looks = list(examine(workspace_at(root)))
    for look in looks:
        typer.echo(look.as_line())
    if any(look.mark == BAD for look in looks):
        raise typer.Exit(1)


@app.command()
def explain(code: Annotated[str | None, typer.Argument(help="指摘のコード（例 C06）")] = None) -> None:
    """指摘のコードの意味と直し方を示します。 Explain the rules."""
    from pipeline.explain import catalogue_text, rule_text

    text = catalogue_text() if code is None else rule_text(code.upper())
    if text is None:
        complain(f"コード「{code}」はありません。fugi explain で一覧を見られます。")
        raise typer.Exit(CANNOT_RUN)
    typer.echo(text)


@app.command()
@told_plainly
def demo(
    folder: Annotated[Path, typer.Argument(help="作るフォルダ")] = Path("demo"),
    json_: Json = False,
) -> None:
    """見本の案件で、ひと晩の仕事をしてみせます。 Run the job on the sample cases."""
    from pipeline.nightly import run_night
    from pipeline.rebuild import today
    from pipeline.setup import fill_demo, init_workspace, is_in_use
    from pipeline.workspace import Workspace

    if is_in_use(Workspace(folder)):
        raise Stopped(f"「{folder}」は使用中の作業フォルダです。見本には、別のフォルダを指定してください。")
    workspace = init_workspace(folder)
    fill_demo(workspace)
    night = run_night(workspace, today(), None, progress(silent=json_))
    typer.echo(json.dumps(night.as_record(), ensure_ascii=False) if json_ else night.as_text(workspace.root))


@app.command()
@told_plainly
def show(file: Annotated[Path, typer.Argument(help="マスタなどのブック")]) -> None:
    """ブックの中身を文字で出します（git diff 用）。 Print a workbook as text, for diffs."""
    from pipeline.package import Unreadable
    from pipeline.show import workbook_text

    try:
        typer.echo(workbook_text(file), nl=False)
    except (OSError, Unreadable) as fault:
        raise Stopped(f"「{file}」をブックとして開けません。") from fault


app.command(name="list")(cli_lists.list_)
app.command()(cli_lists.publish)


def main() -> None:
    """Run the command line with Japanese text on any terminal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a console that cannot show a character gets an escape, never a crash
            stream.reconfigure(errors="backslashreplace")
    app()
