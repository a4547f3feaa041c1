"""検証報告: what each night received and found, for the secretariat. A text for each night, made again from the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipeline.notice import finding_lines, shown, verdict_sentence
from pipeline.receipts import Placed
from pipeline.secretariat import Secretariat
from pipeline.workspace import Workspace
from validations.findings import ACCEPTED, DUPLICATE, ERROR, QUARANTINED, RETURNED, WARNING

_VERDICTS = (ACCEPTED, RETURNED, QUARANTINED, DUPLICATE)


def night_reports(placed: Sequence[Placed]) -> dict[str, str]:
    """Date → the report of that night."""
    ordered = sorted(
        placed, key=lambda item: (item.receipt.received_on, _VERDICTS.index(item.receipt.verdict), item.path)
    )
    nights = groupby(ordered, key=lambda item: item.receipt.received_on)
    return {day: _report(day, list(items)) for day, items in nights}


def book_report(secretariat: Secretariat, workspace: Workspace) -> str | None:
    """What the secretariat is to mend in its own books; None when there is nothing."""
    if not secretariat.faults:
        return None
    by_book: dict[str, list[dict[str, str | None]]] = {}
    for path, finding in secretariat.faults:
        by_book.setdefault(workspace.relative(path), []).append(finding.as_record())
    lines = [f"事務局のブックの直すところ　{len(secretariat.faults)}件", ""]
    for book, findings in by_book.items():
        lines += [f"ブック：{book}", "", *finding_lines(findings)]
    return "\r\n".join(lines) + "\r\n"


def _report(day: str, items: Sequence[Placed]) -> str:
    counts = {verdict: sum(item.receipt.verdict == verdict for item in items) for verdict in _VERDICTS}
    lines = [
        f"検証報告　{day}",
        "",
        f"受付 {len(items)}件 ＝ " + " ＋ ".join(f"{verdict} {count}件" for verdict, count in counts.items()),
        "",
    ]
    for item in items:
        receipt = item.receipt
        lines += [
            "─" * 40,
            f"{receipt.verdict}　{'、'.join(receipt.departments) or shown(receipt.folder) or '課が分かりません'}"
            f"　{shown(receipt.filename)}",
            f"　件名：{shown(receipt.title or '（読み取れませんでした）')}",
            f"　{verdict_sentence(receipt)}（エラー{receipt.count(ERROR)}件・警告{receipt.count(WARNING)}件）",
            "",
        ]
        if receipt.findings:
            lines += finding_lines(receipt.findings)
    return "\r\n".join(lines) + "\r\n"
