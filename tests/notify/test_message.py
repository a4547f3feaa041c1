"""Letters as mail, read back by Python's own parser: Japanese names survive, and a form can inject nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32
from email.utils import parseaddr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.notify.addresses import Mailbox
from pipeline.notify.letters import Attachment, Letter
from pipeline.notify.message import compose, message_of
from pipeline.notify.recipients import Office
from pipeline.notify.wording import said
from tests.notify.builders import OFFICE, SECRETARIAT, body, finding, letter, parsed, receipt

RETURNED = letter(receipt("差戻し", findings=[finding()]), annotated=b"PK\x03\x04" * 50)
HEADERS = [
    "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "MIME-Version", "Content-Type",
]  # fmt: skip


def headers(data: bytes) -> str:
    return data.split(b"\r\n\r\n", 1)[0].decode("ascii")


def test_a_letter_comes_back_as_it_was_written() -> None:
    mail = parsed(message_of(RETURNED, OFFICE).data)
    assert mail.keys() == HEADERS
    assert mail["Subject"] == RETURNED.subject
    assert [(a.display_name, a.addr_spec) for a in mail["To"].addresses] == [
        ("地域コミュニティ課", "chiiki@city.example.jp")
    ]
    assert [a.addr_spec for a in mail["Cc"].addresses] == [SECRETARIAT.address]
    assert [a.addr_spec for a in mail["Reply-To"].addresses] == [SECRETARIAT.address]
    assert [(a.display_name, a.addr_spec) for a in mail["From"].addresses] == [("区政情報課", OFFICE.sender.address)]
    assert mail["Date"].datetime.isoformat() == "2026-11-21T00:00:00+09:00"
    assert mail["Message-ID"] == f"<fugi.{RETURNED.key}@city.example.jp>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert body(mail) == RETURNED.text
    assert body(mail, "html") == RETURNED.html


def test_the_parts_lie_as_mail_programs_expect_them() -> None:
    mail = parsed(message_of(RETURNED, OFFICE).data)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]  # fmt: skip
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    assert [part["Content-Transfer-Encoding"] for part in leaves] == ["base64"] * 3
    assert [part.get_content_charset() for part in leaves[:2]] == ["utf-8", "utf-8"]
    (copy,) = mail.iter_attachments()
    assert (copy.get_content(), copy.get_content_disposition()) == (RETURNED.attachments[0].data, "attachment")


@pytest.mark.parametrize(
    "name",
    [
        "短い_検証結果つき.xlsx",
        "区民ホール受付システムの機能追加に係る開発等について" * 2 + "_検証結果つき.xlsx",
        "plain.xlsx",
        "①㈱髙﨑🏢.xlsx",
    ],
)
def test_the_name_of_an_attachment_stands_in_both_ways(name: str) -> None:
    one = replace(RETURNED, attachments=(Attachment(name, b"PK"),))
    data = message_of(one, OFFICE).data
    (copy,) = parsed(data).iter_attachments()
    assert copy.get_filename() == name
    raw = data.split(b"spreadsheetml.sheet;\r\n name=", 1)[1].split(b"\r\nContent-", 1)[0].decode("ascii")
    words = raw.strip('"').replace("\r\n ", " ")
    assert str(make_header(decode_header(words))) == name
    assert b"filename*" in data or name.isascii()


def test_lines_are_short_and_end_as_mail_wants_it() -> None:
    data = message_of(RETURNED, OFFICE).data
    assert data.isascii()
    assert max(len(line) for line in data.split(b"\r\n")) <= 80, "the type of a workbook takes as much by itself"
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_same_letter_is_the_same_bytes() -> None:
    assert message_of(RETURNED, OFFICE) == message_of(replace(RETURNED), OFFICE)
    assert not re.search(rb"={15}", message_of(RETURNED, OFFICE).data), "no boundary made by chance"


def test_the_envelope_names_each_address_once() -> None:
    both = replace(RETURNED, to=SECRETARIAT, copy=(SECRETARIAT, SECRETARIAT))
    assert message_of(both, OFFICE).recipients == (SECRETARIAT.address,)
    assert message_of(RETURNED, OFFICE).recipients == ("chiiki@city.example.jp", SECRETARIAT.address)
    assert message_of(RETURNED, OFFICE).filename == "2026-11-21_差戻し_1a1a1a1a.eml"


def test_no_copy_and_no_other_sender_leave_their_headers_out() -> None:
    mail = compose(replace(RETURNED, copy=(), attachments=()), Office(SECRETARIAT, SECRETARIAT))
    assert ("Cc" in mail, "Reply-To" in mail) == (False, False)


INJECTIONS = [
    "件名\r\nBcc: evil@evil.example",
    "件名\nBcc: evil@evil.example\n\n<b>body</b>",
    "件名\r\r\n Bcc: evil@evil.example",
    "件名\x0bBcc: evil@evil.example\x0c\x1c\x85\u2028\u2029",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=",
    "=?utf-8?q?a=0D=0ABcc:_evil=40evil.example?= =?iso-2022-jp?b?GyRC?=",
    '"; filename="evil.exe',
    "evil.exe\x00.xlsx",
    "../../../etc/passwd",
    "C:\\evil\\a.xlsx",
    "付議\u202exslx.exe",
    "👨‍👩‍👧‍👦" * 30,
    "التقرير",
    "か\u3099" * 200,
    "\ud800\udfff\udce3",
    "=" * 300,
    ",;<>@\"'()[]:\\" * 10,
    "　",
    "",
]


@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
@pytest.mark.parametrize("verdict", ["受理", "差戻し", "隔離", "重複"])
def test_nothing_from_a_form_injects_a_header_or_a_recipient(text: str, verdict: str) -> None:
    code = "X08" if verdict == "隔離" else "F06"
    hostile = receipt(
        verdict, title=text, filename=text + ".xlsx", folder=text, departments=[text],
        findings=[finding(code, None, text, sheet=text, remedy=text)],
    )  # fmt: skip
    one = letter(hostile, annotated=b"PK" if verdict == "差戻し" else None)
    sealed = message_of(one, OFFICE)
    mail = parsed(sealed.data)
    assert mail.keys() == HEADERS
    assert mail["Subject"] == one.subject
    assert "\n" not in one.subject
    assert sealed.recipients == ("chiiki@city.example.jp", SECRETARIAT.address)
    assert "evil@evil.example" not in headers(sealed.data)
    assert max(len(line) for line in sealed.data.split(b"\r\n")) < 998
    for copy in mail.iter_attachments():
        name = copy.get_filename()
        assert name == one.attachments[0].name
        assert name.endswith("_検証結果つき.xlsx")
        assert not set(name) & set('\\/:*?"<>|\r\n\0\u202e')


def written(subject: str, name: str) -> Letter:
    return replace(RETURNED, subject=subject, to=Mailbox("a@example.jp", name), attachments=())


@settings(max_examples=60)
@example("【付議】é (第2期) a R08-0001 System 区民ホール a (第2期) B 開発 等について", "")
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=120),
    st.text(st.sampled_from('課係（）・,.;<>@"\\ aé区'), max_size=60),
)
def test_any_subject_and_any_name_of_a_department_survive(subject: str, name: str) -> None:
    one = written(said(subject).strip(), " ".join(said(name).split()))
    data = message_of(one, OFFICE).data
    assert parsed(data)["Subject"] == one.subject
    # email's newer parser puts a space between the encoded words of a long name; decode_header reads them rightly
    shown, address = parseaddr(message_from_bytes(data, policy=compat32)["To"])
    assert (str(make_header(decode_header(shown))), address) == (one.to.name, "a@example.jp")
