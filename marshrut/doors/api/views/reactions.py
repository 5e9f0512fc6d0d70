"""Reactions to e-documents: read, add, change, switch, remove; what fired, what would. For administrators."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from marshrut.automation import commands, queries

from ..bearer import caller
from ..door import api
from ..shapes.base import Key, PathId
from ..shapes.reactions import (
    Fired,
    FiredFilter,
    FiredList,
    NewReaction,
    Reaction,
    ReactionChanged,
    ReactionEdit,
    ReactionList,
    ReactionSwitch,
    Tried,
    TriedList,
    TryFilter,
)


@api.get("/reactions", response=ReactionList, tags=["reactions"], summary="List reactions")
def list_reactions(request: HttpRequest) -> ReactionList:
    """In their order."""
    return ReactionList(items=tuple(_shown(one) for one in queries.reactions(caller(request).actor)))


@api.post("/reactions", response={201: ReactionChanged}, tags=["reactions"], summary="Add a reaction")
def add_reaction(request: HttpRequest, body: NewReaction, key: Key = None) -> Status[ReactionChanged]:
    """It works at once unless `active` is false."""
    given = body.model_dump(exclude_unset=True)
    return Status(201, ReactionChanged(**commands.add_reaction(caller(request).actor, key=key, **given)))


@api.get("/reactions/fired", response=FiredList, tags=["reactions"], summary="What reactions did")
def list_fired(request: HttpRequest, wanted: Annotated[FiredFilter, Query()]) -> FiredList:
    """Newest first."""
    found = queries.fired(caller(request).actor, **wanted.model_dump())
    return FiredList(items=tuple(map(_fired, found)))


@api.get("/reactions/try/{card}", response=TriedList, tags=["reactions"], summary="What would fire for a document")
def try_reactions(request: HttpRequest, card: PathId, wanted: Annotated[TryFilter, Query()]) -> TriedList:
    """What would follow if `event` happened to the document now. Nothing is done."""
    found = queries.try_out(caller(request).actor, card, wanted.event)
    return TriedList(items=tuple(map(_tried, found)))


@api.get("/reactions/{reaction}", response=Reaction, tags=["reactions"], summary="Read a reaction")
def read_reaction(request: HttpRequest, reaction: PathId) -> Reaction:
    """With the sentence people read."""
    return _shown(queries.reaction(caller(request).actor, reaction))


@api.patch("/reactions/{reaction}", response=ReactionChanged, tags=["reactions"], summary="Change a reaction")
def edit_reaction(request: HttpRequest, reaction: PathId, body: ReactionEdit, key: Key = None) -> ReactionChanged:
    """What it did before stays done."""
    given = body.model_dump(exclude_unset=True)
    return ReactionChanged(**commands.edit_reaction(caller(request).actor, reaction=reaction, key=key, **given))


@api.post("/reactions/{reaction}/switch", response=ReactionChanged, tags=["reactions"], summary="Switch a reaction")
def switch_reaction(request: HttpRequest, reaction: PathId, body: ReactionSwitch, key: Key = None) -> ReactionChanged:
    """What happens while it is off is not made up for later."""
    made = commands.switch_reaction(caller(request).actor, reaction=reaction, on=body.on, key=key)
    return ReactionChanged(**made)


@api.delete("/reactions/{reaction}", response={204: None}, tags=["reactions"], summary="Remove a reaction")
def remove_reaction(request: HttpRequest, reaction: PathId, key: Key = None) -> Status[None]:
    """What it did stays on record."""
    commands.remove_reaction(caller(request).actor, reaction=reaction, key=key)
    return Status(204, None)


def _shown(one: queries.ReactionInfo) -> Reaction:
    names = ("id", "active", "when", "only", "what", "position", "version", "done", "failed")
    return Reaction(**{name: getattr(one, name) for name in names}, **one.fields)


def _fired(one: queries.FiredInfo) -> Fired:
    return Fired(**{name: getattr(one, name) for name in Fired.model_fields})


def _tried(one: queries.Tried) -> Tried:
    return Tried(reaction=one.reaction.id, what=one.reaction.what, would=one.would, said=one.said)
