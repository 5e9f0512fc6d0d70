"""The bonus starts once for an order when the company has switched it on: facts, no formula (S0.30, A0.7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from marshrut.cards import commands
from marshrut.jobs import registry
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Conflict, Invalid
from tests.support.logistics_office import Logistics
from tests.support.office import MovingClock, drain


@pytest.fixture
def paid(logistics: Logistics) -> Logistics:
    logistics.settings(bonus="on")
    return logistics


def test_switched_off_there_is_none(logistics: Logistics) -> None:
    logistics.reach("done")
    assert logistics.bonuses() == []


def test_it_holds_the_facts(paid: Logistics, now: MovingClock) -> None:
    card = paid.order()
    paid.send_scans(card, "skip", because="by_edo")
    paid.scans_come(card)
    paid.decide(card, "track_carrier", "skip", "alisa", because="have_originals")
    paid.upload(card)
    now.to("2026-07-03 18:00")
    paid.decide(card, "send_originals", "sent", "boris", fields={"way": "by_hand", "sent_on": "2026-07-03"})
    now.to("2026-07-06 10:00")
    paid.confirm(card, "edo")
    (bonus,) = paid.bonuses()
    known = paid.fields(bonus)
    assert known == {
        "about": card,
        "order_number": "1254",
        "specialist": paid.office.id("alisa"),
        "people": [paid.office.id("alisa"), paid.office.id("boris")],
        "started_on": "2026-07-02",
        "finished_on": "2026-07-06",
        "skips": "2",
    }
    assert (paid.open(bonus), paid.holders(bonus)) == (["accrue"], ["chief"])
    assert paid.sees("chief", card)


def test_the_accountant_decides(paid: Logistics) -> None:
    paid.reach("done")
    paid.reach("done", order_number="1255")
    first, second = sorted(paid.bonuses())
    paid.decide(first, "accrue", "accrued", "chief", fields={"amount": "1 500"})
    assert (paid.stage(first), paid.fields(first)["amount"]) == ("accrued", "1500.00")
    with pytest.raises(Invalid):
        paid.decide(second, "accrue", "declined", "chief")
    paid.decide(second, "accrue", "declined", "chief", reason="Заявка просрочена")
    assert paid.stage(second) == "declined"
    assert paid.told("alisa", "начислена премия")
    assert paid.told("alisa", "не начислена")


def test_a_finished_order_does_not_come_back(paid: Logistics) -> None:
    card = paid.reach("originals_sent")
    task = paid.task(card, "get_signed").pk
    paid.confirm(card, "edo")
    with pytest.raises(Conflict):
        commands.undo_decision(paid.office.actor("alisa"), task=task)
    paid.settle()
    assert (paid.stage(card), len(paid.bonuses())) == ("done", 1)


def test_every_effect_twice_makes_no_second_one(paid: Logistics) -> None:
    """A worker that was killed after its work and before it said so."""
    card = paid.reach("done")
    cards = paid.bonuses()
    for effect in Effect.objects.filter(kind="create_card", subject=card).order_by("id"):
        taken = registry.TakenEffect(
            effect.pk, effect.kind, effect.lane, effect.dedup, effect.subject, effect.payload, 1, 1, 12
        )
        registry.effects[effect.kind].run(effect.payload, taken)
    paid.settle()
    assert (paid.bonuses(), paid.stage(card)) == (cards, "done")


def test_a_worker_that_dies_over_it_makes_it_the_next_time(
    paid: Logistics, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = paid.reach("originals_sent")
    make, died = commands.create_child, list[bool]()

    def dies(*given: object, **how: object) -> dict[str, object]:
        made = make(*given, **how)  # type: ignore[arg-type]
        if not died:
            died.append(True)
            raise OSError("killed")
        return made

    monkeypatch.setattr(commands, "create_child", dies)
    with pytest.raises(OSError, match="killed"):
        paid.confirm(card, "edo")
    Effect.objects.filter(state="retry").update(run_at=now())
    paid.settle()
    assert (died, len(paid.bonuses())) == ([True], 1)
    assert set(Effect.objects.filter(kind="create_card", subject=card).values_list("state", flat=True)) == {"done"}


def test_switched_on_later_it_pays_no_finished_orders(logistics: Logistics, now: MovingClock) -> None:
    logistics.reach("done")
    logistics.settings(bonus="on")
    drain(now())
    assert logistics.bonuses() == []


@pytest.mark.parametrize(
    "end",
    [
        lambda office, card: office.signal(card, "signed_edo"),
        lambda office, card: office.confirm(card),
        lambda office, card: office.confirm(card, "edo"),
    ],
    ids=["signal", "paper", "edo"],
)
def test_however_it_ends_there_is_one(paid: Logistics, end: Callable[[Logistics, int], None]) -> None:
    card = paid.reach("originals_sent")
    end(paid, card)
    assert len(paid.bonuses()) == 1
