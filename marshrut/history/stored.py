"""Rows as they stand in the tables, with nothing explained away: what `verify` works on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from . import rules


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it stands in the table."""

    subject: str
    seq: int
    at: datetime
    kind: str
    actor_kind: str
    actor_id: int | None
    actor_label: str
    via: str
    on_behalf_of: int | None
    alg: int
    body: dict[str, Any]
    digests: dict[str, str]
    erasable: dict[str, Any]
    hash: bytes

    def fields(self) -> tuple[str, ...]:
        return (
            self.subject,
            str(self.seq),
            rules.instant(self.at),
            self.kind,
            self.actor_kind,
            "" if self.actor_id is None else str(self.actor_id),
            self.actor_label,
            self.via,
            "" if self.on_behalf_of is None else str(self.on_behalf_of),
            rules.restored(self.body),
            rules.restored(self.digests),
        )


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain as `history_chain` (or an anchor) knows it."""

    seq: int
    hash: bytes


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
#: columns after the two hashes, in the order of the statement
_READ = (
    "seq", "at", "kind", "actor_kind", "actor_id", "actor_label", "via", "on_behalf_of", "body", "digests", "erasable",
    "alg",
)  # fmt: skip


def _stored(row: tuple[Any, ...]) -> tuple[str, End | None, Stored | None]:
    subject, seq, end_hash, own_hash = row[:4]
    end = None if seq is None else End(seq, bytes(end_hash))
    if own_hash is None:
        return subject, end, None
    named = dict(zip(_READ, row[4:], strict=True))
    for name in ("body", "digests", "erasable"):
        value = _load(named[name])
        named[name] = value if isinstance(value, dict) else {"": value}
    return subject, end, Stored(subject=subject, hash=bytes(own_hash), **named)
