"""Canaries: a stranger never sees a byte of a foreign card; what is foreign looks like what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from marshrut.cards import commands
from marshrut.doors.api import openapi
from marshrut.jobs import worker
from tests.support.office import PDF, MovingClock, Office

from .client import Api, Response, problem

CANARY = "канарейка"
NOWHERE = 999_999_999
#: refused to others before anything is looked up
FOR_ADMINISTRATORS = {"try_reactions"}
#: bodies that would do something if they were let to
BODIES: dict[str, dict[str, Any]] = {
    "edit_card": {"fields": {"purpose": "Моё"}},
    "withdraw_card": {"reason": "Моё"},
    "move_card": {"to": "paid"},
    "comment_card": {"text": "Моё"},
    "complete_task": {"outcome": "approved"},
    "delegate_task": {"to": 1},
    "forward_task": {"to": 1},
    "ask_opinion": {"person": 1, "question": "Моё"},
    "add_approver": {"person": 1},
    "link_edoc": {"deal": 1},
    "link_letters": {"other": 1},
    "unlink_letters": {"other": 1},
    "pause_task": {"until": "2026-07-03T09:00:00+03:00", "reason": "Моё"},
}


@pytest.fixture
def foreign(api: Api, office: Office, now: MovingClock) -> dict[str, int]:
    """A card of Алиса that went far, with a canary in everything that can hold one; Виктор is nobody to it."""
    invoice = api.upload(name=f"{CANARY} счёт.pdf", content=PDF + CANARY.encode()).json()["id"]
    card = office.request(purpose=f"{CANARY} за что", note=f"{CANARY} пояснение", invoice=[invoice])
    commands.comment_card(office.actor("alisa"), card=card, text=f"{CANARY} слово", mentions=[office.id("ops")])
    task = office.task(card, "approve").pk
    office.complete(card, "approve", "rejected", "boris", reason=f"{CANARY} причина")
    commands.restart_card(office.actor("alisa"), card=card)
    commands.withdraw_card(office.actor("alisa"), card=card, reason=f"{CANARY} отзыв")
    commands.restart_card(office.actor("alisa"), card=card)
    worker.drain(now())
    return {"card": card, "task": task, "file": invoice}


def test_the_canary_sings_for_who_may_hear_it(api: Api, foreign: dict[str, int]) -> None:
    """Else the silence below would prove nothing."""
    card = foreign["card"]
    for path in (f"/cards/{card}", f"/cards/{card}/history", f"/tasks/{foreign['task']}", "/cards", "/tasks?list=done"):
        assert heard(api.client.get(f"/api{path}", headers=api.headers("boris"))), path
    assert heard(api.client.get(f"/api/files/{foreign['file']}", headers=api.headers("boris")))
    assert heard(api.get("/notices", "ops"))


def test_stranger_hears_nothing(api: Api, office: Office, foreign: dict[str, int]) -> None:
    for name, method, path in operations(foreign):
        response = ask(api, name, method, path, "viktor")
        assert not heard(response), (method, path)
    for query in (
        "/cards?q=канарейка",
        "/cards?limit=200",
        f"/cards?author={office.id('alisa')}",
        "/companies?q=канарейка",
    ):
        response = api.client.get(f"/api{query}", headers=api.headers("viktor"))
        assert not heard(response), query
        assert response.json()["items"] == [], query


def test_nobody_without_a_token_hears_anything(api: Api, foreign: dict[str, int]) -> None:
    for name, method, path in operations(foreign):
        response = ask(api, name, method, path, None)
        problem(response, 401, "unauthorized")


def test_foreign_and_missing_look_the_same(api: Api, foreign: dict[str, int]) -> None:
    missing = dict.fromkeys(foreign, NOWHERE)
    pairs = zip(operations(foreign), operations(missing), strict=True)
    compared = 0
    for (name, method, path), (_, _, other) in pairs:
        if path == other:
            continue
        answers = [ask(api, name, method, one, "viktor") for one in (path, other)]
        problem(answers[0], *((403, "forbidden") if name in FOR_ADMINISTRATORS else (404, "not_found")))
        assert answers[0].content == answers[1].content, path
        assert dict(answers[0].headers) == dict(answers[1].headers), path
        compared += 1
    assert compared >= 15


def test_nothing_foreign_was_changed(api: Api, foreign: dict[str, int]) -> None:
    before = api.get(f"/cards/{foreign['card']}").content, api.get(f"/cards/{foreign['card']}/history").content
    for name, method, path in operations(foreign):
        if method != "GET":
            ask(api, name, method, path, "viktor")
    assert before == (
        api.get(f"/cards/{foreign['card']}").content,
        api.get(f"/cards/{foreign['card']}/history").content,
    )


def test_foreign_file_is_no_way_in(api: Api, office: Office, foreign: dict[str, int]) -> None:
    own = {"type": "payment_request", "fields": office.fields(invoice=[foreign["file"]])}
    said = problem(api.post("/cards", own, "viktor"), 422, "bad_fields")
    assert list(said["fields"]) == ["invoice"]
    assert CANARY not in str(said)


class Elsewhere(dict[str, int]):
    """What is not among the ids is nowhere."""

    def __missing__(self, place: str) -> int:
        return NOWHERE


def operations(ids: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Every operation, with these ids in its address."""
    for path, methods in openapi.schema()["paths"].items():
        for method, operation in methods.items():
            filled = path.removeprefix("/api").format_map(Elsewhere(ids))
            yield operation["operationId"], method.upper(), filled


def ask(api: Api, name: str, method: str, path: str, by: str | None) -> Response:
    if name in ("upload_file", "attach_file"):
        return api.upload(path, by)
    body = BODIES.get(name)
    return api.send(method, path, body, by) if method != "GET" else api.get(path, by)


def heard(response: Response) -> bool:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = f"{dict(response.headers)} {content.decode('utf-8', 'replace')}"
    return any(song in said for song in (CANARY, ascii(CANARY)[1:-1], quote(CANARY)))
