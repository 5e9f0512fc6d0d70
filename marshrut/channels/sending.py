"""A delivery leaves the house: whether it should still, how fast it may, what it says, and what came of it.

Nothing is open in the database while the network is used. That it is on its way is written down before: after a crash
it is known that it may have arrived.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from marshrut.jobs.registry import Busy, TakenEffect
from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor

from . import commands, messages, pacing, wire
from .models import Channel, Delivery
from .queries import standing
from .queries.channels import account_of
from .rules.outcomes import GIVEN_UP
from .wire import Account, To, Wire, WireTrouble

log = logging.getLogger(__name__)
ROBOT: Final = Actor.robot("channels")
#: tries of a message that cannot be composed, or sent for a reason nobody foresaw
TRIES: Final = 3
_OVER: Final = ("acknowledged", "failed", "suppressed", "held")


def send(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """One delivery, or what has joined one that was sent. Raises Busy when it has to wait. What fails again and again
    in a way nobody foresaw goes the next way: a row that is never over would wait for ever."""
    try:
        return _send(payload, effect)
    except Busy:
        raise
    except Exception:
        if effect.attempts < TRIES:
            raise
        log.exception("delivery %s cannot be sent", payload["delivery"])
        commands.give_up(ROBOT, delivery=payload["delivery"], why="unsaid", failed=True)
        return None


def _send(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    row = Delivery.objects.select_related("address", "person").filter(pk=payload["delivery"]).first()
    if row is None or row.state in _OVER or row.together_id is not None:
        return None
    channel = Channel.objects.filter(code=row.channel).first()
    there = wire.wire(row.channel)
    if there is None or channel is None or not channel.active:
        return _over(row, "off", failed=True)
    if row.state == "sent":
        return _add(row, there, channel)
    if row.address is None or not row.address.live:
        return _over(row, row.address.off_why if row.address else "unlinked", failed=True)
    if row.tried_at is not None and row.tried_at + GIVEN_UP < clock.now():
        return _over(row, "late", failed=True)
    if (why := standing.obstacle(row)) is not None:
        return _over(row, why)
    _wait_for(row, channel, there, bulk=effect.lane.endswith("-bulk"))
    return _go(row, there, channel)


def _go(row: Delivery, there: Wire, channel: Channel) -> str | None:
    message = messages.compose(row)
    if message is None:
        return _over(row, "nothing")
    if not commands.begin(ROBOT, delivery=row.pk, edition=row.edition, parts=row.shown):
        return None
    try:
        outside = there.send(_account(channel), _to(row), message)
    except WireTrouble as trouble:
        return _wrong(row, trouble)
    except Exception as error:
        log.exception("what %s answers makes no sense", row.channel)
        return _wrong(row, WireTrouble("protocol", type(error).__name__, certain=False))
    commands.sent(ROBOT, delivery=row.pk, outside=outside, parts=row.shown)
    return outside


def _wrong(row: Delivery, trouble: WireTrouble) -> str | None:
    log.warning("delivery %s: %s %s", row.pk, trouble.code, trouble.said)
    asked = trouble.retry_after.total_seconds() if trouble.retry_after is not None else None
    wait = commands.went_wrong(ROBOT, delivery=row.pk, trouble=trouble, wait=asked)
    if wait is not None:
        raise Busy(trouble.code, after=wait)
    return None


def _add(row: Delivery, there: Wire, channel: Channel) -> str | None:
    """What was said since of the same card takes the place of the message; when it cannot, it goes by itself."""
    if not row.parts.filter(state="queued").exists():
        return None
    message = messages.compose(row)
    try:
        if message is not None and row.address is not None:
            _wait_for(row, channel, there, bulk=True)
            there.edit(_account(channel), _to(row), row.outside, message)
    except WireTrouble as trouble:
        log.warning("delivery %s cannot be changed: %s %s", row.pk, trouble.code, trouble.said)
        commands.part(ROBOT, delivery=row.pk)
        return None
    commands.sent(ROBOT, delivery=row.pk, outside=row.outside, parts=row.shown)
    return row.outside


def _wait_for(row: Delivery, channel: Channel, there: Wire, *, bulk: bool) -> None:
    """While a channel is shut its messages take the next way at once, and wait here in case there is none."""
    now = clock.now()
    if channel.closed_until is not None and channel.closed_until > now:
        if not row.passed_on:
            commands.pass_on(ROBOT, delivery=row.pk)
        raise Busy("the channel is shut", after=_rest(channel.closed_until - now))
    address = row.address.address if row.address is not None else ""
    if wait := pacing.take(row.channel, address, there.pace, bulk=bulk):
        raise Busy("more than the other side takes", after=wait)


def _rest(left: timedelta) -> float:
    return max(left.total_seconds(), 1)


def _over(row: Delivery, why: str, *, failed: bool = False) -> str | None:
    commands.give_up(ROBOT, delivery=row.pk, why=why, failed=failed)
    return None


def _account(channel: Channel) -> Account:
    try:
        return account_of(channel)
    except sealing.Unreadable as error:
        raise WireTrouble("sealed") from error


def _to(row: Delivery) -> To:
    address = row.address.address if row.address is not None else ""
    return To(address, row.person_id, row.person.language, row.person.short_name)
