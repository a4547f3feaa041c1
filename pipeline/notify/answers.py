"""What is said to a department about its file, for each verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.notify.corrections import Corrections, compare
from pipeline.notify.finding_sections import finding_sections, leaks, progress_sentence, reasons
from pipeline.notify.pages import BAD, GOOD, PLAIN, STOP, Page, Section, Words, signature_of
from pipeline.notify.recipients import Office, Recipients
from pipeline.notify.wording import day_words_of, said
from pipeline.receipts import Receipt
from validations.findings import ACCEPTED, DUPLICATE, ERROR, QUARANTINED, RETURNED, WARNING

CHECKED = "点検"

_LONGEST, _LONGEST_IN_SUBJECT = 80, 36
_NO_TITLE = "（読み取れませんでした）"
_IN_THE_COPY = "すべては、添付のブックのシート「検証結果」にあります。"
_WITH_THE_OFFICE = "すべてをお知りになりたいときは、事務局へお尋ねください。"

Answer = tuple[str, Page]
"""Subject and page."""


@dataclass(frozen=True, slots=True)
class Matter:
    """All that an answer is made from."""

    receipt: Receipt
    recipients: Recipients
    office: Office
    earlier: Receipt | None = None
    """The receipt of the file that this one repeats or corrects."""
    later: Receipt | None = None
    """The receipt of a later version that came the same night."""
    folder: str = ""
    """The folder to which the file went back."""
    has_copy: bool = False
    """Whether the annotated copy goes with the letter."""
    sheets: frozenset[str] = frozenset()
    """The names of the form's sheets."""

    @property
    def short(self) -> str:
        """By what people know the file, for the subject."""
        return said(self.receipt.title or self.receipt.filename, _LONGEST_IN_SUBJECT)

    @property
    def number(self) -> str:
        """The first digits of the 受付ID, which stand in the name of the file where it is kept."""
        return self.receipt.sha256[:8]

    def facts(self, *more: tuple[str, str], when: str = "受付日") -> tuple[tuple[str, str], ...]:
        """What the file is."""
        receipt = self.receipt
        return (
            ("件名", said(receipt.title, _LONGEST) or _NO_TITLE),
            *more,
            ("ファイル", said(receipt.filename, _LONGEST)),
            (when, day_words_of(receipt.received_on)),
        )

    def page(
        self,
        tone: str,
        title: str,
        lead: Iterable[str],
        facts: Iterable[tuple[str, str]],
        sections: Iterable[Section],
        closing: Iterable[str],
        words: Words | None = None,
    ) -> Page:
        """A page to the department; sections without points are left out."""
        department = self.recipients.department
        unknown = () if department else ("どの課のファイルか分からないため、事務局にお送りします。",)
        return Page(
            tone=tone,
            title=title,
            addressee=f"{department or self.office.secretariat.name}　ご担当者様",
            lead=(*unknown, *lead),
            facts=tuple(facts),
            sections=tuple(section for section in sections if section.points),
            closing=tuple(closing),
            signature=signature_of(self.office),
            words=words,
        )


def answer(matter: Matter) -> Answer:
    """The answer to a file that was handed in, by its verdict."""
    answers = {ACCEPTED: _accepted, RETURNED: _returned, QUARANTINED: _quarantined, DUPLICATE: _repeated}
    return answers[matter.receipt.verdict](matter)


def answer_to_check(matter: Matter) -> Answer:
    """The answer to a file that was put up to be checked only."""
    return _quarantined(matter) if matter.receipt.verdict == QUARANTINED else _checked(matter)


def _accepted(matter: Matter) -> Answer:
    receipt, corrections = matter.receipt, _corrections(matter)
    identity, known_by = ("評価書番号", receipt.filing) if receipt.filing else ("案件ID", receipt.case_id)
    case = f"{known_by}（第{receipt.version}版）"
    warnings = receipt.count(WARNING)
    lead = [f"提出された{receipt.form}を受理しました。{identity}は {case}です。"]
    if matter.later is not None:
        lead += [
            f"同じ夜に「{said(matter.later.filename, _LONGEST)}」も届いたため、審議にはそちら（第{matter.later.version}版）を使います。"
            "このブックは、前の版として残しました。"
        ]
    elif (receipt.version or 1) > 1:
        lead += [f"前の版に代えて、第{receipt.version}版を審議に使います。"]
    lead += [f"警告が{warnings}件あります。書いたとおりで間違いなければ、直す必要はありません。"] if warnings else []
    page = matter.page(
        GOOD,
        "受理しました",
        [*lead, *_progress(corrections)],
        matter.facts((identity, case)),
        finding_sections(receipt, corrections, _WITH_THE_OFFICE),
        [
            f"審議の前に内容を変えるときは、{'評価書番号' if receipt.filing else '件名'}を変えずに直したブックを、"
            "提出フォルダに置いてください。次の版として受け付けます。"
        ],
    )
    return f"受理しました（{receipt.name} 第{receipt.version}版）{matter.short}", page


def _returned(matter: Matter) -> Answer:
    receipt, corrections = matter.receipt, _corrections(matter)
    errors = receipt.count(ERROR)
    if matter.has_copy:
        how = "添付のブックは、直すところに色と注記を付けた写しです。これを直して、提出フォルダに置いてください。"
    else:
        how = "下の「→」のとおりに直して、もう一度提出フォルダに置いてください。"
    page = matter.page(
        BAD,
        "差し戻します",
        [f"直していただくところ（エラー）が{errors}件あります。", how, *_progress(corrections)],
        matter.facts(),
        finding_sections(receipt, corrections, _IN_THE_COPY if matter.has_copy else _WITH_THE_OFFICE),
        [
            f"検証結果は、差戻しフォルダ「{matter.folder}」にも置いてあります。",
            "書いたとおりで差し支えないエラーがあるときは、事務局へお知らせください。",
        ],
    )
    return f"差し戻します（エラー{errors}件）{matter.short}", page


def _quarantined(matter: Matter) -> Answer:
    receipt, office = matter.receipt, matter.office.secretariat
    if leaks(receipt):
        file = []
        closing = [
            "手元にある元のブックからも、個人番号を消してください。",
            "個人番号を書いたブックは、メールに付けたり、共有の場所に置いたりしないでください。",
        ]
    else:
        file = [("ファイル", said(receipt.filename, _LONGEST))]
        closing = [
            "このファイルは開かず、メールに付けたり、ほかの人に渡したりしないでください。",
            "どこで作ったファイルか、心当たりを事務局へお知らせください。",
        ]
    page = matter.page(
        STOP,
        "安全のため隔離しました",
        [
            "このファイルは受け付けていません。",
            f"事務局（{office.address}）へ連絡し、受付番号 {matter.number} をお伝えください。",
        ],
        [
            ("受付番号", matter.number),
            *file,
            ("フォルダ", said(receipt.folder) or "課のフォルダの外"),
            ("受付日", day_words_of(receipt.received_on)),
        ],
        [reasons(receipt, matter.sheets)],
        closing,
    )
    return f"隔離しました。事務局へご連絡ください（受付番号 {matter.number}）", page


def _repeated(matter: Matter) -> Answer:
    earlier = matter.earlier
    if earlier is None:
        lead = "同じ夜に受け付けた、別のファイルと同じ内容です。結果は、そのファイルについてのメールをご覧ください。"
        facts = matter.facts()
    else:
        lead = f"{day_words_of(earlier.received_on)}に受け付けたものと同じ内容です。前回の結果は変わりません。"
        facts = matter.facts(("前回の結果", _result(earlier)))
    returned = earlier is not None and earlier.verdict == RETURNED
    closing = ["前回のメールのとおりに直してから、もう一度提出してください。"] if returned else []
    return f"前と同じ内容です　{matter.short}", matter.page(PLAIN, "前と同じ内容です", [lead], facts, [], closing)


def _checked(matter: Matter) -> Answer:
    receipt = matter.receipt
    errors = receipt.count(ERROR)
    if errors:
        todo = "このまま提出すると差し戻されます。直してから、提出フォルダに置いてください。"
    else:
        todo = "提出フォルダに置くと、次の夜に受け付けます。"
    title = f"点検の結果：エラー{errors}件、警告{receipt.count(WARNING)}件"
    page = matter.page(
        BAD if errors else GOOD,
        title,
        ["これは点検の結果です。まだ提出されていません。", todo],
        matter.facts(when="点検日"),
        finding_sections(receipt, None, _WITH_THE_OFFICE),
        [],
    )
    return f"{title}　{matter.short}", page


def _result(receipt: Receipt) -> str:
    if receipt.verdict == ACCEPTED:
        identity = receipt.name if receipt.filing else f"案件ID {receipt.case_id}"
        return f"受理（{identity}、第{receipt.version}版）"
    return f"{receipt.verdict}（エラー{receipt.count(ERROR)}件）"


def _corrections(matter: Matter) -> Corrections | None:
    return None if matter.earlier is None else compare(matter.receipt, matter.earlier)


def _progress(corrections: Corrections | None) -> list[str]:
    return [progress_sentence(corrections)] if corrections is not None else []
