"""What the worker does for shipments: looks at cards that changed, tells cards their news, asks carriers at once."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from marshrut.cards import commands as cards
from marshrut.cards import queries as card_queries
from marshrut.jobs.registry import TakenEffect, Temporary, on_effect, on_housekeeping
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, NotFound

from . import commands, queries, telling, tracking
from .commands.steps import POLL, TELL
from .types import leads_to

log = logging.getLogger(__name__)
ROBOT: Final = Actor.robot("shipments")
CHANGED: Final = "shipment_changed"
LANE: Final = "carriers"
#: looks at a card that goes on from stage to stage meanwhile
TRIES: Final = 3
#: seconds between looks for what no effect told
EVERY: Final = 600


@on_effect(CHANGED, lease=60, inside=True)
def changed(_payload: dict[str, Any], effect: TakenEffect) -> None:
    commands.follow(ROBOT, card=effect.subject or 0)


@on_effect(TELL, lease=60, inside=True)
def tell(_payload: dict[str, Any], effect: TakenEffect) -> None:
    _tell(effect.subject or 0)


@on_effect(POLL, lane=LANE, lease=300, max_attempts=3, inside=True)
def poll(payload: dict[str, Any], _effect: TakenEffect) -> None:
    if (asks := tracking.poller()) is not None:
        asks(str(payload["carrier"]))


@on_housekeeping("shipments.reconcile", EVERY)
def reconcile() -> None:
    """Cards without their shipment, and shipments that do not know how their card ended: there should be none.

    News whose effect has gone is told after all.
    """
    for card in queries.unfollowed():
        log.warning("reconcile: shipment of card %s is looked at again", card)
        commands.follow(ROBOT, card=card)
    for card in queries.untold():
        try:
            _tell(card)
        except (Conflict, Temporary):
            log.warning("reconcile: card %s cannot be told its news now", card)


def _tell(card: int) -> None:
    """Once: what is told is noted in the transaction that writes the card."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        news = commands.take_news(ROBOT, card=card)
        if news is not None:
            _say(card, news)


def _say(card: int, news: dict[str, Any]) -> None:
    for _try in range(TRIES):
        seen = _current(card, news)
        if seen is None:
            return  # another number: what follows from it is told by itself
        told = telling.told(card, seen, news, timezone.get_current_timezone())
        try:
            with transaction.atomic():
                heard = _signal(card, seen, news["signal"], told)
        except Conflict as why:
            if why.code not in ("signal_stale", "busy"):
                raise
            continue
        after = _current(card, news)
        if after is None:
            raise Temporary("the number was changed this very moment")
        if not heard and news["signal"] == "trouble" and after.row["finished_at"]:
            cards.comment_card(ROBOT, card=card, text=told.note)
        commands.settle_news(ROBOT, card=card, change=news["change"], heard=heard, visit=after.state.visit)
        return
    raise Temporary("the card goes on and on")


def _signal(card: int, seen: card_queries.Seen, key: str, told: telling.Told) -> bool:
    """Whether the stage of the card waited for the signal, or says the same; it is written down anyway."""
    if key and seen.definition.stages[seen.state.stage].signal(key) is not None:
        visit = seen.state.visit
        cards.signal_card(ROBOT, card=card, key=key, visit=visit, note=told.note[:1000], fields=told.fields)
        return True
    if told.fields:
        cards.note_card(ROBOT, card=card, fields=told.fields)
    return key in leads_to(seen.definition.card_type, seen.state.stage)


def _current(card: int, news: dict[str, Any]) -> card_queries.Seen | None:
    """The card, None when it is gone or says another number than the news is of."""
    try:
        seen = card_queries.seen(ROBOT, card)
    except NotFound:
        return None
    section = seen.definition.card_type.shipment
    if section is None:
        return None
    fields = seen.state.fields
    same = (fields.get(section.way) or "", fields.get(section.number) or "") == (news["way"], news["number"])
    return seen if same else None
