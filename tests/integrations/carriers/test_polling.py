"""Shipments travel: what carriers say reaches the cards whatever their day. Nothing is lost, nobody is held up."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.db import DataError

from marshrut.integrations.carriers import polling
from marshrut.jobs import effects
from marshrut.jobs.models import Effect
from marshrut.shipments import commands, queries, tracking
from marshrut.shipments.models import Carrier, Shipment
from tests.support.carriers.accounts import CDEK, NUMBERS, known, operation, status
from tests.support.carriers.shipping import Shipping

ALL = ("russian_post", "cdek", "dellin")


@pytest.mark.parametrize("name", ALL)
def test_what_a_carrier_says_leads_the_card(shipping: Shipping, name: str) -> None:
    shipping.carriers[name].knows(NUMBERS[name], known(name, "arrived"))
    card = shipping.ship(name)
    shipping.turn()
    assert shipping.stage(card) == "tracking"  # nobody asks in the first half hour
    assert not shipping.carriers[name].calls()
    shipping.pass_time(1)
    assert (shipping.stage(card), shipping.said(card)) == ("arrived", ["accepted", "arrived"])
    shipping.carriers[name].knows(NUMBERS[name], known(name, "delivered"))
    shipping.pass_time(26, step=60)
    assert shipping.stage(card) == "delivered"


@pytest.mark.parametrize("name", ALL)
def test_a_carrier_down_for_a_whole_day_loses_nothing(shipping: Shipping, name: str) -> None:
    others = [one for one in ALL if one != name]
    cards = {one: shipping.ship(one) for one in ALL}
    for one in ALL:
        shipping.carriers[one].knows(NUMBERS[one], known(one))
    shipping.carriers[name].mood("down")
    shipping.pass_time(6)
    assert shipping.said(cards[name]) == []
    for one in others:  # they have their ordinary day
        assert shipping.row(cards[one]).status == "in_transit"
        shipping.carriers[one].knows(NUMBERS[one], known(one, "arrived"))
    shipping.pass_time(18)
    assert [shipping.stage(cards[one]) for one in others] == ["arrived", "arrived"]
    assert shipping.carrier(name).last_error == "cut"
    calls = len(shipping.carriers[name].calls())
    assert 10 <= calls <= 30  # it was left alone for longer and longer, but not forgotten
    admin = shipping.parcels.office.actor("admin")
    assert [one.code for one in queries.carriers(admin) if one.failures] == [name]

    shipping.carriers[name].mood()
    shipping.carriers[name].knows(NUMBERS[name], known(name, "delivered"))
    shipping.pass_time(3)
    assert (shipping.stage(cards[name]), shipping.said(cards[name])) == ("delivered", ["accepted", "delivered"])
    assert (shipping.carrier(name).failures, shipping.carrier(name).last_error) == (0, "")


def test_a_silent_carrier_holds_up_no_other(shipping: Shipping) -> None:
    """Each has a lane of its own, and a question of a person waits for no network either."""
    cards = {one: shipping.ship(one) for one in ALL}
    for one in ALL:
        shipping.carriers[one].knows(NUMBERS[one], known(one, "arrived"))
    shipping.carriers["russian_post"].mood("silent")
    shipping.parcels.later(minutes=40)
    polling.duty()
    kinds = list(Effect.objects.filter(kind__startswith="carrier_poll").values_list("kind", "lane"))
    assert len({lane for _kind, lane in kinds}) == len(kinds) == 3
    for one in ("cdek", "dellin"):  # while the turn of the first is at work elsewhere
        effects.perform(effects.take(polling.kind(one)))
    assert not shipping.carriers["russian_post"].calls()
    assert [shipping.row(cards[one]).status for one in ALL] == ["unknown", "arrived", "arrived"]


def test_asked_twice_in_a_minute_is_asked_once(shipping: Shipping) -> None:
    for _ in range(3):
        polling.duty()
    assert Effect.objects.filter(kind__startswith="carrier_poll").count() == 3


def test_whoever_wants_to_know_now_is_answered_in_the_carriers_lane(shipping: Shipping) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "arrived"))
    card = shipping.ship("cdek")
    commands.poll_now(shipping.parcels.office.actor("alisa"), card=card)
    effects.perform(effects.take("carriers"))
    assert not shipping.carriers["cdek"].calls()
    effects.perform(effects.take(polling.kind("cdek")))
    assert shipping.row(card).status == "arrived"


# -- limits ------------------------------------------------------------------------------------------------------------


def many(shipping: Shipping, name: str, count: int) -> None:
    """So many shipments that are due, beside one of a card."""
    row = shipping.row(shipping.ship(name))
    rows = []
    for at in range(count - 1):
        row.pk, row.card, row.number = None, 900_000 + at, f"{10_000_000_000_000 + at}"
        rows.append(Shipment(**{one.attname: getattr(row, one.attname) for one in Shipment._meta.concrete_fields}))
    Shipment.objects.bulk_create(rows)


def test_a_hundred_questions_a_day_and_no_more(shipping: Shipping) -> None:
    post = shipping.carriers["russian_post"]
    many(shipping, "russian_post", 130)
    shipping.pass_time(4, step=60)
    assert len(post.calls()) == 100
    assert Shipment.objects.filter(polls=0).count() == 30
    assert shipping.carrier("russian_post").last_error == ""
    waiting = Shipment.objects.filter(polls=0).first()
    assert waiting is not None
    post.remembers(used=0)
    shipping.pass_time(16, step=60)  # another day, in Moscow
    assert not Shipment.objects.filter(polls=0).exists()


def test_a_contract_allows_more(shipping: Shipping) -> None:
    shipping.set("russian_post", quota=120)
    shipping.carriers["russian_post"].remembers(most=120)
    many(shipping, "russian_post", 130)
    shipping.pass_time(4, step=60)
    assert len(shipping.carriers["russian_post"].calls()) == 120


def test_somebody_else_has_spent_the_day(shipping: Shipping) -> None:
    """The account is used elsewhere, too: the carrier says so, and is left alone for an hour at a time."""
    shipping.carriers["russian_post"].remembers(used=99)
    many(shipping, "russian_post", 20)
    shipping.pass_time(5)
    assert shipping.carrier("russian_post").last_error == "limit"
    assert len(shipping.carriers["russian_post"].calls()) <= 7
    assert Shipment.objects.filter(polls=0).count() == 19  # nothing is lost by it


@pytest.mark.parametrize("name", ALL)
def test_too_many_requests_are_not_repeated_before_time(shipping: Shipping, name: str) -> None:
    card = shipping.ship(name)
    shipping.carriers[name].knows(NUMBERS[name], known(name))
    shipping.carriers[name].mood("busy")
    shipping.parcels.later(minutes=30)
    shipping.turn()
    calls = len(shipping.carriers[name].calls())
    for _ in range(9):
        shipping.parcels.later(minutes=1)
        shipping.turn()
    assert len(shipping.carriers[name].calls()) == calls
    shipping.carriers[name].mood()
    shipping.parcels.later(minutes=1)
    shipping.turn()
    assert shipping.row(card).status == "in_transit"


# -- bad answers -------------------------------------------------------------------------------------------------------


def test_a_number_that_cannot_be_read_holds_no_other(shipping: Shipping) -> None:
    good = [shipping.ship("cdek", f"10{at:08}") for at in range(3)]
    for at in range(3):
        shipping.carriers["cdek"].knows(f"10{at:08}", known("cdek", "arrived"))
    bad = shipping.ship("cdek", "1999999999")
    shipping.carriers["cdek"].knows("1999999999", {"statuses": [{"code": None, "name": None, "date_time": "вчера"}]})
    shipping.pass_time(2)
    assert [shipping.row(card).status for card in good] == ["arrived"] * 3
    assert (shipping.row(bad).status, shipping.row(bad).note) == ("unknown", "failed")
    assert shipping.carrier("cdek").failures == 0


def test_signs_that_no_database_keeps(shipping: Shipping) -> None:
    rows = [{**status("DELIVERED", "2026-07-02T06:00:00+0000", "Ка\x00зань\ud800"), "name": "Вру\udfffчён\x00"}]
    shipping.carriers["cdek"].knows(CDEK, {"statuses": rows})
    card = shipping.ship("cdek")
    shipping.pass_time(1)
    assert shipping.stage(card) == "delivered"


def test_what_cannot_be_written_down_holds_no_other_for_long(shipping: Shipping) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek"))
    card = shipping.ship("cdek")
    shipping.parcels.later(minutes=30)
    real = commands.record_poll

    def choking(*words: Any, **more: Any) -> Any:
        if more["result"].events:
            raise DataError("unsupported Unicode escape sequence")
        return real(*words, **more)

    with patch.object(commands, "record_poll", side_effect=choking):
        shipping.turn()
    assert (shipping.row(card).note, shipping.row(card).lease_until) == ("failed", None)
    shipping.pass_time(1)
    assert shipping.row(card).status == "in_transit"


def test_a_bug_of_ours_is_a_trouble_and_no_storm(shipping: Shipping) -> None:
    shipping.ship("cdek")
    provider = tracking.provider("cdek")
    with patch.object(type(provider), "fetch", side_effect=KeyError("statuses")):
        shipping.pass_time(1)
    assert shipping.carrier("cdek").last_error == "protocol"
    assert not Effect.objects.filter(kind__startswith="carrier_poll").exclude(state="done").exists()


def test_what_came_back_is_told_to_people(shipping: Shipping) -> None:
    there = [status("ACCEPTED_AT_PICK_UP_POINT", "2026-07-01T07:00:00+0000")]
    shipping.carriers["cdek"].knows(CDEK, {"statuses": there})
    card = shipping.ship("cdek")
    shipping.pass_time(1)
    assert shipping.stage(card) == "arrived"
    there.append(status("NOT_DELIVERED", "2026-07-02T10:00:00+0000"))
    shipping.carriers["cdek"].knows(CDEK, {"statuses": there, "return": "1099999999"})
    back = {"statuses": [status("DELIVERED", "2026-07-03T07:00:00+0000")], "is_return": True}
    shipping.pass_time(25, step=60)
    assert (shipping.stage(card), shipping.row(card).status) == ("problem", "returning")
    shipping.carriers["cdek"].knows("1099999999", back)
    shipping.pass_time(25, step=60)
    assert (shipping.row(card).status, shipping.row(card).leg) == ("returned", "return")


def test_a_term_of_keeping_that_runs_out_is_told_to_people(shipping: Shipping) -> None:
    rows = known("russian_post", "arrived")
    shipping.carriers["russian_post"].knows(NUMBERS["russian_post"], rows)
    card = shipping.ship("russian_post")
    shipping.pass_time(1)
    rows.append(operation(8, 28, "2026-07-02T13:00:00.000+03:00", "Истекает срок хранения"))
    shipping.carriers["russian_post"].knows(NUMBERS["russian_post"], rows)
    shipping.pass_time(25, step=60)
    assert (shipping.stage(card), shipping.row(card).status) == ("problem", "arrived")
    assert "срок" in shipping.parcels.fields(card)["trouble"]


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_password_waits_for_an_administrator(shipping: Shipping, name: str) -> None:
    (secret,) = shipping.carrier(name).sealed
    shipping.set(name, secrets={secret: "wrong-Xk17"})
    card = shipping.ship(name)
    shipping.carriers[name].knows(NUMBERS[name], known(name))
    shipping.pass_time(4)
    assert shipping.carrier(name).last_error == "refused"
    assert len(shipping.carriers[name].calls()) <= 4
    shipping.connect(name)  # saved anew: tried at once
    shipping.pass_time(1.5)
    assert shipping.row(card).status == "in_transit"


def test_secrets_that_cannot_be_opened(shipping: Shipping) -> None:
    Carrier.objects.filter(key="dellin").update(secrets="sealed by another key")
    shipping.ship("dellin")
    shipping.pass_time(1)
    assert shipping.carrier("dellin").last_error == "sealed"


def test_carriers_learn_nothing_of_each_others_numbers(shipping: Shipping) -> None:
    for name in ALL:
        shipping.ship(name)
    shipping.pass_time(1)
    for name in ALL:
        sent = str(shipping.carriers[name].calls())
        assert NUMBERS[name] in sent
        assert not any(NUMBERS[other] in sent for other in ALL if other != name)
