"""What a carrier said is written down word by word, once. Private steps."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from ..models import Shipment, ShipmentEvent
from ..rules.statuses import LEGS, SAID
from ..tracking import TrackEvent
from . import steps

log = logging.getLogger(__name__)
#: events of one number, characters of a text, bytes of what was said
MOST, LONGEST, LARGEST = 500, 500, 4000
NUL: Final = "\x00"


def hear(row: Shipment, said: Sequence[TrackEvent], carrier: str, now: datetime) -> None:
    """What is new is kept, what was taken back is marked; the shipment stands as follows from all of it."""
    known = steps.said_of(row)
    before = steps.stands(known.values())
    new: dict[str, ShipmentEvent] = {}
    alert = ""
    for one in sorted(said[:MOST], key=lambda one: one.at):
        uid = _text(one.uid)
        if uid in known:
            _taken_back(known[uid], one)
        elif uid not in new and len(known) + len(new) < MOST:
            new[uid] = _event(row, uid, one, now)
            alert = one.alert if one.alert and not one.void else alert
            if new[uid].status == "unknown_event":
                log.warning("carrier %s says %r: nobody knows what it means", carrier, new[uid].code)
    ShipmentEvent.objects.bulk_create(new.values())
    steps.settle(row, before, {**known, **new}, now, alert)


def _taken_back(event: ShipmentEvent, said: TrackEvent) -> None:
    if event.void != said.void:
        event.void = said.void
        event.save(update_fields=["void"])


def _event(row: Shipment, uid: str, one: TrackEvent, now: datetime) -> ShipmentEvent:
    return ShipmentEvent(
        shipment=row, number=row.number, uid=uid, at=one.at, received_at=now, code=_text(one.code),
        text=_text(one.text), place=_text(one.place), leg=one.leg if one.leg in LEGS else "",
        status=one.status if one.status in SAID else "unknown_event", alert=_text(one.alert), void=one.void,
        raw=_raw(one.raw),
    )  # fmt: skip


def _text(text: str) -> str:
    return " ".join(str(text).replace(NUL, "").split())[:LONGEST]


def _raw(raw: Mapping[str, Any]) -> Any:
    """As it was said, unless it is too much to keep or nothing the database takes."""
    try:
        text = json.dumps(raw, ensure_ascii=False, default=str, allow_nan=False)
    except (ValueError, TypeError):
        return {}
    return json.loads(text) if len(text) <= LARGEST and "\\u0000" not in text else {}
