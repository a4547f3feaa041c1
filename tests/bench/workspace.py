"""A workspace in which years of accepted cases lie already, made at once: what a night or a rebuild finds after all that time."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

from pipeline.forms.blank import build_form
from pipeline.masters.load import load_masters
from pipeline.placement import RULES_EDITION
from pipeline.read import sha256_of
from pipeline.receipts import Receipt, write_receipt
from pipeline.setup import init_workspace
from pipeline.waivers import waivers_digest
from pipeline.workspace import FORM, RECORD_FORM, Workspace
from tests.bench.corpus import DEPARTMENT

_FIRST_YEAR = 8
"""令和8年度."""
_MEETING = "第１回"


def settled_workspace(root: Path, files: Sequence[Path], years: int) -> Workspace:
    """A workspace in which the files are accepted cases of `years` 年度, each deliberated on in the June of its 年度."""
    workspace = init_workspace(root)
    masters = load_masters(workspace.masters)
    a_year = -(-len(files) // years)
    decisions: list[dict[str, object]] = []
    for number, source in enumerate(files):
        year, place = _FIRST_YEAR + number // a_year, number % a_year + 1
        case_id = f"R{year:02d}-{place:04d}"
        path = workspace.accepted / f"令和{year}年度" / case_id / "v01.xlsx"
        path.parent.mkdir(parents=True)
        shutil.copyfile(source, path)
        receipt = _receipt(path, source.name, case_id, dt.date(2018 + year, 4, 10), masters.digest)
        write_receipt(path, receipt)
        decisions.append(
            {
                "案件ID": case_id, "年度": f"令和{year}年度", "№": place, "回": _MEETING, "資料番号": f"資料{place}",
                "付議日": f"{2018 + year}-06-{number % 28 + 1:02d}", "審議結果": "承認",
            }
        )  # fmt: skip
    build_form(masters.forms[RECORD_FORM], workspace.record, {"審議.表": decisions})
    return workspace


def _receipt(path: Path, name: str, case_id: str, day: dt.date, masters_digest: str) -> Receipt:
    data = path.read_bytes()
    return Receipt(
        received_on=day.isoformat(),
        folder=DEPARTMENT,
        filename=name,
        placed_as=path.name,
        sha256=sha256_of(data),
        size=len(data),
        modified=f"{day.isoformat()}T10:00:00",
        form=FORM,
        form_edition="2026-04",
        rules_edition=RULES_EDITION,
        masters_digest=masters_digest,
        waivers_digest=waivers_digest(()),
        verdict="受理",
        departments=[DEPARTMENT],
        title=Path(name).stem,
        case_id=case_id,
        version=1,
    )
