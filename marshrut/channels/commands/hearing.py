"""What comes in is written down once, and settled by effects of its own (`deciding`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.sql import prepared
from marshrut.org import access

from .. import rights
from ..models import Channel, Inbound
from ..wire import FileRef, Update, WireTrouble

#: effect of `deciding` that settles what was heard; payload {"inbound"}
HEARD: Final = "channel_heard"
#: the clock of the database: pollers run on several machines
_TAKE: Final = """
    UPDATE channels_channel
    SET poll_epoch = poll_epoch + 1, poll_until = clock_timestamp() + %s * interval '1 second'
    WHERE code = %s AND active AND (poll_until IS NULL OR poll_until < clock_timestamp())
    RETURNING poll_epoch, marker
"""
_RECORD: Final = """
    UPDATE channels_channel
    SET marker = %s, poll_until = clock_timestamp() + %s * interval '1 second', heard_at = %s,
        last_error = CASE WHEN failures = 0 THEN '' ELSE last_error END,
        error_words = CASE WHEN failures = 0 THEN '' ELSE error_words END
    WHERE code = %s AND poll_epoch = %s
    RETURNING id
"""
_FAILED: Final = """
    UPDATE channels_channel
    SET poll_until = clock_timestamp() + %s * interval '1 second',
        last_error = %s, error_words = %s, last_error_at = %s
    WHERE code = %s AND poll_epoch = %s
    RETURNING id
"""


@command(rights.HEAR)
def hear(actor: Actor, *, channel: str, updates: Sequence[Update]) -> int:
    """Keep what is new and have it settled. Returns how many are."""
    access.require(actor, rights.HEAR)
    known = Channel.objects.filter(code=channel)
    known.update(heard_at=clock.now())
    return _keep(channel, updates)


@command(rights.TAKE_POLL)
def take_poll(actor: Actor, *, channel: str, seconds: float) -> dict[str, Any] | None:
    """Lease the poller: {"epoch", "marker"}. None: another polls, or the channel is off."""
    access.require(actor, rights.TAKE_POLL)
    found = prepared(_TAKE, [seconds, channel])
    return {"epoch": found[0][0], "marker": found[0][1]} if found else None


@command(rights.RECORD_POLL)
def record_poll(
    actor: Actor, *, channel: str, epoch: int, updates: Sequence[Update], marker: str, seconds: float = 0.0
) -> bool:
    """Keep what was heard and move the marker, in one transaction. False: another polls since; nothing is kept.

    `seconds`: the lease lasts so long from now on; 0 lets go of it.
    """
    access.require(actor, rights.RECORD_POLL)
    if not prepared(_RECORD, [marker, seconds, clock.now(), channel, epoch]):
        return False
    _keep(channel, updates)
    return True


@command(rights.POLL_FAILED)
def poll_failed(actor: Actor, *, channel: str, epoch: int, trouble: WireTrouble, seconds: float = 0.0) -> bool:
    """Nobody polls for so many seconds. What is sent knows better how the channel does: it is not closed by this."""
    access.require(actor, rights.POLL_FAILED)
    told = [seconds, trouble.code, trouble.said[:1000], clock.now(), channel, epoch]
    return bool(prepared(_FAILED, told))


@command(rights.LISTEN)
def listen(actor: Actor, *, channel: str) -> bool:
    """The other side was asked to call us."""
    access.require(actor, rights.LISTEN)
    return bool(Channel.objects.filter(code=channel).update(listening_at=clock.now()))


def _keep(channel: str, updates: Sequence[Update]) -> int:
    """In the order they were told. What was known already is not settled again."""
    now = clock.now()
    told = {storable(one.uid): one for one in updates}
    known = set(Inbound.objects.filter(channel=channel, uid__in=list(told)).values_list("uid", flat=True))
    rows = [Inbound(channel=channel, uid=uid, said=_said(one), at=now) for uid, one in told.items() if uid not in known]
    Inbound.objects.bulk_create(rows, ignore_conflicts=True)
    # ids of rows that another writer was faster with are not given back: all of them are asked for, and an effect that
    # is there already adds nothing
    fresh = Inbound.objects.filter(channel=channel, uid__in=[row.uid for row in rows], state="new")
    ids = list(fresh.order_by("pk").values_list("pk", flat=True)) if rows else []
    return effects.enqueue([effects.row(HEARD, f"{HEARD}:{pk}", payload={"inbound": pk}) for pk in ids])


def _said(update: Update) -> dict[str, Any]:
    """For `Inbound.said`."""
    found = {key: storable(value) for key, value in asdict(update).items() if value and key not in ("at", "files")}
    found["files"] = [{key: storable(value) for key, value in asdict(one).items()} for one in update.files]
    found["at"] = update.at.isoformat() if update.at else None
    return found


def storable(value: Any) -> Any:
    """Without what no text of the database can hold: one such sign must not have the call repeated for ever."""
    return value.replace("\x00", "").encode(errors="ignore").decode() if isinstance(value, str) else value


def update_of(said: Mapping[str, Any]) -> Update:
    """What was heard, as the wire told it."""
    about = dict(said)
    files = tuple(FileRef(**one) for one in about.pop("files", ()))
    at = about.pop("at", None)
    blank = {"uid": "", "heard": "words", "sender": "", "chat": ""}
    return Update(**(blank | about), files=files, at=datetime.fromisoformat(at) if at else None)
