"""Cards over the JSON door."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands, queries
from marshrut.cards.models import Card
from tests.support.office import MovingClock, Office

from .client import Api, problem


def new(api: Api, **changes: Any) -> dict[str, Any]:
    invoice = api.upload().json()["id"]
    return {"type": "payment_request", "fields": api.office.fields(invoice=[invoice]), **changes}


def test_from_upload_to_paid(api: Api, office: Office) -> None:
    made = api.post("/cards", new(api))
    assert made.status_code == 201
    card = made.json()["card"]
    assert made.headers["Location"] == f"/api/cards/{card}"
    for who, key, outcome in (("boris", "approve", "approved"), ("finance", "finance", "confirmed")):
        task = office.task(card, key).pk
        done = api.post(f"/tasks/{task}/complete", {"outcome": outcome}, who)
        assert done.status_code == 200, done.content
        assert done.json()["card"] == card
    api.post(f"/tasks/{office.task(card, 'pay').pk}/complete", {"outcome": "finished"}, "chief")
    order = api.upload(by="junior", name="Платёжка.pdf").json()["id"]
    body = {"outcome": "finished", "fields": {"payment_order": [order]}}
    api.post(f"/tasks/{office.task(card, 'payment_order').pk}/complete", body, "junior")
    found = api.get(f"/cards/{card}").json()
    assert found["stage"] == {"key": "paid", "title": "Оплачено", "kind": "success"}
    assert found["fields"]["payment_order"] == [order]


def test_card_in_full(api: Api, office: Office) -> None:
    card = office.request(pay_before="2026-07-20")
    response = api.get(f"/cards/{card}", "boris")
    found = response.json()
    assert found["number"] == f"ЗО-{card}"
    assert found["fields"]["amount"] == "125000.50"
    assert found["fields"]["pay_before"] == "2026-07-20"
    assert found["author"] == {"id": office.id("alisa"), "name": "Алиева\u00a0А."}
    assert found["company"]["name"] == "Стеклозавод"
    assert found["created_at"] == "2026-07-02T10:00:00+03:00"
    assert found["links"] == {"self": f"/api/cards/{card}", "page": f"/cards/{card}/"}
    assert found["files"][0]["field"] == "invoice"
    assert response.headers["ETag"] == f'"{found["edition"]}"'
    (task,) = found["tasks"]
    assert task["may"] == ["add_approver", "ask_opinion", "complete", "delegate", "forward", "take"]
    assert [one["key"] for one in task["outcomes"]] == ["approved", "rejected"]
    assert task["outcomes"][1]["reason"] == "required"
    assert "Борисов" in task["why_theirs"][0]
    assert found["may"] == ["attach", "comment", "print"]


def test_the_author_may_withdraw_and_not_decide(api: Api, office: Office) -> None:
    card = office.request()
    found = api.get(f"/cards/{card}").json()
    assert found["may"] == ["attach", "comment", "edit", "print", "withdraw"]
    assert found["tasks"][0]["outcomes"] == []
    assert found["tasks"][0]["may"] == []
    refused = api.post(f"/tasks/{found['tasks'][0]['id']}/complete", {"outcome": "approved"})
    problem(refused, 403, "not_your_task")


def test_list_is_narrowed_and_goes_on_by_a_cursor(api: Api, office: Office) -> None:
    cards = [office.request(purpose=f"Покупка {n}") for n in range(5)]
    first = api.get("/cards", limit=2).json()
    assert [line["id"] for line in first["items"]] == [cards[4], cards[3]]
    office.request(purpose="Пришла между страницами")
    second = api.get("/cards", limit=2, cursor=first["next"]).json()
    third = api.get("/cards", limit=2, cursor=second["next"]).json()
    assert [line["id"] for page in (second, third) for line in page["items"]] == [cards[2], cards[1], cards[0]]
    assert third["next"] is None


def test_filters(api: Api, office: Office, now: MovingClock) -> None:
    waiting, decided = office.request(purpose="Флаконы"), office.request(purpose="Крышки")
    office.complete(decided, "approve", "rejected", "boris", reason="Не нужно")
    assert office.company is not None

    def ids(**query: Any) -> list[int]:
        return [line["id"] for line in api.get("/cards", "boris", **query).json()["items"]]

    assert ids(type="payment_request") == [decided, waiting]
    assert ids(stage="rejected") == [decided]
    assert ids(stage=["rejected", "unit_approval"]) == [decided, waiting]
    assert ids(state="open") == [waiting]
    assert ids(holder="me") == [waiting]
    assert ids(holder=str(office.id("finance"))) == []
    assert ids(author=office.id("alisa")) == [decided, waiting]
    assert ids(company=office.company.pk) == [decided, waiting]
    assert ids(company=office.company.pk + 1) == []
    assert ids(q="крышки") == [decided]
    assert ids(overdue="true") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"satge": "paid"}, "satge"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"holder": "you"}, "holder"),
        ({"state": "closed"}, "state"),
        ({"q": "я" * 201}, "q"),
        ({"author": "9" * 5000}, "author"),
    ],
)
def test_misspelt_filter_is_refused(api: Api, query: dict[str, Any], field: str) -> None:
    said = problem(api.get("/cards", **query), 422, "invalid")
    assert list(said["fields"]) == [field]


def test_unknown_type_is_not_found(api: Api) -> None:
    problem(api.get("/cards", type="nonsense"), 404, "not_found")
    problem(api.post("/cards", {"type": "nonsense", "fields": {}}), 404, "not_found")


def test_all_missing_fields_are_named(api: Api) -> None:
    said = problem(api.post("/cards", {"type": "payment_request", "fields": {}}), 422, "missing_fields")
    assert set(said["fields"]) == {"counterparty", "amount", "expense_item", "purpose", "invoice"}


def test_draft_sets_out_later(api: Api) -> None:
    card = api.post("/cards", new(api, start=False)).json()["card"]
    assert api.get(f"/cards/{card}").json()["stage"]["key"] == "draft"
    assert api.post(f"/cards/{card}/start").status_code == 200
    assert api.get(f"/cards/{card}").json()["stage"]["key"] == "unit_approval"
    problem(api.post(f"/cards/{card}/start"), 409, "already_started")


def test_edit_with_the_edition_that_was_seen(api: Api, office: Office) -> None:
    card = office.request()
    tag = api.get(f"/cards/{card}").headers["ETag"]
    assert api.patch(f"/cards/{card}", {"fields": {"purpose": "Первая"}}, If_Match=tag).status_code == 200
    late = api.patch(f"/cards/{card}", {"fields": {"purpose": "Вторая"}}, If_Match=tag)
    problem(late, 409, "changed_since_seen")
    late = api.patch(f"/cards/{card}", {"fields": {"purpose": "Вторая"}, "edition": int(tag.strip('"'))})
    problem(late, 409, "changed_since_seen")
    differ = api.patch(f"/cards/{card}", {"fields": {"purpose": "Вторая"}, "edition": 7}, If_Match='"8"')
    assert "edition" in problem(differ, 422, "invalid")["fields"]
    assert api.patch(f"/cards/{card}", {"fields": {"purpose": "Вторая"}}, If_Match="*").status_code == 200
    assert Card.objects.system("test").get(pk=card).name == "Вторая"


def test_decision_on_content_that_was_not_seen(api: Api, office: Office) -> None:
    card = office.request()
    task, tag = office.task(card, "approve").pk, api.get(f"/cards/{card}", "boris").headers["ETag"]
    api.patch(f"/cards/{card}", {"fields": {"amount": "900000"}})
    refused = api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "boris", If_Match=tag)
    told = problem(refused, 409, "changed_since_seen")["changes"]
    assert [(one["field"], one["after"]) for one in told] == [("amount", "900\u202f000,00\u00a0₽")]


def test_a_replaced_file_is_named_with_both_ids(api: Api, office: Office) -> None:
    card, paper = office.request(), office.file("alisa", "Новый.pdf")
    task = office.task(card, "approve").pk
    old = queries.card(office.actor("alisa"), card).files[0].file.id
    api.patch(f"/cards/{card}", {"fields": {"invoice": [paper]}})
    refused = api.post(f"/tasks/{task}/complete", {"outcome": "approved", "edition": 1}, "boris")
    (told,) = problem(refused, 409, "changed_since_seen")["changes"]
    assert (told["before"], told["after"], told["files"]) == ("Счёт.pdf", "Новый.pdf", [old, paper])


def test_withdraw_restart_and_move(api: Api, office: Office) -> None:
    card = office.request()
    assert api.post(f"/cards/{card}/withdraw", {"reason": "Ошибка"}).status_code == 200
    assert api.post(f"/cards/{card}/restart").status_code == 200
    task = office.task(card, "approve").pk
    api.post(f"/tasks/{task}/complete", {"outcome": "rejected", "reason": "Нет"}, "boris")
    found = api.get(f"/cards/{card}").json()
    assert found["moves"] == ["unit_approval"]
    assert api.post(f"/cards/{card}/move", {"to": "unit_approval"}).status_code == 200
    assert api.get(f"/cards/{card}").json()["round"] == 3
    problem(api.post(f"/cards/{card}/move", {"to": "paid"}), 409, "move_not_allowed")
    problem(api.post(f"/cards/{card}/move", {"to": "moon"}), 422, "no_such_stage")


def test_comment_and_history(api: Api, office: Office) -> None:
    card = office.request()
    said = api.post(f"/cards/{card}/comments", {"text": "Взгляните", "mentions": [office.id("viktor")]})
    assert said.status_code == 201
    assert api.get(f"/cards/{card}", "viktor").status_code == 200
    lines = api.get(f"/cards/{card}/history").json()["items"]
    assert lines[0]["kind"] == "card.created"
    assert lines[-1] | {"at": ""} == {
        "seq": said.json()["comment"],
        "at": "",
        "kind": "card.commented",
        "group": "comment",
        "who": {"id": office.id("alisa"), "name": "Алиева\u00a0А."},
        "text": "",
        "quote": "Взгляните",
    }
    assert [one["kind"] for one in api.get(f"/cards/{card}/history", group="comment").json()["items"]] == [
        "card.commented"
    ]
    problem(api.post(f"/cards/{card}/comments", {"text": " \u200b "}), 422, "empty_comment")


def test_history_page_by_page(api: Api, office: Office) -> None:
    card = office.request()
    for n in range(4):
        commands.comment_card(office.actor("alisa"), card=card, text=f"Слово {n}")
    whole = api.get(f"/cards/{card}/history").json()
    newest = api.get(f"/cards/{card}/history", limit=3).json()
    older = api.get(f"/cards/{card}/history", limit=100, before=newest["before"]).json()
    assert older["items"] + newest["items"] == whole["items"]
    assert older["before"] is None


def test_card_types(api: Api) -> None:
    (found,) = api.get("/card-types").json()["items"]
    assert (found["key"], found["pack"], found["may_create"]) == ("payment_request", "payments", True)
    amount = next(one for one in found["fields"] if one["key"] == "amount")
    assert amount == {
        "key": "amount",
        "title": "Сумма",
        "help": "",
        "kind": "money",
        "required": True,
        "choices": [],
        "max_length": None,
        "several": False,
        "by_system": False,
        "card_types": [],
        "shares": False,
        "link": None,
        "locked_by_approval": True,
        "way": None,
    }
    assert [stage["key"] for stage in found["stages"]] == [
        "draft", "unit_approval", "finance", "payment", "paid", "rejected", "withdrawn",
    ]  # fmt: skip
    outcomes = found["stages"][1]["tasks"][0]["outcomes"]
    assert [(one["key"], one["reason"], one["to"]) for one in outcomes] == [
        ("approved", "optional", "finance"),
        ("rejected", "required", "rejected"),
    ]
