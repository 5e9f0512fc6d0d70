"""Archives of letters over the JSON door."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.kernel import clock
from tests.support.office import Office, drain

from .client import Api, problem


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def test_asked_built_and_downloaded(api: Api, office: Office) -> None:
    card = office.request()
    made = api.send("POST", "/evidence", {"kind": "cards", "cards": [card]})
    assert made.status_code == 201, made.content
    which = made.json()["id"]
    assert made.headers["Location"] == f"/api/evidence/{which}"
    waiting = api.get(f"/evidence/{which}").json()
    assert (waiting["state"], waiting["asked"], waiting["done"]) == ("waiting", 1, 0)
    problem(api.get(f"/evidence/{which}/file"), 409, "not_ready")
    drain(clock.now())
    one = api.get("/evidence").json()["items"][0]
    assert (one["state"], one["inside"], one["kind"]) == ("ready", 1, "cards")
    answer = api.get(f"/evidence/{which}/file")
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == one["sha256"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert api.send("POST", f"/evidence/{which}/remove", {}).json() == {"id": which}
    problem(api.get(f"/evidence/{which}"), 404, "not_found")


def test_refusals(api: Api, office: Office) -> None:
    card = office.request()
    which = api.send("POST", "/evidence", {"kind": "cards", "cards": [card]}).json()["id"]
    for other in ("viktor", "boris"):
        problem(api.get(f"/evidence/{which}", other), 404, "not_found")
        problem(api.send("POST", f"/evidence/{which}/remove", {}, other), 404, "not_found")
    problem(api.send("POST", "/evidence", {"kind": "cards", "cards": [card]}, "viktor"), 404, "not_found")
    problem(api.send("POST", "/evidence", {"kind": "cards"}), 422, "nothing")
    problem(api.send("POST", "/evidence", {"kind": "thread"}), 422, "invalid")
    problem(api.send("POST", "/evidence", {"kind": "thread", "ref": card}), 404, "not_found")
    problem(api.send("POST", "/evidence", {"kind": "project", "ref": 999_999}), 404, "not_found")
    assert office.company is not None
    assert "others" in api.get(f"/evidence/{which}").json()


def test_the_same_key_asks_once(api: Api, office: Office) -> None:
    body = {"kind": "cards", "cards": [office.request()]}
    first = api.send("POST", "/evidence", body, Idempotency_Key="archive-17")
    assert api.send("POST", "/evidence", body, Idempotency_Key="archive-17").json()["id"] == first.json()["id"]
    assert len(api.get("/evidence").json()["items"]) == 1
