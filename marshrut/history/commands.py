"""The one change history knows: values a person asked to have erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden, Invalid, NotFound

from . import events, record


@command("history.erase")
def erase(
    actor: Actor, *, subject: str, reason: str, seq: int | None = None, fields: Sequence[str] | None = None
) -> dict[str, Any]:
    """Erase values of a subject: of one event or of all, some fields or every one. What was erased cannot come back.

    Only from the console of the server: this floor knows no roles. `reason` names the request or act (152-ФЗ ст. 21).
    """
    if actor.kind != "system":
        raise Forbidden(_("Values are erased from the console of the server: marshrut history erase."))
    if not reason.strip():
        raise Invalid(_("Say why the values are erased, e.g. the number of the act."), fields={"reason": _("Required")})
    erased = _erase(subject, seq, None if fields is None else list(fields))
    if not erased:
        raise NotFound(_("There is nothing to erase here: no such event, or its values are erased already."))
    body = {"count": len(erased), "events": {str(number): names for number, names in erased.items()}}
    line = record.line(events.ERASED, actor=actor, at=clock.now(), body=body, values={"reason": reason.strip()})
    record.append(subject, [line])
    return {"erased": body["events"]}


def _erase(subject: str, seq: int | None, fields: list[str] | None) -> dict[int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, {"subject": subject, "seq": seq, "fields": fields})
        return {number: sorted(names) for number, names in sorted(cursor.fetchall())}


_ERASE = """
    WITH chosen AS (
        SELECT e.seq, array_agg(f.name) AS names
        FROM history_event AS e, jsonb_object_keys(e.erasable) AS f(name)
        WHERE e.subject = %(subject)s AND (%(seq)s::integer IS NULL OR e.seq = %(seq)s)
          AND (%(fields)s::text[] IS NULL OR f.name = ANY(%(fields)s::text[]))
        GROUP BY e.seq
    )
    UPDATE history_event AS e SET erasable = e.erasable - chosen.names
    FROM chosen WHERE e.subject = %(subject)s AND e.seq = chosen.seq
    RETURNING e.seq, chosen.names
"""
