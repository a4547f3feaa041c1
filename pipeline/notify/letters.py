"""The letter on each received file, and the answer to a file that was put up to be checked only."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from math import inf

from pipeline.notify.addresses import Mailbox
from pipeline.notify.answers import CHECKED, Matter, answer, answer_to_check
from pipeline.notify.pages import Page, rendered
from pipeline.notify.recipients import Office, Recipients
from pipeline.notify.wording import said
from pipeline.placement import safe_stem
from pipeline.receipts import Placed, Receipt
from validations.findings import ACCEPTED, DUPLICATE, QUARANTINED, RETURNED

DIGEST, REQUESTED = "朝の報告", "補正依頼"
SLUGS = {
    ACCEPTED: "accepted",
    RETURNED: "returned",
    QUARANTINED: "quarantined",
    DUPLICATE: "duplicate",
    CHECKED: "checked",
    DIGEST: "digest",
    REQUESTED: "request",
}
"""Kind of letter → its name where only ASCII can stand."""

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Attachment:
    """A workbook that goes with a letter."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, complete. The same letter always becomes the same bytes."""

    kind: str
    night: dt.date
    about: str
    """受付ID of the file, or the sha256 of what the letter says when it is about no one file."""
    identity: str
    """Hex digits that differ for each letter of a kind and night: by them a letter is known as sent."""
    to: Mailbox
    copy: tuple[Mailbox, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()

    @property
    def key(self) -> str:
        """The name of the letter where it is kept and in its Message-ID; it follows from the receipt alone.

        A request is not one of the night in which it goes out: the same words on the same file are the same letter.
        """
        if self.kind == REQUESTED:
            return f"{SLUGS[self.kind]}.{self.about[:8]}.{self.identity}"
        return _key(self.kind, self.night, self.about, self.identity)


def key_on(receipt: Receipt) -> str:
    """The key of the letter on a placed file."""
    return _key(receipt.verdict, dt.date.fromisoformat(receipt.received_on), receipt.sha256, _identity_on(receipt))


def _key(kind: str, night: dt.date, about: str, identity: str) -> str:
    return f"{SLUGS[kind]}.{night:%Y%m%d}.{about[:8]}.{identity}"


def _identity_on(receipt: Receipt) -> str:
    # two copies of one file, in two folders or under two names, get an answer each
    return identity_of(receipt.sha256, receipt.folder, receipt.placed_as)


def letter_on(
    placed: Placed,
    recipients: Recipients,
    office: Office,
    *,
    earlier: Receipt | None = None,
    later: Receipt | None = None,
    annotated: bytes | None = None,
    largest: float = inf,
    sheets: Collection[str] = (),
) -> Letter:
    """The letter on a placed file.

    `earlier`: the receipt of the file that it repeats or corrects; `later`: of a later version of the same night. `annotated`: the copy with notes of a returned file; one
    of more than `largest` bytes is not attached. `sheets`: the names of the form's sheets; of a file with a 個人番号 no other
    sheet is named.
    """
    receipt = placed.receipt
    attached = annotated if annotated is not None and len(annotated) <= largest else None
    matter = Matter(
        receipt, recipients, office, earlier, later, said(placed.path.parent.name), attached is not None, frozenset(sheets)
    )  # fmt: skip
    subject, page = answer(matter)
    attachments = (Attachment(name_of_copy(receipt, "検証結果つき"), attached),) if attached is not None else ()
    return _letter(receipt.verdict, matter, subject, page, attachments)


def letter_on_check(
    receipt: Receipt, recipients: Recipients, office: Office, *, sheets: Collection[str] = ()
) -> Letter:
    """The answer to a file that was put up to be checked. `receipt`: as it would be, had the file been handed in."""
    matter = Matter(receipt, recipients, office, sheets=frozenset(sheets))
    subject, page = answer_to_check(matter)
    return _letter(CHECKED, matter, subject, page, ())


def identity_of(*parts: str) -> str:
    """Twelve hex digits that follow from the parts."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:12]


def _letter(kind: str, matter: Matter, subject: str, page: Page, attachments: tuple[Attachment, ...]) -> Letter:
    receipt, recipients = matter.receipt, matter.recipients
    text, html = rendered(page)
    return Letter(
        kind=kind,
        night=dt.date.fromisoformat(receipt.received_on),
        about=receipt.sha256,
        identity=_identity_on(receipt),
        to=recipients.to,
        copy=recipients.copy,
        subject=f"【付議】{subject}",
        text=text,
        html=html,
        attachments=attachments,
    )


def name_of_copy(receipt: Receipt, what: str) -> str:
    """The name of a workbook that goes with a letter, by its 件名."""
    title = safe_stem(said((receipt.title or "").strip()) or "付議事項")[:_LONGEST_NAME].strip(" 　.")
    return f"{title}_{what}.xlsx"
