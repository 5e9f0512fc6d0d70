"""Where 1C knocks: whoever has the key of a base makes us look again, and no more than that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from marshrut.doors.api import events
from marshrut.edocs import commands
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Forbidden
from marshrut.kernel.throttle import Throttle
from tests.support import bases
from tests.support.bases import EVENT_KEY, OUT, PASSWORD, Answers
from tests.support.desk import Desk
from tests.support.edocs import office_of_edocs
from tests.support.office import MovingClock

REF = "6f9619ff-8b86-4011-b42d-00cf4fc964ff"
EVENT = {"base": "main", "entity": OUT, "Ref_Key": REF, "Number": "1", "Date": "2026-08-03T12:00:00"}


@pytest.fixture
def answers() -> Iterator[Answers]:
    with bases.answering() as there:
        yield there


@pytest.fixture
def desk(db: None, now: MovingClock, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(events, "throttle", Throttle(600))
    made = office_of_edocs(now)
    bases.connect(made.office, secrets={"login": "Обмен", "password": PASSWORD, "event_key": EVENT_KEY})
    return made


def knock(body: Any = EVENT, key: str = EVENT_KEY, scheme: str = "ApiKey", **headers: str) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    authorization = {"Authorization": f"{scheme} {key}"} if key else {}
    return Client(enforce_csrf_checks=True).post(
        "/api/onec/events", sent, "application/json", headers={**authorization, **headers}
    )


def asked() -> list[Any]:
    return list(Effect.objects.filter(kind="edoc_ask").order_by("pk").values_list("payload", flat=True))


def test_the_document_is_read_soon(desk: Desk, answers: Answers, now: MovingClock) -> None:
    answer = knock()
    assert (answer.status_code, answer.content) == (202, b"")
    (payload,) = asked()
    assert payload["refs"] == [[OUT, REF]]
    desk.settle()
    assert answers.runs == []  # the event may be faster than the transaction there


def test_the_same_twice_is_asked_about_once(desk: Desk) -> None:
    assert [knock().status_code for _time in range(3)] == [202, 202, 202]
    assert len(asked()) == 1


def test_several_at_once(desk: Desk) -> None:
    other = REF.replace("6f96", "7f96")
    assert knock([EVENT, {**EVENT, "Ref_Key": other.upper()}, EVENT]).status_code == 202
    assert [payload["refs"][0][1] for payload in asked()] == [REF, other]


def test_a_body_with_a_mark_of_order_is_read(desk: Desk) -> None:
    assert knock(b"\xef\xbb\xbf" + json.dumps(EVENT).encode()).status_code == 202


@pytest.mark.parametrize(
    ("key", "scheme"),
    [("", "ApiKey"), ("0" * 40, "ApiKey"), (EVENT_KEY, "Bearer"), (EVENT_KEY, "Basic"), (" ", "ApiKey")],
)
def test_without_the_key_nothing_is_done(desk: Desk, key: str, scheme: str) -> None:
    answer = knock(key=key, scheme=scheme)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert "ApiKey" in answer.headers["WWW-Authenticate"]
    assert asked() == []


def test_the_key_of_another_base_opens_nothing(desk: Desk) -> None:
    bases.connect(desk.office, "second", secrets={"login": "Обмен", "event_key": "fedcba9876543210"})
    assert knock({**EVENT, "base": "second"}).status_code == 401
    assert knock({**EVENT, "base": "missing"}).status_code == 401
    assert knock([EVENT, {**EVENT, "base": "second"}]).status_code == 400
    assert asked() == []


def test_a_base_put_aside_or_without_a_key_hears_nothing(desk: Desk) -> None:
    bases.connect(desk.office, "quiet")
    assert knock({**EVENT, "base": "quiet"}, key="").status_code == 401
    commands.set_base(desk.office.actor("admin"), base="main", active=False)
    assert knock().status_code == 401
    assert asked() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"17", b"null", b'"x"', b"[[]]", b"[" * 30_000, b'{"base": NaN}', {}, {**EVENT, "Ref_Key": "1"},
     {**EVENT, "entity": "Document'; DROP"}, {**EVENT, "entity": "x" * 300}, {**EVENT, "base": "Ы"},
     {**EVENT, "base": ["main"]}, {**EVENT, "entity": "a\0b"}, [EVENT, 17],
     [{**EVENT, "Ref_Key": f"{n:08x}-8b86-4011-b42d-00cf4fc964ff"} for n in range(201)]],
)  # fmt: skip
def test_what_is_no_event_is_refused(desk: Desk, body: Any) -> None:
    answer = knock(body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert asked() == []


def test_a_large_body_is_refused(desk: Desk) -> None:
    assert knock({**EVENT, "more": "x" * 70_000}).status_code == 413
    assert asked() == []


def test_only_knocks(desk: Desk) -> None:
    assert Client().get("/api/onec/events").status_code == 405


def test_keys_are_not_guessed(desk: Desk) -> None:
    answers = [knock(key=f"{number:040x}").status_code for number in range(12)]
    assert answers == [401] * 10 + [429] * 2
    assert knock().status_code == 202  # whoever has the key is not shut out by those who guess


def test_a_loop_gone_wild_is_slowed_down(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [0.0]
    monkeypatch.setattr(events, "throttle", Throttle(3, clock=lambda: seconds[0]))
    answers = [knock() for _time in range(4)]
    assert [one.status_code for one in answers] == [202, 202, 202, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    seconds[0] += 61
    assert knock().status_code == 202


def test_events_are_counted_not_requests(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "throttle", Throttle(300))
    many = [{**EVENT, "Ref_Key": f"{number:08x}-8b86-4011-b42d-00cf4fc964ff"} for number in range(200)]
    assert [knock(many).status_code for _time in range(2)] == [202, 429]
    assert [knock(many[:100]).status_code, knock().status_code] == [202, 429]


def test_what_nobody_follows_leaves_nothing_to_do(desk: Desk, answers: Answers) -> None:
    answers.follows = frozenset({OUT})
    assert knock({**EVENT, "entity": "Document_РеализацияТоваровУслуг"}).status_code == 202
    assert asked() == []


def test_people_do_not_hint(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        commands.hint(desk.office.actor("alisa"), base="main", refs=[(OUT, REF)])
