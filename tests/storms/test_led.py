"""Two at the same moment on cards that a source leads: both hands are kept, nothing is made twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from marshrut.cards import commands
from marshrut.cards.commands import Adopted, Placed
from marshrut.cards.models import Card, StageVisit
from marshrut.history.verify import verify
from marshrut.kernel import clock
from tests.support.desk import Desk
from tests.support.edocs import SOURCE, fields, office_of_edocs
from tests.support.office import MovingClock

ROUNDS = 6
pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> Iterator[Desk]:
    now = MovingClock("2026-07-02 10:00")
    with clock.running(now):
        yield office_of_edocs(now)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads
        together(threads, hang_up, hang_up)


def hang_up() -> None:
    connection.close()  # that of the thread this runs in


def together(pool: ThreadPoolExecutor, *calls: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        return call()

    return [one.result() for one in [pool.submit(run, call) for call in calls]]


def adopt(desk: Desk, *keys: str) -> dict[str, int]:
    rows = [Adopted(key, desk.office.id("alisa"), "waiting", fields(desk, number=key)) for key in keys]
    return commands.adopt_cards(SOURCE, card_type="edoc", rows=rows, quiet=True)


def test_two_who_adopt_the_same_make_each_card_once(desk: Desk, pool: ThreadPoolExecutor) -> None:
    """In opposite orders, so that they meet in the middle; neither waits in a circle."""
    for number in range(ROUNDS):
        keys = [f"{number}/{n}" for n in range(20)]
        one, other = together(pool, partial(adopt, desk, *keys), partial(adopt, desk, *reversed(keys)))
        assert one == other
        assert len(set(one.values())) == len(keys)
    assert Card.objects.system("test").count() == ROUNDS * 20
    assert verify() == []


def test_what_a_person_writes_and_what_the_source_says_are_both_kept(desk: Desk, pool: ThreadPoolExecutor) -> None:
    alisa, boris = desk.office.actor("alisa"), desk.office.id("boris")
    for number in range(ROUNDS):
        card = adopt(desk, str(number))[str(number)]
        together(
            pool,
            partial(commands.edit_card, alisa, card=card, fields={"manager": boris}),
            partial(commands.place_cards, SOURCE, rows=[Placed(card, "signed", {"status": "signed"})]),
        )
        assert (desk.stage(card), desk.fields(card)["manager"], desk.fields(card)["status"]) == (
            "signed", boris, "signed",
        )  # fmt: skip
    assert verify() == []


def test_two_who_place_the_same_cards_leave_them_whole(desk: Desk, pool: ThreadPoolExecutor) -> None:
    cards = list(adopt(desk, *map(str, range(10))).values())
    for ends in (("signed", "rejected"), ("revoking", "waiting"), ("revoked", "signed")):
        said = together(
            pool,
            partial(commands.place_cards, SOURCE, rows=[Placed(card, ends[0]) for card in cards]),
            partial(commands.place_cards, SOURCE, rows=[Placed(card, ends[1]) for card in reversed(cards)]),
        )
        assert said == [{}, {}]
        assert {desk.stage(card) for card in cards} <= set(ends)
    for card in cards:
        stays = list(StageVisit.objects.system("test").filter(card_id=card).order_by("n"))
        assert [one.n for one in stays] == list(range(1, len(stays) + 1))
        assert [one.left_at is None for one in stays] == [False] * (len(stays) - 1) + [True]
    assert verify() == []
