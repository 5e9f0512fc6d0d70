"""For programs: what is known of a base before it is read, and what a turn is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, LiteralString

from django.db.models import F, Q
from django.db.models.functions import Now

from marshrut.kernel import clock
from marshrut.kernel.sql import prepared

from ..models import Base, EDoc
from ..rules import pace
from ..rules.turns import SIGNED
from .base_shapes import OpenRef, RunBase

_VERSIONS: LiteralString = """
SELECT kept.ref, kept.version FROM unnest(%s::text[]) AS asked(ref)
JOIN edocs_edoc AS kept ON kept.base_id = %s AND kept.place = %s AND kept.ref = asked.ref"""
#: documents that are final but not for long: more than one mask may follow
LONG = 1000


def run_base(base: str) -> RunBase | None:
    """None when it is not connected."""
    row = Base.objects.filter(key=base, active=True).first()
    if row is None:
        return None
    done, began = row.first_done_at is not None, row.first_began_at or row.added_at
    return RunBase(row.key, row.cursor, dict(row.profile), done, lanes_of(row), began)


def lanes_of(row: Base) -> dict[str, datetime]:
    return {lane: datetime.fromisoformat(at) for lane, at in row.lanes.items()}


def known_versions(base: str, place: str, refs: Collection[str]) -> dict[str, str]:
    """Of these documents, those that are known: ref -> version. Two queries."""
    row = Base.objects.filter(key=base).values_list("pk", flat=True).first()
    return dict(prepared(_VERSIONS, [sorted(set(refs)), row, place])) if row is not None and refs else {}


def open_refs(base: str, after: int = 0, limit: int = LONG) -> tuple[list[OpenRef], int | None]:
    """Documents that are not final, or are for less than 30 days, with the mark to go on from (None: the end)."""
    recent = clock.now() - pace.AFTER_FINAL
    rows = EDoc.objects.filter(Q(final_at=None) | Q(final_at__gt=recent), base__key=base, gone_at=None, pk__gt=after)
    found = list(rows.order_by("pk")[:limit])
    refs = [OpenRef(row.place, row.ref, row.version, row.changed_at) for row in found]
    return refs, found[-1].pk if len(found) == limit else None


def recent_refs(base: str, place: str, since: datetime | None, until: datetime | None) -> dict[str, str]:
    """For the nightly pass: ref -> version of what is known in [since, until) by its date there."""
    wanted: dict[str, Any] = {"base__key": base, "place": place, "gone_at": None}
    wanted |= {"date__gte": since.date()} if since is not None else {}
    wanted |= {"date__lt": until.date()} if until is not None else {}
    return dict(EDoc.objects.filter(**wanted).values_list("ref", "version"))


def outlying_refs(
    base: str, place: str, since: datetime, until: datetime, after: int = 0, limit: int = LONG
) -> tuple[dict[str, str], int | None]:
    """ref -> version of what is known outside [since, until) or has no date, with the mark to go on from (None: end).

    What is gone is among them: it may be back.
    """
    outside = Q(date=None) | Q(date__lt=since.date()) | Q(date__gte=until.date())
    rows = EDoc.objects.filter(outside, base__key=base, place=place, pk__gt=after).order_by("pk")
    found = list(rows.values_list("pk", "ref", "version")[:limit])
    return {ref: version for _pk, ref, version in found}, found[-1][0] if len(found) == limit else None


def untold(limit: int = 200) -> list[int]:
    """Cards that were not told what is new of their documents."""
    return list(EDoc.objects.exclude(told=F("change")).order_by("card").values_list("card", flat=True)[:limit])


def unsignalled(limit: int = 200) -> list[int]:
    """Cards of paperwork whose documents were signed, and that have not heard it."""
    waiting = EDoc.objects.filter(about_id__isnull=False, signal_told=False, status__in=SIGNED, gone_at=None)
    found = waiting.order_by("about_id").values_list("about_id", flat=True).distinct()[:limit]
    return [one for one in found if one is not None]


def askable(now: datetime) -> list[Base]:
    """Connected bases that are not left alone and that nobody reads. One query."""
    rested = Q(closed_until=None) | Q(closed_until__lte=now)
    free = Q(lease="") | Q(lease_until=None) | Q(lease_until__lt=Now())
    return list(Base.objects.filter(rested, free, active=True).order_by("pk"))
