"""For programs that must tell whose a paper is: companies by requisites, deals of companies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from marshrut.kernel.sql import any_of

from .. import rules
from ..models import Company, Deal


@dataclass(frozen=True, slots=True)
class Requisites:
    id: int
    inn: str
    kpp: str
    ours: bool
    name: str


@dataclass(frozen=True, slots=True)
class DealBrief:
    id: int
    title: str
    company: int
    responsible: int
    added_at: datetime
    open: bool


def companies_by_inn(inns: Collection[str]) -> dict[str, list[Requisites]]:
    """Companies with these ИНН, branches told apart by КПП."""
    found: dict[str, list[Requisites]] = {}
    if inns:
        rows = (
            Company.objects.filter(inn__in=sorted(inns)).order_by("pk").values_list("pk", "inn", "kpp", "ours", "name")
        )
        for row in rows:
            found.setdefault(row[1], []).append(Requisites(*row))
    return found


def deals_of_companies(companies: Collection[int]) -> dict[int, list[DealBrief]]:
    """Open deals of each of these companies."""
    found: dict[int, list[DealBrief]] = {}
    if companies:
        rows = Deal.objects.filter(any_of("company_id", sorted(companies)), state=rules.DealState.OPEN.value)
        for row in rows.order_by("pk"):
            brief = _brief(row)
            found.setdefault(brief.company, []).append(brief)
    return found


def deals_brief(ids: Collection[int]) -> dict[int, DealBrief]:
    """Of these, open or not; unknown ids are left out."""
    rows = Deal.objects.filter(any_of("pk", sorted(ids))) if ids else []
    return {row.pk: _brief(row) for row in rows}


def _brief(row: Deal) -> DealBrief:
    is_open = row.state == rules.DealState.OPEN.value
    return DealBrief(row.pk, row.title, row.company_id or 0, row.responsible_id, row.added_at, is_open)
