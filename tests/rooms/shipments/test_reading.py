"""What is told of shipments, and to whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.kernel.errors import NotFound
from marshrut.shipments import queries
from marshrut.shipments.queries import Filter, reading
from tests.support.parcels import NUMBER, OTHER, Parcels

THIRD = "1055555555"


def test_a_page_tells_the_way_newest_first(parcels: Parcels) -> None:
    note = parcels.note()
    assert parcels.office.company is not None
    card = parcels.parcel(about=note, firm=parcels.office.company.pk, direction="from_us")
    parcels.later(minutes=30)
    parcels.say("accepted", ago=20, text="Принят")
    parcels.say("unknown_event", ago=10, text="Нечто", code="777")
    parcels.say("arrived", text="Готов")
    parcels.poll()
    page = queries.shipment(parcels.office.actor("alisa"), card)
    line = page.line
    assert (line.label, line.number, line.way, line.way_title) == (f"ПС-{card}", NUMBER, "cdek", "СДЭК")
    assert (line.about, line.about_label, line.about_name) == (note, f"ЗП-{note}", "Заявка 5")
    assert (line.company, line.direction, line.state, line.stage) == ("Стеклозавод", "from_us", "arrived", "arrived")
    assert (line.chip.status, line.chip.tone, line.chip.title) == ("arrived", "warn", "Прибыло, ждёт получения")
    assert line.public_url == f"https://cdek.example/{NUMBER}"
    assert [(one.text, one.understood) for one in page.events] == [("Готов", True), ("Нечто", False), ("Принят", True)]
    assert (page.may_poll, bool(page.why_not_poll)) == (False, True)  # it was asked this moment


def test_what_one_may_not_see_is_not_there(parcels: Parcels) -> None:
    note = parcels.note()
    card = parcels.parcel(about=note)
    for stranger in ("viktor", "admin"):
        actor = parcels.office.actor(stranger)
        for number in (card, 999_999):
            with pytest.raises(NotFound):
                queries.shipment(actor, number)
        assert queries.of_cards(actor, [card]) == {}
        assert queries.about(actor, note) == ()
        assert queries.listing(actor, Filter()).lines == ()
        assert sum(queries.counts(actor, Filter()).values()) == 0
    director = parcels.office.actor("director")  # sees parcels, not notes
    line = queries.shipment(director, card).line
    assert (line.about, line.about_label, line.about_name) == (None, "", "")


def test_shipments_of_an_order(parcels: Parcels) -> None:
    note = parcels.note()
    cards = [parcels.parcel(about=note), parcels.parcel(about=note, track=OTHER)]
    parcels.parcel(track=THIRD)
    parcels.parcel(about=note, track=THIRD, start=False)
    alisa = parcels.office.actor("alisa")
    assert [one.card for one in queries.about(alisa, note)] == cards[::-1]
    assert set(queries.of_cards(alisa, [*cards, note])) == set(cards)


def test_the_list_is_narrowed_and_counted(parcels: Parcels) -> None:
    moving = parcels.parcel(what="Договор с Ромашкой")
    here, wrong = parcels.parcel(track=OTHER), parcels.parcel(track=THIRD)
    by_hand = parcels.parcel(way="by_hand", track=None, direction="to_us")
    parcels.parcel(start=False)
    parcels.later(minutes=30)
    parcels.say("arrived", number=OTHER)
    parcels.say("lost", number=THIRD)
    parcels.poll()
    alisa = parcels.office.actor("alisa")

    def found(**wanted: object) -> list[int]:
        return [one.card for one in queries.listing(alisa, Filter(**wanted)).lines]  # type: ignore[arg-type]

    assert found() == [by_hand, wrong, here, moving]
    assert (found(state="transit"), found(state="arrived"), found(state="trouble")) == (
        [by_hand, moving],
        [here],
        [wrong],
    )
    assert found(way="by_hand") == found(direction="to_us") == [by_hand]
    assert found(text="ромашка") == [moving]
    assert found(text="1098 7654") == [here]
    assert found(text="ничего такого") == []
    assert found(since=parcels.now.at.date(), until=parcels.now.at.date()) == found()
    counted = queries.counts(alisa, Filter(state="trouble"))
    assert counted == {"transit": 2, "arrived": 1, "trouble": 1, "delivered": 0, "stopped": 0}
    assert queries.troubles(alisa) == 1
    parcels.move(wrong, "tracking")
    parcels.move(by_hand, "delivered")
    parcels.move(moving, "problem")  # by hand: somebody has a reason
    assert (found(state="trouble"), found(state="delivered")) == ([moving], [by_hand])


def test_pages_of_the_list(parcels: Parcels) -> None:
    cards = [parcels.parcel() for _number in range(3)][::-1]
    alisa = parcels.office.actor("alisa")
    first = queries.listing(alisa, Filter(), limit=2)
    assert ([one.card for one in first.lines], first.after) == (cards[:2], str(cards[1]))
    second = queries.listing(alisa, Filter(), after=first.after, limit=2)
    assert ([one.card for one in second.lines], second.after) == (cards[2:], None)
    assert queries.listing(alisa, Filter(), after="nonsense").lines


def test_a_long_list_costs_no_more_queries(parcels: Parcels) -> None:
    alisa = parcels.office.actor("alisa")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as spent:
            queries.listing(alisa, Filter())
        return len(spent)

    parcels.parcel(about=parcels.note())
    cost()
    few = cost()
    for _number in range(5):
        parcels.parcel(about=parcels.note())
    assert cost() == few <= 12


@pytest.mark.parametrize("head", [1, 2, 1000])
def test_a_page_is_the_same_however_it_is_found(parcels: Parcels, monkeypatch: pytest.MonkeyPatch, head: int) -> None:
    monkeypatch.setattr(reading, "HEAD", head)
    made = [parcels.parcel(by) for by in ("alisa", "viktor", "alisa", "viktor", "alisa")]
    actor, mine = parcels.office.actor("alisa"), [made[4], made[2], made[0]]
    first = queries.listing(actor, queries.Filter(), limit=2)
    assert [one.card for one in first.lines] == mine[:2]
    second = queries.listing(actor, queries.Filter(), first.after, limit=2)
    assert ([one.card for one in second.lines], second.after) == (mine[2:], None)
    assert queries.listing(actor, queries.Filter(state="delivered")).lines == ()
