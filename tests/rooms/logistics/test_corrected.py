"""What is corrected on an order is corrected in the shipment it waits for, which is followed under its new number."""

from __future__ import annotations

import pytest

from marshrut.cards import commands, step
from marshrut.jobs import registry
from marshrut.jobs.models import Effect
from marshrut.shipments.models import Shipment
from tests.support.desk import MAIL
from tests.support.logistics_office import NUMBER, SHIPMENT, Logistics

OTHER = "12345678901231"


def said(logistics: Logistics, card: int) -> tuple[str, str | None]:
    fields = logistics.fields(card)
    return fields["way"], fields.get("track")


def corrections() -> list[Effect]:
    return list(Effect.objects.filter(kind="child_corrected").order_by("id"))


def again(effect: Effect) -> None:
    """As a worker takes it that was killed after its work and before it said so."""
    taken = registry.TakenEffect(
        effect.pk, effect.kind, effect.lane, effect.dedup, effect.subject, effect.payload, 1, 1, 12
    )
    registry.effects[effect.kind].run(effect.payload, taken)


def test_the_shipment_has_the_corrected_number_and_is_followed_under_it(logistics: Logistics) -> None:
    card = logistics.reach("originals_on_way")
    shipment = logistics.child(card, SHIPMENT)
    assert Shipment.objects.get(card=shipment).number == NUMBER
    logistics.edit(card, carrier_track=OTHER)
    assert said(logistics, shipment) == ("post", OTHER)
    assert list(Shipment.objects.values_list("card", "number")) == [(shipment, OTHER)]
    logistics.edit(card, carrier_way="cdek", carrier_track="1234567890")
    assert said(logistics, shipment) == ("cdek", "1234567890")
    assert list(Shipment.objects.values_list("way", "number")) == [("cdek", "1234567890")]
    assert logistics.stage(card) == "originals_on_way"


def test_so_has_one_that_somebody_has_to_look_at(logistics: Logistics) -> None:
    card = logistics.reach("originals_on_way")
    shipment = logistics.child(card, SHIPMENT)
    logistics.signal(shipment, "trouble", note="Такого номера нет")
    logistics.edit(card, carrier_track=OTHER)
    assert said(logistics, shipment) == ("post", OTHER)
    logistics.decide(shipment, "settle", "follow", "alisa")
    assert logistics.stage(shipment) == "tracking"


def test_what_comes_back_is_corrected_as_well(logistics: Logistics) -> None:
    card = logistics.reach("originals_sent")
    back = logistics.track_back(card)
    logistics.edit(card, back_track="1234567891", carrier_track=OTHER)
    assert said(logistics, back) == ("cdek", "1234567891")
    first = logistics.children(card, SHIPMENT)[-1]
    assert (logistics.stage(first), said(logistics, first)) == ("delivered", ("post", NUMBER))


def test_what_a_person_corrects_in_the_shipment_stays_till_the_order_is_changed_again(logistics: Logistics) -> None:
    card = logistics.reach("originals_on_way")
    shipment = logistics.child(card, SHIPMENT)
    logistics.edit(card, carrier_track=OTHER)
    logistics.edit(shipment, way="cdek", track="1234567890")
    logistics.edit(card, order_number="1260")
    again(corrections()[0])
    assert said(logistics, shipment) == ("cdek", "1234567890")
    assert logistics.fields(shipment)["title"].endswith("1260")
    logistics.edit(card, carrier_way="courier", carrier_track=None)
    assert said(logistics, shipment) == ("courier", None)


@pytest.mark.parametrize("end", ["delivered", "stopped"])
def test_a_shipment_that_ended_meanwhile_stays_as_it_is(logistics: Logistics, end: str) -> None:
    card = logistics.reach("originals_on_way")
    shipment, alice = logistics.child(card, SHIPMENT), logistics.office.actor("alisa")
    commands.edit_card(alice, card=card, fields={"carrier_track": OTHER})
    commands.move_card(alice, card=shipment, to=end)
    again(corrections()[0])
    logistics.settle()
    assert said(logistics, shipment) == ("post", NUMBER)
    assert [effect.state for effect in corrections()] == ["done"]


def test_corrected_before_it_is_made_it_is_made_right(logistics: Logistics) -> None:
    card, alice = logistics.reach("scans_received"), logistics.office.actor("alisa")
    given = {"carrier_way": "post", "carrier_track": NUMBER}
    commands.complete_task(alice, task=logistics.task(card, "track_carrier").pk, outcome="saved", fields=given)
    commands.edit_card(alice, card=card, fields={"carrier_track": OTHER})
    again(corrections()[0])
    logistics.settle()
    shipment = logistics.child(card, SHIPMENT)
    assert (said(logistics, shipment), len(logistics.events(shipment, "card.edited"))) == (("post", OTHER), 0)


def test_corrected_twice_it_says_what_stands_there_now_in_whatever_order_it_is_told(logistics: Logistics) -> None:
    card, alice = logistics.reach("originals_on_way"), logistics.office.actor("alisa")
    shipment = logistics.child(card, SHIPMENT)
    for number in (OTHER, "12345678901248"):
        commands.edit_card(alice, card=card, fields={"carrier_track": number})
    for effect in [*reversed(corrections()), *corrections()]:
        again(effect)
    assert len(logistics.events(shipment, "card.edited")) == 1
    logistics.settle()
    assert said(logistics, shipment) == ("post", "12345678901248")


def test_corrected_and_corrected_back_nothing_was_wrong(logistics: Logistics) -> None:
    card, alice = logistics.reach("originals_on_way"), logistics.office.actor("alisa")
    shipment = logistics.child(card, SHIPMENT)
    for number in (OTHER, NUMBER):
        commands.edit_card(alice, card=card, fields={"carrier_track": number})
    logistics.settle()
    assert (said(logistics, shipment), logistics.events(shipment, "card.edited")) == (("post", NUMBER), [])


def test_news_that_come_at_the_same_time_hinder_nothing(logistics: Logistics, monkeypatch: pytest.MonkeyPatch) -> None:
    card = logistics.reach("originals_on_way")
    shipment = logistics.child(card, SHIPMENT)
    commands.edit_card(logistics.office.actor("alisa"), card=card, fields={"carrier_track": OTHER})
    decide, done = step._decide, list[bool]()

    def slow(*given: object) -> object:
        found = decide(*given)  # type: ignore[arg-type]
        if not done:
            done.append(True)
            commands.signal_card(MAIL, card=shipment, key="arrived")
        return found

    monkeypatch.setattr(step, "_decide", slow)
    logistics.settle()
    assert (logistics.stage(shipment), said(logistics, shipment)) == ("arrived", ("post", OTHER))


def test_an_order_that_went_on_says_nothing_more(logistics: Logistics) -> None:
    card, alice = logistics.reach("originals_on_way"), logistics.office.actor("alisa")
    shipment = logistics.child(card, SHIPMENT)
    commands.edit_card(alice, card=card, fields={"carrier_track": OTHER})
    commands.move_card(alice, card=card, to="originals_received")
    logistics.settle()
    assert (logistics.stage(shipment), said(logistics, shipment)) == ("stopped", ("post", NUMBER))
