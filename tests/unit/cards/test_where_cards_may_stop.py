"""What is remembered of the proofs for one author is not told of another, nor of another day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from marshrut.cards import stopping
from marshrut.org.rules import OrgChart, Seat, Unit
from marshrut.org.rules.absence import Away
from tests.support.routes import definition, task, to
from tests.support.toy import office

NOON = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
#: two colleagues, of whom one is the only clerk
HEAD, CLERK, OTHER = 1, 2, 3
#: nobody but the clerk, and not the author
ALONE = "  - {key: work, title: Работа, require: [subject], tasks: [" + (
    task("one", to("done"), not_decided_by="[author]", ladder="") + "]}"
)


@pytest.fixture(autouse=True)
def _nothing_is_known() -> None:
    stopping._kept.clear()


def chart(absences: Mapping[int, tuple[Away, ...]] | None = None) -> OrgChart:
    return OrgChart(
        revision=1,
        people={person: Seat(f"Человек {person}", 1) for person in (HEAD, CLERK, OTHER)},
        departments={1: Unit("Компания", None, HEAD)},
        roles={"clerk": (CLERK,), "director": (HEAD,)},
        company_time=office(),
        absences=absences or {},
    )


def stops(author: int, *, at: datetime = NOON, company: OrgChart | None = None, route: str = ALONE) -> frozenset[str]:
    fields = "  whom: {kind: person, title: Кому}"
    return stopping.stuck(definition(route, fields), 1, company or chart(), author, at)


def test_the_card_of_who_holds_the_only_role_is_told_apart_from_that_of_a_colleague() -> None:
    assert stops(OTHER) == frozenset()
    assert stops(CLERK) == {"draft", "work"}
    assert stops(OTHER) == frozenset()


def test_whoever_is_away_today_may_be_back_tomorrow() -> None:
    away = Away(1, NOON - timedelta(days=1), NOON + timedelta(hours=5), "vacation")
    company = chart({CLERK: (away,)})
    today = stops(OTHER, company=company)
    assert len(stopping._kept) == 2
    assert stops(OTHER, company=company) == today
    assert len(stopping._kept) == 2
    stops(OTHER, company=company, at=NOON + timedelta(hours=6))
    assert len(stopping._kept) == 3
    stops(OTHER, company=company, at=NOON + timedelta(days=1))
    assert len(stopping._kept) == 4


def test_somebody_else_than_the_author_stands_in_a_field_of_people() -> None:
    named = task("one", to("done"), assignee="[{person_in: whom}]", not_decided_by="[author]", ladder="")
    route = f"  - {{key: work, title: Работа, require: [subject, whom], tasks: [{named}]}}"
    assert stops(OTHER, route=route) == frozenset()
