"""The figures of a run, their ratios, and the limits that they are held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.processes import Run

SAMPLE = 40
"""Workbooks of (d): it is too slow for all."""

WHAT = {
    "a": "読むだけ（python-calamine で全シート）",
    "b": "fugi：ファイルから検証済みの表まで（1プロセス）",
    "c": "fugi：同じことを全コアで",
    "d": "ふつうの書き方（pandas＋openpyxl＋pandera）",
    "e": "夜の仕事全体（fugi nightly）",
}
B_TO_A, D_TO_B, MEGABYTES, MEGABYTES_AT = 3.0, 40.0, 700, 2000


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure: milliseconds for one workbook, and memory in megabytes of all processes together and of the largest."""

    files: int
    milliseconds: float
    together: float
    largest: float

    @classmethod
    def of(cls, run: Run, files: int, seconds: float | None = None) -> Measured:
        """A run over `files` workbooks, timed from within (`seconds`) or as a whole."""
        taken = run.seconds if seconds is None else seconds
        return cls(files, taken / files * 1000, run.together, run.largest)


@dataclass(slots=True)
class Figures:
    """All measures of a run: (a) to (d) by letter, (e) by number of workbooks."""

    measures: dict[str, Measured] = field(default_factory=dict)
    nights: dict[int, Measured] = field(default_factory=dict)


def table(figures: Figures) -> str:
    """The five measures as Markdown, with the ratios and limits below."""
    (night,) = figures.nights.values()
    rows = {**figures.measures, "e": night}
    lines = ["| | 測ったもの | 冊 | 1冊あたり ms | 最大メモリ MB |", "| --- | --- | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {WHAT[name]} | {m.files} | {m.milliseconds:.1f} | {m.together:.0f} |" for name, m in rows.items()
    ]
    return "\n".join([*lines, "", *_ratios(figures.measures), *_memory(figures)])


def growth(figures: Figures) -> str:
    """(e) at several numbers of workbooks as Markdown, and how its time grows with them."""
    lines = ["| 冊 | 全体 秒 | 1冊あたり ms | 最大メモリ MB（全プロセス） | うち最大の1プロセス MB |"]
    lines.append("| ---: | ---: | ---: | ---: | ---: |")
    for number, m in figures.nights.items():
        seconds = m.milliseconds * number / 1000
        lines.append(f"| {number} | {seconds:.1f} | {m.milliseconds:.1f} | {m.together:.0f} | {m.largest:.0f} |")
    (least, first), (most, last) = min(figures.nights.items()), max(figures.nights.items())
    times = last.milliseconds * most / (first.milliseconds * least)
    lines += ["", f"- 冊数 {most / least:.1f} 倍で、時間は {times:.1f} 倍"]
    return "\n".join([*lines, *_memory(figures)])


def _ratios(measures: dict[str, Measured]) -> Iterator[str]:
    a, b, c, d = (measures[name].milliseconds for name in "abcd")
    yield f"- b ÷ a ＝ {b / a:.2f}（{B_TO_A:.0f} 以下のこと：{_met(b <= B_TO_A * a)}）"
    yield f"- d ÷ b ＝ {d / b:.1f}（{D_TO_B:.0f} 以上のこと：{_met(d >= D_TO_B * b)}。d は {measures['d'].files} 冊で測定）"
    yield f"- c ÷ b ＝ {c / b:.2f}"


def _memory(figures: Figures) -> Iterator[str]:
    for number, m in figures.nights.items():
        if number >= MEGABYTES_AT:
            yield f"- e のメモリ（{number} 冊）＝ {m.together:.0f} MB（{MEGABYTES} MB 未満のこと：{_met(m.together < MEGABYTES)}）"


def _met(held: bool) -> str:
    return "○" if held else "×"
