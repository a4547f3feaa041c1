"""Receipts and letters as the night would make them, with only what a test is about written out."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from pipeline.notify.addresses import Mailbox
from pipeline.notify.letters import Letter, letter_on
from pipeline.notify.message import Message, message_of
from pipeline.notify.recipients import Office, Recipients
from pipeline.receipts import Placed, Receipt

NIGHT = "2026-11-21"
COMMUNITY = "地域コミュニティ課"
SECRETARIAT = Mailbox("kusei-joho@city.example.jp", "区政情報課")
OFFICE = Office(Mailbox("fugi@city.example.jp", "区政情報課"), SECRETARIAT)
TO_THE_DEPARTMENT = Recipients(Mailbox("chiiki@city.example.jp", COMMUNITY), (SECRETARIAT,), COMMUNITY)


def finding(
    code: str = "F06",
    cell: str | None = "B4",
    message: str = "「目的」が空です。",
    *,
    sheet: str | None = "事業の概要",
    severity: str = "エラー",
    remedy: str = "「目的」を記入してください。",
    value: str | None = None,
) -> dict[str, Any]:
    return {
        "code": code, "severity": severity, "sheet": sheet, "cell": cell,
        "value": value, "message": message, "remedy": remedy,
    }  # fmt: skip


def receipt(verdict: str = "受理", **changes: Any) -> Receipt:
    fields: dict[str, Any] = {
        "received_on": NIGHT, "folder": COMMUNITY, "filename": "付議.xlsx", "placed_as": "v01.xlsx", "sha256": "1a" * 32,
        "size": 1, "modified": f"{NIGHT}T01:00:00", "form": "付議事項", "form_edition": "2026-04", "rules_edition": "1",
        "masters_digest": "", "waivers_digest": "", "departments": [COMMUNITY], "title": "区民ホールの開発等について",
    }  # fmt: skip
    if verdict == "受理":
        fields |= {"case_id": "R08-0001", "version": 1}
    return Receipt(verdict=verdict, **(fields | changes))


def placed(one: Receipt, folder: str = COMMUNITY) -> Placed:
    return Placed(Path("workbooks/returned") / folder / one.placed_as, one)


def letter(one: Receipt, to: Recipients = TO_THE_DEPARTMENT, office: Office = OFFICE, **more: Any) -> Letter:
    return letter_on(placed(one), to, office, **more)


def message(number: int = 0, **changes: Any) -> Message:
    """A mail on the `number`th file of the night."""
    return message_of(letter(receipt(sha256=f"{number:02x}" * 32, **changes)), OFFICE)


def parsed(data: bytes) -> EmailMessage:
    """A mail as a stranger's program reads it."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")
