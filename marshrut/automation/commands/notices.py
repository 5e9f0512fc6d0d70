"""Putting a notice into the portal, marking notices read."""

from __future__ import annotations

from collections.abc import Iterable

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.sql import prepared
from marshrut.org import access

from .. import telling
from ..models import Notification
from ..notices import Message


@command("notice.deliver")
def deliver_notice(actor: Actor, *, person: int, about: str, message: Message, dedup: str, read: bool = False) -> int:
    """Put a notice into the portal, once for each `dedup`. Returns its id. `read`: the person knows it already.

    Those of one person become visible in the order of their ids: whoever asks for what came after one misses none.
    """
    access.require(actor, "notice.deliver")
    prepared("SELECT pg_advisory_xact_lock(hashtext('automation.notice'), hashtext(%s))", [str(person)])
    row, made = Notification.objects.get_or_create(
        dedup=dedup,
        defaults={
            "person_id": person,
            "card_id": message.card,
            "task": message.task,
            "about": about,
            "title": message.title,
            "text": message.text,
            "at": (now := clock.now()),
            "read_at": now if read else None,
        },
    )
    if made and not read:
        telling.tell(telling.Delivered(row.pk, person, about, message.card, message.task))
    return row.pk


@command("notice.read")
def read_notices(actor: Actor, *, notices: Iterable[int] | None = None, key: str | None = None) -> int:
    """Mark the person's own notices read: those named, or all. Returns how many were unread."""
    access.require(actor, "notice.read")
    unread = Notification.objects.filter(person_id=actor.person_id or 0, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices))
    return unread.update(read_at=clock.now())
