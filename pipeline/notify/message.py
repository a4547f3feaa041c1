"""A letter as mail: headers, parts and bytes that every mail program shows as they are meant.

Nothing here is left to chance: date, Message-ID and boundaries follow from the letter, so the same letter is the same bytes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import formataddr

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
    for name, mailboxes in (("From", (office.sender,)), ("To", (letter.to,)), ("Cc", letter.copy)):
        if mailboxes:
            mail[name] = _Folded(name, ",\r\n ".join(map(_shown, mailboxes)))
    if office.sender.address != office.secretariat.address:
        mail["Reply-To"] = _Folded("Reply-To", _shown(office.secretariat))
    mail["Subject"] = _Folded("Subject", _words(letter.subject))
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


class _Folded(str):
    """A header with its lines as they are to stand: `email` loses spaces when it folds long texts that are not ASCII."""

    name: str
    """By this, `email` knows that the header folds itself."""
    _lines: str

    def __new__(cls, name: str, lines: str) -> _Folded:
        self = super().__new__(cls, lines.replace("\r\n", ""))
        self.name = name
        self._lines = lines
        return self

    def fold(self, *, policy: EmailPolicy) -> str:
        """The header as it goes out."""
        return f"{self.name}: {self._lines}\r\n"


def _words(text: str) -> str:
    """A text of one line as encoded words (RFC 2047), a line each."""
    return Header(text, "utf-8", maxlinelen=_LINE).encode(linesep="\r\n")


def _shown(mailbox: Mailbox) -> str:
    """A mailbox as it stands in a header."""
    if mailbox.name.isascii():
        return formataddr((mailbox.name, mailbox.address))
    return f"{_words(mailbox.name)}\r\n <{mailbox.address}>"


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    """Attach a workbook with its name written twice.

    The name stands in Content-Disposition after RFC 2231, which is right and which Gmail and Thunderbird read. Outlook that
    fetches by IMAP or POP does not, and shows 「無題の添付ファイル」 unless Content-Type has it as encoded words; Thunderbird
    itself writes names in both ways.
    """
    main, _, sub = _WORKBOOK.partition("/")
    mail.add_attachment(attachment.data, maintype=main, subtype=sub, cte="base64", filename=attachment.name)
    *_, part = mail.iter_attachments()
    kind = _Folded("Content-Type", f'{_WORKBOOK};\r\n name="{_words(attachment.name)}"')
    part.replace_header("Content-Type", kind)


def _fix_boundaries(mail: EmailMessage, key: str) -> None:
    """Give each multipart a boundary that follows from the letter; `=_` occurs in no base64, so neither does the boundary."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{key}")
