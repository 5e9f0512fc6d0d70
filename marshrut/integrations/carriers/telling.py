"""Events as the seam wants them, out of what a carrier told."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from marshrut.kernel.egress import said
from marshrut.shipments.rules.statuses import Leg
from marshrut.shipments.tracking import CarrierTrouble, FetchResult, TrackEvent

from .meanings import meaning

log = logging.getLogger(__name__)
#: carriers that name no zone mean Moscow
MOSCOW: Final = ZoneInfo("Europe/Moscow")
#: signs of the raw event that are kept
LONGEST: Final = 4000


def event(
    carrier: str,
    number: str,
    *,
    at: datetime,
    code: str,
    text: object,
    place: object = "",
    leg: Leg | Literal[""] = "",
    void: bool = False,
    raw: Mapping[str, Any] | None = None,
) -> TrackEvent:
    means = meaning(carrier, code)
    where = said(place or "")
    return TrackEvent(
        uid=uid(carrier, number, at, code, where),
        at=at,
        code=code[:100],
        text=said(text or code),
        status=means.status,
        place=where,
        leg=leg or means.leg,
        alert=means.alert,
        void=void,
        raw=_kept(raw or {}),
    )


def uid(carrier: str, number: str, at: datetime, code: str, place: str) -> str:
    """The same whenever the carrier says it again."""
    told = "\x1f".join((carrier, number, at.astimezone(UTC).isoformat(), code, place))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def known(number: str, rows: Sequence[object], events: Iterable[TrackEvent]) -> FetchResult:
    """What was told of one number. Raises CarrierTrouble when something was and none of it can be read."""
    found = list(events)
    if rows and not found:
        raise CarrierTrouble("protocol")
    return FetchResult({number: found}) if found else FetchResult(not_found=[number])


def moment(told: object) -> datetime | None:
    """A time as carriers write it, in UTC; None when it is none."""
    try:
        at = datetime.fromisoformat(str(told).strip())
        at = (at if at.tzinfo else at.replace(tzinfo=MOSCOW)).astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None or not 2000 <= at.year <= 2100:
        log.warning("a time could not be read: %r", str(told)[:50])
        return None
    return at


def _kept(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the database takes in no text: NUL, halves of signs."""
    text = json.dumps(raw, ensure_ascii=False, default=str).replace("\\u0000", "").encode("utf-8", "replace").decode()
    return json.loads(text) if len(text) <= LONGEST else {"cut": text[:LONGEST]}
