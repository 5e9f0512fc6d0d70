"""What may be read of the record. Rights are the caller's: whoever may see the subject may see its timeline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from .models import Chain
from .models import Event as Row
from .verify import End, Stored

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


def stored(subject: str | None = None) -> Iterator[tuple[str, End | None, Stored | None]]:
    """Every row with the end of its chain, by subject and number, in one statement and so in one view of the data.

    A chain that lost all its rows comes with no row, rows without a chain come with no end.
    """
    where, parameters = ("WHERE subject = %s", [subject]) if subject is not None else ("", [])
    with connection.chunked_cursor() as cursor:
        cursor.execute(_STORED.format(where=where), parameters)
        while portion := cursor.fetchmany(1000):
            yield from (_stored(row) for row in portion)


_load = json.JSONDecoder().decode
_STORED = """
    SELECT subject, c.seq, c.hash, e.hash, e.seq, e.at, e.kind, e.actor_kind, e.actor_id, e.actor_label, e.via,
           e.on_behalf_of, e.body, e.digests, e.erasable, e.alg
    FROM history_event AS e FULL JOIN history_chain AS c USING (subject)
    {where} ORDER BY subject, e.seq
"""


def _stored(row: tuple[Any, ...]) -> tuple[str, End | None, Stored | None]:
    subject, seq, end_hash, own_hash = row[:4]
    end = None if seq is None else End(seq, bytes(end_hash))
    if own_hash is None:
        return subject, end, None
    named = dict(zip((*COLUMNS[1:], "alg"), row[4:], strict=True))
    for name in ("body", "digests", "erasable"):
        value = _load(named[name])
        named[name] = value if isinstance(value, dict) else {"": value}
    return subject, end, Stored(subject=subject, hash=bytes(own_hash), **named)
