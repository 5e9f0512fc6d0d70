"""What if, for programs of those who see every card."""

from __future__ import annotations

from tests.support.office import Office

from .client import Api, problem

SOONER = {"type": "payment_request", "settings": {"remind_after": "1"}}


def test_asked_listed_and_read(api: Api, office: Office) -> None:
    problem(api.post("/whatifs", SOONER), 403, "forbidden")
    office.request()
    made = api.post("/whatifs", SOONER, "admin")
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "done"
    told = api.get(f"/whatifs/{made.json()['id']}", "admin").json()
    assert told["answer"]["real"]["cards"] == told["answer"]["changed"]["cards"] == 1
    unknown = dict.fromkeys(("median", "most", "ended", "foretold"))
    assert told["answer"]["test"] == {"cards": 0, **unknown}
    assert told["answer"]["error"].startswith("Ошибка модели: неизвестна")
    assert [one["id"] for one in api.get("/whatifs", "admin").json()["items"]] == [told["id"]]
    assert api.get("/whatifs").json()["items"] == []
    problem(api.get(f"/whatifs/{told['id']}"), 404, "not_found")


def test_an_empty_past_has_no_answer(api: Api, office: Office) -> None:
    made = api.post("/whatifs", SOONER, "admin").json()
    assert api.get(f"/whatifs/{made['id']}", "admin").json()["answer"] is None


def test_refusals(api: Api, office: Office) -> None:
    wrong = {**SOONER, "approver": {"stage": "paid", "role": "director"}}
    assert "stage" in problem(api.post("/whatifs", wrong, "admin"), 422, "invalid")["fields"]
    problem(api.post("/whatifs", {"type": "lunch"}, "admin"), 404, "not_found")
    problem(api.get("/whatifs/99", "admin"), 404, "not_found")
