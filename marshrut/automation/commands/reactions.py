"""Reactions, kept by administrators: added, changed, switched, taken away."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext_lazy

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, NotFound
from marshrut.org import access

from .. import events, rights
from ..models import Reaction
from ..reacting import checking, sentences, shipped

STALE: Any = gettext_lazy("Somebody changed this reaction while you were editing it. Open it again and repeat.")


class ReactionFields(TypedDict, total=False):
    """What is left out stays as it is. `min_amount`: roubles as people write them; `whom`: see `reacting.rules`."""

    title: str
    active: bool
    event: str
    kinds: list[str]
    direction: str
    bases: list[str]
    min_amount: str
    with_deal: bool
    do: str
    once: bool
    whom: str
    subject: str
    text: str
    stage: str
    only_from: list[str]
    days: int | None
    position: int | None


@command(rights.ADD)
def add_reaction(actor: Actor, *, key: str | None = None, **given: Unpack[ReactionFields]) -> dict[str, Any]:
    """It works at once unless `active` is false. Returns {"id", "version"}."""
    access.require(actor, rights.ADD)
    columns = checking.columns({**checking.EMPTY, "once": given.get("do") in checking.ONCE, **given})
    place = given.get("position")
    last = Reaction.objects.order_by("-position").values_list("position", flat=True).first() or 0
    row = Reaction.objects.create(
        **columns, active=given.get("active", True), position=place or last + 1, added_at=clock.now()
    )
    _tell(actor, row, events.ADDED)
    return {"id": row.pk, "version": row.version}


@command(rights.EDIT)
def edit_reaction(
    actor: Actor, *, reaction: int, version: int | None = None, key: str | None = None, **given: Unpack[ReactionFields]
) -> dict[str, Any]:
    """Change the fields given. What it did before stays done. Returns {"id", "version"}."""
    access.require(actor, rights.EDIT)
    row = _locked(reaction)
    if version is not None and version != row.version:
        raise Conflict(STALE, code="stale")
    columns = {**checking.columns({**checking.fields(row), **given}), "active": given.get("active", row.active)}
    columns["position"] = given.get("position") or row.position
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, columns[name])
        row.version += 1
        row.save()
        _tell(actor, row, events.EDITED)
    return {"id": row.pk, "version": row.version}


@command(rights.SWITCH)
def switch_reaction(actor: Actor, *, reaction: int, on: bool, key: str | None = None) -> dict[str, Any]:
    """What happens while it is off is not made up for later. Returns {"id", "version"}."""
    access.require(actor, rights.SWITCH)
    row = _locked(reaction)
    if row.active != on:
        row.active, row.version = on, row.version + 1
        row.save(update_fields=["active", "version"])
        _tell(actor, row, events.SWITCHED_ON if on else events.SWITCHED_OFF)
    return {"id": row.pk, "version": row.version}


@command(rights.REMOVE)
def remove_reaction(actor: Actor, *, reaction: int, key: str | None = None) -> dict[str, Any]:
    """What it did stays on record."""
    access.require(actor, rights.REMOVE)
    row = _locked(reaction)
    row.removed, row.active = True, False
    row.save(update_fields=["removed", "active"])
    _tell(actor, row, events.REMOVED)
    return {"id": row.pk}


@command(rights.LAY_OUT)
def lay_out_reactions(actor: Actor) -> bool:
    """Write down the reactions that come with the product, where there never were any. One query when there were."""
    access.require(actor, rights.LAY_OUT)
    if Reaction.objects.exists():
        return False
    made = [Reaction(**columns, added_at=clock.now()) for columns in shipped.rows()]
    Reaction.objects.bulk_create(made, ignore_conflicts=True)
    return True


def _locked(reaction: int) -> Reaction:
    row = Reaction.objects.select_for_update().filter(pk=reaction, removed=False).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_REACTION)
    return row


def _tell(actor: Actor, row: Reaction, kind: str) -> None:
    line = record.line(kind, actor=actor, at=clock.now(), body=checking.said(row))
    record.append(events.subject(row.pk), [line])
