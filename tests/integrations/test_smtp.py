"""Letters through a real SMTP server on this machine: with TLS and a password, refused, away."""

from __future__ import annotations

import re
import socketserver
import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client, override_settings

from marshrut.jobs.models import Effect
from tests.integrations import slapd
from tests.support.office import MovingClock, Office, build, drain

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes letters after STARTTLS and AUTH; `refuses` answers 550 to every recipient."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, home: Path) -> None:
        self.letters: list[bytes] = []
        self.refuses = False
        self.logins: list[str] = []
        slapd.certificates(home)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(home / "server.pem", home / "server.key")
        super().__init__(("127.0.0.1", 0), Talk)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.say("220 mail.test")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "STARTTLS":
                self.say("220 go on")
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
                self.setup()
            elif word == "DATA":
                self.say("354 write")
                self.server.letters.append(self.letter())
                self.say("250 taken")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.answer(word, line)
        return None

    def answer(self, word: str, line: str) -> None:
        secure = isinstance(self.request, ssl.SSLSocket)
        if word == "EHLO":
            self.say("250-mail.test\r\n250 " + ("AUTH PLAIN" if secure else "STARTTLS"))
        elif word == "AUTH":
            self.server.logins.append(line)
            self.say("235 known")
        elif word == "RCPT" and self.server.refuses:
            self.say("550 nobody here")
        else:
            self.say("250 yes" if secure else "530 TLS first")

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def finish(self) -> None:
        super().finish()
        self.request.close()


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox(tmp_path)
    thread = Thread(target=box.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))  # the authorities of the system
    words: dict[str, Any] = {
        "EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": box.port, "EMAIL_USE_TLS": True,
        "EMAIL_HOST_USER": "marshrut", "EMAIL_HOST_PASSWORD": "secret", "DEFAULT_FROM_EMAIL": "Маршрут <m@example.ru>",
    }  # fmt: skip
    with override_settings(**words):
        yield box
    box.shutdown()
    box.server_close()
    thread.join()


@pytest.fixture
def office(db: None) -> Office:
    return build()


def forget(name: str = "alisa") -> None:
    assert Client().post("/login/forgot/", {"email": f"{name}@example.ru"}).status_code == 200


def test_the_letter_arrives_and_its_link_works(office: Office, mailbox: Mailbox, now: MovingClock) -> None:
    forget()
    drain(now.at)
    (raw,) = mailbox.letters
    letter = message_from_bytes(raw, policy=policy.default)
    assert letter["to"] == "alisa@example.ru"
    assert letter["subject"].strip() == "Новый пароль к «Маршруту»"
    found = re.search(r"/welcome/[\w-]+/", letter.get_content())
    assert found
    browser = Client()
    browser.get(found[0])
    answer = browser.post("/login/new-password/", {"password": "новый-длинный-пароль"})
    assert answer.headers["Location"] == "/"
    assert len(mailbox.logins) == 1


def test_a_server_that_is_away_is_tried_again(office: Office, mailbox: Mailbox, now: MovingClock) -> None:
    forget()
    with override_settings(EMAIL_PORT=9):
        drain_once(now)
    effect = Effect.objects.get(kind="send_sign_in_link")
    assert (effect.state, effect.attempts) == ("retry", 1)


def drain_once(now: MovingClock) -> None:
    from marshrut.jobs import effects

    effects.perform(effects.take("mail"))


def test_a_certificate_of_a_stranger_is_not_believed(
    office: Office, mailbox: Mailbox, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    forget()
    drain_once(now)
    assert mailbox.letters == []
    assert Effect.objects.get(kind="send_sign_in_link").state == "retry"


def test_the_queue_holds_no_secret(office: Office, mailbox: Mailbox, now: MovingClock) -> None:
    forget()
    payload = Effect.objects.get(kind="send_sign_in_link").payload
    assert set(payload) == {"person", "purpose", "origin"}
