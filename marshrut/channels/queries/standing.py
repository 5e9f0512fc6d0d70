"""Whether there is still a reason to tell somebody: asked when it is sent, not when it was written."""

from __future__ import annotations

from marshrut.automation.queries.carrying import read_among
from marshrut.cards import queries as cards
from marshrut.engine.people import holders
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from ..models import Delivery
from ..rules.groups import OF_HOLDERS, URGENT


def obstacle(row: Delivery) -> str | None:
    """Code of why it is not sent any more; None: it is."""
    if not row.person.is_active:
        return "dismissed"
    if row.notice is None:
        return None
    if row.passed_on and elsewhere(row):
        return "elsewhere"
    if row.n == 1 and row.notice in read_among([row.notice]):
        return "read"
    return _of_card(row)


def elsewhere(row: Delivery) -> bool:
    """Another channel has brought it meanwhile."""
    brought = Delivery.objects.filter(notice=row.notice, state__in=("sent", "acknowledged"))
    return brought.exclude(channel=row.channel).exists()


def _of_card(row: Delivery) -> str | None:
    if not row.card_id:
        return None
    actor = Actor.person(row.person_id, "system")
    if row.task is None or row.group not in OF_HOLDERS | URGENT:
        return None if cards.may_see(actor, row.card_id) else "hidden"
    try:
        seen = cards.seen(actor, row.card_id)
    except NotFound:
        return "hidden"
    task = seen.state.task(row.task)
    if task is None or task.state != "open":
        return "closed"
    return "not_yours" if row.group in OF_HOLDERS and row.person_id not in holders(task) else None
