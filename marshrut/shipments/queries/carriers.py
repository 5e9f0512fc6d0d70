"""Carriers for administrators, without their secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from marshrut.kernel import clock, forms
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import carrier_sentences, rights, sentences, tracking
from ..models import Carrier, Shipment
from ..tracking import Provider
from . import asking, knocking, silence
from .shapes import CarrierInfo

#: without a good answer for so long, though there is something to ask, a carrier is called silent
SILENT: Final = timedelta(days=1)
LATE: Final = timedelta(hours=1)
#: provider -> (followed, late)
Waiting = Mapping[str, tuple[int, int]]


def may_tend(actor: Actor) -> bool:
    return access.may(actor, rights.SEE_CARRIERS)


def carriers(actor: Actor) -> list[CarrierInfo]:
    """Every carrier that can be asked, connected or not; none for whoever may not tend them. Three queries."""
    found = _infos(actor)
    barred = {one.code for one in tracking.providers() if asking.barred(one)} if found else ()
    return [replace(one, barred=one.code in barred) for one in found]


def _infos(actor: Actor) -> list[CarrierInfo]:
    if not may_tend(actor):
        return []
    now = clock.now()
    rows, waiting = {row.key: row for row in Carrier.objects.all()}, _waiting(now)
    known = {key: row for key, row in rows.items() if tracking.provider(key) is not None}
    return [_info(one, rows.get(one.code), waiting, known, now) for one in tracking.providers()]


def carrier(actor: Actor, code: str) -> CarrierInfo:
    """Raises NotFound."""
    for one in carriers(actor):
        if one.code == code:
            return one
    raise NotFound(sentences.NO_SUCH_CARRIER)


def silent_carriers(actor: Actor) -> list[str]:
    """Names of carriers that do not answer, for the banner of whoever tends them."""
    return [one.title for one in _infos(actor) if one.silent]


def _waiting(now: datetime) -> Waiting:
    asked = Shipment.objects.filter(next_poll_at__isnull=False).values("provider")
    late = Count("pk", filter=Q(next_poll_at__lt=now - LATE))
    return {one["provider"]: (one["many"], one["late"]) for one in asked.annotate(many=Count("pk"), late=late)}


def _info(
    provider: Provider, row: Carrier | None, waiting: Waiting, known: Mapping[str, Carrier], now: datetime
) -> CarrierInfo:
    there = row or Carrier(key=provider.code, active=False, version=0)
    mine = [found for key, found in waiting.items() if asking.asker(key, known) == provider.code]
    followed, late = sum(one[0] for one in mine), sum(one[1] for one in mine)
    error = there.last_error
    return CarrierInfo(
        code=provider.code,
        title=str(provider.title),
        connected=row is not None,
        active=there.active,
        form=forms.shown(provider.form, there.settings, there.sealed),
        quota=there.quota,
        quota_limit=silence.quota_of(there),
        quota_used=silence.used_today(there, now),
        version=there.version,
        failures=there.failures,
        closed_until=there.closed_until if there.closed_until and there.closed_until > now else None,
        last_ok_at=there.last_ok_at,
        error=error,
        error_title=carrier_sentences.happened(error) if error else "",
        advice=carrier_sentences.advice(error) if error else "",
        error_words=there.error_words,
        error_at=there.last_error_at,
        shipments=followed,
        waiting=late,
        silent=row is not None and row.active and followed > 0 and _unanswered(row, late, now),
        stands_in=provider.stands_in,
        hook=knocking.address(there),
    )


def _unanswered(row: Carrier, late: int, now: datetime) -> bool:
    """For a day. A shipment that was tried in vain rests, so it is not late, but its carrier counts the failures."""
    return (late > 0 or row.failures > 0) and (row.last_ok_at or row.added_at) < now - SILENT
