"""An order from its scans to the signed documents: each task asks for what it needs, and leads on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marshrut.cards import commands
from marshrut.documents.models import Document
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.logistics_office import NUMBER, SHIPMENT, WRONG, Logistics
from tests.support.office import MovingClock


def refused(logistics: Logistics, card: int, key: str, outcome: str, **how: object) -> dict[str, str]:
    """What is said beside which field; nothing has changed."""
    before = (logistics.stage(card), logistics.fields(card), logistics.open(card))
    with pytest.raises(Invalid) as refusal:
        logistics.decide(card, key, outcome, "alisa", **how)
    assert (logistics.stage(card), logistics.fields(card), logistics.open(card)) == before
    return {field: str(said) for field, said in refusal.value.fields.items()}


def test_the_whole_way(logistics: Logistics) -> None:
    card = logistics.order(scans=[logistics.file("Счёт.pdf")])
    assert (logistics.open(card), logistics.holders(card)) == (["send_scans"], ["alisa"])
    logistics.send_scans(card, reason="Отправила бухгалтеру")
    assert (logistics.stage(card), logistics.open(card)) == ("scans_sent", [])
    logistics.scans_come(card, carrier_scans=[logistics.file("ТТН.pdf")])
    assert logistics.open(card) == ["track_carrier"]
    shipment = logistics.track(card)
    assert (logistics.stage(card), logistics.stage(shipment)) == ("originals_on_way", "tracking")
    logistics.signal(shipment, "delivered")
    assert (logistics.stage(card), logistics.open(card)) == ("originals_received", ["upload_scans"])
    logistics.upload(card)
    assert logistics.open(card) == ["send_originals"]
    logistics.send(card)
    assert (logistics.stage(card), logistics.open(card)) == ("originals_sent", ["get_signed"])
    back = logistics.track_back(card)
    assert (logistics.stage(card), logistics.open(card)) == ("signed_on_way", [])
    logistics.signal(back, "delivered")
    assert (logistics.stage(card), logistics.open(card)) == ("originals_sent", ["get_signed"])
    logistics.confirm(card)
    assert (logistics.stage(card), logistics.open(card)) == ("done", [])
    assert logistics.bonuses() == []


def test_a_shipment_knows_what_was_sent(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    shipment = logistics.track(card, "post", "800877 0000-0000")
    known = logistics.fields(shipment)
    assert {key: known[key] for key in ("about", "direction", "way", "track", "partner")} == {
        "about": card,
        "direction": "to_us",
        "way": "post",
        "track": NUMBER,
        "partner": logistics.carrier,
    }
    assert known["title"] == "Оригиналы от перевозчика, заявка 1254"


def test_papers_land_in_the_folder_of_the_order(logistics: Logistics) -> None:
    card = logistics.reach("sending", scans=[logistics.file("Счёт.pdf")])
    rows = Document.objects.filter(kind__key="order_paper", links__place="card", links__ref=card)
    folders = {row.folder.name for row in rows}
    assert len(rows) == 2
    assert len(folders) == 1
    assert "1254" in folders.pop()


# -- what each task refuses --------------------------------------------------------------------------------------------


def test_done_without_a_file(logistics: Logistics) -> None:
    """A0.4."""
    card = logistics.reach("originals_received")
    assert set(refused(logistics, card, "upload_scans", "done")) == {"clean_scans"}
    logistics.decide(card, "upload_scans", "not_needed", "alisa")
    assert logistics.stage(card) == "sending"


@pytest.mark.parametrize("stage", ["scans_received", "sending", "originals_sent"])
def test_a_wrong_check_digit_and_a_missing_number(logistics: Logistics, stage: str) -> None:
    card = logistics.reach(stage)
    task, outcome, way, track = {
        "scans_received": ("track_carrier", "saved", "carrier_way", "carrier_track"),
        "sending": ("send_originals", "sent", "way", "track"),
        "originals_sent": ("get_signed", "tracked", "back_way", "back_track"),
    }[stage]
    more = {"sent_on": "2026-07-02"} if stage == "sending" else {}
    said = refused(logistics, card, task, outcome, fields={way: "post", track: WRONG, **more})
    assert set(said) == {track}
    assert set(refused(logistics, card, task, outcome, fields={way: "cdek", **more})) == {track}
    logistics.decide(card, task, outcome, "alisa", fields={way: "by_hand", **more})
    assert logistics.stage(card) != stage


def test_the_day_of_sending_has_come(logistics: Logistics) -> None:
    card = logistics.reach("sending")
    given = {"way": "by_hand", "sent_on": "2026-07-03"}
    assert set(refused(logistics, card, "send_originals", "sent", fields=given)) == {"sent_on"}
    assert set(refused(logistics, card, "send_originals", "sent", fields={"way": "by_hand"})) == {"sent_on"}
    logistics.send(card, sent_on="2026-07-01")
    assert logistics.fields(card)["sent_on"] == "2026-07-01"
    assert logistics.fields(card)["sent_by"] == logistics.office.id("alisa")


def test_paper_needs_the_scan_and_the_e_document_service_does_not(logistics: Logistics) -> None:
    """S0.27."""
    card = logistics.reach("originals_sent")
    assert set(refused(logistics, card, "get_signed", "confirmed")) == {"channel"}
    assert set(refused(logistics, card, "get_signed", "confirmed", fields={"channel": "paper"})) == {"signed_scan"}
    logistics.confirm(card, "edo")
    assert logistics.stage(card) == "done"


def test_a_pause_is_seven_days_with_a_reason_and_the_third_tells_the_head(
    logistics: Logistics, now: MovingClock
) -> None:
    """S0.28, A0.1."""
    card = logistics.reach("originals_sent")
    task, actor = logistics.task(card, "get_signed").pk, logistics.office.actor("alisa")
    with pytest.raises(Invalid):
        commands.pause_task(actor, task=task, until=now() + timedelta(days=8), reason="Отпуск")
    with pytest.raises(Invalid):
        commands.pause_task(actor, task=task, until=now() + timedelta(days=7), reason=" ")
    for time in (1, 2, 3):
        until = now() + timedelta(days=7)
        commands.pause_task(actor, task=task, until=until, reason="Заказчик в отпуске")
        logistics.settle()
        assert bool(logistics.notices("boris", "paused_often")) is (time == 3)
        now.until(until)
        assert logistics.open(card) == ["get_signed"]
    assert len(logistics.notices("alisa", "task_returned")) == 3


def test_what_an_earlier_round_said_of_the_ways_is_nothing_of_the_next(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    logistics.decide(card, "track_carrier", "skip", "alisa", because="direct")
    assert logistics.fields(card)["direct"] is True
    alice = logistics.office.actor("alisa")
    commands.withdraw_card(alice, card=card, reason="Ошиблась")
    assert logistics.fields(card)["direct"] is True  # what was, stays to be seen
    commands.restart_card(alice, card=card)
    logistics.settle()
    assert "direct" not in {key for key, value in logistics.fields(card).items() if value}
    logistics.send_scans(card)
    logistics.scans_come(card)
    logistics.decide(card, "track_carrier", "skip", "alisa", because="have_originals")
    logistics.upload(card)
    assert logistics.stage(card) == "sending"


def test_a_stranger_sees_nothing(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    shipment = logistics.track(card)
    for one in (card, shipment):
        assert not logistics.sees("viktor", one)
        with pytest.raises(NotFound):
            commands.move_card(logistics.office.actor("viktor"), card=one, to="cancelled")
    assert logistics.sees("boris", card)
    with pytest.raises((Conflict, Forbidden)):
        commands.move_card(logistics.office.actor("boris"), card=card, to="originals_received")


@pytest.mark.parametrize(
    ("stage", "task", "outcome", "how"),
    [
        ("scans", "send_scans", "sent", {}),
        ("scans_received", "track_carrier", "skip", {"because": "have_originals"}),
        ("scans_received", "track_carrier", "skip", {"because": "direct"}),
        ("originals_received", "upload_scans", "not_needed", {}),
        ("sending", "send_originals", "sent", {"fields": {"way": "by_hand", "sent_on": "2026-07-02"}}),
        ("originals_sent", "get_signed", "confirmed", {"fields": {"channel": "edo"}}),
    ],
)
def test_a_mistaken_press_is_taken_back(
    logistics: Logistics, stage: str, task: str, outcome: str, how: dict[str, object]
) -> None:
    card = logistics.reach(stage)
    before, pressed = logistics.fields(card), logistics.task(card, task).pk
    logistics.decide(card, task, outcome, "alisa", **how)
    commands.undo_decision(logistics.office.actor("alisa"), task=pressed)
    logistics.settle()
    known = {key: value for key, value in logistics.fields(card).items() if value is not None}
    assert (logistics.stage(card), logistics.open(card), known) == (stage, [task], before)


# -- nobody waits for an outside ---------------------------------------------------------------------------------------


def test_scans_and_originals_may_be_marked_by_hand(logistics: Logistics) -> None:
    card = logistics.reach("scans_sent")
    logistics.move(card, "scans_received")
    shipment = logistics.track(card)
    logistics.move(card, "originals_received")
    assert (logistics.stage(card), logistics.stage(shipment)) == ("originals_received", "stopped")


def test_finishing_the_first_task_brings_no_scans(logistics: Logistics) -> None:
    """A0.3: even when the carrier was quicker; the author is told that they are there."""
    card = logistics.order()
    logistics.scans_come(card, carrier_scans=[logistics.file("ТТН.pdf")])
    assert logistics.open(card) == ["send_scans"]
    logistics.send_scans(card)
    assert (logistics.stage(card), logistics.open(card)) == ("scans_sent", [])
    assert logistics.told("alisa", "уже есть")


def test_a_card_that_is_dragged_along_does_the_task(logistics: Logistics) -> None:
    """By tasks, a step is done or skipped with a reason, never passed in silence."""
    card = logistics.order()
    logistics.move(card, "scans_sent")
    (done,) = logistics.events(card, "task.completed")
    assert done.body["outcome"] == "sent"
    for stage, to in (("sending", "originals_sent"), ("originals_sent", "done")):
        card = logistics.reach(stage)
        with pytest.raises(Invalid):
            logistics.move(card, to)


def test_numbers_of_shipments_are_asked_once(logistics: Logistics) -> None:
    card = logistics.reach("originals_on_way")
    assert len(logistics.children(card, SHIPMENT)) == 1
