"""The sending of a letter by e-mail: begun once, settled once (decision 0017)."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from .. import rights
from ..models import Dispatch
from ..sentences import NO_SUCH_DISPATCH

DispatchState = Literal["ready", "sending", "sent", "failed", "unknown", "bounced"]
#: how the sending may go on
AFTER: dict[str, tuple[DispatchState, ...]] = {
    "ready": ("sending", "failed"),
    "sending": ("ready", "sent", "failed", "unknown"),
    "unknown": ("sent", "failed", "bounced"),
    "sent": ("bounced",),
    "failed": (),
    "bounced": (),
}


@command(rights.BEGIN_DISPATCH)
def begin_dispatch(actor: Actor, *, card: int, visit: int, message: int) -> dict[str, Any]:
    """The sending from this visit, made `ready` if there is none. Returns {"id", "state", "message", "note", "new"}.

    Only whoever then gets "new", or finds "ready", may go on to `sending`; "sending" left by a process that died is
    for `settle_dispatch(state="unknown")`.
    """
    access.require(actor, rights.BEGIN_DISPATCH)
    values = {"message_id": message, "at": clock.now()}
    row, new = Dispatch.objects.get_or_create(card=card, visit=visit, defaults=values)
    return {"id": row.pk, "state": row.state, "message": row.message_id, "note": row.note, "new": new}


@command(rights.SETTLE_DISPATCH)
def settle_dispatch(actor: Actor, *, dispatch: int, state: DispatchState, note: str = "") -> dict[str, Any]:
    """The sending is in this state now; Invalid when it cannot be after the present one.

    Returns {"id", "state", "changed"}: of two that begin to send, only the one that changed the state may go on.
    """
    access.require(actor, rights.SETTLE_DISPATCH)
    row = Dispatch.objects.select_for_update().filter(pk=dispatch).first()
    if row is None:
        raise NotFound(NO_SUCH_DISPATCH)
    changed = row.state != state
    if changed:
        if state not in AFTER[row.state]:
            raise Invalid(_("This sending has another state already."), code="dispatch_state")
        row.state, row.note, row.at = state, note, clock.now()
        row.save()
    return {"id": row.pk, "state": row.state, "changed": changed}
