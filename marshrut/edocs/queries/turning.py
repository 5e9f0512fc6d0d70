"""For programs that react to documents: a turn, and the document as it is now with its words for texts."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import formats

from marshrut.crm import queries as crm
from marshrut.kernel import clock
from marshrut.org import queries as org

from .. import sentences
from ..models import EDoc, Turn
from . import waiting
from .shapes import TurnInfo, level_of


def turn(turn_id: int) -> TurnInfo | None:
    """None when there is none."""
    row = Turn.objects.select_related("edoc__base").filter(pk=turn_id).first()
    if row is None:
        return None
    doc = row.edoc
    return TurnInfo(
        id=row.pk, n=row.n, card=doc.card, base=doc.base.key, event=row.event, before=row.before, at=row.at,
        reason=row.reason, silent=row.silent, suspicious=row.suspicious, status=doc.status, level=level_of(doc.level),
        kind=doc.kind, direction=doc.direction, amount=doc.amount, company_id=doc.company_id,
        organisation_id=doc.organisation_id, deal_id=doc.deal_id, contact_id=doc.contact_id, manager_id=doc.manager_id,
        owner_id=doc.base.owner_id, about_id=doc.about_id, words=words(doc),
    )  # fmt: skip


def labels(cards: Collection[int]) -> dict[int, str]:
    """«УПД № 101» of each, for whoever sets reactions up and may see nothing else of the document."""
    found = EDoc.objects.filter(card__in=cards).values_list("card", "kind", "kind_title", "number")
    return {
        card: f"{title or sentences.KINDS[kind]} № {number or '—'}".replace(" № ", " №\u00a0")
        for card, kind, title, number in found
    }


def words(doc: EDoc) -> dict[str, str]:
    """Names in texts of reactions -> values, in the reader's language."""
    company = crm.describe([doc.company_id]).get(doc.company_id) if doc.company_id else None
    deal = crm.describe_deals([doc.deal_id]).get(doc.deal_id) if doc.deal_id else None
    manager = org.describe([doc.manager_id]).get(doc.manager_id) if doc.manager_id else None
    days = waiting.days(doc, clock.now())
    return {
        "kind": str(doc.kind_title or sentences.KINDS[doc.kind]),
        "number": doc.number,
        "date": formats.date_format(doc.date, "SHORT_DATE_FORMAT") if doc.date else "",
        "amount": formats.number_format(doc.amount, 2, use_l10n=True, force_grouping=True) if doc.amount else "",
        "company": company.name if company is not None else doc.party_name,
        "inn": doc.party_inn,
        "organisation": doc.org_name,
        "status": str(sentences.STATUSES[doc.status][0]),
        "reason": doc.reason,
        "deal": deal.title if deal is not None else "",
        "manager": manager.short_name if manager is not None else "",
        "days": str(days) if days else "",
        "contract": doc.contract,
    }
