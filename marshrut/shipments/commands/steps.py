"""What the commands of this room share. Private: a command never calls a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from marshrut.jobs import effects

from ..models import Carrier, Shipment, ShipmentEvent
from ..queries import asking
from ..rules import schedule
from ..rules.statuses import Happened, News, Standing, news, standing

TELL = "shipment_tell"
POLL = "shipment_poll"
#: a trouble that is over with any news
_PASSING = frozenset({"not_found"})


def locked(card: int) -> Shipment | None:
    return Shipment.objects.select_for_update().filter(card=card).first()


def said_of(row: Shipment) -> dict[str, ShipmentEvent]:
    """What was said of its present number, by uid, in order of receipt."""
    found = ShipmentEvent.objects.filter(shipment=row, number=row.number).order_by("pk")
    return {one.uid: one for one in found}


def stands(events: Iterable[ShipmentEvent]) -> Standing:
    return standing(
        Happened(one.at, one.received_at, one.pk, one.status, one.leg, one.void)  # type: ignore[arg-type]
        for one in events
    )


def settle(
    row: Shipment, before: Standing, events: Mapping[str, ShipmentEvent], now: datetime, alert: str = ""
) -> News | None:
    """The row says what follows from its events; the card is told what is new."""
    after = stands(events.values())
    row.status, row.leg = after.status, after.leg
    row.finished_at = (row.finished_at or now) if after.final else None
    newest = next((one for one in events.values() if one.pk == after.newest), None)
    row.last_at = newest.at if newest else None
    row.last_text, row.last_place = (newest.text, newest.place) if newest else ("", "")
    found = news(before, after, alert)
    if found is not None:
        announce(row, found)
    return found


def announce(row: Shipment, what: News) -> None:
    """Count the news and have the card told. A signal that no stage has heard yet stays, unless a newer one comes.

    A trouble that nobody was told stays though the shipment moves on: only that it is delivered, or another trouble,
    takes its place.
    """
    untold = not row.heard and row.signal == "trouble" and row.phase == "open" and row.trouble not in _PASSING
    row.change += 1
    if untold and what.signal in ("moved", "arrived"):
        pass  # all that is new of it is written down with the trouble
    elif what.signal:
        row.signal, row.heard = what.signal, False
        if what.trouble or row.place != "trouble":  # where somebody sees to it, it stays until they have
            row.trouble = what.trouble
    elif row.heard:
        row.signal = ""
    effects.enqueue([effects.row(TELL, f"shipment:{row.pk}:{row.change}", subject=row.card)])


def followed(row: Shipment) -> bool:
    """Whether a carrier may be asked: the card is on its way, or the carrier itself said that it is over."""
    asked = row.phase == "open" or (row.phase != "draft" and row.finished_at is not None)
    return bool(row.number and row.provider) and asked


def when_next(row: Shipment, now: datetime, there: Mapping[str, Carrier]) -> datetime | None:
    if not followed(row):
        return None
    return schedule.next_poll(
        asking.pace(row.provider, there),
        now,
        status=row.status,  # type: ignore[arg-type]
        followed_at=row.followed_at,
        finished_at=row.finished_at,
        asked=row.polls > 0,
    )


def ask_now(row: Shipment, now: datetime, carrier: str) -> None:
    """The next free hand asks the carrier about it."""
    row.asked_at = row.next_poll_at = now
    name = f"shipment_poll:{row.pk}:{now.isoformat()}"
    effects.enqueue([effects.row(POLL, name, subject=row.card, payload={"carrier": carrier})])
