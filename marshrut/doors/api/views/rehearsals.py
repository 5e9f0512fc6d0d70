"""Rehearsals: ask for one, list, read. Drafts of packs: put, read, publish. For whoever may install packs."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import Status

from marshrut.definitions import commands as definitions
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.rehearsals import commands, queries
from marshrut.rehearsals.queries import Narrowed

from ..bearer import caller
from ..door import api
from ..shapes.base import Key, PathId
from ..shapes.rehearsals import (
    Draft,
    DraftFiles,
    DraftProblem,
    NewRehearsal,
    Published,
    Publishing,
    Rehearsal,
    RehearsalLine,
    RehearsalList,
    RehearsalMade,
)

NOT_CONFIRMED: Final = Publishing()


@api.get("/rehearsals", response=RehearsalList, tags=["rehearsals"], summary="List rehearsals")
def list_rehearsals(request: HttpRequest) -> RehearsalList:
    """Newest first, without their timelines."""
    found = queries.rehearsals(caller(request).actor)
    names = RehearsalLine.model_fields
    return RehearsalList(items=tuple(RehearsalLine(**{name: getattr(one, name) for name in names}) for one in found))


@api.post("/rehearsals", response={201: RehearsalMade}, tags=["rehearsals"], summary="Rehearse a route")
def rehearse(request: HttpRequest, body: NewRehearsal, key: Key = None) -> Status[RehearsalMade]:
    """Nothing of it happens. Up to 50 cards are played at once, more by the worker."""
    given = body.model_dump(exclude_unset=True)
    given["away"] = [(one.person, one.since, one.until) for one in body.away]
    return Status(201, RehearsalMade(**commands.rehearse(caller(request).actor, key=key, **given)))


@api.get("/rehearsals/{rehearsal}", response=Rehearsal, tags=["rehearsals"], summary="Read a rehearsal")
def read_rehearsal(request: HttpRequest, rehearsal: PathId) -> Rehearsal:
    """With its whole timeline."""
    return Rehearsal(**queries.whole(caller(request).actor, rehearsal, Narrowed()))


@api.delete("/rehearsals/{rehearsal}", response={204: None}, tags=["rehearsals"], summary="Remove a rehearsal")
def remove_rehearsal(request: HttpRequest, rehearsal: PathId, key: Key = None) -> Status[None]:
    """One's own."""
    commands.remove_rehearsal(caller(request).actor, rehearsal=rehearsal, key=key)
    return Status(204, None)


@api.post("/drafts", response={201: Draft}, tags=["rehearsals"], summary="Put a draft of a pack")
def put_draft(request: HttpRequest, body: DraftFiles, key: Key = None) -> Status[Draft]:
    """Checked, proved, its stories told; nothing is installed."""
    actor = caller(request).actor
    made = commands.put_draft(actor, files=body.files, comment=body.comment, key=key)
    return Status(201, _draft(queries.draft(actor, made["draft"])))


@api.get("/drafts/{draft}", response=Draft, tags=["rehearsals"], summary="Read a draft")
def read_draft(request: HttpRequest, draft: PathId) -> Draft:
    """One's own."""
    return _draft(queries.draft(caller(request).actor, draft))


@api.post("/drafts/{draft}/publish", response=Published, tags=["rehearsals"], summary="Publish a draft")
def publish_draft(request: HttpRequest, draft: PathId, body: Publishing = NOT_CONFIRMED, key: Key = None) -> Published:
    """Refused while anything is wrong, or a warning is not confirmed or new since the draft was looked through: then
    it is looked through again. New cards start with it, running cards keep their version."""
    actor = caller(request).actor
    try:
        files = queries.to_publish(actor, draft, confirmed=body.confirmed)
        made = definitions.install_pack(actor, content=dict(files))
    except (Invalid, Conflict):
        commands.put_draft(actor, draft=draft, files={})
        raise
    commands.publish_draft(actor, draft=draft, version=made["id"])
    return Published(**made)


@api.delete("/drafts/{draft}", response={204: None}, tags=["rehearsals"], summary="Discard a draft")
def discard_draft(request: HttpRequest, draft: PathId, key: Key = None) -> Status[None]:
    """One that was not published."""
    commands.discard_draft(caller(request).actor, draft=draft, key=key)
    return Status(204, None)


def _draft(found: queries.DraftView) -> Draft:
    problems = tuple(
        DraftProblem(**{name: getattr(one, name) for name in DraftProblem.model_fields}) for one in found.problems
    )
    names = ("id", "pack", "version", "comment", "stories")
    return Draft(problems=problems, **{name: getattr(found, name) for name in names})
