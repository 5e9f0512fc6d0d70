"""`/healthz` for machines: no session, no cookie, and an answer even without a database."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from marshrut.jobs import queries


@pytest.mark.django_db
def test_without_a_worker_it_is_unwell(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "ok"
    assert answer.json()["workers"] == 0
    assert not answer.cookies


@pytest.mark.django_db
def test_well_is_200_and_is_not_cached(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "health", lambda: {"ok": True, "workers": 1})
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_database_it_says_so_and_tells_no_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> dict[str, object]:
        raise OperationalError("connection to server at 10.0.0.5 as marshrut failed")

    monkeypatch.setattr(queries, "health", lost)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "OperationalError"
    assert "10.0.0.5" not in answer.content.decode()


@pytest.mark.django_db
def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
