"""Channels, rules for everybody and deliveries over the JSON door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.channels.models import Channel, Defaults, Delivery
from marshrut.kernel import clock
from marshrut.kernel.outside import Step
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office
from tests.support.pigeons import SECRET, Pigeons

from .client import Api, problem


@pytest.fixture
def pigeon(office: Office) -> Iterator[Pigeons]:
    one = Pigeons()
    with support.flying(one), clock.running(MovingClock("2026-07-02 10:00")):
        support.connect(office)
        yield one


def test_read_checked_and_switched(api: Api, pigeon: Pigeons) -> None:
    (one,) = api.get("/channels", "admin").json()["items"]
    assert (one["code"], one["connected"], one["active"], one["people"]) == ("pigeon", True, True, 0)
    assert SECRET not in str(one)
    assert api.get("/channels/pigeon", "admin").json() == one
    pigeon.steps = [Step("account", "Вход", "warn", "почти", "Подождите")]
    check = api.post("/channels/pigeon/check", None, "admin").json()
    assert (check["ok"], check["steps"][0]["advice"]) == (True, "Подождите")
    assert api.post("/channels/pigeon/switch", {"on": False}, "admin").json()["channel"] == "pigeon"
    assert not Channel.objects.get().active
    problem(api.get("/channels/crow", "admin"), 404, "not_found")


def test_rules_for_everybody(api: Api, pigeon: Pigeons) -> None:
    told = {"matrix": {"talk": {"pigeon": "none"}}, "digest": ["08:30"], "minutes": 3}
    assert api.patch("/channels/rules", {**told, "quiet": {"kind": "none"}}, "admin").status_code == 200
    rules = api.get("/channels/rules", "admin").json()
    talk = next(one for one in rules["groups"] if one["key"] == "talk")
    assert (talk["manners"], rules["digest"], rules["minutes"]) == ({"pigeon": "none"}, ["08:30"], 3)
    assert rules["quiet"]["kind"] == "none"
    wrong = {"matrix": {"decisions": {"pigeon": "none"}}}
    assert api.patch("/channels/rules", wrong, "admin").status_code == 422
    assert api.patch("/channels/rules", {"minutes": 500}, "admin").status_code == 422
    assert api.patch("/channels/rules", {"minutes": 4, "version": 99}, "admin").status_code == 409
    assert Defaults.objects.get().minutes == 3


def test_deliveries_are_found_and_sent_once_more(api: Api, office: Office, pigeon: Pigeons) -> None:
    failed = Delivery.objects.create(
        notice=1, person_id=office.id("alisa"), channel="pigeon", address=support.found(office, "alisa"),
        state="failed", why="silent", group="decisions", at=clock.now(),
    )  # fmt: skip
    (one,) = api.get("/channels/deliveries?state=failed", "admin").json()["items"]
    assert (one["id"], one["person"], one["why"], one["may_retry"]) == (failed.pk, office.id("alisa"), "silent", True)
    assert api.get("/channels/deliveries?since=2026-07-03", "admin").json()["items"] == []
    assert api.post(f"/channels/deliveries/{failed.pk}/retry", None, "admin").json()["delivery"] != failed.pk
    problem(api.post("/channels/deliveries/999999/retry", None, "admin"), 404, "not_found")


def test_nobody_else_hears_of_them(api: Api, office: Office, pigeon: Pigeons) -> None:
    assert api.get("/channels").json()["items"] == []
    assert api.get("/channels/deliveries").json()["items"] == []
    for answer in (
        api.get("/channels/rules"),
        api.get("/channels/pigeon"),
        api.post("/channels/pigeon/check"),
        api.post("/channels/pigeon/switch", {"on": False}),
        api.patch("/channels/rules", {"minutes": 3}),
        api.post("/channels/deliveries/1/retry"),
    ):
        assert answer.status_code in (403, 404)
    assert Channel.objects.get().active
