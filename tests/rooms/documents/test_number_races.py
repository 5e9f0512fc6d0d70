"""Many people register at once, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from marshrut.documents import commands
from marshrut.documents.models import Counter, Entry, Folder
from marshrut.kernel.errors import NotFound, Refused

from .papers import ROBOT, SYSTEM, Desk, desk

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


def while_open(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` answers, begun when `first` is done and not committed yet."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(lambda: at_once([second])[0])
            wait([waiting], timeout=0.5)
        return waiting.result(20)


def test_two_folders_of_one_name_are_refused_in_words(at_desk: Desk) -> None:
    folder = commands.add_folder(SYSTEM, name="Разное")["id"]
    rename = partial(commands.rename_folder, SYSTEM, folder=folder, name="Письма партнёрам")
    said = while_open(partial(Folder.objects.create, parent=None, name="Письма партнёрам"), rename)
    assert getattr(said, "code", said) == "folder_taken"


def test_a_folder_something_is_put_into_stays(at_desk: Desk) -> None:
    folder = commands.add_folder(SYSTEM, name="Разное")["id"]
    remove = partial(commands.remove_folder, SYSTEM, folder=folder)
    said = while_open(partial(commands.add_folder, SYSTEM, name="2026", parent=folder), remove)
    assert getattr(said, "code", said) == "folder_full"
    other = commands.add_folder(SYSTEM, name="Пустая")["id"]
    remove = partial(commands.remove_folder, SYSTEM, folder=other)
    said = while_open(partial(commands.edit_kind, SYSTEM, kind="order", folder=other), remove)
    assert getattr(said, "code", said) == "folder_of_kind"


def test_a_folder_that_is_gone_takes_nothing(at_desk: Desk) -> None:
    folder = commands.add_folder(SYSTEM, name="Разное")["id"]
    add = partial(commands.add_folder, SYSTEM, name="2026", parent=folder)
    assert isinstance(while_open(partial(commands.remove_folder, SYSTEM, folder=folder), add), NotFound)


def test_two_kinds_are_given_equal_numbers_by_nobody(at_desk: Desk) -> None:
    """One takes the kind out of the archive while another gives its numbers away."""
    commands.archive_kind(SYSTEM, kind="annex")
    given = partial(
        commands.set_number_rule, SYSTEM, kind="contract", template="{case}/{n:3}-{yyyy}", case_index="01-06"
    )
    said = while_open(given, partial(commands.archive_kind, SYSTEM, kind="annex", archived=False))
    assert getattr(said, "code", said) == "numbers_clash"
