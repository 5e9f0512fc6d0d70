"""Documents that the reader may see and that fit: inside the database, for lists, counts and figures alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet

from marshrut.cards import queries as cards
from marshrut.kernel.actor import Actor

from ..models import EDoc
from ..rules.turns import SIGNED
from .shapes import Filter, Tab

_WRONG: Final = ("rejected", "delivery_error", "correction_requested", "unknown")
_OPEN: Final = Q(final_at=None, gone_at=None) & ~Q(status__in=_WRONG)
TABS: Final[Mapping[Tab, Q]] = {
    "waiting": _OPEN & Q(actor__in=("counterparty", "operator")),
    "ours": _OPEN & Q(actor="us"),
    "overdue": Q(level__gt=0),
    "signed": Q(status__in=sorted(SIGNED)),
    "troubles": Q(status__in=_WRONG) | Q(gone_at__isnull=False),
    "revoked": Q(status="revoked") | Q(status="revocation_requested", actor="none"),
    "all": Q(),
}


def narrowed(actor: Actor, wanted: Filter) -> QuerySet[EDoc]:
    few = wanted.tab == "overdue"
    return exact(EDoc.objects.filter(card__in=cards.matching_ids(actor, cards.Filter(), few=few)), wanted)


def exact(found: QuerySet[EDoc], wanted: Filter) -> QuerySet[EDoc]:
    """What fits, whoever may see it."""
    if wanted.tab:
        found = found.filter(TABS[wanted.tab])
    if wanted.company == 0:
        found = found.filter(company_id=None)
    if wanted.manager == 0:
        found = found.filter(manager_id=None)
    if wanted.signed_since or wanted.signed_until:
        found = found.filter(status__in=sorted(SIGNED))
    asked: dict[str, Any] = {
        "kind": wanted.kind or None,
        "direction": wanted.direction or None,
        "company_id": wanted.company or None,
        "deal_id": wanted.deal,
        "manager_id": wanted.manager or None,
        "manager_id__in": wanted.managers,
        "day__gte": wanted.since,
        "day__lte": wanted.until,
        "base__key": wanted.base or None,
        "status": wanted.status or None,
        "status_at__date__gte": wanted.signed_since,
        "status_at__date__lte": wanted.signed_until,
        "level": wanted.level,
        "actor": wanted.actor or None,
    }
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    for word in wanted.text.split()[:8]:
        found = found.filter(Q(number__icontains=word) | Q(party_name__icontains=word) | Q(party_inn__startswith=word))
    return found
