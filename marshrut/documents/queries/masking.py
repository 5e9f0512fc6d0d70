"""History of a paper for whoever may not see every card it went through: those cards have no number here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from marshrut.history.queries import Event
from marshrut.kernel.actor import Actor

from .. import places
from ..sentences import HIDDEN_CARD


def masked(actor: Actor, events: Collection[Event], cards: Collection[int]) -> tuple[Event, ...]:
    """`cards`: those the paper has to do with; the history itself names others."""
    named = {card for event in events for card in _cards(event)} | set(cards)
    hidden = named - {card for _place, card in places.seen(actor, {(places.CARD, card) for card in named})}
    if not hidden:
        return tuple(events)
    titles = places.titles(places.CARD, hidden).values()
    numbers = "|".join(re.escape(spot.title) for spot in titles) or "(?!)"
    return tuple(_masked(event, re.compile(rf"(?<!\w)(?:{numbers})(?!\w)"), hidden) for event in events)


def _cards(event: Event) -> set[int]:
    on = event.body.get("ref") if event.body.get("place") == places.CARD else None
    return {card for card in (on, event.body.get("card")) if isinstance(card, int)}


def _masked(event: Event, numbers: re.Pattern[str], hidden: set[int]) -> Event:
    said, body = str(HIDDEN_CARD), event.body
    told = {key: numbers.sub(said, one) if isinstance(one, str) else one for key, one in event.values.items()}
    if _cards(event) & hidden:
        body = {key: one for key, one in body.items() if key not in ("ref", "card")}
        told |= {"spot": said} if "spot" in told else {}
    return replace(event, values=told, body=body)
