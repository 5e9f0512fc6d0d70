"""What may be read of the record. Rights are the caller's: whoever may see the subject may see its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from .models import Chain
from .models import Event as Row

COLUMNS = (
    "subject",
    "seq",
    "at",
    "kind",
    "actor_kind",
    "actor_id",
    "actor_label",
    "via",
    "on_behalf_of",
    "body",
    "digests",
    "erasable",
)


#: moment, subject, number: where an event stands among those of many subjects
Spot = tuple[datetime, str, int]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `values` are the erasable ones still there, `erased` the names of those that are not."""

    subject: str
    seq: int
    at: datetime
    kind: str
    actor_kind: str = "system"
    actor_id: int | None = None
    actor_label: str = ""
    via: str = "system"
    on_behalf_of: int | None = None
    body: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()


def timeline(subject: str, after: int = 0, limit: int = 500) -> list[Event]:
    """Events of a subject with `seq` above `after`, oldest first."""
    rows = Row.objects.filter(subject=subject, seq__gt=after).order_by("seq")
    return [_event(row) for row in rows.values_list(*COLUMNS)[:limit]]


def latest(subject: str, before: int | None = None, limit: int = 100, kinds: Iterable[str] = ()) -> list[Event]:
    """The last events of a subject (with `seq` below `before`), oldest first; only some kinds if given."""
    rows = Row.objects.filter(subject=subject).order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if kinds := tuple(kinds):
        rows = rows.filter(kind__in=kinds)
    return [_event(row) for row in reversed(rows.values_list(*COLUMNS)[:limit])]


def named(places: Iterable[tuple[str, int]]) -> list[Event]:
    """Events by (subject, number). One query, or none."""
    wanted = list(places)
    return [_event(row) for row in Row.objects.filter(pk__in=wanted).values_list(*COLUMNS)] if wanted else []


def by_person(
    person: int,
    kind: str,
    subjects: QuerySet[Any, Any] | None = None,
    *,
    before: Spot | None = None,
    after: Spot | None = None,
    since: datetime | None = None,
    limit: int = 100,
) -> list[Event]:
    """What a person did: the last before a spot, newest first, or the first after one.

    The record has no index by person. It is found by the moment, which needs a near bound, or by `subjects`: a query
    of the names asked about.
    """
    rows = Row.objects.filter(kind=kind, actor_kind="person", actor_id=person)
    if subjects is not None:
        rows = rows.filter(subject__in=subjects)
    order: tuple[str, ...] = ("-at", "-subject", "-seq")
    if since is not None:
        rows = rows.filter(at__gte=since)
    if before is not None:
        rows = rows.filter(at__lte=before[0]).filter(_beside("lt", before))
    if after is not None:
        rows, order = rows.filter(at__gte=after[0]).filter(_beside("gt", after)), ("at", "subject", "seq")
    return [_event(row) for row in rows.order_by(*order).values_list(*COLUMNS)[:limit]]


def _beside(way: str, spot: Spot) -> Q:
    at, subject, number = spot
    same = Q(at=at)
    return (
        Q(**{f"at__{way}": at})
        | (same & Q(**{f"subject__{way}": subject}))
        | (same & Q(subject=subject) & Q(**{f"seq__{way}": number}))
    )


def head(subject: str) -> tuple[int, str]:
    """Number and hash of the last event: what an approval sheet prints and an auditor keeps. (0, "") without events."""
    row = Chain.objects.filter(subject=subject).first()
    return (row.seq, bytes(row.hash).hex()) if row else (0, "")


def _event(row: tuple[Any, ...]) -> Event:
    named = dict(zip(COLUMNS, row, strict=True))
    digests = named.pop("digests")
    values = {name: salted[1] for name, salted in named.pop("erasable").items()}
    return Event(**named, values=values, erased=frozenset(digests) - frozenset(values))
