"""Where the other side calls us, and that it goes on doing so.

The address is a secret and the call shows another; what it says is believed only when the wire says it is theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q

from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect, on_effect, on_housekeeping
from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from . import commands, polling, queries, wire
from .models import Channel
from .queries import hooks
from .wire import Account, Update, Wire, WireTrouble

log = logging.getLogger(__name__)
ACTOR: Final = Actor.robot("channels")
#: MAX forgets whom it could not reach for eight hours; asking again is harmless
AGAIN: Final = timedelta(hours=6)
#: seconds between looks, between tries, of one call
EVERY, TRIED, LEASE = 60.0, 600.0, 60.0


def kind(channel: str) -> str:
    """Effect of a channel; it goes in the lane of what comes in."""
    return f"{channel}-listen"


def register() -> None:
    on_housekeeping("channels.listen", EVERY)(duty)
    wire.welcome(_carry)


def _carry(there: Wire) -> None:
    if there.hears in ("hook", "both"):
        on_effect(kind(there.code), lane=polling.lane(there.code), lease=LEASE, max_attempts=3, inside=True)(turn)


class Closed(Exception):
    """Not now: the account cannot be read. The other side tells it again."""


def told(channel: str, secret: str, headers: Mapping[str, str], body: bytes) -> Sequence[Update]:
    """What a call says. Raises NotFound for a stranger's, whatever is wrong with it, and Closed."""
    one = wire.wire(channel)
    if one is None or one.hears not in ("hook", "both") or not queries.hook_opens(channel, secret):
        raise NotFound("")
    try:
        account = queries.account(channel)
    except sealing.Unreadable:
        raise Closed from None
    if account is None or polling.polls(one, account) or not one.proves(account, headers):
        raise NotFound("")
    try:
        return one.read(account, body)
    except WireTrouble as trouble:  # telling it again makes it no clearer
        log.warning("%s says what cannot be read: %s", channel, trouble.said)
        return ()


def duty() -> None:
    """Ask those to call us that may have given us up. Where we ask ourselves, they are told once to be silent."""
    now = clock.now()
    due = Channel.objects.filter(Q(listening_at=None) | Q(listening_at__lt=now - AGAIN), active=True)
    names = {one.code for one in wire.wires() if one.hears in ("hook", "both")}
    slot = int(now.timestamp() // TRIED)
    codes = [code for code in due.values_list("code", flat=True) if code in names]
    effects.enqueue([effects.row(kind(code), f"{kind(code)}:{slot}", payload={"channel": code}) for code in codes])


def turn(payload: dict[str, Any], _effect: TakenEffect) -> None:
    listen(payload["channel"])


def listen(channel: str) -> bool:
    """Ask the other side to call us, or, where we ask ourselves, to be silent. False when it does not want to."""
    one = wire.wire(channel)
    try:
        account = queries.account(channel)
        if one is None or account is None or one.hears in ("never", "poll"):
            return False
        return _asked(one, account, "" if polling.polls(one, account) else hooks.address(channel))
    except sealing.Unreadable:
        return False


def _asked(one: Wire, account: Account, where: str) -> bool:
    if not where and not polling.polls(one, account):
        return False
    try:
        one.listen(account, where)
    except WireTrouble as trouble:
        log.warning("%s does not call us: %s %s", one.code, trouble.code, trouble.said)
        return False
    return commands.listen(ACTOR, channel=one.code)
