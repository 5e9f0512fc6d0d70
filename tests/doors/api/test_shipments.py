"""Shipments and carriers over the JSON door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.kernel import clock
from tests.support import parcels as support
from tests.support.office import MovingClock, Office, install_pack
from tests.support.parcels import NUMBER, SECRET, Answers, Parcels

from .client import Api, problem


@pytest.fixture
def parcels(office: Office) -> Iterator[Parcels]:
    now, cdek = MovingClock("2026-07-02 10:00"), Answers()
    with support.answering(cdek), clock.running(now):
        install_pack(support.pack())
        support.connect(office)
        yield Parcels(office, now, cdek)


def test_found_counted_and_read_whole(api: Api, parcels: Parcels) -> None:
    note = parcels.note()
    card = parcels.parcel(about=note)
    by_hand = parcels.parcel(way="by_hand", track=None)
    parcels.later(minutes=30)
    parcels.say("arrived", text="Готов к выдаче")
    parcels.poll()
    found = api.get("/shipments?state=arrived").json()
    assert [one["card"] for one in found["items"]] == [card]
    assert [one["card"] for one in api.get("/shipments?limit=1").json()["items"]] == [by_hand]
    assert api.get("/shipments/counts").json() == {
        "transit": 1, "arrived": 1, "trouble": 0, "delivered": 0, "stopped": 0,
    }  # fmt: skip
    way = api.get(f"/shipments/{card}").json()
    assert (way["shipment"]["status"], way["shipment"]["number"], way["may_poll"]) == ("arrived", NUMBER, False)
    assert [one["text"] for one in way["events"]] == ["Готов к выдаче"]
    assert way["shipment"]["links"] == {"self": f"/api/shipments/{card}", "page": f"/cards/{card}/"}
    assert [one["card"] for one in api.get(f"/cards/{note}/shipments").json()["items"]] == [card]


def test_the_carrier_is_asked_now(api: Api, parcels: Parcels) -> None:
    card = parcels.parcel()
    assert api.post(f"/shipments/{card}/poll").json()["asked"] is True
    problem(api.post(f"/shipments/{card}/poll"), 409, "polled_lately")
    by_hand = parcels.parcel(way="by_hand", track=None)
    problem(api.post(f"/shipments/{by_hand}/poll"), 422, "not_followed")


def test_what_one_may_not_see_is_not_there(api: Api, parcels: Parcels) -> None:
    note = parcels.note()
    hidden = parcels.parcel(about=note)
    for which in (hidden, 10**9):
        problem(api.get(f"/shipments/{which}", "viktor"), 404, "not_found")
        problem(api.post(f"/shipments/{which}/poll", None, "viktor"), 404, "not_found")
    assert api.get("/shipments", "viktor").json()["items"] == []
    assert api.get(f"/cards/{note}/shipments", "viktor").status_code == 404
    assert api.get("/shipments/counts", "viktor").json()["transit"] == 0


def test_carriers_are_for_administrators_and_secrets_for_nobody(api: Api, parcels: Parcels) -> None:
    answer = api.get("/carriers", "admin")
    assert [(one["code"], one["active"]) for one in answer.json()["items"]] == [("cdek", True)]
    assert SECRET not in answer.content.decode()
    assert api.get("/carriers/cdek", "admin").json()["title"] == "СДЭК"
    assert api.post("/carriers/cdek/check", None, "admin").json() == {"ok": True, "steps": []}
    assert api.get("/carriers", "alisa").json()["items"] == []
    problem(api.get("/carriers/cdek", "alisa"), 404, "not_found")
    problem(api.post("/carriers/cdek/check", None, "alisa"), 403, "forbidden")
    problem(api.post("/carriers/pigeons/check", None, "admin"), 404, "not_found")
