"""Cards: list, read, create, edit, history."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from marshrut.cards import commands, queries
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.org import queries as org

from ..bearer import Caller, caller
from ..door import api
from ..present import card as present
from ..present import lines
from ..shapes.base import IfMatch, Key, PathId
from ..shapes.card import Card
from ..shapes.cards import AboutCard, CardChanged, CardEdit, CardPage, Filters, History, NewCard, Past
from . import base


@api.get("/cards", response=CardPage, tags=["cards"], summary="List cards")
def list_cards(request: HttpRequest, wanted: Annotated[Filters, Query()]) -> CardPage:
    """Cards the person may see, newest first. A page never repeats a card of an earlier page, whatever is added."""
    me = caller(request)
    if wanted.type is not None:
        queries.card_type(wanted.type)
    after = int(wanted.cursor) if wanted.cursor else None
    page = queries.listing(me.actor, wanted.type, _filter(wanted, me), after, wanted.limit)
    chart = org.chart()
    return CardPage(
        items=tuple(lines.card_line(line, chart) for line in page.lines), next=str(page.after) if page.after else None
    )


def _filter(wanted: Filters, me: Caller) -> queries.Filter:
    holder = me.person if wanted.holder == "me" else wanted.holder and int(wanted.holder)
    return queries.Filter(
        text=wanted.q,
        stages=tuple(wanted.stage),
        state=wanted.state or "",
        author=wanted.author,
        holder=holder or None,
        company=wanted.company,
        pointing=tuple((kind, ref) for kind in ("contact", "deal", "project") if (ref := getattr(wanted, kind))),
        overdue=wanted.overdue,
    )


@api.post("/cards", response={201: CardChanged}, tags=["cards"], summary="Create a card")
def create_card(request: HttpRequest, response: HttpResponse, body: NewCard, key: Key = None) -> Status[CardChanged]:
    """Create a card and send it on its route. Upload its files first: POST /api/files."""
    made = commands.create_card(
        caller(request).actor, card_type=body.type, fields=body.fields, start=body.start, key=key
    )
    answer = base.changed(made)
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/cards/{card}", response=Card, tags=["cards"], summary="Read a card")
def read_card(request: HttpRequest, response: HttpResponse, card: PathId) -> Card:
    """Fields, stage, tasks with what the person may do now and why, files. The ETag is the edition of the content."""
    actor = caller(request).actor
    view = queries.card(actor, card)
    response.headers["ETag"] = f'"{view.state.edition}"'
    return present.card(actor, view)


@api.patch("/cards/{card}", response=CardChanged, tags=["cards"], summary="Change fields")
def edit_card(
    request: HttpRequest, card: PathId, body: CardEdit, if_match: IfMatch = None, key: Key = None
) -> CardChanged:
    """Change some fields. With `edition` or If-Match nobody else's change is overwritten."""
    seen = base.edition(body.edition, if_match)
    actor = caller(request).actor
    return base.changed(commands.edit_card(actor, card=card, fields=body.fields, edition=seen, key=key))


@api.get("/cards/{card}/about", response=AboutCard, tags=["cards"], summary="What was asked about a card")
def about_card(request: HttpRequest, card: PathId) -> AboutCard:
    """Errands and acquaintances that point at the card: who was asked, who has read or done it and when."""
    chart = org.chart()
    found = queries.about(caller(request).actor, card)
    return AboutCard(items=tuple(present.asked(one, chart) for one in found))


@api.get("/cards/{card}/history", response=History, tags=["cards"], summary="History of a card")
def card_history(request: HttpRequest, card: PathId, wanted: Annotated[Past, Query()]) -> History:
    """What happened, in sentences: steps of the route, changes, comments."""
    me = caller(request)
    seen = queries.seen(me.actor, card)
    words = Wording(seen.definition, seen.chart, me.zone)
    said = timeline(card, words, wanted.before, wanted.limit + 1, wanted.group or "")
    shown = said[-wanted.limit :]
    return History(
        items=tuple(present.entry(one, seen.chart) for one in shown),
        before=shown[0].seq if len(said) > wanted.limit else None,
    )
