"""What is refused, and how: without a token, in a wrong place, with content that breaks careless readers."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from marshrut.cards import queries
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from marshrut.org.models import ApiToken
from tests.support.office import PASSWORD, SYSTEM, MovingClock, Office

from .client import Api, problem

PATHS = ["/me", "/cards", "/cards/1", "/cards/1/history", "/card-types", "/tasks", "/files/1", "/companies", "/notices"]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_without_a_token(api: Api, path: str) -> None:
    response = api.get(path, None)
    problem(response, 401, "unauthorized")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="marshrut"'


def test_tokens_that_do_not_work(api: Api, office: Office, now: MovingClock) -> None:
    good = api.token("alisa")
    for sent in ("Bearer", "Bearer ", f"Basic {good}", f"Bearer {good}x", f"Bearer  {good}", "Bearer \u00fe", good):
        response = api.client.get("/api/me", headers={"Authorization": sent})
        problem(response, 401, "unauthorized")
        assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]
    assert api.get("/me").status_code == 200
    now.at += timedelta(days=91)
    problem(api.get("/me"), 401, "unauthorized")


def test_revoked_token_and_dismissed_owner(api: Api, office: Office) -> None:
    api.token("alisa"), api.token("viktor")
    org.revoke_token(office.actor("alisa"), token=ApiToken.objects.get(person=office.people["alisa"]).pk)
    problem(api.get("/me"), 401, "unauthorized")
    org.dismiss_person(SYSTEM, person=office.id("viktor"))
    problem(api.get("/me", "viktor"), 401, "unauthorized")


def test_session_opens_no_door(api: Api, office: Office) -> None:
    signed_in = Client()
    assert signed_in.login(username="alisa@example.ru", password=PASSWORD)
    problem(signed_in.get("/api/me"), 401, "unauthorized")
    response = signed_in.post("/api/notices/read", "{}", "application/json")
    problem(response, 401, "unauthorized")


def test_token_in_the_address(api: Api) -> None:
    token = api.token("alisa")
    for path in (f"/me?token={token}", "/me?access_token=x", f"/cards?q={token}", f"/cards/{token}", "/me?API_KEY="):
        for by in ("alisa", None):
            problem(api.client.get(f"/api{path}", headers=api.headers(by)), 400, "token_in_url")


def test_addresses_that_lead_nowhere(api: Api) -> None:
    for path in (
        "/",
        "/nothing",
        "/cards/abc",
        "/cards/0",
        "/cards/" + "9" * 5000,
        "/cards/-1",
        "/cards/1.5",
        "/cards/",
    ):
        problem(api.get(path), 404, "not_found")
    response = api.send("DELETE", "/cards")
    problem(response, 405, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_query_with_nul(api: Api) -> None:
    problem(api.client.get("/api/cards?q=a%00b", headers=api.headers("alisa")), 400, "bad_request")
    problem(api.client.get("/api/people?q%00=a", headers=api.headers("alisa")), 400, "bad_request")
    problem(api.client.get("/api/cards%00", headers=api.headers("alisa")), 400, "bad_request")


BROKEN = [
    (b"{", 400, "not_json"),
    (b"\xff\xfe", 400, "not_json"),
    (b'{"text": NaN}', 400, "not_json"),
    (b'{"text": -Infinity}', 400, "not_json"),
    (b'{"text": 1e999}', 400, "not_json"),
    (b'{"text": ' + b"9" * 5000 + b"}", 400, "not_json"),
    (b'{"text": "\\ud800"}', 400, "not_json"),
    (b'{"text": "a\\u0000b"}', 400, "not_text"),
    (b'{"\\u0000": 1}', 400, "not_text"),
    (b'{"text": "a\x00b"}', 400, "not_json"),
    (b"[" * 100_000 + b"]" * 100_000, 400, "not_json"),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "not_json"),
    (json.dumps({"text": "я" * 1_000_000}).encode()[:1_900_000], 400, "not_json"),
    (json.dumps({"text": "x" * 1_000_000}).encode(), 422, "invalid"),
    (json.dumps({"text": "x" * 2_100_000}).encode(), 413, "too_large"),
    (b'{"text": "x", "colour": "red"}', 422, "invalid"),
    (b"[]", 422, "invalid"),
    (b"null", 422, "invalid"),
    (b"", 422, "invalid"),
    (b'{"text": ["x"]}', 422, "invalid"),
    (b'{"text": "x", "mentions": [1.5]}', 422, "invalid"),
    (b'{"text": "x", "mentions": ["1"]}', 422, "invalid"),
    (b'{"text": "x", "mentions": [true]}', 422, "invalid"),
    (b'{"text": "x", "mentions": [9223372036854775808]}', 422, "invalid"),
]


@pytest.mark.parametrize(("content", "status", "code"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_bodies_that_break_careless_readers(api: Api, office: Office, content: bytes, status: int, code: str) -> None:
    card = office.request()
    problem(api.post(f"/cards/{card}/comments", content), status, code)


def test_an_address_with_more_fields_than_anybody_reads(api: Api) -> None:
    asked = "&".join(f"x{number}=1" for number in range(501))
    problem(api.send("GET", f"/tasks?{asked}"), 400, "bad_request")


VALUES = [
    [1.5], ["x"], {"a": 1}, [[1]], [{}], "x" * 20_001, 10**16, 1e300, [0], [-1], [True], [10**18], list(range(1, 300)),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=[str(n) for n in range(len(VALUES))])
def test_values_no_field_can_have(api: Api, value: object) -> None:
    said = problem(api.post("/cards", {"type": "payment_request", "fields": {"amount": value}}), 422, "invalid")
    assert list(said["fields"]) == ["fields.amount"]


FIELDS = ["counterparty", "amount", "expense_item", "purpose", "invoice", "pay_before", "note", "no_such"]
ODD = ["", "x", "9" * 5000, "1e5000", "1e-5000", "\u202e", "²", "٣", True, 0, -1, 0.1, 1.005, [1], [999999999], 10**15]


@pytest.mark.parametrize("field", FIELDS)
def test_odd_values_are_refused_by_name(api: Api, office: Office, field: str) -> None:
    """Never an answer of ours that we are sorry for: each value is a card or a sentence."""
    good = office.fields(invoice=[office.file()])
    for value in ODD:
        response = api.post("/cards", {"type": "payment_request", "fields": {**good, field: value}})
        assert response.status_code in (201, 422), (value, response.content)


def test_wrong_media_type(api: Api, office: Office) -> None:
    card = office.request()
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = api.headers("alisa")
        response = api.client.generic("POST", f"/api/cards/{card}/comments", b'{"text": "x"}', kind, headers=headers)
        problem(response, 415, "unsupported_media_type")


def test_body_where_none_belongs(api: Api, office: Office) -> None:
    card = office.request()
    problem(api.post(f"/cards/{card}/start", {"force": True}), 422, "unexpected_body")
    problem(api.post(f"/cards/{card}/start", {}), 409, "already_started")


def test_headers_that_are_no_keys(api: Api, office: Office) -> None:
    card = office.request()
    for key in ("", "два", "a b", "x" * 201):
        response = api.post(f"/cards/{card}/comments", {"text": "x"}, Idempotency_Key=key.encode().decode("latin-1"))
        assert "Idempotency-Key" in problem(response, 422, "invalid")["fields"]
    response = api.patch(f"/cards/{card}", {"fields": {}}, If_Match="W/1")
    assert "If-Match" in problem(response, 422, "invalid")["fields"]


def test_actor_of_history_came_by_the_api(api: Api, office: Office) -> None:
    from marshrut.history.models import Event

    card = api.post("/cards", {"type": "payment_request", "fields": office.fields(invoice=[office.file()])}).json()[
        "card"
    ]
    first = Event.objects.filter(subject=f"card:{card}").order_by("seq")[0]
    assert (first.via, first.actor_id) == ("api", Actor.person(office.id("alisa")).person_id)


def test_mistake_of_ours_says_so_and_nothing_else(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(queries, "counts", broken)
    api.client.raise_request_exception = False
    response = api.get("/me")
    problem(response, 500, "our_mistake")
    assert b"secret" not in response.content
