"""The letter that sends a case back in the words of the secretariat (補正依頼)."""

from __future__ import annotations

import datetime as dt

from pipeline.japanese.digits import without_individual_numbers
from pipeline.notice import shown
from pipeline.notify.answers import Matter
from pipeline.notify.letters import REQUESTED, Attachment, Letter, identity_of, name_of_copy
from pipeline.notify.pages import BAD, Page, Words, rendered
from pipeline.notify.recipients import Office, Recipients
from pipeline.notify.wording import day_words_of
from pipeline.receipts import Receipt


def letter_of_request(
    words: str,
    seen: Receipt,
    latest: Receipt,
    recipients: Recipients,
    office: Office,
    *,
    night: dt.date,
    copy: bytes | None = None,
) -> Letter:
    """The letter on an accepted case whose workbook is to be corrected.

    `words`: what the secretariat wrote, given line by line as typed (a 個人番号 is never given); `seen`: the receipt of the
    version that it is about; `latest`: that of the newest version, of which `copy` is the workbook that carries its 受付ID.
    """
    matter = Matter(latest, recipients, office)
    case = f"{latest.case_id}（第{seen.version}版）"
    page = matter.page(
        BAD,
        "事務局からの補正依頼",
        [
            f"受理した付議事項 {case}について、事務局から補正のお願いです。",
            *_how(copy is not None),
            *_newer(seen, latest),
        ],
        matter.facts(("案件ID", case)),
        [],
        ["直したブックは、次の版として受け付け、ほかの欄も改めて点検します。"],
        words=Words("補正していただくこと", _as_typed(words)),
    )
    return _letter(
        page, f"補正のお願い（{latest.case_id} 第{seen.version}版）{matter.short}", matter, words, night, copy
    )


def _how(has_copy: bool) -> list[str]:
    """How to hand in the corrected workbook. A copy is known by its 受付ID, whatever becomes of its 件名."""
    if has_copy:
        return ["添付のブックを直して、提出フォルダに置いてください。件名を直しても、同じ案件として受け付けます。"]
    return ["提出したブックを直し、件名を変えずに、提出フォルダに置いてください。"]


def _newer(seen: Receipt, latest: Receipt) -> list[str]:
    if seen.version == latest.version:
        return []
    return [
        f"第{latest.version}版（{day_words_of(latest.received_on)}受付）は、この依頼のあとに受け付けました。"
        "もう直っているときは、出し直す必要はありません。"
    ]


def _as_typed(words: str) -> tuple[str, ...]:
    """The lines of a text that a colleague wrote: nothing in it is changed but what must not be told and what does not print."""
    return tuple(shown(without_individual_numbers(line)) for line in words.splitlines())


def _letter(page: Page, subject: str, matter: Matter, words: str, night: dt.date, copy: bytes | None) -> Letter:
    receipt, recipients = matter.receipt, matter.recipients
    text, html = rendered(page)
    return Letter(
        kind=REQUESTED,
        night=night,
        about=receipt.sha256,
        identity=identity_of(receipt.sha256, receipt.case_id or "", words),
        to=recipients.to,
        copy=recipients.copy,
        subject=f"【付議】{subject}",
        text=text,
        html=html,
        attachments=(Attachment(name_of_copy(receipt, "補正依頼つき"), copy),) if copy is not None else (),
    )
