"""What the worker does with what was heard, and what it says in answer."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any, Final

from django.utils.translation import override

from marshrut.jobs.registry import TakenEffect, on_effect, on_housekeeping
from marshrut.kernel.actor import Actor

from .. import commands as room
from ..commands.hearing import update_of
from ..linking import leaving, starting, telling
from ..models import Address, Inbound
from ..wire import WireTrouble
from . import closing, commands, keys, mailing, pressing, speaking, talking
from .commands.settling import REFRESH, SAY, SETTLE
from .verdicts import Heard, Verdict

log = logging.getLogger(__name__)
HEARD: Final = "channel_heard"
#: what was heard and what is said wait for messengers: the routing of new notices never waits for either of them
HEARD_LANE: Final = "channels-heard"
SAID_LANE: Final = "channels-said"
ROBOT: Final = Actor.robot("channels")
#: seconds between looks for tasks that ended elsewhere
EVERY: Final = 15


telling.register()


@on_effect(HEARD, lane=HEARD_LANE, lease=60)
def heard(payload: dict[str, Any], effect: TakenEffect) -> None:
    """`payload`: {"inbound"}."""
    row = Inbound.objects.filter(pk=payload["inbound"], state="new").first()
    if row is None:
        return
    update = update_of(row.said)
    on = Address.objects.filter(channel=row.channel, address=update.sender, state="on", confirmed=True)
    address, person = on.values_list("pk", "person_id").first() or (None, None)
    language = speaking.language_of(person)
    this = Heard(row.pk, row.channel, update, person, address, language, again=effect.attempts > 1)
    with override(this.language):
        verdict = _verdict(this)
        if commands.settle_action(ROBOT, heard=this, verdict=verdict):
            _answer(this, verdict)


def _verdict(this: Heard) -> Verdict:
    kind, update = this.update.heard, this.update
    if kind == "bounce":
        return mailing.bounced(this)
    if this.channel == mailing.CHANNEL:
        return mailing.answered(this)
    if kind == "stop":
        return starting.stopped(this)
    if kind == "start":
        return starting.started(this)
    if kind == "press" and update.data.startswith((keys.LINK, keys.NOT_ME)):
        return starting.confirmed(this)
    if kind == "press":
        return pressing.pressed(this)
    return talking.said(this)


def _answer(this: Heard, verdict: Verdict) -> None:
    """The one who pressed waits for it this moment; later it is of no use, so it is tried once."""
    if this.update.callback and (found := speaking.way(this.channel)) is not None:
        with suppress(WireTrouble):
            found[0].answer(found[1], this.update.callback, verdict.answer, alert=verdict.alert)
    if verdict.acknowledges is not None:
        room.acknowledge(ROBOT, delivery=verdict.acknowledges, outside=verdict.message)


@on_effect(SAY, lane=SAID_LANE, lease=30, max_attempts=6)
def say(payload: dict[str, Any], _effect: TakenEffect) -> str | None:
    return speaking.say(payload["spoken"])


@on_effect(SETTLE, lane=SAID_LANE, lease=30, max_attempts=6)
def settle(payload: dict[str, Any], _effect: TakenEffect) -> None:
    speaking.settle(payload["delivery"], payload.get("pressed", ""))


@on_effect(REFRESH, lane=SAID_LANE, lease=60, max_attempts=6)
def refresh(payload: dict[str, Any], _effect: TakenEffect) -> None:
    speaking.refresh(payload["delivery"])


@on_housekeeping("channels.closing", EVERY)
def close() -> None:
    closing.close()
    leaving.leave()
