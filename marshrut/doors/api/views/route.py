"""Along the route and beside it: start, restart, withdraw, move, comment."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Status

from marshrut.cards import commands

from ..bearer import caller
from ..door import api
from ..present import parts
from ..shapes.base import Key, PathId
from ..shapes.cards import CardChanged, Comment, Goal, Said, Withdrawal
from . import base


@api.post("/cards/{card}/start", response=CardChanged, tags=["route"], summary="Send a draft on its route")
def start_card(request: HttpRequest, card: PathId, key: Key = None) -> CardChanged:
    """A draft sets out."""
    return base.changed(commands.start_card(caller(request).actor, card=card, key=key))


@api.post("/cards/{card}/restart", response=CardChanged, tags=["route"], summary="Start a new round")
def restart_card(request: HttpRequest, card: PathId, key: Key = None) -> CardChanged:
    """After a refusal or a withdrawal; earlier rounds stay readable."""
    return base.changed(commands.restart_card(caller(request).actor, card=card, key=key))


@api.post("/cards/{card}/withdraw", response=CardChanged, tags=["route"], summary="Withdraw a card")
def withdraw_card(request: HttpRequest, card: PathId, body: Withdrawal, key: Key = None) -> CardChanged:
    """The author takes the card back before the first decision."""
    answer = commands.withdraw_card(caller(request).actor, card=card, reason=body.reason, key=key)
    return base.changed(answer)


@api.post("/cards/{card}/move", response=CardChanged, tags=["route"], summary="Carry a card to a stage")
def move_card(request: HttpRequest, card: PathId, body: Goal, key: Key = None) -> CardChanged:
    """Where `moves` of the card says that the person may carry it."""
    return base.changed(commands.move_card(caller(request).actor, card=card, to=body.to, edition=body.edition, key=key))


@api.post("/cards/{card}/comments", response={201: Said}, tags=["route"], summary="Comment on a card")
def comment_card(request: HttpRequest, card: PathId, body: Comment, key: Key = None) -> Status[Said]:
    """Colleagues who are mentioned see the card from then on and are told."""
    actor = caller(request).actor
    said = commands.comment_card(actor, card=card, text=body.text, mentions=body.mentions, key=key)
    return Status(201, Said(card=card, comment=said["comment"], links=parts.card_links(card)))
