"""One line to the mail server, and what its answers mean for a mail."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.settings import FILE, STARTTLS, TLS, Mail

_OK, _FORWARDED, _CLOSING = 250, 251, 421
_TOO_LARGE = (523, 552)
_LATER = "次の夜にもう一度送ります。"


class Stopped(Exception):
    """Nothing can be sent until someone mends the settings or the server; the text says what."""


class Broken(Exception):
    """The line could not be had, or broke. `is_maybe_sent`: the mail was on its way, and nobody knows whether it came in."""

    def __init__(self, words: str, *, is_maybe_sent: bool = False) -> None:
        super().__init__(words)
        self.is_maybe_sent = is_maybe_sent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the server said to one mail. Recipients in neither of the two are to be tried again."""

    delivered: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)
    """Recipient → why it will never get the mail."""
    reason: str = ""
    """Why the others have to wait."""


class Line:
    """A connection to the server: opened when first needed, used for one mail after the other, opened again after it broke."""

    def __init__(self, mail: Mail, sender: str, password: str) -> None:
        self._mail = mail
        self._sender = sender
        self._password = password
        self._client: smtplib.SMTP | None = None

    @property
    def _server(self) -> str:
        return f"メールサーバ（{self._mail.host}:{self._mail.port}）"

    def try_out(self) -> None:
        """Connect and log in as for a mail, and send none. Raises `Stopped` or `Broken`."""
        self._client = self._client or self._open()

    def send(self, recipients: Sequence[str], data: bytes) -> Outcome:
        """Hand one mail to the server. Raises `Stopped` or `Broken`."""
        client = self._client = self._client or self._open()
        try:
            return self._before_data(client, recipients, data)
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise Broken(f"{self._server}との接続が切れました。{_LATER}") from fault

    def close(self) -> None:
        """End the connection, politely when the server still listens."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()  # every mail is settled by now; that the server does not say goodbye changes nothing

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _before_data(self, client: smtplib.SMTP, recipients: Sequence[str], data: bytes) -> Outcome:
        """Name sender and recipients, then hand over the mail to those who may have it."""
        size = [f"size={len(data)}"] if client.has_extn("size") else []
        code, _ = client.mail(self._sender, size)
        if code != _OK:
            return self._sender_refused(client, code, recipients)
        accepted: list[str] = []
        refused: dict[str, str] = {}
        reason = ""
        for address in recipients:
            code, _ = client.rcpt(address)
            if code in (_OK, _FORWARDED):
                accepted.append(address)
            elif code == _CLOSING:
                raise smtplib.SMTPServerDisconnected("421")
            elif _is_final(code):
                refused[address] = (
                    f"「{address}」宛てのメールは受け取れないと、メールサーバが答えました（{code}）。アドレスを確かめてください。"
                )
            else:
                reason = _not_now(code)
        if not accepted:
            self._reset(client)
            return Outcome((), refused, reason)
        return self._data(client, data, accepted, refused, reason)

    def _data(
        self, client: smtplib.SMTP, data: bytes, accepted: Sequence[str], refused: dict[str, str], reason: str
    ) -> Outcome:
        try:
            code, _ = client.data(data)
        except smtplib.SMTPDataError as answer:
            code = answer.smtp_code
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            words = f"{self._server}との接続が、送っている途中で切れました。{_LATER}"
            raise Broken(words, is_maybe_sent=True) from fault
        if code == _OK:
            return Outcome(tuple(accepted), refused, reason)
        if code == _CLOSING:
            self._drop()
        else:
            self._reset(client)
        if _is_final(code):
            return Outcome((), {**refused, **dict.fromkeys(accepted, _unwanted(code))}, reason)
        return Outcome((), refused, _not_now(code))

    def _sender_refused(self, client: smtplib.SMTP, code: int, recipients: Sequence[str]) -> Outcome:
        if code == _CLOSING:
            raise smtplib.SMTPServerDisconnected("421")
        self._reset(client)
        if code in _TOO_LARGE:
            return Outcome((), dict.fromkeys(recipients, _unwanted(code)))
        if _is_final(code):
            raise Stopped(
                f"{self._server}が、差出人「{self._sender}」を受け付けません（{code}）。"
                f"{FILE} の [mail] の sender と user を確かめてください。"
            )
        return Outcome(reason=_not_now(code))

    def _reset(self, client: smtplib.SMTP) -> None:
        """Take back a mail that was begun; a server that does not answer to that is left."""
        try:
            client.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _open(self) -> smtplib.SMTP:
        mail = self._mail
        if mail.user and not self._password:
            raise Stopped(f"メールのパスワードがありません。環境変数 {mail.password_env} に入れて動かしてください。")
        if not (mail.user + self._password).isascii():
            raise Stopped("メールの利用者名とパスワードに使えるのは、半角の英数字と記号だけです。")
        try:
            return self._connected()
        except ssl.SSLCertVerificationError as fault:
            raise Stopped(
                f"{self._server}の証明書を確かめられません。{FILE} の [mail] の host が証明書の名前と同じか、"
                "証明書を出した機関がこの機械に登録されているかを確かめてください。"
            ) from fault
        except ssl.SSLEOFError as fault:
            raise Broken(f"{self._server}につながりません。{_LATER}") from fault
        except ssl.SSLError as fault:
            raise Stopped(
                f"{self._server}と暗号化してつながりません。{FILE} の [mail] の port と security の組を確かめてください。"
            ) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise Broken(f"{self._server}につながりません。{_LATER}") from fault

    def _connected(self) -> smtplib.SMTP:
        mail = self._mail
        context = None if mail.security not in (STARTTLS, TLS) else ssl.create_default_context()
        if mail.security == TLS:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.host, mail.port, _own_name(), timeout=mail.timeout_seconds, context=context
            )
        else:
            client = smtplib.SMTP(mail.host, mail.port, _own_name(), timeout=mail.timeout_seconds)
        try:
            if mail.security == STARTTLS:
                self._encrypt(client, context)
            if mail.user:
                self._log_in(client)
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client

    def _encrypt(self, client: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
        try:
            client.starttls(context=context)
        except smtplib.SMTPNotSupportedError as fault:
            raise Stopped(
                f"{self._server}は STARTTLS に応じません。{FILE} の [mail] の port と security の組を確かめてください。"
            ) from fault

    def _log_in(self, client: smtplib.SMTP) -> None:
        remedy = f"{FILE} の [mail] の user と、環境変数 {self._mail.password_env} のパスワードを確かめてください。"
        try:
            client.login(self._mail.user, self._password)
        except smtplib.SMTPAuthenticationError as fault:
            if not _is_final(fault.smtp_code):
                raise
            raise Stopped(f"{self._server}にログインできません。{remedy}") from fault
        except smtplib.SMTPException as fault:
            # these two mean that the server offers no way of logging in that is known here; the others, that the line broke
            if type(fault) not in (smtplib.SMTPException, smtplib.SMTPNotSupportedError):
                raise
            raise Stopped(f"{self._server}はログインに応じません。{remedy}") from fault


def _own_name() -> str | None:
    """The name with which this machine introduces itself; None for the usual one. SMTP has no words for others than ASCII."""
    return None if socket.getfqdn().isascii() else "[127.0.0.1]"


def _is_final(code: int) -> bool:
    return code >= 500


def _not_now(code: int) -> str:
    return f"メールサーバが、今は受け取れないと答えました（{code}）。{_LATER}"


def _unwanted(code: int) -> str:
    if code in _TOO_LARGE:
        return f"メールが大きすぎて、メールサーバが受け取りませんでした（{code}）。"
    return f"メールサーバが、このメールを受け取りませんでした（{code}）。"
