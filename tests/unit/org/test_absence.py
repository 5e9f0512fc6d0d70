"""Who stands in for whom: on a small named company, and on random ones against an oracle that tries every path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from marshrut.org.rules import Away, Deputy, Link, Matter, OrgChart, Seat, Unit
from marshrut.org.rules.absence import stand_in
from tests.support.offices import ABOVE, PEOPLE, TREE
from tests.support.reference import absent
from tests.support.toy import ToyCompany

from .companies import chart

NOW = datetime(2026, 7, 2, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DIRECTOR, BORIS, ALICE, VICTOR, DARIA = range(1, 6)
PAPER = Matter("paper", Decimal(500))


def office(absences: Mapping[int, tuple[Away, ...]], gone: frozenset[int] = frozenset()) -> OrgChart:
    """The director over the company, Борис over marketing with Алиса, Виктор and Дарья in it."""
    seats = {DIRECTOR: 10, BORIS: 20, ALICE: 20, VICTOR: 20, DARIA: 20}
    people = {key: Seat(f"P{key}", unit, active=key not in gone) for key, unit in seats.items()}
    made = chart(people, {10: Unit("Company", None, DIRECTOR), 20: Unit("Marketing", 10, BORIS)})
    return replace(made, absences=absences)


def away(*deputies: Deputy | int, id: int = 7, since: datetime = NOW - HOUR, until: datetime = NOW + HOUR) -> Away:  # noqa: A002
    return Away(
        id, since, until, "vacation", tuple(one if isinstance(one, Deputy) else Deputy(one) for one in deputies)
    )


def whom(company: OrgChart, person: int, *out: int, matter: Matter = PAPER, at: datetime = NOW) -> list[int]:
    return [link.to for link in company.stand_in(person, at, matter, frozenset(out))]


def test_nobody_stands_in_for_who_is_there() -> None:
    assert whom(office({}), ALICE) == []
    assert whom(office({ALICE: (away(VICTOR),)}), ALICE, at=NOW + HOUR) == [], "the end is not part of it"
    assert whom(office({ALICE: (away(VICTOR),)}), ALICE, at=NOW - HOUR) == [VICTOR], "the beginning is"


def test_the_substitute_is_named_with_the_absence() -> None:
    company = office({ALICE: (away(VICTOR),)})
    assert company.stand_in(ALICE, NOW, PAPER) == (Link(ALICE, VICTOR, "absence", "substitute", 7),)
    assert not company.calm([ALICE], NOW)
    assert company.calm([ALICE], NOW + HOUR)


def test_an_absent_substitute_has_his_own_and_circles_end() -> None:
    company = office({ALICE: (away(VICTOR),), VICTOR: (away(ALICE, DARIA, id=8),)})
    assert whom(company, ALICE) == [VICTOR, DARIA]
    assert whom(office({ALICE: (away(VICTOR),), VICTOR: (away(ALICE),)}), ALICE) == [BORIS]


def test_the_second_when_the_first_may_not_or_cannot() -> None:
    company = office({ALICE: (away(VICTOR, DARIA),)})
    assert whom(company, ALICE, VICTOR) == [DARIA]
    assert whom(office(company.absences, frozenset({VICTOR})), ALICE) == [DARIA]
    assert whom(office({ALICE: (away(VICTOR, DARIA),), VICTOR: (away(),)}), ALICE) == [DARIA]


def test_who_may_not_hold_it_does_not_pass_it_on() -> None:
    """Else the author's own substitute would decide the author's request."""
    company = office({ALICE: (away(VICTOR),), VICTOR: (away(DARIA),)})
    assert whom(company, ALICE, VICTOR) == [BORIS]


def test_without_a_substitute_the_nearest_head_who_is_there() -> None:
    company = office({ALICE: (away(),)})
    assert company.stand_in(ALICE, NOW, PAPER) == (Link(ALICE, BORIS, "absence", "head"),)
    assert whom(company, ALICE, BORIS) == [DIRECTOR]
    assert whom(office({ALICE: (away(),), BORIS: (away(),)}), ALICE) == [DIRECTOR]
    everybody = {one: (away(),) for one in (ALICE, BORIS, DIRECTOR)}
    assert whom(office(everybody), ALICE) == []


def test_at_last_the_substitutes_of_absent_heads() -> None:
    company = office({ALICE: (away(),), BORIS: (away(DARIA),), DIRECTOR: (away(),)})
    assert whom(company, ALICE) == [BORIS, DARIA]


def test_a_dismissed_person_is_replaced_by_the_head_at_once() -> None:
    company = office({}, frozenset({ALICE}))
    assert company.stand_in(ALICE, NOW, PAPER) == (Link(ALICE, BORIS, "dismissal", "head"),)
    assert whom(office({ALICE: (away(VICTOR),)}, frozenset({ALICE})), ALICE) == [VICTOR], "his absence still runs"


def test_substitutes_by_kind_and_sum() -> None:
    small, large = Deputy(VICTOR, up_to=Decimal(1000)), Deputy(DARIA, above=Decimal(1000))
    company = office({ALICE: (away(small, large),)})
    assert whom(company, ALICE, matter=Matter("paper", Decimal(1000))) == [VICTOR]
    assert whom(company, ALICE, matter=Matter("paper", Decimal("1000.01"))) == [DARIA]
    assert whom(company, ALICE, matter=Matter("paper")) == [BORIS], "without a sum no bound fits"
    letters = Deputy(VICTOR, frozenset({"letter"}))
    assert whom(office({ALICE: (away(letters, DARIA),)}), ALICE) == [DARIA]
    assert whom(office({ALICE: (away(letters, DARIA),)}), ALICE, matter=Matter("letter")) == [VICTOR]


def test_of_two_absences_at_once_the_one_that_names_somebody() -> None:
    vacation, illness = away(VICTOR, id=1), away(id=2, since=NOW)
    company = office({ALICE: (vacation, illness)})
    assert whom(company, ALICE) == [VICTOR]
    later = away(DARIA, id=3, since=NOW)
    assert whom(office({ALICE: (vacation, illness, later)}), ALICE) == [DARIA]


deputies = st.builds(
    Deputy,
    person=st.sampled_from((*PEOPLE, 99)),
    card_types=st.sampled_from((frozenset(), frozenset({"paper"}), frozenset({"letter"}))),
    above=st.sampled_from((None, None, Decimal(500))),
    up_to=st.sampled_from((None, None, Decimal(500))),
)


@st.composite
def absences(draw: st.DrawFn) -> dict[int, tuple[Away, ...]]:
    """Any graph: overlapping, in circles, to oneself, to strangers."""
    found: dict[int, tuple[Away, ...]] = {}
    for person in draw(st.sets(st.sampled_from(PEOPLE))):
        rows = []
        for number in range(draw(st.integers(1, 2))):
            since = NOW + HOUR * draw(st.integers(-3, 2))
            until = since + HOUR * draw(st.integers(1, 4))
            rows.append(Away(person * 10 + number, since, until, "other", tuple(draw(st.lists(deputies, max_size=3)))))
        found[person] = tuple(rows)
    return found


@given(
    absences(),
    st.frozensets(st.sampled_from(PEOPLE), max_size=3),
    st.frozensets(st.sampled_from(PEOPLE), max_size=4),
    st.sampled_from(PEOPLE),
    st.sampled_from((None, Decimal(500), Decimal(501))),
)
def test_random_absences_as_the_oracle_says(
    away: dict[int, tuple[Away, ...]],
    gone: frozenset[int],
    out: frozenset[int],
    person: int,
    amount: Decimal | None,
) -> None:
    company = ToyCompany(TREE, ABOVE, gone=gone, absences=away)
    found = stand_in(company, person, NOW, Matter("paper", amount), out)
    said = [(link.of, link.to, link.because, link.by) for link in found]
    assert said == absent.stand_in(company, person, NOW, "paper", amount, out)
    if found:
        assert company.calm([found[-1].to], NOW)
        assert not out & {link.to for link in found}
        assert not company.calm([person], NOW)
        assert [link.of for link in found[1:]] == [link.to for link in found[:-1]]
