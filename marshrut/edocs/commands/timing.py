"""The overdue clock strikes: each level once for every waiting. It is wound anew when terms or the calendar change.

Clocks of a base that was put aside do not strike: nobody knows whether the other side has answered. When it is back,
they wait until it was read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights, rowing
from ..models import Base, EDoc, Run
from ..rules import overdue, turns
from . import steps

#: documents of one transaction
MOST: Final = 500
PORTION: Final = 1000
#: the lane that says what stands where: without it no clock strikes
TRUE: Final = "changes"
#: base -> terms and working time its clocks were wound by in this process; another one winds them once more
_wound: dict[int, tuple[Any, overdue.Work]] = {}


@command(rights.TICK)
def tick_overdue(actor: Actor) -> dict[str, Any]:
    """Documents that are late by now become so, up to 500 at once. Returns {"late", "more"}."""
    access.require(actor, rights.TICK)
    now = clock.now()
    _put_aside()
    late = Q(level=0, warn_at__lte=now) | Q(level__lt=2, critical_at__lte=now)
    late &= Q(base__in=list(Base.objects.filter(active=True, lanes__has_key=TRUE).values_list("pk", flat=True)))
    rows = list(EDoc.objects.select_for_update(skip_locked=True).filter(late).order_by("pk")[:MOST])
    made = []
    for row in rows:
        reached = overdue.reached(steps.clock_of(row), now)
        for level, event, at in ((1, turns.OVERDUE, row.warn_at), (2, turns.CRITICAL, row.critical_at)):
            if row.clock_reached < level <= reached and at is not None and at <= now:
                made.append(steps.turn(row, event, row.status, at, now))
        row.level, row.clock_reached = reached, max(reached, row.clock_reached)
    rowing.update(rows)
    rowing.add_turns(made)
    steps.announce(made)
    return {"late": len(rows), "more": len(rows) == MOST}


def _put_aside() -> None:
    """Bases that are not read any more forget when they were: they are read first when they are back."""
    for row in Base.objects.select_for_update().filter(active=False, lanes__has_key=TRUE).order_by("pk"):
        row.lanes = {lane: at for lane, at in row.lanes.items() if lane != TRUE}
        row.save(update_fields=["lanes"])


@command(rights.TIDY, own_transaction=True)
def tidy(actor: Actor, *, before: datetime) -> dict[str, Any]:
    """Wind clocks by the calendar of today if it is another, in portions; forget readings of before.

    Returns {"changed", "forgotten"}.
    """
    access.require(actor, rights.TIDY)
    changed = sum(_wind(base) for base in Base.objects.filter(active=True).order_by("pk"))
    with transaction.atomic():
        forgotten, _each = Run.objects.filter(started_at__lt=before).delete()
    return {"changed": changed, "forgotten": forgotten}


def _wind(base: Base) -> int:
    wanted = (base.overdue, steps.Pace.of(base).work)
    if _wound.get(base.pk) == wanted:
        return 0
    after: int | None = 0
    changed = 0
    while after is not None:
        with transaction.atomic():
            row = Base.objects.select_for_update().get(pk=base.pk)  # a reader locks it first, too: no deadlock
            some, after = _rewound(row, clock.now(), after)
        changed += some
    _wound[base.pk] = wanted
    return changed


def rewind(base: Base, now: datetime) -> int:
    """The terms of the base or the calendar have changed: waiting documents are timed anew. What was told stays told,
    what is not late any more is not. Returns how many."""
    after: int | None = 0
    changed = 0
    while after is not None:
        some, after = _rewound(base, now, after)
        changed += some
    return changed


def _rewound(base: Base, now: datetime, after: int) -> tuple[int, int | None]:
    """One portion: how many changed, the mark to go on from (None: the end)."""
    pace, changed = steps.Pace.of(base), []
    waiting = EDoc.objects.select_for_update().filter(base=base, waits_since__isnull=False, pk__gt=after)
    rows = list(waiting.order_by("pk")[:PORTION])
    for row in rows:
        before = row.warn_at, row.critical_at, row.level
        steps.wind(row, overdue.timed(steps.clock_of(row), pace.terms(row), pace.work), now)
        if before != (row.warn_at, row.critical_at, row.level):
            changed.append(row)
    rowing.update(changed)
    return len(changed), rows[-1].pk if len(rows) == PORTION else None
