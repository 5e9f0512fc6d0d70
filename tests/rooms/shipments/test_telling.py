"""News reach the card once, whoever dies or hurries in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection

from marshrut.cards import commands as cards
from marshrut.jobs.registry import TakenEffect, Temporary
from marshrut.shipments import commands, working
from marshrut.shipments.models import Shipment
from marshrut.shipments.tracking import FetchResult
from tests.support import parcels as support
from tests.support.office import MovingClock
from tests.support.parcels import NUMBER, OTHER, ROBOT, Answers, Parcels


def effect(card: int) -> TakenEffect:
    return TakenEffect(1, "shipment_tell", "main", "again", card, {}, 1, 1, 12)


def said(parcels: Parcels, status: Any) -> int:
    """A parcel of which there is news that the card was not told yet."""
    card = parcels.parcel()
    parcels.later(minutes=30)
    taken = commands.take_due(ROBOT, carrier="cdek")
    result = FetchResult({NUMBER: [parcels.say(status)]})
    assert commands.record_poll(ROBOT, carrier="cdek", lease=taken["lease"], result=result)["news"] == 1
    return card


def test_an_effect_that_comes_twice_tells_once(parcels: Parcels) -> None:
    card = said(parcels, "in_transit")
    for _time in range(3):
        working.tell({}, effect(card))
    parcels.settle()
    assert parcels.heard(card) == ["moved"]


def test_killed_after_the_card_was_written_all_is_undone_and_told_once(parcels: Parcels) -> None:
    card = said(parcels, "delivered")

    def killed(*_all: Any, **_more: Any) -> None:
        raise RuntimeError("killed")

    with patch.object(commands, "settle_news", killed), pytest.raises(RuntimeError):
        working.tell({}, effect(card))
    assert (parcels.stage(card), parcels.row(card).told) == ("tracking", 0)
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("delivered", ["delivered"])


def test_news_of_a_number_that_was_corrected_this_moment_are_not_told(parcels: Parcels) -> None:
    card = said(parcels, "delivered")
    cards.edit_card(parcels.office.actor("alisa"), card=card, fields={"track": OTHER})
    working.tell({}, effect(card))  # before anybody has looked at the new number
    assert (parcels.stage(card), parcels.heard(card)) == ("tracking", [])
    parcels.settle()
    assert parcels.stage(card) == "tracking"
    assert parcels.row(card).number == OTHER


def test_a_number_corrected_while_the_signal_is_given_undoes_it(parcels: Parcels) -> None:
    card = said(parcels, "delivered")
    give = cards.signal_card

    def hurried(actor: Any, **how: Any) -> Any:
        cards.edit_card(parcels.office.actor("alisa"), card=card, fields={"track": OTHER})
        return give(actor, **how)

    with patch.object(cards, "signal_card", hurried), pytest.raises(Temporary):
        working.tell({}, effect(card))
    assert (parcels.stage(card), parcels.heard(card)) == ("tracking", [])


def test_a_card_that_goes_on_meanwhile_is_told_where_it_stands_now(parcels: Parcels) -> None:
    card = said(parcels, "delivered")
    give, moved = cards.signal_card, list[str]()

    def hurried(actor: Any, **how: Any) -> Any:
        if not moved:
            moved.append("once")
            cards.move_card(parcels.office.actor("alisa"), card=card, to="problem")
        return give(actor, **how)

    with patch.object(cards, "signal_card", hurried):
        working.tell({}, effect(card))
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("delivered", ["delivered"])


def test_a_card_that_ended_by_hand_only_learns_what_happened(parcels: Parcels) -> None:
    card = said(parcels, "arrived")
    cards.move_card(parcels.office.actor("alisa"), card=card, to="stopped")
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("stopped", [])
    assert parcels.fields(card)["status"] == "arrived"


def test_news_that_overtake_each_other_are_told_as_they_are_last(parcels: Parcels) -> None:
    card = said(parcels, "arrived")
    Shipment.objects.update(next_poll_at=parcels.now.at)
    parcels.now.at = parcels.now.at.replace(hour=20)
    taken = commands.take_due(ROBOT, carrier="cdek")
    result = FetchResult({NUMBER: [*parcels.cdek.said[NUMBER], parcels.say("delivered")]})
    commands.record_poll(ROBOT, carrier="cdek", lease=taken["lease"], result=result)
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("delivered", ["delivered"])


def silently(parcels: Parcels, hours: int, *status: Any, **more: Any) -> None:
    """The carrier says so while no worker is there to tell the card."""
    parcels.now.at += timedelta(hours=hours)
    parcels.say(*status, **more)
    Shipment.objects.update(next_poll_at=parcels.now.at)
    taken = commands.take_due(ROBOT, carrier="cdek")
    result = FetchResult({NUMBER: list(parcels.cdek.said[NUMBER])})
    commands.record_poll(ROBOT, carrier="cdek", lease=taken["lease"], result=result)


def test_a_trouble_is_not_lost_when_it_moves_before_anybody_was_told(parcels: Parcels) -> None:
    card = parcels.parcel()
    silently(parcels, 1, "in_transit")
    silently(parcels, 4, "note", alert="storage")
    for status in ("out_for_delivery", "arrived"):
        silently(parcels, 1, status)
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("problem", ["trouble"])
    assert parcels.fields(card)["status"] == "arrived"
    assert parcels.row(card).trouble == "storage"


def test_what_is_delivered_is_no_trouble_any_more(parcels: Parcels) -> None:
    card = parcels.parcel()
    silently(parcels, 1, "in_transit")
    silently(parcels, 4, "note", alert="storage")
    silently(parcels, 1, "delivered")
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("delivered", ["delivered"])
    assert (parcels.row(card).trouble, parcels.fields(card).get("trouble")) == ("", None)


def test_a_trouble_no_stage_waits_for_is_kept_until_one_does(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.move(card, "quiet")
    silently(parcels, 1, "note", alert="storage")
    parcels.settle()
    silently(parcels, 4, "out_for_delivery")
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("quiet", [])
    parcels.move(card, "tracking")
    assert (parcels.stage(card), parcels.heard(card)) == ("problem", ["trouble"])


def test_a_number_that_was_not_known_is_known_now(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.now.at += timedelta(days=4)
    taken = commands.take_due(ROBOT, carrier="cdek")
    commands.record_poll(ROBOT, carrier="cdek", lease=taken["lease"], result=FetchResult(not_found=[NUMBER]))
    assert parcels.row(card).trouble == "not_found"
    silently(parcels, 4, "in_transit")
    parcels.settle()
    assert parcels.heard(card) == ["moved"]


def together(*acts: Callable[[], object]) -> int:
    """All at once, each with a connection of its own. Returns how many came through."""
    start, ended = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        start.wait(timeout=10)
        try:
            ended.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return len(ended)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once(now: MovingClock, cdek: Answers) -> None:
    """Two look at a new card, two ask about it, two tell it: one shipment, one question, one signal."""
    parcels = support.build(now, cdek)
    support.connect(parcels.office)
    fields = {"what": "Акты", "way": "cdek", "track": NUMBER}
    card = int(cards.create_card(parcels.office.actor("alisa"), card_type="parcel", fields=fields)["card"])
    follow = lambda: commands.follow(ROBOT, card=card)  # noqa: E731
    assert together(follow, follow) == 2
    assert Shipment.objects.count() == 1
    now.at = parcels.row(card).next_poll_at or now.at
    parcels.say("delivered")
    taken: list[dict[str, Any]] = []
    ask = lambda: taken.append(commands.take_due(ROBOT, carrier="cdek"))  # noqa: E731
    assert together(ask, ask) == 2
    assert sorted(len(one["numbers"]) for one in taken) == [0, 1]
    mine = next(one for one in taken if one["numbers"])
    answer = lambda: parcels.answer(mine)  # noqa: E731
    assert together(answer, answer) == 2
    tell = lambda: working.tell({}, effect(card))  # noqa: E731
    assert together(tell, tell, follow) == 3
    parcels.settle()
    assert (parcels.stage(card), parcels.heard(card)) == ("delivered", ["delivered"])
