"""Asking carriers: what is due is taken by lease, what they answered is written down. The network is elsewhere."""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from marshrut.calendars.queries import day_of
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid
from marshrut.org import access

from .. import rights, tracking
from ..models import Carrier, Shipment
from ..queries import asking
from ..rules import schedule
from ..rules.statuses import News
from ..tracking import CarrierTrouble, FetchResult
from . import hearing, steps

log = logging.getLogger(__name__)
#: minutes for one batch, after which another worker may take it
LEASE: Final = 15
NOTHING: Final[dict[str, Any]] = {"lease": "", "numbers": {}, "requests": 0}


@command(rights.TAKE_DUE)
def take_due(actor: Actor, *, carrier: str) -> dict[str, Any]:
    """Take what is due at this carrier, as much as may be asked at once. Returns {"lease", "numbers": {card: number}}.

    Returns {"lease", "numbers": {card: number}, "requests"}. The requests it needs at least are counted before they are
    sent, so a process that dies loses some of the day; what a token or a second try took is counted when it is
    recorded. Nothing when the carrier is not connected, is left alone, or today's requests are spent. One number is
    tried at a carrier that failed. Whoever asks after something comes first.
    """
    access.require(actor, rights.TAKE_DUE)
    now, provider = clock.now(), tracking.provider(carrier)
    row = Carrier.objects.select_for_update().filter(key=carrier, active=True).first()
    if row is None or provider is None or (row.closed_until is not None and row.closed_until > now):
        return NOTHING
    most = 1 if row.failures else provider.batch
    left = _left(row, provider.quota, now)
    if left is not None:
        most = min(most, left * provider.per_call)
    due = list(_due(carrier, now)[:most]) if most > 0 else []
    if not due:
        return NOTHING
    row.quota_day, row.quota_used = day_of(now), _used(row, now)
    requests = schedule.calls(len({one.number for one in due}), provider.per_call)
    row.quota_used += requests
    row.save(update_fields=["quota_day", "quota_used"])
    lease = secrets.token_hex(8)
    taken = Shipment.objects.filter(pk__in=[one.pk for one in due])
    taken.update(lease=lease, lease_until=Now() + timedelta(minutes=LEASE))
    return {"lease": lease, "numbers": {str(one.card): one.number for one in due}, "requests": requests}


@command(rights.RECORD_POLL)
def record_poll(
    actor: Actor,
    *,
    carrier: str,
    lease: str,
    result: FetchResult | None = None,
    trouble: CarrierTrouble | None = None,
    more: int = 0,
) -> dict[str, Any]:
    """What came of asking: a result, or a trouble of the whole carrier. Returns {"recorded", "news"}.

    `more`: requests that were sent beyond those counted when the shipments were taken; below 0 when fewer were needed.

    A repeated call, and one whose shipments somebody else has taken since or that have another number by now, changes
    nothing of them.
    """
    access.require(actor, rights.RECORD_POLL)
    if (result is None) == (trouble is None) or not lease:
        raise Invalid("a lease, and either a result or a trouble", code="bad_poll")
    now = clock.now()
    row = Carrier.objects.select_for_update().filter(key=carrier).first()
    rows = list(Shipment.objects.select_for_update().filter(lease=lease).order_by("pk"))
    told = 0
    if result is not None:
        there = asking.rows()
        told = sum(_recorded(one, result, carrier, there, now) for one in rows)
    elif trouble is not None and trouble.code != "limit":
        for one in rows:
            _rested(one, now)
    for one in rows:
        one.lease, one.lease_until = "", None
        one.save()
    if row is not None and rows:
        row.quota_day, row.quota_used = day_of(now), max(_used(row, now) + more, 0)
        _note(row, result, trouble, now)
    return {"recorded": len(rows), "news": told}


def _due(carrier: str, now: datetime) -> QuerySet[Shipment]:
    found = tracking.provider(carrier)
    own = Q(provider=carrier)
    if found is not None and found.stands_in:
        own = ~Q(provider="") & ~Q(provider__in=asking.foreign(asking.rows()))
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    due = Shipment.objects.filter(own, free, next_poll_at__lte=now).exclude(number="")
    by_turn = due.order_by(F("asked_at").asc(nulls_last=True), "next_poll_at", "pk")
    return by_turn.select_for_update(skip_locked=True)


def _used(row: Carrier, now: datetime) -> int:
    return row.quota_used if row.quota_day == day_of(now) else 0


def _left(row: Carrier, usual: int | None, now: datetime) -> int | None:
    quota = row.quota if row.quota is not None else usual
    return None if quota is None else max(quota - _used(row, now), 0)


def _recorded(row: Shipment, result: FetchResult, carrier: str, there: Mapping[str, Carrier], now: datetime) -> bool:
    """Whether there is news of it."""
    if row.number in result.failed:
        log.warning("carrier %s: the answer about card %s was not understood", carrier, row.card)
        _rested(row, now)
        return False
    known = row.number in result.events
    if not known and row.number not in result.not_found:
        return False  # was not asked about: stays due
    row.polled_at, row.asked_at, row.polls, row.failures = now, None, row.polls + 1, 0
    row.note = "" if known else "not_found"
    change = row.change
    if known:
        hearing.hear(row, result.events[row.number], carrier, now)
    pace = asking.pace(row.provider, there)
    row.next_poll_at = steps.when_next(row, now, there)
    if row.phase == "open" and row.finished_at is None:
        _too_long(row, now, pace)
    return row.change != change


def _too_long(row: Shipment, now: datetime, pace: schedule.Pace) -> None:
    """Nothing has come of it for so long that a person must look; said once."""
    code = ""
    if schedule.too_long(pace, now, row.followed_at):
        code = "too_long"
    elif row.note == "not_found" and row.status == "unknown" and now - row.followed_at >= pace.unknown:
        code = "not_found"
    if code and row.gave_up != code:
        row.gave_up = code
        steps.announce(row, News("trouble", code))


def _rested(row: Shipment, now: datetime) -> None:
    """One number that cannot be read does not hold the others: it comes again later."""
    row.failures, row.note, row.asked_at = row.failures + 1, "failed", None
    row.next_poll_at = now + schedule.rest(row.failures, random.random())  # noqa: S311 - spreads load


def _note(row: Carrier, result: FetchResult | None, trouble: CarrierTrouble | None, now: datetime) -> None:
    """How the carrier does; one that failed is left alone for longer and longer."""
    if result is not None:
        if result.events or result.not_found:
            row.failures, row.last_ok_at, row.last_error, row.error_words = 0, now, "", ""
        elif result.failed:  # it answers, and not a word of it is understood
            said = next(iter(result.failed.values()))
            row.last_error, row.error_words, row.last_error_at = "protocol", said[:300], now
        row.closed_until = now + result.retry_after if result.retry_after else None
    elif trouble is not None:
        row.last_error, row.error_words, row.last_error_at = trouble.code, trouble.said[:300], now
        if trouble.code == "limit":
            row.closed_until = now + (trouble.retry_after or schedule.PATIENCE)
        else:
            row.failures += 1
            wait = schedule.LONGEST_REST if trouble.code in HOPELESS else schedule.rest(row.failures)
            row.closed_until = now + max(wait, trouble.retry_after or timedelta(0))
    row.save()


#: nothing gets better before somebody has seen to it
HOPELESS: Final[Collection[str]] = frozenset({"refused", "sealed", "settings"})
