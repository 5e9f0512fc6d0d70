"""Absences for programs: a personnel system sets them, everybody reads them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.office import MovingClock, Office

from .client import Api, problem

DAYS = {"first_day": "2026-07-06", "last_day": "2026-07-19"}


def test_an_absence_is_set_read_changed_and_ended(api: Api, office: Office) -> None:
    share = {"person": office.id("ops"), "card_types": ["payment_request"], "above": "100000.00"}
    made = api.post("/absences", {**DAYS, "note": "Сочи", "substitutes": [share, {"person": office.id("boris")}]})
    assert made.status_code == 201, made.content
    path = f"/absences/{made.json()['id']}"
    assert made.headers["Location"] == f"/api{path}"
    found = api.get(path).json()
    assert (found["first_day"], found["last_day"], found["state"]) == ("2026-07-06", "2026-07-19", "future")
    assert found["since"] == "2026-07-06T00:00:00+03:00"
    assert found["until"] == "2026-07-20T00:00:00+03:00"
    first, second = found["substitutes"]
    assert (first["person"]["id"], first["card_types"], first["above"]) == (
        office.id("ops"),
        ["payment_request"],
        "100000.00",
    )
    assert (second["card_types"], second["above"], second["up_to"]) == ([], None, None)
    assert api.patch(path, {"last_day": "2026-07-12"}).json()["id"] == found["id"]
    changed = api.get(path).json()
    assert (changed["first_day"], changed["last_day"], changed["note"]) == ("2026-07-06", "2026-07-12", "Сочи")
    assert api.post(f"{path}/end").status_code == 200
    assert api.get("/absences").json()["items"] == []


def test_a_head_sets_for_a_subordinate_and_not_the_other_way_round(api: Api, office: Office) -> None:
    body = {**DAYS, "person": office.id("alisa"), "reason": "sick_leave", "note": "грипп"}
    made = api.post("/absences", body, "boris")
    assert made.status_code == 201
    path = f"/absences/{made.json()['id']}"
    problem(api.post("/absences", {**DAYS, "person": office.id("boris")}), 403, "forbidden")
    problem(api.patch(path, {"note": "x"}, "viktor"), 403, "forbidden")
    problem(api.post(f"{path}/end", None, "viktor"), 403, "forbidden")
    seen = api.get(path, "viktor").json()
    assert (seen["reason"], seen["note"], seen["may_change"]) == (None, "", False)
    assert api.get(path).json()["reason"] == "sick_leave"


def test_a_substitute_who_is_away_is_warned_about(api: Api, office: Office) -> None:
    api.post("/absences", DAYS, "boris")
    made = api.post("/absences", {**DAYS, "substitutes": [{"person": office.id("boris")}]})
    assert len(made.json()["warnings"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": "2026-07-20"},
        {"first_day": "06.07.2026"},
        {"first_day": 20260706},
        {"last_day": "9999-12-31"},
        {"first_day": "2026-06-01"},
        {"reason": "tired"},
        {"substitutes": [{"person": 999999}]},
        {"substitutes": [{"person": 1, "above": "-1"}]},
        {"until": "2026-07-19"},
    ],
)
def test_nonsense_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    assert api.post("/absences", {**DAYS, **wrong}).status_code == 422
    assert api.get("/absences").json()["items"] == []


def test_what_is_over_stays(api: Api, office: Office, now: MovingClock) -> None:
    path = f"/absences/{api.post('/absences', DAYS).json()['id']}"
    now.to("2026-08-01 10:00")
    problem(api.patch(path, {"note": "x"}), 409, "absence_over")
    assert api.get("/absences", over="true").json()["items"][0]["state"] == "over"
    problem(api.get("/absences/999999"), 404, "not_found")
    problem(api.post("/absences/999999/end"), 404, "not_found")


def test_the_same_key_sets_one(api: Api) -> None:
    answers = [api.post("/absences", DAYS, Idempotency_Key="k") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(api.get("/absences").json()["items"]) == 1


def test_a_calendar_is_brought_in(api: Api, office: Office) -> None:
    rows = [["E-mail", "First day", "Last day"], ["alisa@example.ru", "2026-07-06", "2026-07-19"]]
    problem(api.post("/absences/import", {"rows": rows}, "boris"), 403, "forbidden")
    plan = api.post("/absences/import", {"rows": rows}, "admin").json()
    assert [(one["state"], one["first_day"]) for one in plan["lines"]] == [("new", "2026-07-06")]
    assert api.get("/absences").json()["items"] == []
    done = api.post("/absences/import", {"rows": rows, "seen": plan["digest"]}, "admin").json()
    assert done["done"] == {"added": 1, "changed": 0}
    problem(api.post("/absences/import", {"rows": rows, "seen": plan["digest"]}, "admin"), 409, "preview_changed")
    wrong = api.post("/absences/import", {"rows": [*rows, ["x", "y", "z"]]}, "admin").json()["lines"]
    assert [one["column"] for one in wrong[0]["problems"]] == ["email", "first_day", "last_day"]
