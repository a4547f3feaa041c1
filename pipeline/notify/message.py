"""A letter as mail: headers, parts and bytes that every mail program shows as they are meant.

Nothing here is left to chance: date, Message-ID and boundaries follow from the letter, so the same letter is the same bytes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

from pipeline.notify.addresses import Mailbox
from pipeline.notify.letters import Attachment, Letter
from pipeline.notify.recipients import Office

_JAPAN = dt.timezone(dt.timedelta(hours=9))
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINE = 70


@dataclass(frozen=True, slots=True)
class Message:
    """A letter ready to be sent."""

    key: str
    """By this name it is known as waiting or sent."""
    message_id: str
    recipients: tuple[str, ...]
    filename: str
    """As what it is laid down when no mail server is set."""
    subject: str
    data: bytes


def message_of(letter: Letter, office: Office) -> Message:
    """The bytes of a letter, and where they go."""
    mail = compose(letter, office)
    recipients = dict.fromkeys(mailbox.address for mailbox in (letter.to, *letter.copy))
    return Message(
        key=letter.key,
        message_id=mail["Message-ID"],
        recipients=tuple(recipients),
        filename=f"{letter.night.isoformat()}_{letter.kind}_{letter.about[:8]}.eml",
        subject=letter.subject,
        data=mail.as_bytes(),
    )


def compose(letter: Letter, office: Office) -> EmailMessage:
    """The letter with its headers: plain text, HTML beside it, attachments after them."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(office.sender)
    mail["To"] = _address(letter.to)
    if letter.copy:
        mail["Cc"] = [_address(mailbox) for mailbox in letter.copy]
    if office.sender.address != office.secretariat.address:
        mail["Reply-To"] = _address(office.secretariat)
    mail["Subject"] = letter.subject
    # the night it tells of; the hour at which a mail is made would differ when it is made again
    mail["Date"] = dt.datetime.combine(letter.night, dt.time(), _JAPAN)
    mail["Message-ID"] = f"<fugi.{letter.key}@{office.sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # Exchange asks for this one
    mail.set_content(letter.text, cte="base64")
    mail.add_alternative(letter.html, subtype="html", cte="base64")
    for attachment in letter.attachments:
        _attach(mail, attachment)
    _fix_boundaries(mail, letter.key)
    return mail


def _address(mailbox: Mailbox) -> Address:
    return Address(mailbox.name, addr_spec=mailbox.address)


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    """Attach a workbook with its name written twice.

    The name stands in Content-Disposition after RFC 2231, which is right and which Gmail and Thunderbird read. Outlook that
    fetches by IMAP or POP does not, and shows 「無題の添付ファイル」 unless Content-Type has it as encoded words; Thunderbird
    itself writes names in both ways.
    """
    main, _, sub = _WORKBOOK.partition("/")
    mail.add_attachment(attachment.data, maintype=main, subtype=sub, cte="base64", filename=attachment.name)
    *_, part = mail.iter_attachments()
    part.replace_header("Content-Type", _NamedType(attachment.name))


class _NamedType(str):
    """A Content-Type with `name` as encoded words, folded as it is to stand: email would decode it and write RFC 2231."""

    name = "Content-Type"
    _words: str

    def __new__(cls, filename: str) -> _NamedType:
        self = super().__new__(cls, _WORKBOOK)
        self._words = Header(filename, "utf-8", maxlinelen=_LINE).encode(linesep="\r\n")
        return self

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header's lines, as `email.policy.EmailPolicy` asks a header for them."""
        return f'{self.name}: {_WORKBOOK};{policy.linesep} name="{self._words}"{policy.linesep}'


def _fix_boundaries(mail: EmailMessage, key: str) -> None:
    """Give each multipart a boundary that follows from the letter; `=_` occurs in no base64, so neither does the boundary."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{key}")
