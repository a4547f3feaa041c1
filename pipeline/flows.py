"""The flow of personal data: whether a case has to show it, and has shown it, as a table or as a picture (F15)."""

from __future__ import annotations

import numpy as np

from pipeline.context import Cases
from pipeline.frames import INPUTS, OBSERVATIONS, Tables
from pipeline.scan import PICTURE

FLOWS = "情報の流れ"
CAMERAS = "防犯カメラ"


def ask_for_flows(tables: Tables, cases: Cases) -> None:
    """Add to 項目 流れが要る: set at the table of the sheet 情報の流れ where a case has neither rows nor a picture.

    Not asked for with a 特定個人情報保護評価, nor of a case that is about 防犯カメラ only.
    """
    inputs, seen = tables[INPUTS], tables[OBSERVATIONS]
    asking = [division != CAMERAS for division in cases.divisions]
    asked = (cases.ticked | cases.filled)[:, asking].any(axis=1) & ~cases.assessment
    here = inputs["様式シート"].eq(FLOWS)
    shown = np.zeros(cases.books, dtype=bool)
    shown[inputs.loc[here & inputs["記入"], "冊"].to_numpy()] = True
    shown[seen.loc[seen["種"].eq(PICTURE), "冊"].to_numpy()] = True
    missing = asked & ~shown
    first = here & ~inputs["冊"].where(here).duplicated()
    inputs["流れが要る"] = first.to_numpy() & missing[inputs["冊"].to_numpy()]
