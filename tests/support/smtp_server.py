"""A real SMTP server (aiosmtpd) with TLS and a password, and with bad days to order."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.integrations.slapd import free_port

PASSWORD = "app-password"


@dataclass
class Relay:
    """`taken`: what was accepted. `bad` says at which word the server is in a bad mood, and how."""

    port: int
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    bad: dict[str, str] = field(default_factory=dict)
    #: how often each word was refused so far
    refusals: dict[str, int] = field(default_factory=dict)

    def calm(self) -> None:
        self.taken.clear()
        self.recipients.clear()
        self.bad.clear()
        self.refusals.clear()

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.taken]

    # -- what the server asks --------------------------------------------------------------------------------------

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._mood("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._mood("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mood = self.bad.get("DATA", "")
        if mood == "lost":  # neither taken nor answered
            server.transport.abort()  # type: ignore[union-attr]
            return "250 nobody hears this"
        if mood and mood != "dropped":
            self.refusals["DATA"] = self.refusals.get("DATA", 0) + 1
            return mood
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        if mood == "dropped":  # taken, and the answer never comes
            server.transport.abort()  # type: ignore[union-attr]
        return "250 taken as 4711"

    def _mood(self, word: str) -> str:
        answer = self.bad.get(word, "")
        if answer:
            self.refusals[word] = self.refusals.get(word, 0) + 1
        return answer


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


class _Secure(Controller):
    """The whole connection is encrypted, which the library does not see: so it must not ask for TLS itself."""

    def __init__(self, relay: Relay, tls: ssl.SSLContext) -> None:
        super().__init__(
            relay,
            hostname="127.0.0.1",
            port=relay.port,
            ssl_context=tls,
            authenticator=_known,
            auth_require_tls=False,
            ready_timeout=10,
        )


@contextmanager
def relaying(home: Path) -> Iterator[Relay]:
    """`home` holds server.pem and server.key."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(home / "server.pem", home / "server.key")
    relay = Relay(free_port())
    controller = _Secure(relay, tls)
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()
