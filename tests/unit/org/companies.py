"""Random companies: any tree, empty seats, dismissed heads, people without a department."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from marshrut.calendars.rules import Calendar, Schedule, WorkTime
from marshrut.org.rules import OrgChart, Seat, Unit

OFFICE = WorkTime(Calendar(), Schedule())


def chart(
    people: dict[int, Seat], departments: dict[int, Unit], roles: dict[str, tuple[int, ...]] | None = None
) -> OrgChart:
    return OrgChart(1, people, departments, roles or {}, OFFICE)


@dataclass(frozen=True)
class Asked:
    chart: OrgChart
    person: int


@st.composite
def companies(draw: st.DrawFn) -> OrgChart:
    """Departments 1…n, each under an earlier one or at the top; people 101…"""
    size, staff = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    ids = range(101, 101 + staff)
    seat = st.sampled_from([None, *ids])
    departments = {
        key: Unit(f"D{key}", draw(st.sampled_from([None, *range(1, key)])), draw(seat)) for key in range(1, size + 1)
    }
    people = {
        key: Seat(
            f"P{key}",
            draw(st.sampled_from([None, *departments])),
            active=draw(st.booleans()),
            admin=draw(st.booleans()),
        )
        for key in ids
    }
    holders = st.lists(st.sampled_from(ids), unique=True).map(tuple)
    return chart(people, departments, draw(st.dictionaries(st.sampled_from(["a", "b", "c"]), holders)))


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """A company and one of its people."""
    company = draw(companies())
    return Asked(company, draw(st.sampled_from(list(company.people))))


def active_heads(company: OrgChart, person: int) -> list[int]:
    """The slow and plain way: every active head from the person's department to the top, repeats included."""
    at = company.people[person].department
    found = []
    while at is not None:
        unit = company.departments[at]
        if unit.head is not None and company.people[unit.head].active:
            found.append(unit.head)
        at = unit.parent
    return found
