"""A task by the API names the partners it is done with, and its listed reasons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.kernel import clock
from tests.support.office import MovingClock
from tests.support.orders import ADDRESS, Orders, furnish

from .client import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(db: None) -> Iterator[Orders]:
    with clock.running(MovingClock("2026-07-02 10:00")):
        yield furnish()


def test_partners_and_reasons(orders: Orders) -> None:
    """S0.5, S0.7, A0.2."""
    task = orders.task(orders.order(), "send_scans")
    found = Api(orders.office).get(f"/tasks/{task}").json()
    partner = found["partners"][0]
    assert (partner["field"], partner["company"]["name"], partner["address"]) == ("customer", "Стеклозавод", ADDRESS)
    assert [one["name"] for one in partner["accounting"]] == ["Соколова Вера"]
    assert {one["name"] for one in partner["contacts"]} == {"Соколова Вера", "Петров Иван"}
    skip = next(one for one in found["outcomes"] if one["skip"])
    assert {"key": "other", "title": "Другая причина", "explain": True} in skip["reasons"]


def test_a_partner_that_is_not_named_yet_is_left_out(orders: Orders) -> None:
    task = orders.task(orders.at("track_carrier", carrier=None), "track_carrier")
    assert Api(orders.office).get(f"/tasks/{task}").json()["partners"] == []


def test_a_skip_names_its_reason(orders: Orders) -> None:
    task = orders.task(orders.order(), "send_scans")
    api = Api(orders.office)
    for body, code in (({}, "because_missing"), ({"because": "lazy"}, "because_unknown")):
        refused = api.post(f"/tasks/{task}/complete", {"outcome": "skip", **body})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert "because" in refused.json()["fields"]
    explained = {"outcome": "skip", "because": "other", "reason": "Отдали в руки"}
    assert api.post(f"/tasks/{task}/complete", explained).status_code == 200
    found = api.get(f"/tasks/{task}").json()
    assert (found["skipped"], found["because"]["key"], found["reason"]) == (True, "other", "Отдали в руки")
