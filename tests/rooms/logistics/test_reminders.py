"""Nothing waits in silence: each task reminds, climbs, and ends at a living person who may finish it (S0.31)."""

from __future__ import annotations

from marshrut.cards import commands, reconcile
from marshrut.cards.models import Task
from tests.support.logistics_office import Logistics
from tests.support.office import MovingClock
from tests.support.toy import msk


def test_a_task_that_nobody_does_climbs_to_the_director(logistics: Logistics, now: MovingClock) -> None:
    card = logistics.order()
    now.to("2026-07-02 18:00")
    assert logistics.told("alisa", "Срок прошёл") == [msk("2026-07-02 15:00")]
    now.to("2026-07-03 18:00")
    assert logistics.told("boris", "Вы можете завершить его вместо специалиста") == [msk("2026-07-03 10:00")]
    now.to("2026-07-08 18:00")
    assert logistics.told("director", "Вы можете завершить задание") == [msk("2026-07-08 10:00")]
    logistics.decide(card, "send_scans", "sent", "director")
    assert logistics.stage(card) == "scans_sent"


def test_a_carrier_that_sends_nothing_is_not_forgotten(logistics: Logistics, now: MovingClock) -> None:
    logistics.reach("scans_sent")
    now.to("2026-07-09 18:00")
    assert logistics.told("alisa", "Перевозчик ещё не прислал сканы")[:2] == [
        msk("2026-07-03 10:00"),
        msk("2026-07-06 10:00"),
    ]
    assert logistics.told("boris", "долго не присылает") == [msk("2026-07-09 10:00")]
    assert logistics.told("ops", "долго не присылает") == [msk("2026-07-09 10:00")]


def test_whoever_leaves_is_replaced(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    logistics.dismiss("alisa")
    assert logistics.holders(card) == ["boris"]
    logistics.decide(card, "track_carrier", "skip", "boris", because="have_originals")
    assert (logistics.holders(card), reconcile.findings()) == (["boris"], [])


def test_a_pause_stops_the_term(logistics: Logistics, now: MovingClock) -> None:
    card = logistics.reach("originals_sent")
    task = logistics.task(card, "get_signed")
    assert task.due_at == msk("2026-07-09 10:00")
    commands.pause_task(logistics.office.actor("alisa"), task=task.pk, until=msk("2026-07-07 10:00"), reason="Так")
    now.to("2026-07-07 12:00")
    assert Task.objects.system("test").get(pk=task.pk).due_at == msk("2026-07-14 10:00")
