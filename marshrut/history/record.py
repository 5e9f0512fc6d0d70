"""Writing history: `line` describes what happened, `append` puts lines at the end of a subject's chain.

The hot path of cards sends the same lines to `history_append` inside its own statement.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marshrut.kernel import sql
from marshrut.kernel.actor import Actor

from .rules import canonical, digest, instant

Line = dict[str, Any]


def line(
    kind: str,
    *,
    actor: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    on_behalf_of: int | None = None,
) -> Line:
    """One element of the array `history_append` takes.

    `body` holds ids and plain facts and can never be changed. `values` holds what a person may ask to have erased
    (names, texts, telephone numbers): the chain covers only salted digests of them. Both take JSON without floats.
    """
    made: Line = {
        "at": instant(at),
        "kind": kind,
        "actor_kind": actor.kind,
        "actor_id": actor.person_id,
        "actor_label": actor.label,
        "via": actor.via,
        "on_behalf_of": on_behalf_of,
        "body": canonical(dict(body)) if body else "{}",
    }
    if values:
        clean = json.loads(canonical(dict(values)))
        salts = secrets.token_urlsafe(18 * len(clean))
        salted = {field: [salts[24 * n : 24 * n + 24], value] for n, (field, value) in enumerate(clean.items())}
        made["digests"] = canonical({field: digest(salt, value) for field, (salt, value) in salted.items()})
        made["erasable"] = salted
    return made


def append(subject: str, lines: Sequence[Line]) -> int:
    """Put lines at the end of the subject's chain, in the caller's transaction. Returns the number of the last one."""
    rows = sql.prepared("SELECT history_append(%s, %s::jsonb)", [subject, json.dumps(lines, ensure_ascii=False)])
    return int(rows[0][0])


def append_many(chains: Mapping[str, Sequence[Line]]) -> int:
    """The same for many subjects in one statement. Returns how many events were written."""
    elements = [{"subject": subject, "lines": lines} for subject, lines in chains.items()]
    rows = sql.prepared("SELECT history_append_many(%s::jsonb)", [json.dumps(elements, ensure_ascii=False)])
    return int(rows[0][0])


def append_new(chains: Mapping[str, Sequence[Line]]) -> int:
    """The same for subjects that this transaction has made: however many they are, they fill no table of locks.

    Raises django.db.IntegrityError when one of them has a chain already.
    """
    elements = [{"subject": subject, "lines": lines} for subject, lines in chains.items()]
    rows = sql.prepared("SELECT history_append_new(%s::jsonb)", [json.dumps(elements, ensure_ascii=False)])
    return int(rows[0][0])
