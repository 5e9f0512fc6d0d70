"""Documents that a base has no more: gone after two complete nights, back when it has them again. Private steps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from marshrut.calendars.queries import company_schedule

from .. import rowing
from ..models import Base, EDoc
from ..rules import pace, turns
from . import steps


def compare(
    base: Base,
    place: str,
    since: datetime | None,
    until: datetime | None,
    refs: Collection[str],
    now: datetime,
    *,
    complete: bool,
    known: Collection[str] | None = None,
) -> dict[str, int]:
    """What the base has is there; what it has not is missing, when the look was complete."""
    there = set(refs)
    rows = EDoc.objects.filter(window(base.pk, place, since, until))
    if known is not None:
        rows = rows.filter(ref__in=known)
    brief = list(rows.order_by("pk").values_list("pk", "ref", "misses", "gone_at"))
    found = [pk for pk, ref, misses, gone in brief if ref in there and misses and gone is None]
    EDoc.objects.filter(pk__in=found).update(misses=0)
    absent = [pk for pk, ref, _misses, gone in brief if ref not in there and gone is None] if complete else []
    back = [pk for pk, ref, _misses, gone in brief if ref in there and gone is not None]
    gone = _miss(base, absent, now)
    _return(base, back, now)
    return {"missing": len(absent), "gone": gone, "back": len(back)}


def window(base: int, place: str, since: datetime | None, until: datetime | None) -> Q:
    """Documents of a place by their date there: days of [since, until), those without a date where no bound is."""
    dated = Q(base_id=base, place=place)
    if since is not None:
        dated &= Q(date__gte=since.date())
    if until is not None:
        dated &= Q(date__lt=until.date())
    return dated


def _miss(base: Base, ids: Collection[int], now: datetime) -> int:
    rows = list(EDoc.objects.select_for_update().filter(pk__in=ids, gone_at=None).order_by("pk"))
    terms, made, lost = steps.Pace.of(base), [], []
    night = pace.night(now, company_schedule().tz).toordinal()
    for row in rows:
        first, row.misses = row.misses, row.misses or night
        if first and first != night:  # looks of one night are one look: a failed one is repeated soon
            row.gone_at = now
            steps.reclock(row, terms, now, at=now, silent=True)
            made.append(steps.turn(row, turns.GONE, row.status, now, now, silent=row.silent))
            row.change += 1
            lost.append(row)
    rowing.update(rows)
    rowing.add_turns(made)
    steps.announce(made)
    steps.tell(lost)
    return len(lost)


def _return(base: Base, ids: Collection[int], now: datetime) -> None:
    rows = list(EDoc.objects.select_for_update().filter(pk__in=ids).exclude(gone_at=None).order_by("pk"))
    terms, made = steps.Pace.of(base), []
    for row in rows:
        row.gone_at, row.misses = None, 0
        steps.reclock(row, terms, now, at=now, silent=True)
        made.append(steps.turn(row, turns.BACK, row.status, now, now, silent=True))
        row.change += 1
    rowing.update(rows)
    rowing.add_turns(made)
    steps.tell(rows)
