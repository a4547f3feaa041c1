"""What a night did, for the terminal and for programs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.breakdown import UNCHECKED
from pipeline.notice import shown
from pipeline.progress import Progress
from pipeline.receipts import Placed
from pipeline.workspace import FILINGS, PAPERS
from validations.findings import ACCEPTED, DUPLICATE, ERROR, QUARANTINED, RETURNED


@dataclass(slots=True)
class Night:
    """What a night did."""

    date: dt.date
    placed: list[Placed] = field(default_factory=list)
    addresses: dict[Path, str] = field(default_factory=dict)
    """Place of a file → the submitter's address on its cover."""
    deferred: dict[str, str] = field(default_factory=dict)
    """Files left for the next night, and why."""
    outputs: list[str] = field(default_factory=list)
    """The books that were made, relative to the workspace."""
    changed: list[str] = field(default_factory=list)
    """Those of them that are not as they were before."""
    mails: list[dict[str, object]] = field(default_factory=list)
    """The letters that were sent, wait or failed."""
    notes: list[str] = field(default_factory=list)
    """What the secretariat should know that is no finding on a submission."""
    is_complete: bool = True
    """False when a part of the job could not be done and is left for the next night."""

    def add(self, placed: Placed, address: str | None) -> None:
        """Count a file that was placed, and note to whom its answer goes."""
        self.placed.append(placed)
        if address is not None:
            self.addresses[placed.path] = address

    def count(self, verdict: str) -> int:
        """How many files got a verdict."""
        return sum(item.receipt.verdict == verdict for item in self.placed)

    @property
    def exit_code(self) -> int:
        """1 when some part of the job could not be done: one that waits, or a file that could not be checked."""
        return 0 if self.is_complete and not any(item.receipt.has(UNCHECKED) for item in self.placed) else 1

    def as_record(self) -> dict[str, object]:
        """The object that `fugi nightly --json` prints."""
        return {
            "date": self.date.isoformat(),
            "deferred": list(self.deferred),
            "received": len(self.placed),
            "accepted": self.count(ACCEPTED),
            "returned": self.count(RETURNED),
            "quarantined": self.count(QUARANTINED),
            "duplicates": self.count(DUPLICATE),
            "findings": sum(len(item.receipt.findings) for item in self.placed),
            "outputs": self.outputs,
            "mails": self.mails,
        }

    def as_summary(self) -> dict[str, object]:
        """What the journal keeps of it."""
        verdicts = (ACCEPTED, RETURNED, QUARANTINED, DUPLICATE)
        return {
            "date": self.date.isoformat(),
            "complete": self.is_complete,
            "counts": {verdict: self.count(verdict) for verdict in verdicts},
            "notes": self.notes,
        }

    def log(self, progress: Progress) -> None:
        """Tell a log what became of each file, what waits, and what should be known."""
        for item in self.placed:
            receipt = item.receipt
            progress.event(
                receipt.verdict,
                file=receipt.filename,
                folder=receipt.folder,
                case=receipt.case_id,
                sha256=receipt.sha256,
            )
        for name, reason in self.deferred.items():
            progress.event("次の夜に回したファイル", file=name, reason=reason)
        for note in self.notes:
            progress.event("お知らせ", note=note)

    def as_text(self, root: Path | None = None) -> str:
        """What a person at the terminal wants to know in the morning."""
        lines = [
            f"{self.date.isoformat()} の結果",
            f"　受付 {len(self.placed)}件 ＝ 受理 {self.count(ACCEPTED)} ＋ 差戻し {self.count(RETURNED)}"
            f" ＋ 隔離 {self.count(QUARANTINED)} ＋ 重複 {self.count(DUPLICATE)}",
        ]
        for item in self.placed:
            receipt = item.receipt
            what = receipt.name or f"エラー{receipt.count(ERROR)}件"
            lines.append(f"　　{receipt.verdict}　{shown(receipt.filename)}　{what}")
        lines += [f"　次の夜に回したファイル：{shown(name)}（{reason}）" for name, reason in self.deferred.items()]
        lines += [f"　お知らせ：{shown(note)}" for note in self.notes]
        if not self.changed and not self.placed:
            unsent = "" if self.mails else "送ったメールもありません。"
            lines.append(f"　新しく届いたものはなく、台帳と一覧は前のままです。{unsent}")
        else:
            lines += ["　作ったもの："] + [f"　　{line}" for line in in_few_lines(self.changed, root)]
            if kept := len(set(self.outputs) - set(self.changed)):
                lines.append(f"　前のままのもの：{kept}冊")
        return "\n".join(lines)


def in_few_lines(outputs: Sequence[str], root: Path | None = None) -> list[str]:
    """The books that were made; the papers of the cases as one line a 年度, and those of the 評価書 as one. `outputs`: from the workspace."""
    folders = {name: str(PurePosixPath(name).parent) for name in outputs}
    papers = Counter(folder for folder in folders.values() if {PAPERS, FILINGS} & set(PurePosixPath(folder).parts))
    others = [name for name in outputs if folders[name] not in papers]
    shown = [*others, *papers]
    return [f"{root / name if root else name}" + (f"（{papers[name]}件）" if name in papers else "") for name in shown]
