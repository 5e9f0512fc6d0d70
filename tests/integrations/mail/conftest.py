"""The small company with letters, a real IMAP server (Dovecot) and a real SMTP server (aiosmtpd) on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support import dovecot, letter_office
from tests.support.letter_office import Letters
from tests.support.mail_office import MailOffice, connect
from tests.support.office import MovingClock
from tests.support.smtp_server import Relay, relaying


@pytest.fixture(scope="session")
def imap() -> Iterator[dovecot.Server]:
    with dovecot.running() as server:
        yield server


@pytest.fixture(scope="session")
def relay(imap: dovecot.Server) -> Iterator[Relay]:
    with relaying(imap.home) as server:
        yield server


@pytest.fixture(autouse=True)
def trusted(imap: dovecot.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", imap.ca)  # the authorities of the system


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def letters(db: None, now: MovingClock) -> Letters:
    return letter_office.build(now)


@pytest.fixture
def office(letters: Letters, imap: dovecot.Server, relay: Relay) -> MailOffice:
    """A mailbox of its own for each test."""
    relay.calm()
    return connect(letters, imap, relay)
