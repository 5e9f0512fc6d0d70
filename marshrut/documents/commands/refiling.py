"""Papers of an order lie in its folder (S0.19): they follow when the card gets another number or another customer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction

from marshrut.history import queries as history
from marshrut.kernel.actor import Actor

from .. import events, places
from ..cabinet import Cabinet, Sort
from ..models import Document, Folder
from . import steps


def folder_of(kind: Sort, links: Sequence[tuple[str, int]], order: str) -> int:
    """Where a card's paper of this kind belongs."""
    companies = [ref for place, ref in links if place == places.COMPANY]
    return steps.folder_for(kind, steps.today().year, companies, order)


def follow(actor: Actor, row: Document, found: Cabinet, folder: int, card: int) -> None:
    """Lay the card's own paper there, unless a person laid it elsewhere. A folder left with nothing in it goes."""
    if row.folder_id == folder or row.last_card != card or _laid_by_hand(row):
        return
    before = row.folder_id
    row.folder_id = folder
    steps.touched(row, "folder")
    paths = {"from": " / ".join(_path(before)), "to": " / ".join(_path(folder))}
    events.write(actor, row.pk, events.MOVED, {"folder": folder}, **paths)
    _clear(before, {kind.folder for kind in found.kinds})


def _laid_by_hand(row: Document) -> bool:
    moved = history.latest(events.subject(row.pk), limit=1, kinds=[events.MOVED])
    return bool(moved) and moved[-1].actor_kind == "person"


def _path(folder: int) -> list[str]:
    """As it stands now: the folder may be younger than what was read of the cabinet."""
    names: list[str] = []
    here = Folder.objects.filter(pk=folder).first()
    while here is not None:
        names.insert(0, here.name)
        here = here.parent
    return names


def _clear(folder: int, kept: set[int]) -> None:
    """Upwards as far as nothing lies there; what somebody puts in meanwhile keeps the folder."""
    here: int | None = folder
    while here is not None and here not in kept:
        row = Folder.objects.get(pk=here)
        here = row.parent_id
        if row.children.exists() or row.documents.exists():
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                row.delete()
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError:
            return
