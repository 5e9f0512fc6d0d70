"""Papers that people add and tend. What a process leads, the process changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden, Invalid, NotFound, Refused
from marshrut.org import access

from .. import cabinet, events, gate, places, rights
from ..models import Document
from ..sentences import (
    ADD_FORBIDDEN,
    KEEPS_DATE,
    NO_SUCH_KIND,
    OWNED,
    OWNED_DATES,
    OWNED_REMOVAL,
    OWNED_VERSION,
    REGISTERED_STAYS,
    SAME_FILE,
    STATUS_FINAL,
    TITLE_EMPTY,
    WHY_EMPTY,
)
from . import indexing, steps

#: told apart from None, which empties a date
KEEP: Any = ...


@command(rights.ADD)
def add_document(
    actor: Actor,
    *,
    kind: str,
    file: int,
    title: str = "",
    organisation: int | None = None,
    doc_date: date | None = None,
    note: str = "",
    links: Sequence[tuple[str, int]] = (),
    folder: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Add a paper (S1.9): the kind first, then a file the actor has stored. It goes into the folder of its kind (S1.2).

    `links`: what it lies on, [("company", 17)]. Returns {"id", "version"}.
    """
    found = cabinet.read()
    sort = _open_kind(actor, found, kind)
    if not access.may(actor, rights.ADD, kind=sort):
        raise Forbidden(ADD_FORBIDDEN)
    stored = steps.own_file(actor, file)
    _places_allowed(actor, links)
    steps.our_organisation(actor, organisation)
    day = steps.day("doc_date", doc_date)
    companies = [ref for place, ref in links if place == places.COMPANY]
    if folder is not None:
        steps.given_folder(actor, folder, found)
    else:
        folder = steps.folder_for(sort, (day or steps.today()).year, companies)
    row = steps.new_paper(
        actor,
        kind=sort,
        file=stored,
        title=steps.titled(title, stored),
        folder=folder,
        author=actor.person_id,
        organisation=organisation,
        doc_date=day,
        note=steps.line("note", note, steps.NOTE),
    )
    for place, ref in links:
        spot = places.titles(place, [ref]).get(ref)
        steps.put(actor, row, place, ref, title=spot.title if spot else "")
    indexing.reindex([row.pk])
    return _answer(row)


@command(rights.VERSION)
def add_version(
    actor: Actor, *, document: int, file: int, note: str = "", version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Another file becomes the current version. Returns {"id", "version", "n"}."""
    row, kind, _found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.VERSION, row, kind, OWNED_VERSION)
    stored = steps.own_file(actor, file)
    if stored.sha256 == row.file.sha256:
        raise Invalid(SAME_FILE, code="same_file", fields={"file": SAME_FILE})
    steps.next_version(actor, row, stored, note=steps.line("note", note, steps.NOTE), by=actor.person_id)
    indexing.reindex([row.pk])
    return {**_answer(row), "n": row.version_n}


@command(rights.RENAME)
def rename_document(
    actor: Actor, *, document: int, title: str, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Returns {"id", "version"}."""
    row, kind, _found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.RENAME, row, kind)
    before, row.title = row.title, steps.line("title", title, steps.TITLE, TITLE_EMPTY)
    if row.title != before:
        steps.touched(row, "title")
        events.write(actor, row.pk, events.RENAMED, {}, **{"from": before, "to": row.title})
        indexing.reindex([row.pk])
    return _answer(row)


@command(rights.MOVE)
def move_document(
    actor: Actor, *, document: int, folder: int, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Lay the paper into another folder; its kind stays. Returns {"id", "version"}."""
    row, kind, found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.MOVE, row, kind)
    before, row.folder_id = row.folder_id, steps.given_folder(actor, folder, found)
    if row.folder_id != before:
        steps.touched(row, "folder")
        paths = {"from": " / ".join(found.path(before)), "to": " / ".join(found.path(folder))}
        events.write(actor, row.pk, events.MOVED, {"folder": folder}, **paths)
    return _answer(row)


@command(rights.STATUS)
def set_status(
    actor: Actor, *, document: int, status: str, note: str = "", version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """The simple mode: a status by hand (S1.6); a final one by keepers. Refused while a process leads the paper.

    Returns {"id", "version"}.
    """
    row, kind, found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.STATUS, row, kind, OWNED)
    wanted, before = kind.status(status), found.statuses.get(row.status_id)
    if wanted.final and row.status_id != wanted.id and not access.may(actor, rights.FINAL, kind=kind):
        sentence = STATUS_FINAL % {"status": wanted.title}
        raise Forbidden(sentence, fields={"status": sentence})
    said = steps.line("note", note, steps.NOTE)
    if row.status_id != wanted.id:
        steps.new_status(actor, row, before, wanted, kind, said)
        steps.touched(row, "status", "status_at", "status_by")
    return _answer(row)


@command(rights.DATE)
def date_document(
    actor: Actor,
    *,
    document: int,
    doc_date: date | None = KEEP,
    signed_on: date | None = KEEP,
    sent_on: date | None = KEEP,
    organisation: int | None = KEEP,
    version: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Change what is given; None empties. A number holds its date and its organisation.

    Refused while a process leads the paper. Returns {"id", "version"}.
    """
    row, kind, _found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.DATE, row, kind, OWNED_DATES)
    wanted: dict[str, Any] = {
        "doc_date": doc_date,
        "signed_on": signed_on,
        "sent_on": sent_on,
        "organisation_id": organisation,
    }
    changed = {name: value for name, value in wanted.items() if value is not KEEP and getattr(row, name) != value}
    for name in changed.keys() & {"doc_date", "signed_on", "sent_on"}:
        steps.day(name, changed[name])
    if row.number and changed.keys() & {"doc_date", "organisation_id"}:
        raise Refused(KEEPS_DATE % {"number": row.number}, code="registered")
    if "organisation_id" in changed:
        steps.our_organisation(actor, organisation)
    if changed:
        _redate(actor, row, changed)
    return _answer(row)


@command(rights.REMOVE)
def remove_document(
    actor: Actor, *, document: int, reason: str, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Take a paper without a number out of sight; its history and files stay. Returns {"id"}."""
    row, kind, _found = steps.under_lock(actor, document, version)
    steps.allowed(actor, rights.REMOVE, row, kind, OWNED_REMOVAL)
    if row.entries.exists():
        raise Refused(REGISTERED_STAYS, code="registered")
    said = steps.line("reason", reason, steps.NOTE, WHY_EMPTY)
    row.removed_at = clock.now()
    steps.touched(row, "removed_at")
    events.write(actor, row.pk, events.REMOVED, reason=said, title=row.title)
    return {"id": row.pk}


def _open_kind(actor: Actor, found: cabinet.Cabinet, key: str) -> cabinet.Sort:
    """A kind that is hidden from the actor is not there."""
    sort = found.kind(key)
    if not gate.reads(actor, sort) and not access.may(actor, rights.ADD, kind=sort):
        raise NotFound(NO_SUCH_KIND, fields={"kind": NO_SUCH_KIND})
    return sort


def _places_allowed(actor: Actor, links: Sequence[tuple[str, int]]) -> None:
    for place, ref in links:
        places.of(place).require_link(actor, ref)


def _redate(actor: Actor, row: Document, changed: dict[str, Any]) -> None:
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if row.doc_date is not None:
        row.year = row.doc_date.year
    steps.touched(row, *changed, "year")
    names = [name.removesuffix("_id") for name in changed]
    values = {name.removesuffix("_id"): [_plain(before[name]), _plain(changed[name])] for name in changed}
    events.write(actor, row.pk, events.DATED, {"changed": names}, **values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _answer(row: Document) -> dict[str, Any]:
    return {"id": row.pk, "version": row.version}
