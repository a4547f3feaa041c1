"""A real mail server on this machine, with TLS and login, that can be told to be difficult."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "fugi", "ひみつではない".encode().hex()

Answer = str | Callable[[SMTP], Coroutine[Any, Any, str]]


@dataclass
class Desk:
    """Who takes the mails in. `answers`: recipient, `MAIL`, `DATA` → what is said instead of 250."""

    answers: dict[str, Answer] = field(default_factory=dict)
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    connections: int = 0
    logins: int = 0
    encrypted: list[bool] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer(server, "MAIL")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer(server, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self._answer(server, "DATA")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append((list(envelope.rcpt_tos), envelope.content))
        return answer

    async def _answer(self, server: SMTP, what: str) -> str:
        answer = self.answers.get(what, "250 OK")
        return answer if isinstance(answer, str) else await answer(server)

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins += 1
        # not `handled`: the server shall say so itself
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


async def hang_up(server: SMTP) -> str:
    """Cut the line instead of answering."""
    server.transport.abort()
    return "250 OK"


def slow(seconds: float) -> Answer:
    async def wait(server: SMTP) -> str:
        await asyncio.sleep(seconds)
        return "250 OK"

    return wait


class _House(Controller):
    """aiosmtpd in a thread of its own, on a port that the system chooses."""

    def __init__(self, desk: Desk, port: int, **more: Any) -> None:
        super().__init__(desk, hostname="127.0.0.1", port=port, ready_timeout=10, **more)

    def factory(self) -> SMTP:
        self.handler.connections += 1
        return super().factory()


@contextmanager
def mail_server(desk: Desk, context: ssl.SSLContext | None = None, *, tls: bool = False) -> Iterator[int]:
    """A server that takes mail for `desk`; gives its port. `tls`: encrypted from the first byte, else by STARTTLS."""
    port = unused_port()
    more: dict[str, Any] = {}
    if context is not None:
        more = {"authenticator": desk.authenticate, "auth_required": not tls, "auth_require_tls": not tls}
        more |= {"ssl_context": context} if tls else {"tls_context": context, "require_starttls": True}
    house = _House(desk, port, **more)
    house.start()
    desk.connections = 0  # aiosmtpd calls itself up once to see whether it listens
    desk.encrypted.clear()
    try:
        yield port
    finally:
        house.stop()


def unused_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
