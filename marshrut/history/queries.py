"""What may be read of the record. Rights are the caller's: whoever may see the subject may see its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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


def head(subject: str) -> tuple[int, str]:
    """Number and hash of the last event: what an approval sheet prints and an auditor keeps. (0, "") without events."""
    row = Chain.objects.filter(subject=subject).first()
    return (row.seq, bytes(row.hash).hex()) if row else (0, "")


def _event(row: tuple[Any, ...]) -> Event:
    named = dict(zip(COLUMNS, row, strict=True))
    digests = named.pop("digests")
    values = {name: salted[1] for name, salted in named.pop("erasable").items()}
    return Event(**named, values=values, erased=frozenset(digests) - frozenset(values))
