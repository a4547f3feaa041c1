"""Mail to a real server on this machine: every mail arrives once, or waits with its reason, whatever the server does."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP

from pipeline.notify.addresses import Mailbox
from pipeline.notify.delivery import MAYBE, Delivery, deliver
from pipeline.notify.message import Message, message_of
from pipeline.notify.outbox import FAILED, Outbox
from pipeline.notify.recipients import Recipients
from pipeline.notify.smtp import Broken, Line, Stopped
from pipeline.settings import PLAIN, STARTTLS, TLS, Mail
from tests.notify.builders import OFFICE, SECRETARIAT, letter, message, parsed, receipt
from tests.notify.server import PASSWORD, USER, Desk, hang_up, mail_server, slow, unused_port

DEPARTMENT = "chiiki@city.example.jp"
FIRST, SECOND, THIRD = (message(number) for number in (1, 2, 3))
GONE = "gone@city.example.jp"


def to_nobody(number: int) -> Message:
    """A mail to an address that is no more."""
    return message_of(letter(receipt(sha256=f"{number:02x}" * 32), Recipients(Mailbox(GONE))), OFFICE)


@dataclass
class Night:
    """One machine with its outbox; each call is a night's delivery."""

    outbox: Outbox
    folder: Path
    pauses: list[float] = field(default_factory=list)

    def __call__(self, port: int, *messages: Message, password: str = PASSWORD, **changes: object) -> Delivery:
        settings = {"host": "localhost", "port": port, "security": PLAIN, "timeout_seconds": 5.0, **changes}
        self.outbox.post(messages)
        return deliver(
            self.outbox, Mail(**settings), OFFICE.sender.address, self.folder,
            environment={"FUGI_MAIL_PASSWORD": password}, pause=self.pauses.append,
        )  # fmt: skip


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(Outbox.of(tmp_path / ".fugi"), tmp_path / "mail")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def known_authority(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the authority that made the server's certificate."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def certificate(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def subjects(desk: Desk) -> list[str]:
    return [parsed(data)["Subject"] for _, data in desk.mails]


def keys(entries: tuple[object, ...]) -> list[str]:
    return [entry.key for entry in entries]  # type: ignore[attr-defined]


def test_all_mails_of_a_night_go_over_one_line(night: Night) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        done = night(port, FIRST, SECOND, THIRD)
    assert [data.rstrip(b"\r\n") for _, data in desk.mails] == [m.data.rstrip(b"\r\n") for m in (FIRST, SECOND, THIRD)]
    assert [to for to, _ in desk.mails] == [[DEPARTMENT, SECRETARIAT.address]] * 3
    assert (keys(done.sent), done.waiting, done.failed, done.trouble) == (
        [m.key for m in (FIRST, SECOND, THIRD)],
        (),
        (),
        "",
    )
    assert (desk.connections, night.pauses, list(night.folder.glob("*"))) == (1, [], [])


def test_the_next_night_sends_nothing_twice(night: Night) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        night(port, FIRST)
        assert night(port, FIRST) == Delivery()
    assert len(desk.mails) == 1


@pytest.mark.usefixtures("known_authority")
@pytest.mark.parametrize("security", [STARTTLS, TLS])
def test_over_an_encrypted_line_with_login(night: Night, authority: trustme.CA, security: str) -> None:
    desk = Desk()
    with mail_server(desk, certificate(authority), tls=security == TLS) as port:
        done = night(port, FIRST, SECOND, security=security, user=USER)
    assert (len(done.sent), len(desk.mails), desk.logins, desk.connections) == (2, 2, 1, 1)
    assert desk.encrypted[-1]


@pytest.mark.usefixtures("known_authority")
def test_the_line_can_be_tried_without_a_mail(authority: trustme.CA) -> None:
    desk = Desk()
    with mail_server(desk, certificate(authority)) as port:
        settings = Mail(host="localhost", port=port, user=USER)
        line = Line(settings, OFFICE.sender.address, PASSWORD)
        line.try_out()
        line.close()
        with pytest.raises(Stopped, match="ログインできません"):
            Line(settings, OFFICE.sender.address, "wrong").try_out()
    assert desk.mails == []
    with pytest.raises(Broken, match="つながりません"):
        Line(settings, OFFICE.sender.address, PASSWORD).try_out()


def stopped(night: Night, done: Delivery, *words: str) -> bool:
    """Whether nothing was sent, all waits, and the trouble is told with these words, without trying again and again."""
    return (
        (done.sent, done.failed, len(done.waiting), night.pauses) == ((), (), 1, [])
        and done.waiting[0].reason == done.trouble
        and all(word in done.trouble for word in words)
    )


@pytest.mark.usefixtures("known_authority")
def test_a_wrong_password_is_told_and_tried_only_once(night: Night, authority: trustme.CA) -> None:
    desk = Desk()
    with mail_server(desk, certificate(authority)) as port:
        done = night(port, FIRST, security=STARTTLS, user=USER, password="wrong")
        assert stopped(night, done, "ログインできません", "user", "FUGI_MAIL_PASSWORD")
        assert desk.connections == 1
        assert "wrong" not in str(done)
        assert len(night(port, security=STARTTLS, user=USER).sent) == 1
    assert len(desk.mails) == 1


@pytest.mark.parametrize("password", ["", "ひみつ"])
def test_a_password_that_is_missing_or_not_ascii_is_told_before_anyone_is_called(night: Night, password: str) -> None:
    done = night(unused_port(), FIRST, security=STARTTLS, user=USER, password=password)
    assert stopped(night, done, "パスワード")


@pytest.mark.parametrize("security", [STARTTLS, TLS])
def test_a_certificate_that_nobody_vouches_for_is_refused(night: Night, authority: trustme.CA, security: str) -> None:
    desk = Desk()
    with mail_server(desk, certificate(authority), tls=security == TLS) as port:
        done = night(port, FIRST, security=security, user=USER)
    assert stopped(night, done, "証明書")
    assert desk.logins == 0


@pytest.mark.usefixtures("known_authority")
def test_a_certificate_of_another_server_is_refused(night: Night, authority: trustme.CA) -> None:
    desk = Desk()
    with mail_server(desk, certificate(authority, "mail.example.jp")) as port:
        done = night(port, FIRST, security=STARTTLS, user=USER)
    assert stopped(night, done, "証明書")


def test_a_server_that_cannot_encrypt_gets_no_password(night: Night) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        assert stopped(night, night(port, FIRST, security=STARTTLS, user=USER), "STARTTLS", "security")
        assert desk.mails == []


def test_tls_to_a_port_that_speaks_plainly_is_told(night: Night) -> None:
    with mail_server(Desk()) as port:
        assert stopped(night, night(port, FIRST, security=TLS), "port", "security")


def test_a_server_without_login_is_told(night: Night) -> None:
    with mail_server(Desk()) as port:
        assert stopped(night, night(port, FIRST, user=USER), "ログイン")


def test_a_recipient_that_is_refused_holds_up_nobody(night: Night) -> None:
    desk = Desk({DEPARTMENT: "550 no such user"})
    with mail_server(desk) as port:
        done = night(port, FIRST)
        desk.answers.clear()
        again = night(port, SECOND)
    assert [to for to, _ in desk.mails] == [[SECRETARIAT.address], [DEPARTMENT, SECRETARIAT.address]]
    assert keys(done.failed) == [FIRST.key]
    assert list(done.failed[0].refused) == [DEPARTMENT]
    assert "550" in done.failed[0].refused[DEPARTMENT]
    assert keys(again.sent) == [SECOND.key]
    assert [(entry.key, entry.state) for entry in night.outbox.failures_to_tell()] == [(FIRST.key, FAILED)]


def test_a_mail_that_nobody_takes_holds_up_no_other(night: Night) -> None:
    desk = Desk({GONE: "550 no such user"})
    with mail_server(desk) as port:
        done = night(port, to_nobody(1), SECOND, to_nobody(3))
    assert (keys(done.failed), keys(done.sent)) == ([to_nobody(1).key, to_nobody(3).key], [SECOND.key])
    assert (subjects(desk), desk.connections) == ([SECOND.subject], 1)


def test_who_has_to_wait_gets_it_the_next_night_and_the_others_no_second_time(night: Night) -> None:
    desk = Desk({DEPARTMENT: "450 try later"})
    with mail_server(desk) as port:
        first = night(port, FIRST)
        desk.answers.clear()
        second = night(port, FIRST)
    assert [to for to, _ in desk.mails] == [[SECRETARIAT.address], [DEPARTMENT]]
    assert (keys(first.waiting), first.waiting[0].pending) == ([FIRST.key], [DEPARTMENT])
    assert "450" in first.waiting[0].reason
    assert (keys(second.sent), second.sent[0].attempts) == ([FIRST.key], 2)


def test_who_is_put_off_for_ever_is_given_up_and_told_of(night: Night) -> None:
    desk = Desk({DEPARTMENT: "450 mailbox full"})
    with mail_server(desk) as port:
        nights = [night(port, FIRST, give_up_nights=3) for _ in range(3)]
    assert [keys(done.waiting) for done in nights] == [[FIRST.key], [FIRST.key], []]
    (entry,) = night.outbox.failures_to_tell()
    assert list(entry.refused) == [DEPARTMENT]
    assert "3回" in entry.refused[DEPARTMENT]
    assert "450" in entry.refused[DEPARTMENT]


def test_a_server_that_is_down_for_weeks_loses_nobody_a_letter(night: Night) -> None:
    for _ in range(4):
        assert keys(night(unused_port(), FIRST, attempts=1, give_up_nights=2).waiting) == [FIRST.key]


@pytest.mark.parametrize("where", ["MAIL", "DATA", DEPARTMENT])
def test_not_now_is_tried_again_the_next_night(night: Night, where: str) -> None:
    desk = Desk({where: "451 not now"})
    with mail_server(desk) as port:
        first = night(port, FIRST, SECOND)
        assert (keys(first.waiting), first.failed, first.trouble) == ([FIRST.key, SECOND.key], (), "")
        desk.answers.clear()
        desk.mails.clear()
        second = night(port)
    assert keys(second.sent) == [FIRST.key, SECOND.key]
    assert len(desk.mails) == 2
    assert night.pauses == []


def test_a_mail_that_the_server_does_not_want_has_failed(night: Night) -> None:
    desk = Desk({"DATA": "554 looks like spam"})
    with mail_server(desk) as port:
        done = night(port, FIRST)
    assert (keys(done.failed), set(done.failed[0].refused)) == ([FIRST.key], {DEPARTMENT, SECRETARIAT.address})


def test_a_mail_that_is_too_large_has_failed_and_says_so(night: Night) -> None:
    desk = Desk({"MAIL": "552 too large"})
    with mail_server(desk) as port:
        done = night(port, FIRST)
    assert "大きすぎ" in done.failed[0].refused[DEPARTMENT]


def test_a_sender_that_is_refused_is_a_matter_of_settings_and_loses_nothing(night: Night) -> None:
    desk = Desk({"MAIL": "553 not yours"})
    with mail_server(desk) as port:
        done = night(port, FIRST)
        assert stopped(night, done, "差出人", "sender")
        desk.answers.clear()
        assert keys(night(port).sent) == [FIRST.key]


def test_a_line_cut_after_the_mail_was_handed_over_means_once_more_the_next_night(night: Night) -> None:
    desk = Desk({"DATA": hang_up})
    with mail_server(desk) as port:
        first = night(port, FIRST)
        assert (keys(first.waiting), first.waiting[0].reason) == ([FIRST.key], MAYBE)
        desk.answers.clear()
        second = night(port, FIRST)
    assert keys(second.sent) == [FIRST.key]
    assert [parsed(data)["Message-ID"] for _, data in desk.mails] == [FIRST.message_id] * 2, "the server had taken it"


def test_the_others_go_when_one_mail_cuts_the_line(night: Night) -> None:
    desk = Desk()

    async def cut_the_first(server: SMTP) -> str:
        desk.answers.clear()
        return await hang_up(server)

    desk.answers["DATA"] = cut_the_first
    with mail_server(desk) as port:
        done = night(port, FIRST, SECOND, THIRD)
    assert (keys(done.sent), keys(done.waiting), done.trouble) == ([SECOND.key, THIRD.key], [FIRST.key], "")
    assert (desk.connections, night.pauses) == (2, [5.0])


def test_a_recipient_who_always_cuts_the_line_holds_up_nobody(night: Night) -> None:
    desk = Desk({GONE: hang_up})
    with mail_server(desk) as port:
        done = night(port, to_nobody(1), SECOND, THIRD, attempts=2)
    assert (keys(done.sent), keys(done.waiting)) == ([SECOND.key, THIRD.key], [to_nobody(1).key])
    assert "接続が切れました" in done.trouble


def test_a_server_that_hangs_up_now_and_then_is_not_given_up(night: Night) -> None:
    desk = Desk()

    async def cut_every_other(server: SMTP) -> str:
        return await hang_up(server) if desk.connections == len(desk.mails) // 2 + 1 else "250 OK"

    desk.answers["DATA"] = cut_every_other
    with mail_server(desk) as port:
        done = night(port, *(message(number) for number in range(1, 7)), attempts=2)
    assert (len(done.sent), len(done.waiting), done.trouble) == (3, 3, "")
    assert night.pauses == [5.0, 5.0, 5.0]


def test_no_server_at_all(night: Night) -> None:
    done = night(unused_port(), FIRST, SECOND, attempts=3, pause_seconds=2.0)
    assert (done.sent, done.failed, sorted(keys(done.waiting))) == ((), (), [FIRST.key, SECOND.key])
    assert "つながりません" in done.trouble
    assert night.pauses == [2.0, 4.0]
    with mail_server(Desk()) as port:
        assert len(night(port).sent) == 2


def test_a_server_whose_name_nobody_knows(night: Night) -> None:
    done = night(25, FIRST, host="mail.invalid", attempts=1)
    assert "mail.invalid:25" in done.trouble


def test_a_slow_server_is_waited_for_only_so_long(night: Night) -> None:
    desk = Desk({"MAIL": slow(1.5)})
    with mail_server(desk) as port:
        done = night(port, FIRST, timeout_seconds=0.3, attempts=2)
        assert (keys(done.waiting), len(night.pauses)) == ([FIRST.key], 1)
        desk.answers.clear()
        assert keys(night(port).sent) == [FIRST.key]


def test_stopped_between_queueing_and_sending_it_goes_once_the_next_night(night: Night) -> None:
    night.outbox.post([FIRST])
    desk = Desk()
    with mail_server(desk) as port:
        done = night(port, FIRST, SECOND)
        night(port, FIRST, SECOND)
    assert (len(done.sent), len(desk.mails)) == (2, 2)


def test_stopped_after_sending_and_before_writing_it_down_it_goes_again_with_the_same_id(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    with mail_server(desk) as port:
        with monkeypatch.context() as patch:
            patch.setattr(Outbox, "settle", stop)
            with pytest.raises(KeyboardInterrupt):
                night(port, FIRST)
        night(port, FIRST)
    assert [parsed(data)["Message-ID"] for _, data in desk.mails] == [FIRST.message_id] * 2


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_was_laid_down_waits_for_no_server_later(night: Night) -> None:
    night.outbox.post([FIRST])
    deliver(night.outbox, Mail(), OFFICE.sender.address, night.folder)
    desk = Desk()
    with mail_server(desk) as port:
        night(port, FIRST)
    assert desk.mails == []
