"""E-mails that are known. For programs, and for whoever may see the card they belong to."""

from __future__ import annotations

from typing import Any

from marshrut.cards import queries as cards
from marshrut.kernel.actor import Actor

from ..models import Dispatch, Message
from ..rules.headers import bare
from .shapes import DispatchInfo, MessageInfo


def messages_of(actor: Actor, card: int) -> tuple[MessageInfo, ...]:
    """E-mails of a card, oldest first; none for whoever may not see it."""
    rows = Message.objects.filter(card=card).order_by("id") if cards.may_see(actor, card) else ()
    return tuple(_info(row) for row in rows)


def message(which: int) -> MessageInfo | None:
    """For programs."""
    return _first(pk=which)


def message_by_id(message_id: str) -> MessageInfo | None:
    """For programs: by Message-ID, with or without angle brackets."""
    return _first(message_id=bare(message_id))


def message_by_place(uid_key: str) -> MessageInfo | None:
    """For programs: by its place in a mailbox."""
    return _first(uid_key=uid_key)


def message_by_content(sha256: str) -> MessageInfo | None:
    """For programs: one that came with the same content, what was read through before what was only begun."""
    same = Message.objects.filter(sha256=sha256, direction="in")
    row = same.filter(state="done").order_by("id").first() or same.order_by("id").first()
    return _info(row) if row else None


def dispatch_of(card: int, visit: int) -> DispatchInfo | None:
    """For programs."""
    row = Dispatch.objects.filter(card=card, visit=visit).select_related("message").first()
    return _dispatch(row) if row else None


def dispatches_of(actor: Actor, card: int) -> tuple[DispatchInfo, ...]:
    """Sendings of a letter, oldest first; none for whoever may not see it."""
    if not cards.may_see(actor, card):
        return ()
    return tuple(_dispatch(row) for row in Dispatch.objects.filter(card=card).select_related("message").order_by("id"))


def _first(**wanted: Any) -> MessageInfo | None:
    row = Message.objects.filter(**wanted).order_by("id").first()
    return _info(row) if row else None


def _info(row: Message) -> MessageInfo:
    return MessageInfo(
        row.pk,
        row.message_id,
        row.direction,  # type: ignore[arg-type]
        row.card,
        row.mailbox,
        row.sha256,
        row.subject,
        row.sender,
        row.recipients,
        row.in_reply_to,
        tuple(row.references),
        row.at,
        row.kind,
        row.state,
        row.note,
        row.file,
    )


def _dispatch(row: Dispatch) -> DispatchInfo:
    return DispatchInfo(row.pk, row.card, row.visit, row.message.message_id, row.state, row.at, row.note)
