"""Shipments are what their cards say: a way, a number, and whether they are still on their way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshrut.cards import queries as cards
from marshrut.definitions.schema import tracks
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights
from ..models import Shipment
from ..queries import asking
from ..rules.statuses import News, Standing
from ..types import leads_to
from . import steps

PHASES = {"start": "draft", "work": "open"}


@command(rights.FOLLOW)
def follow(actor: Actor, *, card: int) -> dict[str, Any]:
    """Look at the card again. May be repeated. Returns {"card", "followed"}: whether a carrier is asked about it."""
    access.require(actor, rights.FOLLOW)
    if _seen(actor, card) is None:
        Shipment.objects.filter(card=card).delete()
        return {"card": card, "followed": False}
    now = clock.now()
    Shipment.objects.get_or_create(card=card, defaults={"created_at": now, "followed_at": now})
    row = steps.locked(card)
    seen = _seen(actor, card)  # as it is now that nobody else looks at it
    if row is None or seen is None:
        return {"card": card, "followed": False}
    _look(row, seen, now)
    row.save()
    return {"card": card, "followed": row.next_poll_at is not None}


def _seen(actor: Actor, card: int) -> cards.Seen | None:
    """None when the card is gone or is no shipment."""
    try:
        seen = cards.seen(actor, card)
    except NotFound:
        return None
    return seen if seen.definition.card_type.shipment else None


def _look(row: Shipment, seen: cards.Seen, now: datetime) -> None:
    section, fields = seen.definition.card_type.shipment, seen.state.fields
    assert section is not None
    new, visit = row.visit == 0, seen.state.visit
    kind = seen.definition.stages[seen.state.stage].kind
    phase = PHASES.get(kind, kind)
    back = row.phase in ("success", "failure") and phase == "open"
    looked_at = row.gave_up and visit != row.visit and (row.place == "trouble" or visit > row.trouble_visit)
    row.type, row.phase, row.place = seen.definition.card_type.key, phase, _place(seen)
    row.about, row.company_id = _about(seen), seen.row["company_id"]
    row.direction = fields.get(section.direction or "") or ""
    way, number = fields.get(section.way) or "", fields.get(section.number) or ""
    if new or (way, number) != (row.way, row.number):
        _another(row, way, number, now, new=new)
    elif back or (looked_at and phase == "open" and row.place != "trouble"):
        # a person takes it up again: it has its time anew
        row.followed_at, row.next_poll_at, row.gave_up = now, None, ""
    if visit != row.visit and phase == "open":
        _moved_on(row, visit)
    row.visit = visit
    if not steps.followed(row):
        row.next_poll_at = row.asked_at = None
    elif row.next_poll_at is None:
        row.next_poll_at = steps.when_next(row, now, asking.rows())


def _another(row: Shipment, way: str, number: str, now: datetime, *, new: bool) -> None:
    """Another number begins anew; what is known of it from before counts."""
    about = tracks.way(way)
    row.way, row.number, row.provider = way, number, about.provider if about else ""
    row.lease, row.lease_until, row.next_poll_at, row.asked_at, row.polled_at = "", None, None, None, None
    row.polls = row.failures = 0
    row.note = row.signal = row.trouble = row.gave_up = ""
    row.heard, row.followed_at, row.finished_at = True, now, None
    said = steps.settle(row, Standing(), steps.said_of(row), now)
    if said is None and not new:
        steps.announce(row, News(""))  # what the card still says of the other number


def _moved_on(row: Shipment, visit: int) -> None:
    """A stage that may listen now is told what the one before did not hear; a trouble somebody saw to is over."""
    if row.told != row.change:
        return
    if not row.heard:
        steps.announce(row, News(row.signal, row.trouble))  # type: ignore[arg-type]
    elif row.trouble and visit > row.trouble_visit:
        row.trouble = ""
        steps.announce(row, News(""))


def _place(seen: cards.Seen) -> str:
    leads = leads_to(seen.definition.card_type, seen.state.stage)
    return next((key for key in ("trouble", "arrived") if key in leads), "")


def _about(seen: cards.Seen) -> int | None:
    """The card it shares with, else the first it points at."""
    fields = {key: one for key, one in seen.definition.card_type.fields.items() if one.kind == "card"}
    for key in sorted(fields, key=lambda key: not fields[key].shares):
        if value := seen.state.fields.get(key):
            return int(value)
    return None
