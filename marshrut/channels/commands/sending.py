"""What becomes of a delivery: begun before anything leaves the house, ended with what came of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.sql import prepared
from marshrut.org import access

from .. import events, rights
from ..models import Channel, Delivery
from ..rules import outcomes
from ..rules.groups import PRESSING
from ..rules.routing import TOGETHER
from ..wire import WireTrouble
from . import steps
from .addresses import lose
from .routing import onward

#: how often at most it is noted that a channel is well
NOTED: timedelta = timedelta(seconds=30)


@command(rights.BEGIN)
def begin(actor: Actor, *, delivery: int, edition: int | None = None, parts: Collection[int] = ()) -> bool:
    """It leaves the house now: from here on nobody knows whether it arrived, until `sent` or `went_wrong`.

    `parts`: notices that are told with it; what joined since it was composed waits for the next message. False when it
    may not: it is over, or it may have arrived already and only informs.
    """
    access.require(actor, rights.BEGIN)
    row = steps.locked(delivery)
    if row is None or row.state not in ("queued", "retry", "sending"):
        return False
    now = clock.now()
    lost = row.state == "sending"
    if lost and (row.group not in PRESSING or row.why == "unsure"):
        _fail(actor, row, "unsure", now, passes_on=row.group in PRESSING)
        return False
    row.state, row.tries, row.tried_at, row.edition = "sending", row.tries + 1, row.tried_at or now, edition
    row.why = "unsure" if lost else row.why
    row.save(update_fields=["state", "tries", "tried_at", "edition", "why"])
    if row.group in PRESSING or row.kind != "notice":  # nothing joins those
        return True
    missed = Delivery.objects.filter(together=row, state__in=steps.WAITING).exclude(notice__in=parts)
    missed.update(together=None, state="held", why="together", next_at=row.at + TOGETHER)
    return True


@command(rights.SENT)
def sent(actor: Actor, *, delivery: int, outside: str, parts: Collection[int] = ()) -> bool:
    """It is there, and so are the notices that its message told, `parts`."""
    access.require(actor, rights.SENT)
    row = steps.held(delivery)
    if row is None or row.state == "suppressed":
        return False
    now = clock.now()
    pressed = row.state == "acknowledged"
    steps.end(row, "acknowledged" if pressed else "sent", "", now)
    row.outside = outside[:1000] or row.outside
    row.save(update_fields=["state", "why", "said", "next_at", "ended_at", "outside"])
    there = Delivery.objects.filter(together=row, state__in=steps.WAITING, notice__in=parts)
    there.update(state="sent", why="together", next_at=None, ended_at=now, outside=row.outside, tried_at=now)
    if not pressed:  # who pressed it has told so already
        steps.tell(actor, row, events.SENT)
    _well(row.channel, now)
    return True


@command(rights.WENT_WRONG)
def went_wrong(
    actor: Actor, *, delivery: int, trouble: WireTrouble, wait: float | None = None, key: str | None = None
) -> float | None:
    """It did not arrive, or nobody knows. Returns in how many seconds it is tried again, None: it is over."""
    access.require(actor, rights.WENT_WRONG)
    row = steps.locked(delivery)
    if row is None or row.state != "sending":
        return None
    now = clock.now()
    what = outcomes.verdict(
        trouble.code, certain=trouble.certain, wait=wait, group=row.group, tries=row.tries, unsure=row.why == "unsure"
    )
    wait = _wrong(actor, row, what, trouble, now)
    _ill(row.channel, what, trouble, now)
    return wait


def _wrong(actor: Actor, row: Delivery, what: outcomes.Verdict, trouble: WireTrouble, now: datetime) -> float | None:
    if what.address_lost and row.address is not None:
        lose(actor, row.address, trouble.code, now)
    why = trouble.code if trouble.certain else "unsure"
    if what.state == "failed":
        _fail(actor, row, why, now, trouble.said, passes_on=what.passes_on)
        return None
    news = row.tries == 1 or row.why != why
    row.state, row.why, row.said = "retry", why, trouble.said[:1000]
    row.next_at = now + timedelta(seconds=what.wait)
    row.save(update_fields=["state", "why", "said", "next_at"])
    if news:  # history is for ever: the first, a new reason and the end are told, `tries` counts the rest
        steps.tell(actor, row, events.FAILED)
    if what.passes_on and not row.passed_on:
        onward(actor, row)
    return what.wait


@command(rights.GIVE_UP)
def give_up(actor: Actor, *, delivery: int, why: str, failed: bool = False, said: str = "") -> bool:
    """It is not sent at all: there is no reason any more, or (`failed`) no way, and then the next one is asked."""
    access.require(actor, rights.GIVE_UP)
    row = steps.locked(delivery)
    if row is None or row.state not in steps.WAITING:
        return False
    now = clock.now()
    if failed:
        _fail(actor, row, why, now, said, passes_on=True)
    else:
        heir = steps.behead(row, now) if why == "read" else None
        _end_with_parts(row, "suppressed", why, now)
        steps.post([heir] if heir is not None else [], mark="heir")
        steps.tell(actor, row, events.SUPPRESSED)
    return True


@command(rights.PART)
def part(actor: Actor, *, delivery: int) -> int:
    """What wanted to join a message that cannot be changed goes by itself. Returns how many do."""
    access.require(actor, rights.PART)
    rows = list(
        Delivery.objects.select_for_update(no_key=True).filter(together=delivery, state="queued").order_by("pk")
    )
    for row in rows:
        row.together, row.why = None, ""
        row.save(update_fields=["together", "why"])
    steps.post(rows)
    return len(rows)


def _fail(actor: Actor, row: Delivery, why: str, now: datetime, said: str = "", *, passes_on: bool) -> None:
    _end_with_parts(row, "failed", why, now, said)
    steps.tell(actor, row, events.FAILED)
    if passes_on and not row.passed_on:
        onward(actor, row)


def _end_with_parts(row: Delivery, state: str, why: str, now: datetime, said: str = "") -> None:
    steps.end(row, state, why, now, said)
    row.save(update_fields=["state", "why", "said", "next_at", "ended_at"])
    parts = Delivery.objects.filter(together=row, state__in=steps.WAITING)
    parts.update(state=state, why=why, next_at=None, ended_at=now)


def _well(channel: str, now: datetime) -> None:
    """Without a write for every message: the row of a channel is everybody's."""
    ill = Channel.objects.filter(code=channel).exclude(failures=0, last_error="", last_ok_at__gt=now - NOTED)
    ill.update(failures=0, closed_until=None, last_error="", error_words="", last_ok_at=now)


def _ill(channel: str, what: outcomes.Verdict, trouble: WireTrouble, now: datetime) -> None:
    if what.channel == "limit":
        prepared(_BLOCK, [channel, what.wait])
        return
    if what.channel == "fine":
        return
    rows = Channel.objects.filter(code=channel)
    rows.update(failures=F("failures") + 1, last_error=trouble.code, error_words=trouble.said[:1000], last_error_at=now)
    failures = rows.values_list("failures", flat=True).first() or 0
    if rest := outcomes.closes(failures, what.channel):
        rows.update(closed_until=now + rest)


_BLOCK = """
    INSERT INTO channels_bucket (key, tokens, at, blocked_until)
    VALUES (%s, 0, clock_timestamp(), clock_timestamp() + %s * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET blocked_until = greatest(channels_bucket.blocked_until, excluded.blocked_until)
"""
