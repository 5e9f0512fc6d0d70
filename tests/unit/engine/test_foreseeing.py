"""Before a card is made, its author reads whom it will ask first."""

from __future__ import annotations

from marshrut.engine.foreseeing import first_asked
from tests.support.small import ALICE, BORIS, COMPANY, DARIA, GALINA, route, stage, task
from tests.support.toy import msk

NOW = msk("2026-07-02 10:00")


def test_the_people_of_every_task_are_named_once() -> None:
    made = route(stage("review", task("one"), task("two", assignee=[{"head_of": "author"}])))
    assert first_asked(made, ALICE, NOW, COMPANY) == (BORIS, DARIA)


def test_a_head_is_told_who_is_above() -> None:
    made = route(stage("review", task(assignee=[{"head_of": "author"}])))
    assert first_asked(made, BORIS, NOW, COMPANY) == (GALINA,)


def test_who_depends_on_an_empty_field_is_not_guessed() -> None:
    made = route(stage("review", task(assignee=[{"person_in": "owner"}]), task("big", when="amount > 100")))
    assert first_asked(made, ALICE, NOW, COMPANY) == ()
