"""The room of the chat for programs. One answers by a comment on the card that mentions the colleague."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from marshrut.automation import queries
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from ..bearer import caller
from ..door import api
from ..present import lines, parts
from ..shapes.chat import ChatPage, ChatWanted, Message


@api.get("/chat", response=ChatPage, tags=["notices"], summary="Read the chat")
def read_chat(request: HttpRequest, wanted: Annotated[ChatWanted, Query()]) -> ChatPage:
    """Notices and comments as one talk: the newest messages, those `before` a place, or those `after` one.

    Answer with `POST /api/cards/{card}/comments` and the person in `mentions`; mark with `POST /api/notices/read`.
    """
    actor, after = caller(request).actor, queries.Place.parse(wanted.after)
    if after is not None:
        room = queries.fresh(actor, after, 0, wanted.limit)
    else:
        room = queries.room(actor, queries.Place.parse(wanted.before), wanted.limit)
    chart = org.chart()
    return ChatPage(
        items=tuple(_message(one, chart) for one in room.messages),
        older=str(room.older) if room.older else None,
        newest=str(room.newest),
    )


def _message(one: queries.Message, chart: OrgChart) -> Message:
    return Message(
        notice=one.notice,
        about=one.about,
        at=one.at,
        read=one.read,
        who=parts.someone(chart, one.who),
        title=one.title,
        text=one.text,
        erased=one.erased,
        comment=one.comment,
        mentions=parts.people(chart, one.mentions),
        card=lines.card_line(one.card, chart) if one.card else None,
        task=lines.task_line(one.task, chart) if one.task else None,
    )
