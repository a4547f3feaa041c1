"""To whom a letter goes: the person on the cover when the address is one of the department's, else the department."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.japanese.text import fold
from pipeline.masters.load import Masters
from pipeline.notify.addresses import Mailbox, domain_of, plain_address
from pipeline.notify.wording import said
from pipeline.receipts import Receipt, goes_by_folder
from pipeline.settings import FILE, BadSettings, Mail

_NOBODY = "fugi@example.jp"
"""Stands for the secretariat in letters that are only laid down as files, when nothing names its address."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes the letters. `secretariat` gets a copy of each and is who people turn to."""

    sender: Mailbox
    secretariat: Mailbox


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a letter is for. `department` is the name of the 課, '' when it is not known: then the secretariat gets the letter."""

    to: Mailbox
    copy: tuple[Mailbox, ...] = ()
    department: str = ""


def office_of(mail: Mail, masters: Masters) -> Office:
    """The office as the settings name it, else as the master of departments does.

    Raises `BadSettings` when mail is to be sent and nothing says from where.
    """
    department = masters.department_keys.get(fold(mail.secretariat_name), "")
    address = mail.secretariat or _address_of(department, masters)
    if address is None and mail.host:
        raise BadSettings(
            [
                f"「{FILE}」の [mail] の「secretariat」に、事務局のメールアドレスを書いてください"
                f"（組織マスタに「{said(mail.secretariat_name)}」のアドレスがないためです）。"
            ]
        )
    name = said(mail.secretariat_name)
    secretariat = Mailbox(address or _NOBODY, name)
    return Office(Mailbox(mail.sender or secretariat.address, name), secretariat)


def recipients_of(
    receipt: Receipt, contact: str | None, masters: Masters, office: Office, earlier: Receipt | None = None
) -> Recipients:
    """Whom the letter on a received file is for. `contact`: the input 担当者メール; `earlier`: the file that it repeats.

    The address on the cover counts only when its domain is that of the 課 in the master: otherwise a form could have its
    findings sent anywhere.
    """
    department = department_of(receipt, masters, earlier)
    address = _address_of(department, masters)
    if address is None:
        return Recipients(office.secretariat, department=said(department))
    person = plain_address(contact)
    if person is not None and domain_of(person) == domain_of(address):
        address = person
    copies = (office.secretariat,) if office.secretariat.address.lower() != address.lower() else ()
    return Recipients(Mailbox(address, said(department)), copies, said(department))


def department_of(receipt: Receipt, masters: Masters, earlier: Receipt | None = None) -> str:
    """The 課 that gets the answer, by its name of today; '' when neither folder nor cover names one that the master knows."""
    folder, named = receipt.folder, receipt.departments
    codes = {finding["code"] for each in (receipt, earlier) if each for finding in each.findings}
    wanted = (folder, *named) if goes_by_folder(folder, named, codes) else (*named, folder)
    known = (masters.department_keys.get(fold(name)) for name in wanted if name)
    return next((name for name in known if name), "")


def _address_of(department: str, masters: Masters) -> str | None:
    return plain_address(masters.departments.get(department, {}).get("メールアドレス"))
