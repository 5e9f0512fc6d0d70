"""Where notices come to, over the JSON door: own addresses and choices; a lost phone; where a notice went."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.automation import queries as automation
from marshrut.channels.models import Address, Delivery, Preference
from marshrut.kernel import clock
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office, drain
from tests.support.pigeons import Pigeons

from .client import Api, problem


@pytest.fixture
def pigeon(office: Office) -> Iterator[Pigeons]:
    one = Pigeons()
    with support.flying(one), clock.running(MovingClock("2026-07-02 10:00")):
        support.connect(office)
        yield one


def test_one_s_own_addresses_are_read_and_unlinked(api: Api, office: Office, pigeon: Pigeons) -> None:
    row = support.found(office, "boris")
    (one,) = api.get("/notices/addresses", "boris").json()["items"]
    assert (one["id"], one["channel"], one["state"]) == (row.pk, "pigeon", "on")
    assert row.address not in str(one)
    problem(api.get(f"/notices/addresses?person={office.id('boris')}", "viktor"), 404, "not_found")
    problem(api.post(f"/notices/addresses/{row.pk}/unlink", None, "viktor"), 404, "not_found")
    assert api.post(f"/notices/addresses/{row.pk}/unlink", None, "boris").json() == {"address": row.pk}
    assert Address.objects.get().state == "off"


def test_a_lost_phone_is_unlinked_by_administrators(api: Api, office: Office, pigeon: Pigeons) -> None:
    support.found(office, "boris")
    boris = {"person": office.id("boris")}
    problem(api.post("/notices/addresses/unlink", boris, "viktor"), 404, "not_found")
    assert api.get(f"/notices/addresses?person={office.id('boris')}", "admin").json()["items"]
    assert api.post("/notices/addresses/unlink", boris, "admin").json() == {"unlinked": 1}
    assert api.post("/notices/addresses/unlink", {}, "boris").json() == {"unlinked": 0}


def test_what_is_chosen_holds_and_goes_back(api: Api, office: Office, pigeon: Pigeons) -> None:
    asked = {"matrix": {"news": {"pigeon": "none"}}, "digest": ["08:30"]}
    changed = api.patch("/notices/choices", asked, "boris").json()
    assert changed["person"] == office.id("boris")
    found = api.get("/notices/choices", "boris").json()
    assert {one["key"]: one["manners"] for one in found["groups"]}["news"] == {"pigeon": "none"}
    assert (found["digest"], found["own"]) == (["08:30"], ["matrix", "digest"])
    nowhere = {"matrix": {"decisions": {"pigeon": "none"}}}
    problem(api.patch("/notices/choices", nowhere, "boris"), 422, "bad_fields")
    problem(api.patch("/notices/choices", {"version": 0}, "boris"), 409, "stale")
    api.patch("/notices/choices", {"matrix": None, "digest": None}, "boris")
    assert api.get("/notices/choices", "boris").json()["own"] == []
    assert Preference.objects.count() == 1


def test_a_test_is_sent_once_for_a_key(api: Api, office: Office, pigeon: Pigeons) -> None:
    problem(api.post("/notices/test", {"channel": "pigeon"}, "boris"), 409, "no_address")
    support.found(office, "boris")
    first = api.post("/notices/test", {"channel": "pigeon"}, "boris", Idempotency_Key="once-and-only").json()
    assert api.post("/notices/test", {"channel": "pigeon"}, "boris", Idempotency_Key="once-and-only").json() == first
    assert [Delivery.objects.get().pk] == first["deliveries"]


def test_where_a_notice_went_is_told_to_whoever_got_it(api: Api, office: Office, pigeon: Pigeons) -> None:
    support.found(office, "boris")
    office.request(purpose="Флаконы")
    drain(clock.now())
    [notice] = automation.notices(office.actor("boris"))
    told = api.get(f"/notices/{notice.id}/deliveries", "boris").json()
    assert [one["channel"] for one in told["attempts"]] == ["pigeon"]
    problem(api.get(f"/notices/{notice.id}/deliveries", "viktor"), 404, "not_found")
