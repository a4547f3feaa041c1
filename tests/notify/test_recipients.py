"""To whom a letter goes: never to an address that a form could have made up."""

from __future__ import annotations

from itertools import count

import pytest

from pipeline.masters.load import Masters
from pipeline.notify.addresses import plain_address
from pipeline.notify.recipients import Office, Recipients, department_of, office_of, recipients_of
from pipeline.settings import BadSettings, Mail
from tests.notify.builders import COMMUNITY, OFFICE, finding, receipt

DEPARTMENT = "chiiki-comm@city.example.jp"


@pytest.fixture
def office(masters: Masters) -> Office:
    return office_of(Mail(), masters)


def to(masters: Masters, contact: str | None, office: Office = OFFICE, **changes: object) -> Recipients:
    return recipients_of(receipt(**changes), contact, masters, office)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("tanto@city.example.jp", "tanto@city.example.jp"),
        ("　tanto@city.example.jp\n", "tanto@city.example.jp"),
        ("ｔａｎｔｏ＠ｃｉｔｙ．ｅｘａｍｐｌｅ．ｊｐ", "tanto@city.example.jp"),
        ("t.anto_2+fugi@city.example.jp", "t.anto_2+fugi@city.example.jp"),
        (None, None),
        ("", None),
        ("tanto", None),
        ("tanto@", None),
        ("tanto@city", None),
        ("@city.example.jp", None),
        ("tanto@@city.example.jp", None),
        (".tanto@city.example.jp", None),
        ("tan..to@city.example.jp", None),
        ("-oProxy@city.example.jp", None),
        ("tanto@-city.example.jp", None),
        ("tanto@city.example.jp.", None),
        ("tanto@city_hall.example.jp", None),
        ("tanto@[192.0.2.1]", None),
        ("担当@city.example.jp", None),
        ("tanto@city.example.jp, evil@evil.example", None),
        ("tanto@city.example.jp;evil@evil.example", None),
        ("tanto@city.example.jp evil@evil.example", None),
        ("担当 <tanto@city.example.jp>", None),
        ("tanto@city.example.jp\r\nBcc: evil@evil.example", None),
        ("tanto@city.example.jp\nevil@evil.example", None),
        ("tanto\x00@city.example.jp", None),
        ('"tanto evil"@city.example.jp', None),
        ("tanto(evil)@city.example.jp", None),
        ("evil%evil.example@city.example.jp", None),
        ("evil.example!evil@city.example.jp", None),
        ("evil@evil.example@city.example.jp", None),
        ("=?utf-8?q?evil=40evil.example?=@city.example.jp", None),
        ("tanto@city.example.jp\u202e", None),
        ("123456789018@city.example.jp", None),
        (f"{'a' * 65}@city.example.jp", None),
        (f"a@{'a.' * 126}jp", None),
    ],
    ids=count(),
)
def test_only_one_plain_address_counts(typed: str | None, address: str | None) -> None:
    assert plain_address(typed) == address


def test_the_person_on_the_cover_gets_the_letter_and_the_secretariat_a_copy(masters: Masters) -> None:
    found = to(masters, "Tanto@City.Example.JP")
    assert (found.to.address, found.to.name, found.department) == ("Tanto@City.Example.JP", COMMUNITY, COMMUNITY)
    assert [mailbox.address for mailbox in found.copy] == ["kusei-joho@city.example.jp"]


@pytest.mark.parametrize(
    "contact",
    [
        "tanto@evil.example",
        "tanto@city.example.jp.evil.example",
        "tanto@sub.city.example.jp",
        "tanto@evilcity.example.jp",
        "a@city.example.jp,b@evil.example",
        None,
    ],
)
def test_an_address_elsewhere_is_passed_over_for_that_of_the_department(masters: Masters, contact: str | None) -> None:
    assert to(masters, contact).to.address == masters.departments[COMMUNITY]["メールアドレス"]


def test_a_file_of_no_known_department_goes_to_the_secretariat_alone(masters: Masters) -> None:
    found = to(masters, "tanto@city.example.jp", folder="なぞ課", departments=[])
    assert (found.to, found.copy, found.department) == (OFFICE.secretariat, (), "")


def test_the_secretariat_gets_its_own_files_once(masters: Masters, office: Office) -> None:
    found = to(masters, None, office, folder="区政情報課", departments=["区政情報課"])
    assert (found.to.address, found.copy) == (office.secretariat.address, ())


@pytest.mark.parametrize(
    ("folder", "departments", "codes", "department"),
    [
        (COMMUNITY, [COMMUNITY, "税務課"], [], COMMUNITY),
        ("税務課", [COMMUNITY], [], COMMUNITY),
        (COMMUNITY, ["四谷特別出張所"], ["M03"], COMMUNITY),
        ("", [COMMUNITY], [], COMMUNITY),
        (COMMUNITY, [], [], COMMUNITY),
        ("なぞ課", [COMMUNITY], ["M03"], COMMUNITY),
        ("なぞ課", [], [], ""),
    ],
)
def test_the_department_is_that_to_which_the_file_goes_back(
    masters: Masters, folder: str, departments: list[str], codes: list[str], department: str
) -> None:
    one = receipt("差戻し", folder=folder, departments=departments, findings=[finding(code) for code in codes])
    assert department_of(one, masters) == department


def test_a_repeated_file_goes_back_like_the_first_one(masters: Masters) -> None:
    first = receipt("差戻し", departments=["四谷特別出張所"], findings=[finding("M03")])
    again = receipt("重複", departments=["四谷特別出張所"])
    assert department_of(again, masters, first) == department_of(first, masters) == COMMUNITY


def test_the_office_is_that_of_the_settings_else_of_the_master(masters: Masters) -> None:
    assert office_of(Mail(), masters).secretariat.address == masters.departments["区政情報課"]["メールアドレス"]
    written = office_of(
        Mail(secretariat="jimu@example.jp", sender="fugi@example.jp", secretariat_name="事務局"), masters
    )
    assert (written.secretariat.address, written.sender.address, written.sender.name) == (
        "jimu@example.jp", "fugi@example.jp", "事務局",
    )  # fmt: skip
    assert office_of(Mail(secretariat="jimu@example.jp"), masters).sender.address == "jimu@example.jp"


def test_nobody_to_write_as_matters_only_when_mail_is_sent(masters: Masters) -> None:
    assert office_of(Mail(secretariat_name="なぞ課"), masters).secretariat.address.endswith("@example.jp")
    with pytest.raises(BadSettings, match="secretariat"):
        office_of(Mail(secretariat_name="なぞ課", host="mail.example.jp"), masters)
