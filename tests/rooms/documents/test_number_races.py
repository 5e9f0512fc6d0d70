"""Many people register at once, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from marshrut.documents import commands
from marshrut.documents.models import Counter, Entry
from marshrut.kernel.errors import Refused

from .papers import ROBOT, Desk, desk

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = date(2026, 3, 1)
PEOPLE = 20


def at_once(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """All of them begin at the same time; a refusal is an answer."""
    start = Barrier(len(work))

    def run(one: Callable[[], Any]) -> Any:
        start.wait(30)
        try:
            return one()
        except (Refused, RuntimeError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


@pytest.fixture
def at_desk() -> Desk:
    return desk()


def test_twenty_people_get_twenty_numbers_in_a_row(at_desk: Desk) -> None:
    papers = [at_desk.paper() for _ in range(PEOPLE)]
    given = at_once([partial(at_desk.register, paper, on=MARCH) for paper in papers])
    assert sorted(given) == [f"01-05/{n:03}-2026" for n in range(1, PEOPLE + 1)]
    assert Counter.objects.get().last == PEOPLE


def test_who_fails_leaves_no_hole(at_desk: Desk) -> None:
    papers = [at_desk.paper() for _ in range(PEOPLE)]

    def one(at: int, paper: int) -> str:
        with transaction.atomic():
            given = at_desk.register(paper, on=MARCH)
            if at % 3 == 0:
                raise RuntimeError("the server is killed here")
            return given

    given = at_once([partial(one, at, paper) for at, paper in enumerate(papers)])
    kept = sorted(number for number in given if isinstance(number, str))
    assert kept == [f"01-05/{n:03}-2026" for n in range(1, len(kept) + 1)]
    assert len(kept) == PEOPLE - len(range(0, PEOPLE, 3))


def test_books_do_not_wait_for_each_other(at_desk: Desk) -> None:
    """A registration that hangs in one book leaves the others free."""
    hanging, free = at_desk.paper(), at_desk.paper(kind="annex")
    with transaction.atomic():
        at_desk.register(hanging, on=MARCH)
        (given,) = at_once([lambda: at_desk.register(free, on=MARCH)])
    assert given == "01-06/001-2026"


def test_one_document_registered_by_two_has_one_number(at_desk: Desk) -> None:
    paper = at_desk.paper()
    given = at_once([lambda: at_desk.register(paper, on=MARCH) for _ in range(5)])
    assert [one for one in given if isinstance(one, str)] == ["01-05/001-2026"]
    assert Entry.objects.count() == 1


def test_a_card_files_its_paper_once(at_desk: Desk) -> None:
    file = at_desk.file()

    def filed() -> Any:
        return commands.file_from_card(ROBOT, card=7, field="contract", kind="contract", file=file, visit=1)["made"]

    assert sorted(at_once([filed] * 5)) == ["nothing"] * 4 + ["paper"]


def test_a_card_registers_once_however_often_it_is_asked(at_desk: Desk) -> None:
    commands.file_from_card(ROBOT, card=7, field="contract", kind="contract", file=at_desk.file(), visit=1)
    at_once([lambda: commands.process_register(ROBOT, card=7, field="contract", on=MARCH)] * 5)
    assert Entry.objects.count() == 1


def test_folders_of_a_year_are_made_once(at_desk: Desk) -> None:
    files = [at_desk.file() for _ in range(8)]
    add = [partial(commands.add_document, at_desk.actor("alice"), kind="act", file=file) for file in files]
    assert len({made["id"] for made in at_once(add)}) == 8
