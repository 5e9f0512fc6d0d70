"""The extract of the history: rows as they stand, one JSON a line, with which the chain can be computed anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from marshrut.documents import events as papers
from marshrut.documents.queries import masking
from marshrut.history import queries as history
from marshrut.history import rules
from marshrut.history.stored import Stored, stored
from marshrut.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Chain:
    """`seq` and `hash` are those of its last event."""

    subject: str
    seq: int
    hash: str
    text: str


def of_card(card: int) -> Chain | None:
    return _chain(f"card:{card}")


def of_document(actor: Actor, document: int) -> Chain | None:
    """None when it names cards the actor may not see: the chain of what is left out could not be computed."""
    events = history.timeline(papers.subject(document), limit=10_000)
    if tuple(events) != masking.masked(actor, events, ()):
        return None
    return _chain(papers.subject(document))


def _chain(subject: str) -> Chain | None:
    last: Stored | None = None
    lines = []
    for row in _rows(subject):
        lines.append(_line(row))
        last = row
    if last is None:
        return None
    return Chain(subject, last.seq, last.hash.hex(), "".join(lines))


def _rows(subject: str) -> Iterator[Stored]:
    return (row for _subject, _end, row in stored(subject) if row is not None)


def _line(row: Stored) -> str:
    shown = {
        "subject": row.subject,
        "seq": row.seq,
        "at": rules.instant(row.at),
        "kind": row.kind,
        "actor_kind": row.actor_kind,
        "actor_id": row.actor_id,
        "actor_label": row.actor_label,
        "via": row.via,
        "on_behalf_of": row.on_behalf_of,
        "body": row.body,
        "digests": row.digests,
        "values": row.erasable,
        "hash": row.hash.hex(),
    }
    return json.dumps(shown, ensure_ascii=False) + "\n"
