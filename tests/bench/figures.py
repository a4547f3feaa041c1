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
    "i": "fugi：cを、時間とメモリを限ったワーカーで（夜と同じ）",
    "d": "ふつうの書き方（pandas＋openpyxl＋pandera）",
    "e": "夜の仕事全体（fugi nightly）",
}
B_TO_A, D_TO_B, I_TO_C, MEGABYTES, MEGABYTES_AT = 3.0, 40.0, 1.2, 700, 2000
NIGHT_TO_REBUILD, REBUILD_SECONDS, REBUILD_MEGABYTES = 1.3, 60, 1000


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


def beside(rebuild: Run, night: Run, accepted: int, new: int, years: int) -> str:
    """A rebuild of years of cases and a night with a few new ones, as Markdown, against their limits."""
    ratio = night.seconds / rebuild.seconds
    lines = ["| | 全体 秒 | 最大メモリ MB（全プロセス） |", "| --- | ---: | ---: |"]
    lines += [
        f"| {what} | {done.seconds:.1f} | {done.together:.0f} |"
        for what, done in ((f"作り直し（{years}年間の{accepted}件）", rebuild), (f"新しい{new}冊の届いた夜", night))
    ]
    held = rebuild.seconds < REBUILD_SECONDS and rebuild.together < REBUILD_MEGABYTES
    return "\n".join(
        [
            *lines,
            "",
            f"- 夜 ÷ 作り直し ＝ {ratio:.2f}（{NIGHT_TO_REBUILD} 以下のこと：{_met(ratio <= NIGHT_TO_REBUILD)}）",
            f"- 作り直しは {REBUILD_SECONDS} 秒、{REBUILD_MEGABYTES} MB 未満のこと：{_met(held)}",
        ]
    )


def _ratios(measures: dict[str, Measured]) -> Iterator[str]:
    a, b, c, d, i = (measures[name].milliseconds for name in "abcdi")
    yield f"- b ÷ a ＝ {b / a:.2f}（{B_TO_A:.0f} 以下のこと：{_met(b <= B_TO_A * a)}）"
    yield f"- d ÷ b ＝ {d / b:.1f}（{D_TO_B:.0f} 以上のこと：{_met(d >= D_TO_B * b)}。d は {measures['d'].files} 冊で測定）"
    yield f"- c ÷ b ＝ {c / b:.2f}"
    yield f"- i ÷ c ＝ {i / c:.2f}（{I_TO_C} 以下のこと：{_met(i <= I_TO_C * c)}）"


def _memory(figures: Figures) -> Iterator[str]:
    for number, m in figures.nights.items():
        if number >= MEGABYTES_AT:
            yield f"- e のメモリ（{number} 冊）＝ {m.together:.0f} MB（{MEGABYTES} MB 未満のこと：{_met(m.together < MEGABYTES)}）"


def _met(held: bool) -> str:
    return "○" if held else "×"
