"""Asking carriers: who is next, what it may cost, what happens when they do not answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.shipments import commands, queries, tracking
from marshrut.shipments.models import Carrier, Shipment, ShipmentEvent
from marshrut.shipments.tracking import CarrierTrouble, FetchResult
from tests.support import parcels as support
from tests.support.parcels import NUMBER, OTHER, ROBOT, Answers, Parcels


def take(parcels: Parcels) -> dict[str, str]:
    return dict(commands.take_due(ROBOT, carrier="cdek")["numbers"])


def test_nothing_is_asked_of_a_carrier_that_is_not_connected(unconnected: Parcels) -> None:
    card = unconnected.parcel()
    unconnected.later(days=1)
    assert take(unconnected) == {}
    assert queries.shipment(unconnected.office.actor("alisa"), card).line.silence == "no_account"
    support.connect(unconnected.office)
    assert take(unconnected) == {str(card): NUMBER}


def test_what_one_worker_took_no_other_takes_until_it_died(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    first = commands.take_due(ROBOT, carrier="cdek")
    assert first["numbers"] == {str(card): NUMBER}
    assert take(parcels) == {}
    Shipment.objects.update(lease_until=Now() - timedelta(seconds=1))
    second = commands.take_due(ROBOT, carrier="cdek")
    assert second["numbers"] == first["numbers"]
    # the first comes back from the dead: the second one's word counts
    result = FetchResult({NUMBER: [parcels.say("delivered")]})
    late = commands.record_poll(ROBOT, carrier="cdek", lease=first["lease"], result=result)
    assert late == {"recorded": 0, "news": 0}
    assert commands.record_poll(ROBOT, carrier="cdek", lease=second["lease"], result=result)["news"] == 1
    assert commands.record_poll(ROBOT, carrier="cdek", lease=second["lease"], result=result)["recorded"] == 0
    parcels.settle()
    assert parcels.heard(card) == ["delivered"]


def test_an_answer_about_a_number_that_was_corrected_meanwhile_is_thrown_away(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    taken = commands.take_due(ROBOT, carrier="cdek")
    parcels.edit(card, track=OTHER)
    result = FetchResult({NUMBER: [parcels.say("delivered")]})
    assert commands.record_poll(ROBOT, carrier="cdek", lease=taken["lease"], result=result)["recorded"] == 0
    parcels.settle()
    assert (parcels.stage(card), parcels.row(card).status) == ("tracking", "unknown")


def test_two_parcels_under_one_number_are_asked_about_once(parcels: Parcels) -> None:
    cards = [parcels.parcel(), parcels.parcel()]
    parcels.later(minutes=30)
    parcels.say("in_transit")
    assert parcels.poll() == 2
    assert parcels.cdek.asked == [[NUMBER]]
    assert parcels.carrier().quota_used == 1
    assert [parcels.row(card).status for card in cards] == ["in_transit"] * 2


def test_the_day_has_so_many_requests_and_the_next_has_them_again(parcels: Parcels) -> None:
    parcels.cdek.quota = 2
    cards = [parcels.parcel(track=f"10234567{n}9") for n in range(10, 14)]
    parcels.later(minutes=30)
    assert parcels.poll() == 2
    assert parcels.carrier().quota_used == 2
    alisa = parcels.office.actor("alisa")
    assert queries.shipment(alisa, cards[3]).line.silence == "quota"
    with pytest.raises(Invalid):
        commands.poll_now(alisa, card=cards[3])
    parcels.later(days=1)
    assert parcels.poll() == 2
    polls = sorted(parcels.row(card).polls for card in cards)
    assert polls == [1, 1, 1, 1]  # those that waited longest came first


def test_a_contract_may_allow_more(parcels: Parcels) -> None:
    parcels.cdek.quota, parcels.cdek.per_call = 1, 2
    support.connect(parcels.office, quota=2)
    for n in range(10, 16):
        parcels.parcel(track=f"10234567{n}9")
    parcels.later(minutes=30)
    assert parcels.poll() == 4
    assert parcels.carrier().quota_used == 2


def test_requests_are_counted_before_they_are_sent(parcels: Parcels) -> None:
    parcels.cdek.quota = 1
    parcels.parcel()
    parcels.later(minutes=30)
    assert take(parcels)  # and the process dies
    Shipment.objects.update(lease_until=None, lease="")
    assert take(parcels) == {}


def test_a_carrier_that_is_away_for_a_day_loses_nothing_and_is_not_pestered(parcels: Parcels) -> None:
    card = parcels.parcel()
    other = parcels.parcel(track=OTHER)
    parcels.cdek.trouble = CarrierTrouble("silent")
    parcels.later(minutes=30)
    asked = 0
    for _minute in range(0, 24 * 60, 5):
        asked += parcels.poll()
        parcels.later(minutes=5)
    assert 20 <= asked <= 40  # one number at a time, once an hour at last
    assert (parcels.carrier().last_error, parcels.row(card).status) == ("silent", "unknown")
    assert queries.shipment(parcels.office.actor("alisa"), card).line.silence == "closed"
    parcels.cdek.trouble = None
    for number in (NUMBER, OTHER):
        parcels.say("arrived", number=number)
    parcels.later(hours=2)
    parcels.poll()
    parcels.poll()
    assert [parcels.stage(one) for one in (card, other)] == ["arrived", "arrived"]
    assert (parcels.carrier().failures, parcels.carrier().last_error, parcels.carrier().closed_until) == (0, "", None)


def test_one_carrier_does_not_hold_another(parcels: Parcels, cdek: Answers) -> None:
    dellin = Answers("dellin", "Деловые Линии")
    with support.answering(cdek, dellin):
        support.connect(parcels.office, "dellin")
        parcels.parcel()
        other = parcels.parcel(way="dellin", track="16-00011096893")
        cdek.trouble = CarrierTrouble("silent")
        dellin.said["16-00011096893"] = [support.event(parcels.now.at, "in_transit")]
        parcels.later(minutes=30)
        assert (parcels.poll(), parcels.poll("dellin")) == (1, 1)
        assert parcels.row(other).status == "in_transit"


def test_an_answer_that_cannot_be_read_does_not_hold_the_others(parcels: Parcels) -> None:
    bad, good = parcels.parcel(), parcels.parcel(track=OTHER)
    parcels.cdek.failed = {NUMBER: "не понятно"}
    parcels.say("in_transit", number=OTHER)
    parcels.later(minutes=30)
    parcels.poll()
    assert parcels.row(good).status == "in_transit"
    row = parcels.row(bad)
    assert (row.note, row.failures, parcels.carrier().failures) == ("failed", 1, 0)
    assert row.next_poll_at is not None
    assert parcels.now.at < row.next_poll_at < parcels.now.at + timedelta(minutes=2)
    assert parcels.carrier().last_error == ""
    parcels.later(minutes=2)
    parcels.poll()  # only the bad one is due
    assert (parcels.carrier().last_error, parcels.carrier().error_words) == ("protocol", "не понятно")


def test_a_carrier_that_asks_for_patience_gets_it(parcels: Parcels) -> None:
    parcels.parcel()
    parcels.later(minutes=30)
    parcels.cdek.trouble = CarrierTrouble("limit", retry_after=timedelta(minutes=7))
    parcels.poll()
    assert parcels.carrier().failures == 0
    parcels.later(minutes=6)
    assert take(parcels) == {}
    parcels.later(minutes=1)
    assert take(parcels)


def test_patience_may_be_asked_for_with_an_answer(parcels: Parcels) -> None:
    parcels.parcel()
    parcels.cdek.retry_after = timedelta(hours=5)
    parcels.later(minutes=30)
    parcels.poll()
    parcels.later(hours=4, minutes=30)
    assert take(parcels) == {}


def test_an_account_that_is_not_accepted_waits_for_somebody(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.cdek.trouble = CarrierTrouble("refused", "invalid_client")
    parcels.poll()
    page = queries.shipment(parcels.office.actor("alisa"), card)
    assert (page.line.silence, page.may_poll) == ("refused", False)
    parcels.later(minutes=50)
    assert take(parcels) == {}
    support.connect(parcels.office, secrets={"secret": "новый"})  # seen to: asked at once
    assert take(parcels)


def test_a_number_the_carrier_does_not_know_is_a_trouble_after_three_days_once(parcels: Parcels) -> None:
    card = parcels.parcel()
    for _time in range(20):
        parcels.later(hours=4)
        parcels.poll()
    assert (parcels.stage(card), parcels.row(card).trouble) == ("problem", "not_found")
    assert parcels.heard(card) == ["trouble"]
    parcels.move(card, "tracking")
    parcels.later(days=1)
    parcels.poll()
    assert parcels.stage(card) == "tracking"


def test_after_sixty_days_a_person_must_look(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("in_transit")
    parcels.poll()
    parcels.later(days=59)
    parcels.poll()
    assert parcels.stage(card) == "tracking"
    parcels.later(days=1)
    parcels.poll()
    assert (parcels.stage(card), parcels.row(card).trouble) == ("problem", "too_long")
    assert parcels.row(card).next_poll_at is None
    line = queries.shipment(parcels.office.actor("alisa"), card).line
    assert line.silence == "too_long"
    parcels.later(minutes=10)
    commands.poll_now(parcels.office.actor("alisa"), card=card)  # a person may still ask
    parcels.say("delivered")
    parcels.poll()
    assert parcels.stage(card) == "delivered"


def test_what_is_over_is_looked_at_for_three_days_more(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("delivered")
    parcels.poll()
    times = 0
    for _day in range(10):
        parcels.later(days=1)
        times += parcels.poll()
    assert times == 3
    assert parcels.row(card).next_poll_at is None


def test_somebody_asks_now_and_comes_first(parcels: Parcels) -> None:
    parcels.cdek.batch = 1
    early, late = parcels.parcel(), parcels.parcel(track=OTHER)
    alisa = parcels.office.actor("alisa")
    parcels.later(minutes=30)
    commands.poll_now(alisa, card=late)
    assert take(parcels) == {str(late): OTHER}
    with pytest.raises(Conflict) as refusal:
        commands.poll_now(alisa, card=late)
    assert refusal.value.code == "polled_lately"
    assert queries.shipment(alisa, late).may_poll is False
    parcels.later(minutes=10)
    assert queries.shipment(alisa, early).may_poll is True


def test_asking_now_wakes_whoever_talks_to_carriers(parcels: Parcels) -> None:
    card = parcels.parcel()
    called: list[str] = []

    def woken(carrier: str) -> int:
        called.append(carrier)
        return 1

    tracking.register_poller(woken)
    commands.poll_now(parcels.office.actor("alisa"), card=card)
    parcels.settle()
    assert called == ["cdek"]


def test_who_may_ask(parcels: Parcels) -> None:
    card = parcels.parcel()
    for stranger in ("viktor", "boris"):
        with pytest.raises(NotFound):
            commands.poll_now(parcels.office.actor(stranger), card=card)
    with pytest.raises(NotFound):
        commands.poll_now(parcels.office.actor("alisa"), card=parcels.note())
    by_hand = parcels.parcel(way="by_hand", track=None)
    with pytest.raises(Invalid) as refusal:
        commands.poll_now(parcels.office.actor("alisa"), card=by_hand)
    assert refusal.value.code == "not_followed"
    person = parcels.office.actor("admin")
    for command, arguments in (
        (commands.follow, {"card": card}),
        (commands.take_due, {"carrier": "cdek"}),
        (commands.record_poll, {"carrier": "cdek", "lease": "x", "result": FetchResult()}),
        (commands.take_news, {"card": card}),
        (commands.hint, {"carrier": "cdek", "number": NUMBER}),
    ):
        with pytest.raises(Forbidden):
            command(person, **arguments)


def test_a_knock_is_believed_nothing_and_counts_once_a_minute(parcels: Parcels) -> None:
    card = parcels.parcel()
    knocker = Actor("integration", "api", None, "cdek")
    assert commands.hint(knocker, carrier="cdek", number=NUMBER) == {"shipments": 1}
    assert commands.hint(knocker, carrier="cdek", number=NUMBER) == {"shipments": 0}
    assert commands.hint(knocker, carrier="cdek", number="чужой") == {"shipments": 0}
    assert commands.hint(knocker, carrier="dellin", number=NUMBER) == {"shipments": 0}
    assert (parcels.row(card).status, ShipmentEvent.objects.count()) == ("unknown", 0)
    assert take(parcels) == {str(card): NUMBER}


def test_a_carrier_for_training_stands_in_for_those_that_are_not_connected(
    unconnected: Parcels, cdek: Answers, settings: Settings
) -> None:
    settings.TRAINING = True
    demo = Answers("demo", "Учебный перевозчик", form=(), stands_in=True)
    with support.answering(cdek, demo):
        commands.set_carrier(unconnected.office.actor("admin"), carrier="demo")
        card = unconnected.parcel()
        by_hand = unconnected.parcel(way="pek", track="АРМВКОИ-12/2303")
        demo.said[NUMBER] = [support.event(unconnected.now.at, "in_transit")]
        unconnected.later(minutes=30)
        assert unconnected.poll("demo") == 1
        assert unconnected.row(card).status == "in_transit"
        assert unconnected.row(by_hand).polls == 0
        support.connect(unconnected.office)
        unconnected.later(hours=4)
        assert (unconnected.poll("demo"), unconnected.poll()) == (0, 1)


def test_bad_words_of_a_carrier_are_cut_and_kept(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("in_transit", text="А\x00Б" + "х" * 2000, raw={"a": "\x00", "n": float("nan")})
    parcels.say("nonsense", code="?", uid="odd")  # type: ignore[arg-type]
    parcels.poll()
    first, second = ShipmentEvent.objects.order_by("pk")
    assert first.text.startswith("АБх")
    assert (len(first.text), first.raw, second.status) == (500, {}, "unknown_event")
    assert len(parcels.fields(card)["last_event"]) <= 60


def test_a_poll_says_one_thing_or_the_other(parcels: Parcels) -> None:
    for how in ({}, {"result": FetchResult(), "trouble": CarrierTrouble("silent")}):
        with pytest.raises(Invalid):
            commands.record_poll(ROBOT, carrier="cdek", lease="x", **how)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        commands.record_poll(ROBOT, carrier="cdek", lease="", result=FetchResult())
    assert Carrier.objects.get().last_ok_at is None
