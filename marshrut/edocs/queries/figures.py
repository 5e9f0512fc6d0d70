"""Figures for reports: signed or not, overdue, by company, manager, kind and month; how long a signature takes (S2.15).

Counted are the rows of the register with the same filter, by the conditions of its tabs: both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import measuring
from marshrut.org.measuring import Lasting

from .narrowing import TABS
from .reading import rows
from .shapes import Filter

#: what documents are put together by; "all": they are not
Cut = Literal["all", "company", "manager", "kind", "month"]
CUTS: Final[tuple[Cut, ...]] = ("all", "company", "manager", "kind", "month")


@dataclass(frozen=True, slots=True)
class Counted:
    """Documents of one company, one manager, one kind or one month; `key` is None for those without one.

    `late` are overdue, `critical` of them critically so; `since`: when the longest waiting of now began. The same
    begins with `their` where only the counterparty is awaited: our own delays are not theirs.
    """

    cut: Cut
    key: int | str | date | None
    documents: int
    signed: int
    waiting: int
    ours: int
    late: int
    critical: int
    troubles: int
    revoked: int
    since: datetime | None
    their_late: int
    their_critical: int
    their_since: datetime | None


def counted(actor: Actor, wanted: Filter) -> list[Counted]:
    """One query, whatever there is to count."""
    found = []
    for row in _asked(actor, wanted, _COUNTED):
        cut = _SETS[row[0]]
        key = None if cut == "all" else row[CUTS.index(cut)]
        found.append(Counted(cut, key, *row[len(CUTS) :]))
    return found


def lasting(actor: Actor, wanted: Filter, since: datetime, until: datetime) -> dict[tuple[Cut, int], Lasting]:
    """From the sending to the answer, of what is signed: of counterparties what was sent to them, of managers all.

    `since`, `until`: the days of the filter as moments. One query.
    """
    scale = measuring.hours(since, max(until, clock.now()))  # what was sent in these days may be answered later
    found = (Lasting(*row) for row in _asked(actor, wanted, measuring.measured(_SIGNED), scale))
    return {(_CUT_OF[one.key[0]], int(one.key[1:] or 0)): one for one in found}


#: bits of what is not grouped by: company, manager, kind, month
_SETS: Final[dict[int, Cut]] = {15: "all", 14: "company", 13: "manager", 11: "kind", 7: "month"}
_CUT_OF: Final[dict[str, Cut]] = {"a": "all", "c": "company", "m": "manager"}
_COUNTED: Final = """
SELECT grouping(month, kind, manager_id, company_id), company_id, manager_id, kind, month, count(*)::int,
       (count(*) FILTER (WHERE is_signed))::int, (count(*) FILTER (WHERE is_waiting))::int,
       (count(*) FILTER (WHERE is_ours))::int, (count(*) FILTER (WHERE is_overdue))::int,
       (count(*) FILTER (WHERE level = 2))::int, (count(*) FILTER (WHERE is_troubles))::int,
       (count(*) FILTER (WHERE is_revoked))::int, min(waits_since),
       (count(*) FILTER (WHERE is_overdue AND actor = 'counterparty'))::int,
       (count(*) FILTER (WHERE level = 2 AND actor = 'counterparty'))::int,
       min(waits_since) FILTER (WHERE actor = 'counterparty')
FROM (SELECT *, date_trunc('month', day)::date AS month FROM visible) AS documents
GROUP BY GROUPING SETS ((), (company_id), (manager_id), (kind), (month))"""
_SIGNED: Final = """
SELECT x.key, v.card AS id, v.sent_at AS came, coalesce(v.answered_at, v.status_at) AS went
FROM visible AS v CROSS JOIN LATERAL (VALUES
    (CASE WHEN v.direction = 'out' THEN 'a' END), (CASE WHEN v.direction = 'out' THEN 'c' || v.company_id END),
    ('m' || v.manager_id)) AS x (key)
WHERE v.is_signed AND x.key IS NOT NULL AND v.sent_at <= coalesce(v.answered_at, v.status_at)"""


def _asked(actor: Actor, wanted: Filter, statement: str, given: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    names = ("card", "company_id", "manager_id", "kind", "direction", "actor", "day", "level", "waits_since", "sent_at",
             "answered_at", "status_at")  # fmt: skip
    flags = {f"is_{tab}": _flag(condition) for tab, condition in TABS.items() if tab != "all"}
    found = rows(actor, wanted).order_by().annotate(**flags)
    inside, parameters = found.values_list(*names, *flags).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH visible AS ({inside}) {statement}", [*parameters, *given])
        answer: list[tuple[Any, ...]] = cursor.fetchall()
    return answer


def _flag(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())
