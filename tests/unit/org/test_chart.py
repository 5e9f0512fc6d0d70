"""Who is whose head, on random companies and on a small named one (S4.17, S4.18, A3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.calendars.rules import Schedule, WorkTime
from marshrut.org.rules import OrgChart, Seat, Unit

from .companies import OFFICE, Asked, active_heads, asked, chart, companies

DIRECTOR, BORIS, ALICE, VICTOR, GONE = 1, 2, 3, 4, 5
COMPANY, MARKETING, SMM = 10, 20, 30


@pytest.fixture
def office() -> OrgChart:
    """Director over the company, Борис over marketing with Алиса in it, SMM inside with an empty seat and Виктор."""
    return chart(
        {
            DIRECTOR: Seat("Д", COMPANY),
            BORIS: Seat("Б", MARKETING),
            ALICE: Seat("А", MARKETING),
            VICTOR: Seat("В", SMM),
            GONE: Seat("Х", SMM, active=False, admin=True),
        },
        {
            COMPANY: Unit("Company", None, DIRECTOR),
            MARKETING: Unit("Marketing", COMPANY, BORIS),
            SMM: Unit("SMM", MARKETING, None),
        },
        {"secretary": (GONE, VICTOR, ALICE)},
    )


@given(asked())
def test_the_head_is_the_nearest_active_one(it: Asked) -> None:
    found = active_heads(it.chart, it.person)
    assert it.chart.head_of(it.person) == (found[0] if found else None)


@given(asked())
def test_the_head_above_is_the_nearest_other_person(it: Asked) -> None:
    others = [head for head in active_heads(it.chart, it.person) if head != it.person]
    above = it.chart.head_above(it.person)
    assert above == (others[0] if others else None)
    assert above is None or above != it.person
    assert above is None or it.chart.active(above)


@given(asked())
def test_the_chain_upward_is_every_other_head_once(it: Asked) -> None:
    chain = it.chart.heads_up(it.person)
    assert chain == list(dict.fromkeys(head for head in active_heads(it.chart, it.person) if head != it.person))


@given(asked(), st.integers(0, 5))
def test_levels_cut_the_chain(it: Asked, levels: int) -> None:
    assert it.chart.heads_up(it.person, levels=levels) == it.chart.heads_up(it.person)[:levels]


@given(asked(), st.integers(101, 112))
def test_the_chain_stops_at_the_signatory(it: Asked, signatory: int) -> None:
    whole, cut = it.chart.heads_up(it.person), it.chart.heads_up(it.person, up_to=signatory)
    assert cut == whole[: len(cut)]
    assert signatory not in cut[:-1]
    if signatory in whole:
        assert cut[-1] == signatory


@given(companies())
def test_roles_and_their_holders_agree(company: OrgChart) -> None:
    for role, people in company.roles.items():
        holders = company.holders(role)
        assert holders == [person for person in people if company.people[person].active]
    for person, seat in company.people.items():
        held = {role for role in company.roles if person in company.holders(role)}
        assert company.roles_of(person) == held
        assert company.is_admin(person) == (seat.active and seat.admin)


@given(companies())
def test_headed_departments_are_those_and_all_below(company: OrgChart) -> None:
    def path(department: int | None) -> set[int]:
        return set() if department is None else {department} | path(company.departments[department].parent)

    for person in company.people:
        wanted = {
            key
            for key in company.departments
            if company.active(person) and any(company.departments[up].head == person for up in path(key))
        }
        assert company.headed_departments(person) == wanted


def test_a_named_company(office: OrgChart) -> None:
    assert office.head_of(ALICE) == BORIS
    assert office.head_of(BORIS) == BORIS
    assert office.head_above(BORIS) == DIRECTOR
    assert office.head_of(VICTOR) == BORIS, "the seat of SMM is empty: the next head up"
    assert office.head_above(DIRECTOR) is None
    assert office.heads_up(VICTOR) == [BORIS, DIRECTOR]
    assert office.heads_up(BORIS) == [DIRECTOR], "the author is the head: skipped"
    assert office.heads_up(VICTOR, levels=1) == [BORIS]
    assert office.heads_up(VICTOR, up_to=BORIS) == [BORIS]
    assert office.heads_up(BORIS, up_to=BORIS) == [], "the author signs himself: nobody is asked"
    assert office.holders("secretary") == [VICTOR, ALICE]
    assert office.headed_departments(BORIS) == {MARKETING, SMM}
    assert office.acting_head(SMM) == BORIS
    assert office.name(ALICE) == "А"
    assert office.department_of(VICTOR) == SMM


def test_a_dismissed_person_has_a_head_and_no_powers(office: OrgChart) -> None:
    assert office.exists(GONE)
    assert not office.active(GONE)
    assert not office.is_admin(GONE)
    assert office.roles_of(GONE) == frozenset()
    assert office.head_of(GONE) == BORIS, "his unfinished papers still go somewhere"


def test_nothing_is_known_of_strangers(office: OrgChart) -> None:
    assert not office.exists(99)
    assert not office.active(99)
    assert office.name(99) == ""
    assert office.department_of(99) is None
    assert office.head_of(99) is None
    assert office.head_above(99) is None
    assert office.heads_up(99) == []
    assert office.roles_of(99) == frozenset()
    assert office.holders("nobody") == []
    assert office.work_time(99) is OFFICE


def test_own_working_time_stands_over_the_company_s() -> None:
    far = WorkTime(OFFICE.calendar, Schedule("Asia/Vladivostok"))
    company = OrgChart(1, {ALICE: Seat("А"), BORIS: Seat("Б")}, {}, {}, OFFICE, {ALICE: far})
    assert company.work_time(ALICE) is far
    assert company.work_time(BORIS) is OFFICE
    assert company.work_time(None) is OFFICE


def test_broken_data_with_a_cycle_ends_all_the_same() -> None:
    company = chart({1: Seat("А", 10)}, {10: Unit("A", 20), 20: Unit("B", 10, 1)})
    assert company.head_of(1) == 1
    assert company.heads_up(1) == []
    assert company.headed_departments(1) == {10, 20}
