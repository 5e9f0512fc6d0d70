"""Two at once: two presses, two people, a press against a carrier, a worker that does everything twice."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands, step
from marshrut.cards.models import Card
from marshrut.jobs import registry
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Conflict
from tests.support.desk import MAIL
from tests.support.logistics_office import NUMBER, SHIPMENT, Logistics
from tests.support.office import MovingClock


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """`act` happens between the reading and the writing of the next step, once."""
    decide = step._decide
    done: list[bool] = []

    def slow(*given: Any) -> Any:
        found = decide(*given)
        if not done:
            done.append(True)
            act()
        return found

    monkeypatch.setattr(step, "_decide", slow)


def test_a_double_click_saves_once_and_makes_one_shipment(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    task = logistics.task(card, "track_carrier").pk
    how = {"outcome": "saved", "fields": {"carrier_way": "post", "carrier_track": NUMBER}}
    first = commands.complete_task(logistics.office.actor("alisa"), task=task, key="press", **how)  # type: ignore[arg-type]
    again = commands.complete_task(logistics.office.actor("alisa"), task=task, key="press", **how)  # type: ignore[arg-type]
    assert first == again
    with pytest.raises(Conflict):
        commands.complete_task(logistics.office.actor("alisa"), task=task, key="another", **how)  # type: ignore[arg-type]
    logistics.settle()
    assert len(logistics.children(card, SHIPMENT)) == 1


def test_the_specialist_and_the_manager_press_at_once(
    logistics: Logistics, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = logistics.order()
    now.to("2026-07-03 12:00")
    task = logistics.task(card, "send_scans").pk
    meanwhile(
        monkeypatch,
        lambda: commands.complete_task(logistics.office.actor("ops"), task=task, outcome="skip", because="by_edo"),
    )
    with pytest.raises(Conflict) as refused:
        commands.complete_task(logistics.office.actor("alisa"), task=task, outcome="sent")
    assert refused.value.code in ("task_closed", "already_decided")
    logistics.settle()
    assert logistics.stage(card) == "scans_sent"
    assert len(logistics.events(card, "task.completed")) == 1


def test_signed_in_the_service_while_somebody_confirms_the_paper(
    logistics: Logistics, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = logistics.reach("originals_sent")
    task = logistics.task(card, "get_signed").pk
    meanwhile(monkeypatch, lambda: commands.signal_card(MAIL, card=card, key="signed_edo"))
    with pytest.raises(Conflict):
        commands.complete_task(
            logistics.office.actor("alisa"), task=task, outcome="tracked", fields={"back_way": "by_hand"}
        )
    logistics.settle()
    assert (logistics.stage(card), logistics.children(card, SHIPMENT)[1:]) == ("done", [])


def test_delivered_by_the_carrier_while_somebody_marks_it_received(
    logistics: Logistics, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = logistics.reach("originals_on_way")
    shipment = logistics.child(card, SHIPMENT)
    meanwhile(monkeypatch, lambda: commands.signal_card(MAIL, card=shipment, key="delivered"))
    with pytest.raises(Conflict):
        commands.move_card(logistics.office.actor("alisa"), card=shipment, to="delivered")
    logistics.settle()
    assert logistics.stage(card) == "originals_received"
    assert len(logistics.events(card, "card.child_finished")) == 1


def test_scans_that_come_twice_come_once(logistics: Logistics) -> None:
    card = logistics.reach("scans_sent")
    visit = logistics.state(card).visit
    logistics.signal(card, "scans_received", visit=visit)
    with pytest.raises(Conflict):
        commands.signal_card(MAIL, card=card, key="scans_received", visit=visit)
    assert (logistics.stage(card), logistics.open(card)) == ("scans_received", ["track_carrier"])


def test_every_effect_twice_changes_nothing_more(logistics: Logistics) -> None:
    """A worker that was killed after its work and before it said so."""
    logistics.settings(bonus="on")
    card = logistics.reach("originals_sent", scans=[logistics.file("Счёт.pdf")])
    back = logistics.track_back(card)
    logistics.move(card, "originals_sent")
    logistics.confirm(card)
    every = Card.objects.system("test")
    before = {one: (logistics.stage(one), logistics.fields(one)) for one in every.values_list("id", flat=True)}
    assert logistics.stage(back) == "stopped"
    for effect in Effect.objects.exclude(kind="notify").exclude(kind__startswith="shipment_poll").order_by("id"):
        taken = registry.TakenEffect(
            effect.pk, effect.kind, effect.lane, effect.dedup, effect.subject, effect.payload, 1, 1, 12
        )
        registry.effects[effect.kind].run(effect.payload, taken)
    logistics.settle()
    assert {one: (logistics.stage(one), logistics.fields(one)) for one in every.values_list("id", flat=True)} == before
