"""A card becomes a shipment; what the carrier says becomes its fields and signals, each once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.cards import commands as cards
from marshrut.history.models import Event
from marshrut.kernel.sql import prepared
from marshrut.shipments import commands
from marshrut.shipments.models import Shipment, ShipmentEvent
from tests.support.parcels import NUMBER, OTHER, ROBOT, Parcels, event


def test_a_parcel_on_its_way_is_asked_about_in_half_an_hour(parcels: Parcels) -> None:
    note = parcels.note()
    card = parcels.parcel(about=note, direction="to_us")
    row = parcels.row(card)
    assert (row.way, row.number, row.provider, row.phase) == ("cdek", NUMBER, "cdek", "open")
    assert (row.about, row.direction, row.status) == (note, "to_us", "unknown")
    assert row.next_poll_at == parcels.now.at + timedelta(minutes=30)
    assert parcels.poll() == 0
    parcels.later(minutes=30)
    assert parcels.poll() == 1


@pytest.mark.parametrize(
    "changes", [{"way": "by_hand", "track": None}, {"way": "pek", "track": "АРМВКОИ-12/2303"}], ids=["hand", "nobody"]
)
def test_a_way_that_nobody_can_be_asked_about_is_left_to_people(parcels: Parcels, changes: dict[str, Any]) -> None:
    card = parcels.parcel(**changes)
    assert parcels.row(card).next_poll_at is None
    parcels.move(card, "delivered")
    assert parcels.row(card).phase == "success"


def test_a_draft_is_not_followed_until_it_sets_out(parcels: Parcels) -> None:
    card = parcels.parcel(start=False)
    assert (parcels.row(card).phase, parcels.row(card).next_poll_at) == ("draft", None)
    cards.start_card(parcels.office.actor("alisa"), card=card)
    parcels.settle()
    assert parcels.row(card).next_poll_at is not None


def test_the_whole_way_leads_the_card(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("registered", ago=20, text="Создан")
    parcels.say("in_transit", ago=10, text="Отправлен в Казань")
    parcels.poll()
    assert parcels.heard(card) == ["moved"]
    assert parcels.fields(card)["status"] == "in_transit"
    assert parcels.fields(card)["last_event"] == "Отправлен в Казань, Казань"
    parcels.later(hours=4)
    parcels.say("arrived", text="Готов к выдаче")
    parcels.poll()
    assert parcels.stage(card) == "arrived"
    parcels.later(days=1)
    parcels.say("delivered", text="Вручён", ago=300)
    parcels.poll()
    assert (parcels.stage(card), parcels.heard(card)) == ("delivered", ["moved", "arrived", "delivered"])
    assert parcels.fields(card)["delivered_on"] == "2026-11-06"
    assert parcels.row(card).told == parcels.row(card).change


def test_news_of_the_same_status_is_only_written_down(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("in_transit", ago=10)
    parcels.poll()
    parcels.later(hours=4)
    parcels.say("in_transit", text="Сортировка")
    parcels.poll()
    assert parcels.heard(card) == ["moved"]
    assert parcels.fields(card)["last_event"].startswith("Сортировка")


def test_an_unknown_code_is_shown_but_moves_nothing(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("unknown_event", code="777", text="Нечто")
    parcels.poll()
    assert (parcels.row(card).status, parcels.heard(card)) == ("unknown", [])
    assert parcels.fields(card)["last_event"].startswith("Нечто")


def test_what_is_told_twice_counts_once(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("in_transit")
    parcels.poll()
    before = parcels.row(card)
    for _again in range(2):
        parcels.later(hours=5)
        parcels.poll()
        commands.follow(ROBOT, card=card)
    parcels.settle()
    after = parcels.row(card)
    assert (after.change, after.polls, parcels.heard(card)) == (before.change, 3, ["moved"])
    assert ShipmentEvent.objects.filter(shipment=after).count() == 1


def test_a_return_after_all_is_told_on_the_card_that_had_ended(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("delivered")
    parcels.poll()
    parcels.later(days=1)
    parcels.say("in_transit", text="Сортировка")  # an old word that came late: final stays final
    parcels.poll()
    assert parcels.row(card).status == "delivered"
    parcels.later(days=1)
    parcels.say("returning", text="Возврат отправителю")
    parcels.poll()
    assert (parcels.row(card).status, parcels.row(card).leg) == ("returning", "return")
    assert parcels.stage(card) == "delivered"
    assert parcels.fields(card)["status"] == "returning"
    comments = Event.objects.filter(subject=f"card:{card}", kind="card.commented")
    assert comments.count() == 1


def test_a_corrected_number_begins_anew_and_the_old_one_is_not_told(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("lost")
    parcels.poll()
    assert parcels.stage(card) == "problem"
    parcels.edit(card, track=OTHER)
    parcels.move(card, "tracking")
    row = parcels.row(card)
    assert (row.number, row.status, row.trouble, row.polls) == (OTHER, "unknown", "", 0)
    assert parcels.fields(card).get("trouble") is None
    assert parcels.fields(card)["status"] == "unknown"
    parcels.later(minutes=30)
    parcels.say("delivered", number=OTHER)
    parcels.poll()
    assert parcels.stage(card) == "delivered"


def test_what_is_known_of_a_number_counts_when_it_comes_back(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("in_transit")
    parcels.poll()
    parcels.edit(card, track=OTHER)
    assert parcels.row(card).status == "unknown"
    parcels.edit(card, track=NUMBER)
    assert (parcels.row(card).status, parcels.fields(card)["status"]) == ("in_transit", "in_transit")


def test_news_that_no_stage_heard_is_told_to_the_next_one(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.move(card, "quiet")
    parcels.later(minutes=30)
    parcels.say("delivered")
    parcels.poll()
    assert (parcels.stage(card), parcels.fields(card)["status"]) == ("quiet", "delivered")
    parcels.move(card, "tracking")
    assert parcels.stage(card) == "delivered"


def test_a_trouble_that_somebody_saw_to_is_not_told_again(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("delivery_failed", text="Адресат отсутствует")
    parcels.poll()
    assert parcels.stage(card) == "problem"
    assert "Адресат отсутствует" in parcels.fields(card)["trouble"]
    parcels.move(card, "tracking")
    parcels.later(hours=5)
    parcels.poll()
    assert (parcels.stage(card), parcels.row(card).trouble) == ("tracking", "")
    assert parcels.fields(card).get("trouble") is None


def test_a_card_taken_up_again_is_followed_again(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.move(card, "stopped")
    assert parcels.row(card).next_poll_at is None
    cards.restart_card(parcels.office.actor("alisa"), card=card)
    parcels.settle()
    assert parcels.row(card).phase == "open"
    assert parcels.row(card).next_poll_at is not None


def test_what_the_stage_says_already_is_not_told_again_to_the_next(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    for status in ("arrived", "out_for_delivery", "arrived"):
        parcels.say(status)
        parcels.poll()
        parcels.later(days=1)
    assert parcels.heard(card) == ["arrived", "moved"]
    parcels.move(card, "problem")  # cannot be fetched, says a person
    assert parcels.stage(card) == "problem"
    parcels.say("lost")
    parcels.poll()
    parcels.move(card, "tracking")
    assert parcels.stage(card) == "tracking"


def test_a_storage_alert_is_a_trouble_once(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("arrived")
    parcels.poll()
    parcels.later(days=1)
    parcels.say("note", alert="storage", text="Истекает срок хранения")
    parcels.poll()
    assert (parcels.stage(card), parcels.row(card).status) == ("problem", "arrived")
    assert parcels.row(card).trouble == "storage"


def test_a_word_taken_back_is_a_trouble(parcels: Parcels) -> None:
    card = parcels.parcel()
    parcels.move(card, "quiet")
    parcels.later(minutes=30)
    parcels.say("in_transit", ago=5)
    told = parcels.say("delivered")
    parcels.poll()
    parcels.cdek.said[NUMBER][-1] = event(told.at, "delivered", uid=told.uid, void=True)
    parcels.later(days=1)
    parcels.poll()
    row = parcels.row(card)
    assert (row.status, row.trouble, row.finished_at) == ("in_transit", "taken_back", None)


def test_reconcile_finds_a_card_without_its_shipment(parcels: Parcels) -> None:
    from marshrut.shipments import queries, working

    card = parcels.parcel()
    assert queries.unfollowed() == []
    Shipment.objects.all().delete()
    assert queries.unfollowed() == [card]
    working.reconcile()
    assert parcels.row(card).number == NUMBER
    Shipment.objects.update(phase="success")
    assert queries.unfollowed() == [card]


def test_rows_of_types_that_are_gone_do_not_stand_before_the_others(
    parcels: Parcels, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marshrut.shipments import queries
    from marshrut.shipments.queries import reading

    card = parcels.parcel()
    Shipment.objects.all().delete()
    monkeypatch.setattr(reading, "MOST", 2)
    now = parcels.now.at
    Shipment.objects.bulk_create(
        Shipment(card=-one, type="of_before", created_at=now, followed_at=now) for one in range(1, 4)
    )
    assert queries.unfollowed() == [card]


def test_news_whose_effect_is_gone_is_told_after_all(parcels: Parcels) -> None:
    from marshrut.shipments import queries, working

    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.say("delivered")
    taken = commands.take_due(ROBOT, carrier="cdek")
    parcels.answer(taken)
    prepared("UPDATE jobs_effect SET state = 'ambiguous' WHERE kind = 'shipment_tell' RETURNING id")
    assert queries.untold() == [card]
    working.reconcile()
    assert (parcels.stage(card), parcels.heard(card), queries.untold()) == ("delivered", ["delivered"], [])


def test_a_card_that_is_no_shipment_has_none(parcels: Parcels) -> None:
    note = parcels.note()
    assert commands.follow(ROBOT, card=note) == {"card": note, "followed": False}
    assert commands.follow(ROBOT, card=999_999) == {"card": 999_999, "followed": False}
    assert not Shipment.objects.exists()
