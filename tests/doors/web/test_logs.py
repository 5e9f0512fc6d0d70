"""A fault leaves its traceback in the log, and nothing of what was sent."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from marshrut.config import logs
from tests.support.office import Office

PASSWORD = "совершенно секретный пароль"
ACCOUNT = "счёт 4070281"
TOKEN = "msh_" + "A1b2" * 10


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process would write to stderr."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Faults())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def breaking(monkeypatch: pytest.MonkeyPatch, fault: Any) -> None:
    monkeypatch.setattr("marshrut.org.commands.change_own_password", fault)


def change(browser: Client) -> int:
    browser.raise_request_exception = False
    sent = {"old": PASSWORD, "new": PASSWORD + "!"}
    headers = {"authorization": f"Bearer {TOKEN}"}
    return browser.post("/profile/password", sent, headers=headers).status_code


def test_a_fault_leaves_its_traceback_and_no_secret(
    clerk: Client, office: Office, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def deep_inside(_actor: Any, **sent: str) -> None:
        raise RuntimeError(f"это сломалось: {sent['old']} {sent['new']} {TOKEN}")

    breaking(monkeypatch, deep_inside)
    assert change(clerk) == 500
    text = log.getvalue()
    assert "ERROR django.request: Internal Server Error: /profile/password" in text
    assert "Traceback (most recent call last)" in text
    assert "in deep_inside" in text
    assert "RuntimeError: это сломалось" in text
    assert PASSWORD not in text
    assert TOKEN not in text
    assert clerk.cookies["sessionid"].value not in text


def test_a_fault_of_the_database_tells_no_parameter(
    clerk: Client, office: Office, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def ask(_actor: Any, **_sent: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [ACCOUNT])

    breaking(monkeypatch, ask)
    assert change(clerk) == 500
    assert "SQLSTATE 22P02" in log.getvalue()
    assert ACCOUNT not in log.getvalue()


def test_a_line_stays_a_line(log: io.StringIO) -> None:
    logging.getLogger("marshrut.jobs").warning("сказано %s", "\nERROR подделка\x1b[31m")
    assert log.getvalue().count("\n") == 1


def test_everyday_answers_are_not_logged(clerk: Client, log: io.StringIO) -> None:
    assert clerk.get("/nothing/").status_code == 404
    assert log.getvalue() == ""


def test_a_request_that_nobody_could_read_is_written_down_all_the_same(clerk: Client, log: io.StringIO) -> None:
    clerk.raise_request_exception = False
    assert clerk.get("/inbox/", {f"x{number}": "1" for number in range(501)}).status_code == 400
    assert "TooManyFieldsSent" in log.getvalue()
