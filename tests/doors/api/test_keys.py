"""The header Idempotency-Key on every write: done once, answered twice with the same bytes."""

from __future__ import annotations

from marshrut.cards.models import Card
from marshrut.crm.models import Company
from marshrut.history.models import Event
from tests.support.office import Office

from .client import Api, problem


def test_card_is_created_once(api: Api, office: Office) -> None:
    body = {"type": "payment_request", "fields": office.fields(invoice=[office.file()])}
    first = api.post("/cards", body, Idempotency_Key="k")
    again = api.post("/cards", body, Idempotency_Key="k")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Card.objects.system("test").count() == 1
    problem(api.post("/cards", {**body, "start": False}, Idempotency_Key="k"), 409, "key_reused")


def test_keys_of_two_people_never_meet(api: Api, office: Office) -> None:
    for who in ("alisa", "boris"):
        body = {"type": "payment_request", "fields": office.fields(invoice=[office.file(who)])}
        assert api.post("/cards", body, who, Idempotency_Key="k").status_code == 201
    assert Card.objects.system("test").count() == 2


def test_decision_is_made_once(api: Api, office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    first = api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "boris", Idempotency_Key="k")
    again = api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "boris", Idempotency_Key="k")
    assert first.content == again.content
    assert Event.objects.filter(subject=f"card:{card}", kind="task.completed").count() == 1
    problem(api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "boris"), 409, "already_decided")


def test_every_write_takes_a_key(api: Api, office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    calls = [
        ("PATCH", f"/cards/{card}", {"fields": {"purpose": "Другое"}}, "alisa"),
        ("POST", f"/cards/{card}/comments", {"text": "Слово"}, "alisa"),
        ("POST", f"/tasks/{task}/take", None, "boris"),
        ("POST", f"/tasks/{task}/delegate", {"to": office.id("director")}, "boris"),
        ("POST", "/companies", {"name": "Новая", "inn": "7728168971"}, "alisa"),
        ("POST", "/notices/read", {}, "boris"),
        ("POST", f"/cards/{card}/withdraw", {}, "alisa"),
        ("POST", f"/cards/{card}/restart", None, "alisa"),
    ]
    for n, (method, path, body, who) in enumerate(calls):
        first = api.send(method, path, body, who, Idempotency_Key=f"k{n}")
        again = api.send(method, path, body, who, Idempotency_Key=f"k{n}")
        assert first.status_code in (200, 201), (path, first.content)
        assert (again.status_code, again.content) == (first.status_code, first.content), path
    assert Event.objects.filter(subject=f"card:{card}", kind="card.commented").count() == 1
    assert Company.objects.filter(name="Новая").count() == 1
    assert Card.objects.system("test").get(pk=card).round == 2


def test_refused_write_keeps_no_key(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    path = f"/tasks/{task}/complete"
    problem(api.post(path, {"outcome": "rejected"}, "boris", Idempotency_Key="k"), 422, "reason_required")
    mended = api.post(path, {"outcome": "rejected", "reason": "Дорого"}, "boris", Idempotency_Key="k")
    assert mended.status_code == 200
