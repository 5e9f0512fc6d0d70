"""Which cards are worth a `Cover`: told from open tasks alone, without the route.

Never silent when `Cover` would move a seat; now and then it asks for a step that changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from marshrut.org.rules.absence import Link, Matter

from .company import Company
from .definition import OPINION
from .people import holders, owners
from .state import TaskState


def doubtful(company: Company, now: datetime, matter: Matter, author: int, tasks: Sequence[TaskState]) -> bool:
    """`tasks`: of the round, done ones included. True when an open one may be with somebody else now."""
    return any(_doubtful(company, now, matter, author, one, tasks) for one in tasks if one.state == "open")


def _doubtful(
    company: Company, now: datetime, matter: Matter, author: int, task: TaskState, tasks: Iterable[TaskState]
) -> bool:
    if not company.calm(holders(task), now):
        return True
    if not task.behalf:
        return False
    # only who stands in nowhere in this task is left out: whom the route bars besides, makes ways differ, and that asks
    out = frozenset() if task.key == OPINION else frozenset({author, *owners(task)})
    voices = _voices(task, tasks)
    return any(
        not voices.isdisjoint(link.to for link in way) or _other(company, now, matter, way, bool(task.co), out)
        for way in task.behalf.values()
    )


def _other(
    company: Company, now: datetime, matter: Matter, way: Sequence[Link], several: bool, out: frozenset[int]
) -> bool:
    """Another way would be gone today."""
    whose = way[0].of
    back = company.calm((whose,), now)
    lent = way[-1].because == "delegation"
    if lent and len(way) == 1:
        return False
    if lent:
        found = company.stand_in(whose, now, matter, out - {whose})
        return not found or found[-1].to != way[-1].of
    if back:
        return True
    found = company.stand_in(whose, now, matter, out - {whose})
    # among several nobody's head stands in, as before or only since today
    by_head = several and "head" in (way[0].by, *(link.by for link in found[:1]))
    return by_head or [link.to for link in found] != [link.to for link in way]


def _voices(task: TaskState, tasks: Iterable[TaskState]) -> set[int]:
    """Who got a voice elsewhere meanwhile, and may have lost this one by it."""
    found: set[int] = set()
    for other in tasks:
        if other.n == task.n or other.state == "cancelled" or (other.group != task.group and other.state != "done"):
            continue
        found.update((*holders(other), *owners(other)))
        if other.decided_by is not None:
            found.add(other.decided_by)
    return found
