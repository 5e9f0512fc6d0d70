"""Documents as lines: what this room keeps of them, and what their cards say now. Only what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.utils.translation import get_language

from marshrut.calendars.rules import WorkTime
from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from .. import sentences
from ..models import EDoc
from ..rules.turns import SIGNED
from ..telling import signed_on
from . import waiting
from .shapes import Chip, EDocLine, Tone, level_of


@dataclass(frozen=True, slots=True)
class _Names:
    seen: dict[int, cards.Among]
    deals: dict[int, crm.DealInfo]
    contacts: dict[int, Any]
    people: dict[int, Any]
    companies: dict[int, crm.CompanyInfo]
    work: WorkTime
    now: datetime


def lines(actor: Actor, rows: Sequence[EDoc]) -> tuple[EDocLine, ...]:
    """In the order given; those whose cards the actor may not see are left out. Rows come with their bases."""
    seen = cards.among(actor, {row.card for row in rows}) if rows else {}
    shown = [row for row in rows if row.card in seen]
    if not shown:
        return ()
    names = _Names(
        seen=seen,
        deals=crm.describe_deals({row.deal_id for row in shown if row.deal_id}),
        contacts=crm.describe_contacts({row.contact_id for row in shown if row.contact_id}),
        people=org.describe({row.manager_id for row in shown if row.manager_id}),
        companies=crm.describe({row.company_id for row in shown if row.company_id}),
        work=org.chart().company_time,
        now=clock.now(),
    )
    return tuple(_line(row, names) for row in shown)


def chip(status: str) -> Chip:
    title, tone = sentences.STATUSES[status]
    return Chip(status, str(title), cast("Tone", tone))


def type_of(line: cards.CardLine) -> CardType:
    found = definitions.installed(line.definition_id).pack.card_type(line.type)
    assert found is not None
    return found


def both_signed_at(row: EDoc) -> datetime | None:
    """When the second of the two signed, of what is signed."""
    if row.status not in SIGNED:
        return None
    found = [at for at in (signed_on(row, "ours"), signed_on(row, "theirs")) if at is not None]
    return max(found) if found else row.answered_at or row.status_at


def _line(row: EDoc, names: _Names) -> EDocLine:
    line = names.seen[row.card].line
    card_type, language = type_of(line), (get_language() or "ru")[:2]
    stage = next(one for one in card_type.stages if one.key == line.stage)
    deal, contact = names.deals.get(row.deal_id or 0), names.contacts.get(row.contact_id or 0)
    manager, company = names.people.get(row.manager_id or 0), names.companies.get(row.company_id or 0)
    return EDocLine(
        card=row.card,
        label=f"{card_type.prefix}{row.card}",
        name=line.name,
        base=row.base.key,
        base_title=row.base.title,
        direction=row.direction,
        direction_title=str(sentences.DIRECTIONS[row.direction]),
        kind=row.kind,
        kind_title=str(row.kind_title if row.kind == "other" and row.kind_title else sentences.KINDS[row.kind]),
        number=row.number,
        date=row.date,
        day=row.day,
        amount=row.amount,
        party=row.party_name,
        party_inn=row.party_inn,
        party_kpp=row.party_kpp,
        company_id=row.company_id,
        company=company.name if company is not None else "",
        organisation=row.org_name,
        deal_id=row.deal_id,
        deal=deal.title if deal is not None else "",
        contact_id=row.contact_id,
        contact=contact.name if contact is not None else "",
        manager_id=row.manager_id,
        manager=manager.short_name if manager is not None else "",
        chip=chip(row.status),
        actor=row.actor,
        actor_title=str(sentences.ACTORS[row.actor]),
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        changed_at=row.changed_at,
        waits_since=row.waits_since,
        waited_days=waiting.days(row, names.now, names.work),
        late_days=waiting.late(row, names.now, names.work),
        warn_at=row.warn_at,
        critical_at=row.critical_at,
        level=level_of(row.level),
        signed_at=both_signed_at(row),
        proved=row.proved,
        reason=row.reason,
        gone=row.gone_at is not None,
        read_at=row.read_at,
        stage=line.stage,
        stage_title=stage.title.say(language),
    )
