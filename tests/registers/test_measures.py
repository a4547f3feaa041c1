from __future__ import annotations

import pandas as pd

from pipeline.registers.measures import matrices, measure_register
from tests.registers.frames import case, cases, sheet

MEASURES = "案件ID 区分 当事者 対策ID 対策区分 対策 可否 理由"
ORDER = ("電区01", "電区02", "電先01", "委区01")
DIGITAL = "電子データのみのため"


def measures(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """案件ID, 対策ID, 可否, 理由."""
    return sheet(
        MEASURES,
        *(
            (c, "電算処理" if id_[0] == "電" else "業務委託", "区", id_, "運用上", f"{id_}の文", mark, reason)
            for c, id_, mark, reason in rows
        ),
    )


ANSWERS = measures(
    ("R07-0002", "委区01", "○", None),
    ("R07-0002", "電先01", "ー", DIGITAL),
    ("R07-0001", "電区01", "○", None),
    ("R07-0001", "電区02", "ー", DIGITAL),
    ("R07-0001", "電先01", "ー", DIGITAL),
    ("R07-0002", "電区01", "ー", "委託しないため"),
    ("R07-0002", "電区01", "○", None),
    ("R07-0002", "電区02", None, None),
)


def test_cases_beside_measures() -> None:
    grids = matrices(ANSWERS, cases(case("R07-0001"), case("R07-0002")), ORDER)
    assert list(grids) == ["対策マトリクス_電算処理", "対策マトリクス_業務委託"]
    grid = grids["対策マトリクス_電算処理"].astype("object")
    assert list(grid.columns) == ["案件ID", "件名", "電区01", "電区02", "電先01", "「ー」の数", "「ー」の理由"]
    assert grid.where(grid.notna(), None).to_numpy().tolist() == [
        ["R07-0001", "R07-0001の件名について", "○", "ー", "ー", 2, f"電区02、電先01：{DIGITAL}"],
        ["R07-0002", "R07-0002の件名について", "○ー", None, "ー", 2, f"電先01：{DIGITAL}\n電区01：委託しないため"],
    ]


def test_a_row_a_measure_with_what_the_cases_said() -> None:
    register = measure_register(ANSWERS, ORDER).astype("object")
    told = register[["対策ID", "案件数", "○", "ー", "「ー」の割合", "「ー」の理由"]]
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["電区01", 2, 2, 1, 0.5, "委託しないため（1）"],
        ["電区02", 1, 0, 1, 1.0, f"{DIGITAL}（1）"],
        ["電先01", 2, 0, 2, 1.0, f"{DIGITAL}（2）"],
        ["委区01", 1, 1, 0, 0.0, None],
    ]


def test_a_measure_of_an_earlier_edition_comes_last() -> None:
    more = pd.concat([measures(("R07-0001", "電区00", "○", None)), ANSWERS])
    assert measure_register(more, ORDER)["対策ID"].tolist()[-1] == "電区00"


def test_a_year_without_checklists_has_headings_only() -> None:
    none = measures()
    assert matrices(none, cases(), ORDER) == {}
    assert measure_register(none, ORDER).empty
