"""Whose documents are: companies by their parties, deals by numbers, managers. Private steps, for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, LiteralString

from marshrut.calendars.queries import day_of
from marshrut.crm.queries import matching as crm
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from ..models import Base, EDoc, PartyLink
from ..rules import matching

#: deals of documents that name these numbers: of several the first and the last, as several say no more than two
_NUMBERS: LiteralString = """
SELECT DISTINCT wanted.company, wanted.number, one.deal
FROM unnest(%s::bigint[], %s::text[]) AS wanted(company, number)
CROSS JOIN LATERAL (
    SELECT min(deal_id) AS low, max(deal_id) AS high FROM edocs_number
    WHERE company_id = wanted.company AND number = wanted.number
) AS known
CROSS JOIN LATERAL (VALUES (known.low), (known.high)) AS one(deal)
WHERE one.deal IS NOT NULL"""


@dataclass
class Owners:
    """What is known about parties, deals and people, read once for a batch."""

    base: Base
    chart: OrgChart
    parties: dict[str, PartyLink] = field(default_factory=dict)
    ours: dict[str, list[crm.Requisites]] = field(default_factory=dict)
    deals: dict[int, list[crm.DealBrief]] = field(default_factory=dict)
    briefs: dict[int, crm.DealBrief] = field(default_factory=dict)
    numbers: dict[int, dict[str, set[int]]] = field(default_factory=dict)
    people: dict[str, int | None] | None = None

    def person(self, words: str) -> int | None:
        """Whom the base calls responsible, when exactly one person here is called so."""
        if self.people is None:
            self.people = _people()
        found = self.people.get(_folded(words))
        return found if found is not None and self.chart.active(found) else None


def settle(base: Base, rows: Sequence[EDoc], now: datetime) -> None:
    """Companies, deals and managers of the rows, but for what people put there."""
    if not rows:
        return
    owners = Owners(base, org.chart())
    owners.parties = parties(base, rows, now)
    owners.ours = crm.companies_by_inn({one.org_inn for one in rows if matching.good_inn(one.org_inn)})
    for row in rows:
        link = owners.parties.get(row.party_ref)
        row.company_id = link.company_id if link is not None else None
        row.organisation_id = _organisation(row, owners)
    _read_deals(owners, rows)
    for row in rows:
        _deal(row, owners)
        _manager(row, owners)


def parties(base: Base, rows: Iterable[EDoc], now: datetime) -> dict[str, PartyLink]:
    """Links of the parties of these rows; those that were not known are matched and kept."""
    named = {one.party_ref: one for one in rows if one.party_ref}
    known = {one.party_ref: one for one in PartyLink.objects.filter(base=base, party_ref__in=sorted(named))}
    changed = [one for ref, one in known.items() if _renamed(one, named[ref])]
    new = [PartyLink(base=base, party_ref=ref, at=now) for ref in sorted(named.keys() - known.keys())]
    for one in (*new, *changed):
        row = named[one.party_ref]
        one.name, one.inn, one.kpp = row.party_name, row.party_inn, row.party_kpp
    match([one for one in (*new, *changed) if one.auto], now)
    PartyLink.objects.bulk_create(new)
    PartyLink.objects.bulk_update(changed, ["name", "inn", "kpp", "company_id", "why", "at"], batch_size=200)
    return known | {one.party_ref: one for one in new}


def match(links: Sequence[PartyLink], now: datetime) -> list[PartyLink]:
    """Match by requisites what no person has matched; returns what is another company's now. Writes nothing."""
    there = crm.companies_by_inn({one.inn for one in links if matching.good_inn(one.inn)})
    moved = []
    for one in links:
        known = [matching.Known(each.id, each.kpp) for each in there.get(one.inn, ())]
        before = one.company_id
        one.company_id, one.why = matching.company(one.inn, one.kpp, known)
        if one.company_id != before:
            one.at = now
            moved.append(one)
    return moved


def _renamed(link: PartyLink, row: EDoc) -> bool:
    return (link.name, link.inn, link.kpp) != (row.party_name, row.party_inn, row.party_kpp)


def _organisation(row: EDoc, owners: Owners) -> int | None:
    ours = [matching.Known(one.id, one.kpp) for one in owners.ours.get(row.org_inn, ()) if one.ours]
    return matching.company(row.org_inn, row.org_kpp, ours)[0]


def _read_deals(owners: Owners, rows: Sequence[EDoc]) -> None:
    wanting = [row for row in rows if row.company_id and _deal_wanted(row)]
    companies = sorted({row.company_id for row in wanting if row.company_id})
    owners.deals = crm.deals_of_companies(companies)
    owners.briefs = {one.id: one for many in owners.deals.values() for one in many}
    for company, text, deal in _numbered(wanting):
        owners.numbers.setdefault(company, {}).setdefault(text, set()).add(deal)
    missing = {row.deal_id for row in rows if row.deal_id and row.deal_id not in owners.briefs}
    missing |= {one for known in owners.numbers.values() for deals in known.values() for one in deals}
    owners.briefs |= crm.deals_brief({one for one in missing if one and one not in owners.briefs})


def _numbered(rows: Iterable[EDoc]) -> list[tuple[Any, ...]]:
    """(company, number, deal) of documents that name what these name."""
    named = {(row.company_id, matching.number(text)) for row in rows for text in (row.contract, *row.bases)}
    wanted = [(company, text) for company, text in named if text]
    columns = [company for company, _text in wanted], [text for _company, text in wanted]
    return prepared(_NUMBERS, columns) if wanted else []


def _deal_wanted(row: EDoc) -> bool:
    return row.deal_id is None and "deal" not in row.by_hand


def _deal(row: EDoc, owners: Owners) -> None:
    if row.company_id is None or not _deal_wanted(row):
        return
    there = [matching.Deal(one.id, one.title, day_of(one.added_at)) for one in owners.deals.get(row.company_id, ())]
    row.deal_id = matching.deal([row.contract, *row.bases], row.day, owners.numbers.get(row.company_id, {}), there)


def _manager(row: EDoc, owners: Owners) -> None:
    """The deal's, else whom the base names, else who looks after the base."""
    if "manager" in row.by_hand:
        return
    brief = owners.briefs.get(row.deal_id or 0)
    found = brief.responsible if brief is not None and owners.chart.active(brief.responsible) else None
    if found is None and row.responsible:
        found = owners.person(row.responsible)
    row.manager_id = found if found is not None else owners.base.owner_id


def _people() -> dict[str, int | None]:
    """Names and e-mails of people at work; None for what two are called."""
    made: dict[str, int | None] = {}
    for one in org.people(Actor.robot("edocs")):
        for name in {_folded(one.email), _folded(one.full_name), _folded(one.short_name)} - {""}:
            made[name] = one.id if name not in made else None
    return made


def _folded(words: str) -> str:
    return " ".join(words.lower().replace("ё", "е").replace(".", ". ").split())
