"""What programs do with tasks beside deciding them."""

from __future__ import annotations

from marshrut.org import commands as org
from tests.support.office import SYSTEM, MovingClock, Office, drain
from tests.support.toy import msk

from .client import Api, problem


def test_opinion_from_question_to_answer(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    body = {"person": office.id("viktor"), "question": "Знаете поставщика?"}
    assert api.post(f"/tasks/{task}/ask-opinion", body, "boris").status_code == 200
    (asked,) = api.get("/tasks", "viktor").json()["items"]
    found = api.get(f"/tasks/{asked['id']}", "viktor").json()
    assert (found["key"], found["question"], found["asked_by"]["id"]) == (
        "opinion",
        "Знаете поставщика?",
        office.id("boris"),
    )
    assert [one["key"] for one in found["outcomes"]] == ["given"]
    answer = {"outcome": "given", "reason": "Да"}
    assert api.post(f"/tasks/{asked['id']}/complete", answer, "viktor").status_code == 200
    (opinion,) = api.get(f"/tasks/{task}", "boris").json()["opinions"]
    assert (opinion["answer"], opinion["person"]["id"]) == ("Да", office.id("viktor"))
    problem(api.post(f"/tasks/{task}/ask-opinion", {**body, "question": " "}, "boris"), 422, "question_required")
    problem(api.post(f"/tasks/{task}/ask-opinion", body, "alisa"), 403, "not_your_task")


def test_forward_add_and_undo(api: Api, office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    assert api.post(f"/tasks/{task}/forward", {"to": office.id("director")}, "boris").status_code == 200
    added = {"person": office.id("viktor"), "reason": "Нужна лаборатория"}
    assert api.post(f"/tasks/{task}/add-approver", added, "director").status_code == 200
    problem(api.post(f"/tasks/{task}/add-approver", added, "director"), 422, "already_theirs")
    assert api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "director").status_code == 200
    found = api.get(f"/tasks/{task}", "director").json()
    assert (found["may"], found["undo_until"]) == (["undo"], "2026-07-02T10:05:00+03:00")
    assert api.post(f"/tasks/{task}/undo", by="director", Idempotency_Key="u1").status_code == 200
    assert api.post(f"/tasks/{task}/undo", by="director", Idempotency_Key="u1").status_code == 200
    problem(api.post(f"/tasks/{task}/undo", by="director"), 409, "nothing_to_undo")


def test_tasks_say_for_whom_and_why(api: Api, office: Office, now: MovingClock) -> None:
    task = office.task(office.request(), "approve").pk
    org.set_absence(
        SYSTEM,
        person=office.id("boris"),
        since=msk("2026-07-02 09:00"),
        until=msk("2026-07-08 00:00"),
        substitutes=[{"person": office.id("viktor")}],
    )
    drain(now())
    (line,) = api.get("/tasks", "viktor").json()["items"]
    assert (line["assignee"]["id"], line["on_behalf_of"]["id"]) == (office.id("viktor"), office.id("boris"))
    (behalf,) = api.get(f"/tasks/{task}", "viktor").json()["behalf"]
    assert behalf["ground"].replace("\u00a0", " ") == "замещение на время отпуска по 7 июля 2026"
    assert behalf["person"]["id"] == office.id("boris")
    problem(api.post(f"/tasks/{task}/delegate", {"to": office.id("boris")}, "viktor"), 422, "colleague_away")
