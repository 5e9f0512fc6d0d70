"""Asking the other side what is new, where it cannot call us: one asks at a time, and asks again as soon as it is told.

The effect of a channel goes on and on, a call at a turn; a duty begins it when nobody asks. A worker that dies
between the answer and its record has lost nothing: the marker has not moved, the same is told again and is known.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import Now

from marshrut.jobs import effects
from marshrut.jobs.registry import Busy, TakenEffect, on_effect, on_housekeeping
from marshrut.kernel import sealing
from marshrut.kernel.actor import Actor

from . import commands, queries, wire
from .models import Channel
from .wire import Account, Wire, WireTrouble

log = logging.getLogger(__name__)
ACTOR: Final = Actor.robot("channels")
#: seconds between looks of the duty; that one call waits for news (a worker that is told to stop waits for it); a lease
EVERY, WAIT, LEASE = 10.0, 8.0, 30.0
#: after a call that came to nothing, and when only a person can help
PAUSE, LONG_PAUSE = 5.0, 60.0
_HELPLESS: Final = frozenset({"refused", "settings", "sealed", "certificate", "forbidden"})


def lane(channel: str) -> str:
    return f"{channel}-in"


def kind(channel: str) -> str:
    """Effect of a channel."""
    return f"{channel}-poll"


def register() -> None:
    on_housekeeping("channels.poll", EVERY)(duty)
    wire.welcome(_carry)


def _carry(there: Wire) -> None:
    """A lane for what comes in: whoever waits for news holds up nothing else."""
    if there.hears in ("poll", "both"):
        on_effect(kind(there.code), lane=lane(there.code), lease=LEASE, max_attempts=3, inside=True)(turn)


def polls(one: Wire, account: Account) -> bool:
    """As the wire can, and where it can both, as the tick `hook` of its form says."""
    return one.hears == "poll" or (one.hears == "both" and not account.settings.get("hook"))


def duty() -> None:
    """Begin where nobody asks. The epoch is in the name: however often it is said, it is begun once."""
    names = [one.code for one in wire.wires() if one.hears in ("poll", "both")]
    idle = Channel.objects.filter(Q(poll_until=None) | Q(poll_until__lt=Now()), code__in=names, active=True)
    rows = []
    for code, epoch in idle.values_list("code", "poll_epoch"):
        if _ours(code) is not None:
            rows.append(effects.row(kind(code), f"{kind(code)}:{epoch}", payload={"channel": code}))
    effects.enqueue(rows)


def turn(payload: dict[str, Any], _effect: TakenEffect) -> None:
    """Raises Busy while there is more to hear: no try is counted, and the same effect goes on."""
    if poll(payload["channel"]):
        raise Busy(after=0)


def poll(channel: str, wait: float = WAIT) -> bool:
    """Whether it is to be asked again at once; False when another asks, it is off, or it has to be left alone."""
    found = _ours(channel)
    taken = commands.take_poll(ACTOR, channel=channel, seconds=LEASE) if found is not None else None
    return found is not None and taken is not None and _once(found, channel, taken, wait)


def _once(found: tuple[Wire, Account], channel: str, taken: dict[str, Any], wait: float) -> bool:
    one, account = found
    try:
        updates, marker = one.poll(account, taken["marker"], wait)
    except WireTrouble as trouble:
        return _lost(channel, taken["epoch"], trouble)
    except Exception:
        log.exception("news of %s could not be read", channel)
        return _lost(channel, taken["epoch"], WireTrouble("protocol"))
    return commands.record_poll(ACTOR, channel=channel, epoch=taken["epoch"], updates=updates, marker=marker)


def _lost(channel: str, epoch: int, trouble: WireTrouble) -> bool:
    """The duty begins anew after the pause."""
    log.warning("%s tells nothing new: %s %s", channel, trouble.code, trouble.said)
    pause = LONG_PAUSE if trouble.code in _HELPLESS else PAUSE
    if trouble.retry_after is not None:
        pause = trouble.retry_after.total_seconds()
    commands.poll_failed(ACTOR, channel=channel, epoch=epoch, trouble=trouble, seconds=pause)
    return False


def _ours(channel: str) -> tuple[Wire, Account] | None:
    """None when it is off, not installed, or the other side calls us."""
    one = wire.wire(channel)
    try:
        account = queries.account(channel) if one is not None else None
    except sealing.Unreadable:
        return None
    return (one, account) if one is not None and account is not None and polls(one, account) else None
