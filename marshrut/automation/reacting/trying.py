"""A turn that did not happen, to see what would follow from it."""

from __future__ import annotations

from marshrut.edocs import queries as edocs
from marshrut.edocs.queries import Level, TurnInfo
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

LEVELS: dict[str, Level] = {"overdue": 1, "critical": 2}


def as_if(actor: Actor, card: int, event: str) -> TurnInfo:
    """The document as it is, but that this happened to it just now. Raises NotFound for one the actor may not see."""
    line = edocs.edoc(actor, card).line
    clocked = event in LEVELS or event == "gone"
    return TurnInfo(
        id=0,
        n=0,
        card=card,
        base=line.base,
        event=event,
        before=line.chip.status,
        at=clock.now(),
        reason=line.reason,
        silent=False,
        suspicious=False,
        status=line.chip.status if clocked else event,
        level=LEVELS.get(event, 0),
        kind=line.kind,
        direction=line.direction,
        amount=line.amount,
        company_id=line.company_id,
        organisation_id=None,
        deal_id=line.deal_id,
        contact_id=line.contact_id,
        manager_id=line.manager_id,
        owner_id=None,
        about_id=None,
    )
