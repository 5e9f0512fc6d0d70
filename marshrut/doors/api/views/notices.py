"""Notices of the person."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from marshrut.automation import commands, queries

from ..bearer import caller
from ..door import api
from ..present.parts import card_links
from ..shapes.base import Key
from ..shapes.notices import Notice, NoticePage, NoticesWanted, Read, ReadCount


@api.get("/notices", response=NoticePage, tags=["notices"], summary="List notices")
def list_notices(request: HttpRequest, wanted: Annotated[NoticesWanted, Query()]) -> NoticePage:
    """Newest first."""
    found = queries.notices(caller(request).actor, unread=wanted.unread, before=wanted.before, limit=wanted.limit + 1)
    shown = found[: wanted.limit]
    return NoticePage(items=tuple(map(_notice, shown)), next=shown[-1].id if len(found) > wanted.limit else None)


def _notice(found: queries.Notice) -> Notice:
    return Notice(
        id=found.id,
        about=found.about,
        title=found.title,
        text=found.text,
        at=found.at,
        read=found.read,
        card=found.card,
        links=card_links(found.card),
    )


@api.post("/notices/read", response=ReadCount, tags=["notices"], summary="Mark notices read")
def read_notices(request: HttpRequest, body: Read, key: Key = None) -> ReadCount:
    """The named ones, or all."""
    return ReadCount(read=commands.read_notices(caller(request).actor, notices=body.ids, key=key))
