"""Folders of the shared disk."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound, Refused
from marshrut.org import access

from .. import cabinet, events, rights
from ..models import Folder, Kind
from ..sentences import FOLDER_DEEP, FOLDER_FULL, FOLDER_OF_KIND, FOLDER_TAKEN, NAME_EMPTY, NO_SUCH_FOLDER
from . import steps

NAME = 120
DEEPEST = 6


@command(rights.ADD_FOLDER)
def add_folder(actor: Actor, *, name: str, parent: int | None = None, key: str | None = None) -> dict[str, Any]:
    """Returns {"id"}."""
    access.require(actor, rights.ADD_FOLDER)
    found = cabinet.read()
    if parent is not None and len(found.path(steps.given_folder(actor, parent, found))) >= DEEPEST:
        raise Invalid(FOLDER_DEEP, fields={"parent": FOLDER_DEEP})
    clean = steps.line("name", name, NAME, NAME_EMPTY)
    if parent is not None:
        _locked(parent)
    row, made = Folder.objects.get_or_create(parent_id=parent, name=clean)
    if not made:
        raise Conflict(FOLDER_TAKEN, code="folder_taken", fields={"name": FOLDER_TAKEN})
    events.write_settings(actor, events.FOLDER_ADDED, folder=row.pk, name=clean)
    return {"id": row.pk}


@command(rights.RENAME_FOLDER)
def rename_folder(actor: Actor, *, folder: int, name: str, key: str | None = None) -> dict[str, Any]:
    """Returns {"id"}."""
    access.require(actor, rights.RENAME_FOLDER)
    row = _locked(folder)
    before, clean = row.name, steps.line("name", name, NAME, NAME_EMPTY)
    steps.lock("documents.folder", row.parent_id or 0)
    taken = Conflict(FOLDER_TAKEN, code="folder_taken", fields={"name": FOLDER_TAKEN})
    if Folder.objects.filter(parent_id=row.parent_id, name=clean).exclude(pk=row.pk).exists():
        raise taken
    if clean != before:
        row.name = clean
        try:
            with transaction.atomic():
                row.save(update_fields=["name"])
        except IntegrityError:
            raise taken from None
        events.write_settings(actor, events.FOLDER_RENAMED, folder=row.pk, **{"from": before, "to": clean})
    return {"id": row.pk}


@command(rights.REMOVE_FOLDER)
def remove_folder(actor: Actor, *, folder: int, key: str | None = None) -> dict[str, Any]:
    """Only an empty one that no kind uses."""
    access.require(actor, rights.REMOVE_FOLDER)
    row = _locked(folder)
    kind = Kind.objects.filter(folder=row).first()
    if kind is not None:
        raise Refused(FOLDER_OF_KIND % {"kind": kind.title}, code="folder_of_kind")
    if row.children.exists() or row.documents.exists():
        raise Refused(FOLDER_FULL, code="folder_full")
    name = row.name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            row.delete()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what was put into it meanwhile is found now, not later
    except IntegrityError:
        raise Refused(FOLDER_FULL, code="folder_full") from None
    events.write_settings(actor, events.FOLDER_REMOVED, folder=folder, name=name)
    return {"id": folder}


def _locked(folder: int) -> Folder:
    row = Folder.objects.select_for_update().filter(pk=folder).first()
    if row is None:
        raise NotFound(NO_SUCH_FOLDER)
    return row
