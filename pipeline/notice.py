"""The plain report that goes back beside a returned file: what, where, what to do, most serious first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.grouping import Group, grouped
from pipeline.receipts import Receipt
from validations.findings import ACCEPTED, DUPLICATE, ERROR, QUARANTINED, WARNING

Record = Mapping[str, Any]


def notice_text(receipt: Receipt, earlier: Receipt | None = None) -> str:
    """The report on one file as plain text. `earlier`: the receipt of the file that it repeats."""
    findings = receipt.findings if earlier is None else earlier.findings
    lines = [
        "検証結果",
        "",
        f"ファイル　：{shown(receipt.filename)}",
        f"受付日　　：{receipt.received_on}",
        f"件名　　　：{shown(receipt.title) if receipt.title else '（読み取れませんでした）'}",
        f"結果　　　：{verdict_sentence(receipt, earlier)}",
        "",
        *finding_lines(findings),
        "",
        f"受付ID：{receipt.sha256}",
    ]
    return "\n".join(lines) + "\n"


def verdict_sentence(receipt: Receipt, earlier: Receipt | None = None) -> str:
    """What became of the file, and what to do next, in one sentence."""
    if receipt.verdict == ACCEPTED:
        identity = receipt.name if receipt.filing else f"案件ID {receipt.case_id}"
        return f"受理しました（{identity}、第{receipt.version}版）。"
    if receipt.verdict == DUPLICATE:
        same = f"{earlier.received_on}に受け付けたもの" if earlier else "前に受け付けたもの"
        return f"{same}と同じ内容です。前回の結果は変わりません。" + (
            f"前回：{verdict_sentence(earlier)}" if earlier else ""
        )
    if receipt.verdict == QUARANTINED:
        return "安全のため隔離しました。事務局で内容を確認し、課へ連絡してください。"
    return "差し戻します。次の「エラー」を直して、もう一度提出フォルダに置いてください。"


@dataclass(frozen=True, slots=True)
class Part:
    """The findings that ask for the same thing, most serious part first."""

    heading: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many findings there are, each cell of a repeated one counted."""
        return sum(max(1, len(group.cells)) for group in self.groups)


def finding_parts(findings: Iterable[Record]) -> list[Part]:
    """The findings as people read them: errors first; a fault that is repeated on a sheet is said once with its cells."""
    groups = grouped(findings)
    parts = (
        Part("エラー（直してください）", tuple(g for g in groups if g.severity == ERROR and not g.is_waived)),
        Part("警告（確認してください）", tuple(g for g in groups if g.severity == WARNING and not g.is_waived)),
        Part("事務局が認めた指摘（直さなくてよいもの）", tuple(g for g in groups if g.is_waived)),
    )
    return [part for part in parts if part.groups]


def finding_lines(findings: Iterable[Record]) -> list[str]:
    """The findings as numbered lines, part by part."""
    lines: list[str] = []
    for part in finding_parts(findings):
        lines += [f"■ {part.heading}　{part.count}件", ""]
        for number, group in enumerate(part.groups, 1):
            lines += [
                f"{number:>3}. {group.where}　{shown(group.message)}　[{group.code}]",
                f"     → {shown(group.remedy)}",
            ]
        lines.append("")
    return lines or ["指摘はありません。"]


def shown(text: str) -> str:
    """A text of a department's making on one line, with characters that do not print made visible."""
    flat = text.replace("\r\n", " ").replace("\n", " ")
    return "".join(c if c.isprintable() or c == "\u3000" else f"\\u{ord(c):04x}" for c in flat)
