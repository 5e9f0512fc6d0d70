"""While the database is away people and programs are told to try again, and nothing else breaks."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from marshrut.org.sign_in.store import SessionStore


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Client:
    def fail(*_arguments: object, **_words: object) -> None:
        raise OperationalError("connection refused at 10.0.0.5")

    monkeypatch.setattr(SessionStore, "load", fail)
    monkeypatch.setattr("marshrut.org.queries.authenticate_token", fail)
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    return client


def test_page_says_try_again_and_names_no_host(away: Client) -> None:
    answer = away.get("/inbox/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "10.0.0.5" not in answer.content.decode()


def test_program_gets_a_problem(away: Client) -> None:
    answer = away.get("/api/me", headers={"Authorization": "Bearer msh_x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "try_again")
