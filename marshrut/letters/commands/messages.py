"""E-mails that are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack

from django.db import connection
from django.db.models import Q

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights
from ..models import Message
from ..rules.headers import bare
from . import steps

MessageKind = Literal["letter", "auto_reply", "bounce", "ignored", "notice"]


class MessageFields(TypedDict, total=False):
    """What is left out stays as it is. `file`: stored file of the raw .eml; `at`: the Date header."""

    card: int | None
    mailbox: int | None
    uid_key: str | None
    sha256: str
    subject: str
    sender: str
    recipients: str
    in_reply_to: str
    references: Sequence[str]
    at: datetime | None
    kind: MessageKind
    state: str
    note: str
    file: int | None


@command(rights.KNOW)
def know_message(
    actor: Actor, *, message_id: str, direction: Literal["in", "out"], **fields: Unpack[MessageFields]
) -> dict[str, Any]:
    """Know an e-mail, or more of one that is known: by its Message-ID, or by its place in the mailbox.

    Whoever comes second, with the same id, place or content, waits for the first. A letter that has an e-mail now is
    looked at again.
    Returns {"id", "new", "card", "kind", "state", "file"}.
    """
    access.require(actor, rights.KNOW)
    message_id = bare(message_id)
    for name in sorted({message_id, fields.get("uid_key") or message_id, fields.get("sha256") or message_id}):
        _alone_with(name)
    row = _known(message_id, fields.get("uid_key"))
    new = row is None
    if row is None:
        row = Message(message_id=message_id, direction=direction, created_at=clock.now())
    for name, value in fields.items():
        setattr(row, name, _cleaned(name, value))
    row.save()
    if row.card is not None:
        steps.again([row.card])
    return {"id": row.pk, "new": new, "card": row.card, "kind": row.kind, "state": row.state, "file": row.file}


def _known(message_id: str, uid_key: str | None) -> Message | None:
    same = Q(message_id=message_id) | Q(uid_key=uid_key) if uid_key else Q(message_id=message_id)
    found = sorted(Message.objects.filter(same), key=lambda one: one.message_id != message_id)
    return found[0] if found else None


def _cleaned(name: str, value: Any) -> Any:
    if name == "in_reply_to":
        return bare(value)
    if name == "references":
        return [bare(one) for one in value]
    return value


def _alone_with(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('letters.message'), hashtext(%s))", [name])
