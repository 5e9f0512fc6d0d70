"""Programs read routes: what is drawn on the page, as data."""

from __future__ import annotations

from tests.support.office import Office

from .client import Api, problem


def test_one_route_with_the_cards_on_it(api: Api, office: Office) -> None:
    for _number in range(2):
        office.request()
    office.complete(office.request(), "approve", "approved", "boris")
    (line,) = [one for one in api.get("/routes", "director").json()["items"] if one["type"] == "payment_request"]
    assert (line["pack"], line["cards"], line["late"], line["proof"]) == ("payments", 3, 0, None)
    route = api.get("/routes/payments/payment_request", "director").json()
    assert {**line, "stages": route["stages"], "flaws": []} == route
    stages = {one["key"]: one for one in route["stages"]}
    assert (stages["unit_approval"]["cards"], stages["finance"]["cards"]) == (2, 1)
    (task,) = stages["unit_approval"]["tasks"]
    assert (task["due"], task["outcomes"]) == ("2 раб. дня", ["Согласовать", "Отклонить"])
    assert "через 2 раб. дня → напоминание" in task["ladder"]
    ways = [(one["to"], one["kind"], one["style"]) for one in stages["unit_approval"]["ways"]]
    assert ways[:2] == [("finance", "outcome", "positive"), ("rejected", "outcome", "negative")]


def test_everybody_counts_what_they_may_see(api: Api, office: Office) -> None:
    office.request()
    counted = {by: api.get("/routes/payments/payment_request", by).json()["cards"] for by in ("alisa", "director")}
    assert counted == {"alisa": 1, "director": 1}
    assert api.get("/routes/payments/payment_request", "viktor").json()["cards"] == 0


def test_what_is_not_there(api: Api) -> None:
    problem(api.get("/routes/payments/nothing"), 404, "not_found")
    problem(api.get("/routes/nothing/payment_request"), 404, "not_found")
    assert api.get("/routes", None).status_code == 401
