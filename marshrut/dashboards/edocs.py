"""«Отчёты» on e-documents: signed or not, overdue, by month, company, manager and kind, who holds longest (S2.15).

Counted are the documents of these days that the reader may see, by the conditions of the register. Times are working
time from the sending to the signature; a department stands for the managers who work there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from marshrut.cards.queries import reach
from marshrut.crm import queries as crm
from marshrut.edocs.queries import Filter, figures, waiting
from marshrut.edocs.queries.figures import Counted, Cut
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org
from marshrut.org.measuring import Lasting
from marshrut.org.rules import OrgChart

from .period import Period
from .processes import Took

UNTIMED: Final = Took()
#: lines of a table: those with most trouble
SHOWN: Final = 40
#: whoever signed once may have been on holiday
SOME: Final = 2


@dataclass(frozen=True, slots=True)
class Line:
    """Documents of one key. `waits`: working minutes of the longest waiting now, of companies only for them."""

    counted: Counted
    name: str = ""
    took: Took = UNTIMED
    waits: int = 0
    #: the same in whole working days, as the register counts
    days: int = 0
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Cutting:
    """Lines that are shown, and how many there are."""

    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Signing:
    total: Line | None
    months: tuple[Line, ...]
    companies: Cutting
    managers: Cutting
    kinds: Cutting


def may_see(actor: Actor, chart: OrgChart) -> bool:
    """Whoever may meet a card of e-documents. No query."""
    return any(one.card_type.edoc is not None for one in reach.card_types(actor, chart))


def signing(actor: Actor, period: Period) -> Signing:
    """Three queries, however many documents there are. Raises NotFound where no process has e-documents."""
    chart = org.chart()
    if not may_see(actor, chart):
        raise NotFound("no e-documents")
    people = period.people(chart)
    wanted = Filter(
        since=period.since, until=period.until, managers=None if people is None else tuple(sorted(people))
    )  # fmt: skip
    rows = figures.counted(actor, wanted)
    took = figures.lasting(actor, wanted, period.begins, period.ends)
    total = next((one for one in _lines("all", rows, took, chart) if one.counted.documents), None)
    months = sorted(_lines("month", rows, took, chart), key=lambda one: str(one.counted.key))
    companies = _cutting("company", rows, took, chart)
    known = crm.describe({one.counted.key for one in companies.lines if isinstance(one.counted.key, int)})
    names = {key: one.name for key, one in known.items()}
    return Signing(
        total=total,
        months=tuple(months),
        companies=_named(companies, names),
        managers=_cutting("manager", rows, took, chart),
        kinds=_cutting("kind", rows, took, chart),
    )


Times = dict[tuple[Cut, int], Lasting]


def _lines(cut: Cut, rows: Iterable[Counted], took: Times, chart: OrgChart) -> list[Line]:
    now = clock.now()
    found = []
    for one in rows:
        if one.cut == cut:
            lasted = took.get((cut, one.key if isinstance(one.key, int) else 0))
            since = one.their_since if cut == "company" else one.since
            waits = chart.company_time.between(since, now) if since else 0
            passed = waiting.between(chart.company_time, since, now) if since else 0
            times = Took(lasted.many, lasted.median // 60, lasted.most // 60) if lasted else UNTIMED
            found.append(Line(one, took=times, waits=waits, days=passed))
    return found


def _cutting(cut: Cut, rows: Iterable[Counted], took: Times, chart: OrgChart) -> Cutting:
    """The most overdue first, then those who are waited for most."""
    found = sorted(_lines(cut, rows, took, chart), key=_trouble, reverse=True)
    slowest = max(_timed(found), key=_time, default=None) if len(_timed(found)) > 1 else None
    shown = (replace(one, slow=True) if one is slowest else one for one in found[:SHOWN])
    return Cutting(tuple(shown), len(found))


def _timed(found: list[Line]) -> list[Line]:
    return [one for one in found if one.took.cards >= SOME]


def _time(one: Line) -> tuple[int, int]:
    return one.took.median, one.took.most


def _trouble(one: Line) -> tuple[int, ...]:
    """Of a counterparty only what waits for it."""
    it = one.counted
    if it.cut == "company":
        return it.their_critical, it.their_late, it.waiting, it.documents, one.took.median
    return it.critical, it.late, it.waiting + it.ours, it.documents, one.took.median


def _named(found: Cutting, names: dict[int, str]) -> Cutting:
    def name(one: Line) -> str:
        return names.get(one.counted.key, "") if isinstance(one.counted.key, int) else ""

    return Cutting(tuple(replace(one, name=name(one)) for one in found.lines), found.total)
