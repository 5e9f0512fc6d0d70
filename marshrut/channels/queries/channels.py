"""Channels for administrators, without their secrets; accounts for whoever sends and hears."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q

from marshrut.calendars.queries import company_schedule, day_of
from marshrut.kernel import clock, forms, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights, sentences, wire
from ..models import Address, Bucket, Channel, Delivery
from ..models.traffic import ENDED_WELL, GOING, OPEN
from ..wire import Account
from . import hooks
from .reach import active_codes
from .shapes import ChannelInfo

#: a channel is called silent when something has waited so long and nothing came through
SILENT: Final = timedelta(hours=1)


def may_tend(actor: Actor) -> bool:
    return access.may(actor, rights.SEE)


def active() -> list[str]:
    """Codes of channels that are on and installed."""
    return active_codes()


def account(code: str) -> Account | None:
    """None when it is not connected or off; raises sealing.Unreadable."""
    row = Channel.objects.filter(code=code, active=True).first()
    return account_of(row) if row is not None and wire.wire(code) is not None else None


def account_of(row: Channel) -> Account:
    there = wire.wire(row.code)
    settings = forms.filled(there.form, row.settings, {}) if there is not None else row.settings
    return Account(row.code, settings, sealing.unseal_named(row.secrets, purpose(row)))


def purpose(row: Channel) -> str:
    """What its secrets are sealed for."""
    return f"channel.{row.code}"


def hook_opens(code: str, secret: str) -> bool:
    """Whether it is the address the other side was told to call."""
    return hooks.opens(code, secret)


def channels(actor: Actor) -> list[ChannelInfo]:
    """Every channel, connected or not; none for whoever may not tend them."""
    if not may_tend(actor):
        return []
    now = clock.now()
    rows = {row.code: row for row in Channel.objects.order_by("pk")}
    codes = [one.code for one in wire.wires()]
    codes += [code for code in rows if code not in codes]
    load, reached = _load(now), _reached()
    waits = dict(Bucket.objects.filter(key__in=codes).values_list("key", "blocked_until"))
    return [
        _info(code, rows.get(code), load.get(code, {}), reached.get(code, 0), waits.get(code), now) for code in codes
    ]


def channel(actor: Actor, code: str) -> ChannelInfo:
    """Raises NotFound."""
    for one in channels(actor):
        if one.code == code:
            return one
    raise NotFound(sentences.NO_SUCH_CHANNEL)


def silent_channels(actor: Actor) -> list[str]:
    """Names of channels that let nothing through, for the banner of whoever tends them."""
    return [one.title for one in channels(actor) if one.silent]


def _reached() -> dict[str, int]:
    """People who have a live address, by channel."""
    live = Address.objects.filter(state="on", confirmed=True).values("channel")
    return {one["channel"]: one["n"] for one in live.annotate(n=Count("person", distinct=True))}


def _load(now: datetime) -> dict[str, dict[str, Any]]:
    """What waits, and what came of today's."""
    today = Q(ended_at__gte=datetime.combine(day_of(now), time(), company_schedule().tz))
    # each of three has an index of its own
    asked = Q(state="held") | Q(state__in=GOING) | today
    counted = (
        Delivery.objects.filter(asked)
        .values("channel")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=OPEN)),
            held=Count("pk", filter=Q(state="held")),
            sent=Count("pk", filter=Q(state__in=ENDED_WELL) & today),
            failed=Count("pk", filter=Q(state="failed") & today),
            oldest=Min("at", filter=Q(state__in=GOING)),
        )
    )
    return {one["channel"]: dict(one) for one in counted}


def _info(
    code: str, row: Channel | None, load: Mapping[str, Any], people: int, waits: datetime | None, now: datetime
) -> ChannelInfo:
    there, one = row or Channel(code=code, active=False, version=0), wire.wire(code)
    error, oldest = there.last_error, load.get("oldest")
    stuck = oldest is not None and oldest < now - SILENT
    return ChannelInfo(
        code=code,
        title=title_of(code),
        installed=one is not None,
        connected=row is not None,
        active=there.active,
        form=forms.shown(one.form, there.settings, there.sealed) if one is not None else (),
        version=there.version,
        limit_sum=there.limit_sum,
        short=there.short,
        links=one is not None and one.links,
        presses=one is not None and one.presses,
        hears=one.hears if one is not None else "never",
        hook=hooks.path(there),
        failures=there.failures,
        closed_until=there.closed_until if there.closed_until and there.closed_until > now else None,
        waits_until=waits if waits and waits > now else None,
        last_ok_at=there.last_ok_at,
        heard_at=there.heard_at,
        error=error,
        error_title=sentences.happened(error) if error else "",
        advice=sentences.advice(error) if error else "",
        error_words=there.error_words,
        error_at=there.last_error_at,
        waiting=load.get("waiting", 0),
        held=load.get("held", 0),
        sent_today=load.get("sent", 0),
        failed_today=load.get("failed", 0),
        people=people,
        silent=there.active and stuck and (there.last_ok_at is None or there.last_ok_at < now - SILENT),
    )


def title_of(code: str) -> str:
    """Its name, also when it is not installed any more."""
    one = wire.wire(code)
    return str(one.title) if one is not None else code
