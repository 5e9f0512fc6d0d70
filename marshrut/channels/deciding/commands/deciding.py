"""A decision confirmed on the page a link of a mail or of a push leads to."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Forbidden, NotFound
from marshrut.org import access

from ... import rights
from ...models import Action, Delivery
from .. import checking, codes
from ..checking import No
from ..doing import do
from . import settling


@command(rights.DECIDE, own_transaction=True)
def decide_action(
    actor: Actor, *, action: str, reason: str = "", because: str = "", key: str | None = None
) -> dict[str, Any]:
    """Do what the action says, as the signed-in person whose it is; `action`: the secret part of the address.

    The action is its own client key: of two presses the second gets the first answer, so `key` is not needed. Returns
    {"card", "task"}. Raises NotFound for an unknown one and another's alike, Conflict with a code of `codes`, and
    whatever the decision itself is refused with (`reason_required`, `prove_identity`).
    """
    access.require(actor, rights.DECIDE)
    row = checking.find(action)
    if row is None or row.person_id != actor.person_id:
        if row is not None:
            _journal(actor, row, codes.ANOTHER)
        raise NotFound(codes.SENTENCES[codes.UNKNOWN])
    over = _refusal(row, actor)
    if over is not None and over.code == codes.USED:
        return {"card": row.card_id, "task": row.task_id}
    if over is not None and over.code not in codes.DONE_PERHAPS:
        raise _journaled(actor, row, over)
    try:
        do(row, actor, reason, because=because)
    except (Conflict, Forbidden, NotFound) as error:
        if over is not None:
            raise _journaled(actor, row, over) from None
        _journal(actor, row, checking.told(error, row).code)
        raise
    _used(row)
    return {"card": row.card_id, "task": row.task_id}


def _refusal(row: Action, actor: Actor) -> No | None:
    try:
        checking.fresh(row)
        checking.look(row, actor)
    except No as no:
        return no
    return None


def _journaled(actor: Actor, row: Action, no: No) -> Conflict:
    _journal(actor, row, no.code)
    return Conflict(no.said, code=no.code)


@transaction.atomic
def _used(row: Action) -> None:
    Action.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now(), ended="done")
    Delivery.objects.filter(pk=row.delivery_id, state="sent").update(state="acknowledged")
    if row.verb != "take":
        settling.settled(row.task_id, f"action:{row.pk}")


@transaction.atomic
def _journal(actor: Actor, row: Action, code: str) -> None:
    people = {row.person_id, *filter(None, [actor.person_id])}
    settling.journal(actor, people, row.channel, code, {"card": row.card_id, "task": row.task_id})
