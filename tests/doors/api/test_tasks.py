"""Tasks over the JSON door."""

from __future__ import annotations

from tests.support.office import MovingClock, Office

from .client import Api, problem
from .packs import install_with_pause


def test_inbox_of_everybody(api: Api, office: Office) -> None:
    card = office.request()
    (mine,) = api.get("/tasks", "boris").json()["items"]
    assert (mine["card"]["id"], mine["stage"]["key"], mine["state"]) == (card, "unit_approval", "open")
    assert mine["title"] == "Согласуйте заявку на оплату"
    assert api.get("/tasks").json() == {"items": [], "next": None}
    (asked,) = api.get("/tasks", list="asked").json()["items"]
    assert asked["id"] == mine["id"]
    office.complete(card, "approve", "approved", "boris")
    (done,) = api.get("/tasks", "boris", list="done").json()["items"]
    assert done["outcome"] == {"key": "approved", "title": "Согласовано"}
    assert done["decided_by"]["id"] == office.id("boris")
    assert done["overdue"] is False


def test_inbox_page_by_page(api: Api, office: Office) -> None:
    cards = [office.request() for _ in range(3)]
    first = api.get("/tasks", "boris", limit=2).json()
    second = api.get("/tasks", "boris", limit=2, offset=first["next"]).json()
    assert [one["card"]["id"] for one in first["items"] + second["items"]] == cards
    assert second["next"] is None


def test_take_and_delegate(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    taken = api.post(f"/tasks/{task}/take", by="boris")
    assert taken.status_code == 200
    problem(api.post(f"/tasks/{task}/take", by="boris"), 409, "already_taken")
    found = api.get(f"/tasks/{task}", "boris").json()
    assert found["taken_at"] == "2026-07-02T10:00:00+03:00"
    assert "take" not in found["may"]
    body = {"to": office.id("director"), "reason": "В отпуске"}
    assert api.post(f"/tasks/{task}/delegate", body, "boris").status_code == 200
    assert api.get(f"/tasks/{task}", "director").json()["assignee"]["id"] == office.id("director")
    problem(api.post(f"/tasks/{task}/delegate", {"to": office.id("ops")}, "director"), 403, "not_yours_to_hand_on")
    assert api.post(f"/tasks/{task}/take-back", by="boris").status_code == 200
    assert api.get(f"/tasks/{task}", "boris").json()["assignee"]["id"] == office.id("boris")
    problem(api.post(f"/tasks/{task}/delegate", {"to": 10**9}, "boris"), 422, "no_such_person")


def test_reasons_are_said_in_words(api: Api, office: Office) -> None:
    card = office.request()
    office.to_payment(card)
    found = api.get(f"/tasks/{office.task(card, 'pay').pk}", "chief").json()
    assert found["due_at"] == "2026-07-02T18:00:00+03:00"
    assert found["why_due"]["sentences"][-1].startswith("Срок")
    assert found["why_due"]["days"][0]["day"] == "2026-07-02"
    assert found["why_theirs"]
    assert "Флаконы 50 мл" in found["text"]
    order = api.get(f"/tasks/{office.task(card, 'payment_order').pk}", "junior").json()
    assert order["form"] == ["payment_order"]
    assert order["outcomes"][0]["needs"] == ["payment_order"]


def test_task_of_an_earlier_round_stays_readable(api: Api, office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    office.complete(card, "approve", "rejected", "boris", reason="Дорого")
    api.post(f"/cards/{card}/restart")
    found = api.get(f"/tasks/{task}", "boris").json()
    assert (found["round"], found["state"], found["reason"]) == (1, "done", "Дорого")
    assert found["outcomes"] == found["may"] == []


def test_second_decision_is_told_who_was_first(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    assert api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "boris").status_code == 200
    late = api.post(f"/tasks/{task}/complete", {"outcome": "approved"}, "ops")
    assert "Борисов" in problem(late, 409, "already_decided")["detail"]


def test_blank_reason_and_unknown_outcome(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    blank = api.post(f"/tasks/{task}/complete", {"outcome": "rejected", "reason": " \u200b "}, "boris")
    assert "reason" in problem(blank, 422, "reason_required")["fields"]
    problem(api.post(f"/tasks/{task}/complete", {"outcome": "maybe"}, "boris"), 422, "no_such_outcome")


def test_pause_and_resume(api: Api, office: Office, now: MovingClock) -> None:
    install_with_pause()
    task = office.task(office.request(), "approve").pk
    assert "pause" in api.get(f"/tasks/{task}", "boris").json()["may"]
    far = {"until": "2027-01-01T09:00:00+03:00", "reason": "Жду смету"}
    assert "until" in problem(api.post(f"/tasks/{task}/pause", far, "boris"), 422, "pause_length")["fields"]
    body = {"until": "2026-07-06T09:00:00+03:00", "reason": "Жду смету"}
    assert api.post(f"/tasks/{task}/pause", body, "boris").status_code == 200
    found = api.get(f"/tasks/{task}", "boris").json()
    assert found["paused_until"] == "2026-07-06T09:00:00+03:00"
    assert "resume" in found["may"]
    assert api.post(f"/tasks/{task}/resume", by="boris").status_code == 200
    problem(api.post(f"/tasks/{task}/resume", by="boris"), 409, "not_paused")


def test_time_without_a_zone_is_refused(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    for until in ("2026-07-06T09:00:00", "2026-07-06", "tomorrow", 5):
        said = problem(api.post(f"/tasks/{task}/pause", {"until": until}, "boris"), 422, "invalid")
        assert list(said["fields"]) == ["until"]


def test_task_without_pause(api: Api, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    problem(api.post(f"/tasks/{task}/pause", {"until": "2026-07-03T09:00:00Z"}, "boris"), 409, "not_pausable")
