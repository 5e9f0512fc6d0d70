"""Tables over the JSON door."""

from __future__ import annotations

from typing import Any

from marshrut.documents import tables
from marshrut.history.queries import timeline
from marshrut.org.models import Person
from tests.support.office import Office

from .client import Api, problem

ROWS = [["E-mail", "Фамилия", "Имя", "Подразделение"], ["oleg@example.ru", "Новиков", "Олег", "Компания / Цех"]]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_people_come_after_a_preview(api: Api, office: Office) -> None:
    shown = api.post("/people/import", {"rows": ROWS}, "admin").json()
    (line,) = shown["lines"]
    assert (line["row"], line["state"], line["name"]) == (2, "new", "Новиков Олег")
    assert shown["departments"] == ["Компания / Цех"]
    assert shown["done"] is None
    assert not Person.objects.filter(email="oleg@example.ru").exists()
    sent = {"rows": ROWS, "seen": shown["digest"]}
    done = api.post("/people/import", sent, "admin", Idempotency_Key="import-1")
    assert done.json()["done"]["added"] == 1
    assert api.post("/people/import", sent, "admin", Idempotency_Key="import-1").json() == done.json()
    problem(api.post("/people/import", sent, "admin"), 409, "preview_changed")


def test_wrong_rows_keep_everything_out(api: Api, office: Office) -> None:
    rows = [*ROWS, ["не адрес", "Х", "Х", ""]]
    shown = api.post("/people/import", {"rows": rows}, "admin").json()
    assert shown["lines"][1]["problems"][0]["column"] == "email"
    problem(api.post("/people/import", {"rows": rows, "seen": shown["digest"]}, "admin"), 422, "wrong_rows")
    problem(api.post("/people/import", {"rows": [["Имя"]]}, "admin"), 422, "table")
    assert Person.objects.count() == 9


def test_people_are_for_administrators(api: Api, office: Office) -> None:
    problem(api.post("/people/import", {"rows": ROWS}, "boris"), 403, "forbidden")
    problem(api.get("/exports/people", "boris"), 404, "not_found")
    assert timeline("exports") == []


def test_people_go_and_come_back(api: Api, office: Office) -> None:
    rows = tables.read(body(api.get("/exports/people", "admin")))
    shown = api.post("/people/import", {"rows": rows}, "admin").json()
    assert (shown["lines"], shown["same"], shown["missing"]) == ([], 9, [])


def test_cards_go_with_their_filter(api: Api, office: Office) -> None:
    card = office.request()
    done = office.request()
    office.complete(done, "approve", "approved", "boris")
    answer = api.get("/exports/cards", "director", type="payment_request", holder=office.id("boris"), format="xlsx")
    assert answer.headers["Content-Type"] == tables.XLSX
    rows = tables.read(body(answer))
    assert [row[0].rpartition("-")[2] for row in rows[1:]] == [str(card)]
    (made,) = timeline("exports")
    assert (made.via, made.body["rows"], made.actor_id) == ("api", 1, office.id("director"))
    assert "holder=" in made.values["query"]


def test_cards_without_the_right_are_not_there(api: Api, office: Office) -> None:
    office.request()
    problem(api.get("/exports/cards", "alisa", type="payment_request"), 404, "not_found")
    problem(api.get("/exports/cards", "director", type="nonsense"), 404, "not_found")
    problem(api.get("/exports/cards", "director"), 422, "invalid")
    assert timeline("exports") == []
