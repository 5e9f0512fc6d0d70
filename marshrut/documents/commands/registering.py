"""Registration: a paper gets its number and a line in the book; a void number stays in the book (A1.5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Refused

from .. import events, rights
from ..models import Entry
from ..sentences import IS_REGISTERED, NOT_REGISTERED, OWNED_NUMBER, REASON_EMPTY
from . import giving, indexing, steps


@command(rights.REGISTER)
def register_document(
    actor: Actor,
    *,
    document: int,
    on: date | None = None,
    organisation: int | None = None,
    number: str = "",
    version: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Give the paper its number. `on`: its date, else the one it has, else today in the company's zone.

    The year of that date says which book: a back-dated paper leaves this year's alone. `organisation` says whose: one
    of ours, the paper's own or the only one when none is named. `number` is typed by hand, only for kinds whose numbers
    may have gaps. Refused while a process leads the paper. Returns {"id", "version", "number"}.
    """
    row, kind, _found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.REGISTER, row, kind, OWNED_NUMBER)
    if row.number:
        raise Conflict(IS_REGISTERED % {"number": row.number}, code="registered")
    steps.our_organisation(actor, organisation)
    day = steps.day("on", on) or row.doc_date or steps.today()
    book = steps.whose_book(organisation or row.organisation_id)
    given = giving.give(actor, row, kind, on=day, organisation=book, typed=" ".join(number.split()))
    indexing.reindex([row.pk])
    return {"id": row.pk, "version": row.version, "number": given}


@command(rights.VOID)
def void_number(
    actor: Actor, *, document: int, reason: str, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """The number is void and never given again; the paper may be registered anew. Returns {"id", "version"}."""
    row, kind, _found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.VOID, row, kind, OWNED_NUMBER)
    said = steps.line("reason", reason, steps.NOTE, REASON_EMPTY)
    entry = Entry.objects.select_for_update().filter(document=row, void_at=None).first()
    if entry is None:
        raise Refused(NOT_REGISTERED, code="not_registered")
    entry.void_at, entry.void_by_id, entry.void_why = clock.now(), actor.person_id, said
    entry.save(update_fields=["void_at", "void_by", "void_why"])
    row.number, row.registered_at = "", None
    steps.touched(row, "number", "registered_at")
    events.write(actor, row.pk, events.VOIDED, {"number": entry.text}, reason=said)
    indexing.reindex([row.pk])
    return {"id": row.pk, "version": row.version}
