"""Options that several commands have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[Path, typer.Option("--root", help="作業フォルダ (workspace)。既定は今のフォルダ。")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="読み取りに使うプロセスの数。既定はコアの数。")]
Json = Annotated[bool, typer.Option("--json", help="結果をJSONで出します。")]
