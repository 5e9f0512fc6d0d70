"""Two changes of the company at the same moment: the second one sees what the first one did."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from marshrut.kernel import clock
from marshrut.kernel.errors import Invalid
from marshrut.org import commands, queries
from marshrut.org.models import Department
from tests.support.company import SYSTEM

ROUNDS = 10


def both(*acts: Callable[[], Any]) -> list[Any]:
    """Start at once in two connections; a refusal is an answer too."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Invalid as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_one_address_goes_to_one_person() -> None:
    for number in range(ROUNDS):
        add = partial(commands.add_person, SYSTEM, email=f"x{number}@example.org", last_name="Х", first_name="Х")
        answers = both(add, add)
        assert sorted(isinstance(answer, Invalid) for answer in answers) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_departments_never_end_up_inside_each_other() -> None:
    for number in range(ROUNDS):
        left, right = (commands.add_department(SYSTEM, name=f"{side}{number}") for side in "LR")
        answers = both(
            partial(commands.edit_department, SYSTEM, department=left, parent=right),
            partial(commands.edit_department, SYSTEM, department=right, parent=left),
        )
        assert sorted(isinstance(answer, Invalid) for answer in answers) == [False, True]
        assert Department.objects.filter(id__in=(left, right), parent=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_dismiss_each_other_into_nobody() -> None:
    admins = [
        commands.add_person(SYSTEM, email=f"a{number}@example.org", last_name="А", first_name="А", is_admin=True)
        for number in range(2)
    ]
    answers = both(*(partial(commands.dismiss_person, SYSTEM, person=person) for person in admins))
    assert sorted(isinstance(answer, Invalid) for answer in answers) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_one_person_is_never_away_twice_at_a_time() -> None:
    person = commands.add_person(SYSTEM, email="away@example.org", last_name="О", first_name="О")
    for number in range(ROUNDS):
        first = clock.now().date() + timedelta(days=10 * number + 1)
        since, until = queries.whole_days(person, first, first + timedelta(days=2))
        put = partial(commands.set_absence, SYSTEM, person=person, since=since, until=until)
        answers = both(put, put)
        assert sorted(isinstance(answer, Invalid) for answer in answers) == [False, True]
    assert len(queries.absences(SYSTEM, person=person)) == ROUNDS
