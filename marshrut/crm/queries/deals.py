"""Deals: found, shown, described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights, rules
from ..models import Deal
from ..sentences import DEAL_STATES, NO_SUCH_DEAL
from .contacts import MOST
from .stages import StageInfo, deal_stages


@dataclass(frozen=True, slots=True)
class DealInfo:
    """`amount` in roubles; `state` is a key of `rules.DealState`, `stage` of `deal_stages()`."""

    id: int
    title: str
    state: str
    amount: Decimal | None
    company: int | None
    company_name: str
    contact: int | None
    contact_name: str
    responsible: int
    stage: str = rules.FIRST_STAGE

    @property
    def state_title(self) -> str:
        return str(DEAL_STATES[self.state])


@dataclass(frozen=True, slots=True)
class DealPage:
    """Everything about one deal."""

    info: DealInfo
    note: str
    version: int
    state_at: datetime
    author: int | None
    added_at: datetime
    may_edit: bool
    #: all there are, in their order, and the one it stands on
    stages: tuple[StageInfo, ...] = ()
    stage_at: datetime | None = None


def deals_of(actor: Actor) -> QuerySet[Deal]:
    """The gate: all deals for an employee, none for anybody else."""
    return Deal.objects.all() if access.may(actor, rights.SEE) else Deal.objects.none()


def search_deals(
    actor: Actor,
    text: str = "",
    limit: int = 20,
    offset: int = 0,
    *,
    state: str | None = None,
    stage: str | None = None,
    company: int | None = None,
    contact: int | None = None,
    responsible: int | None = None,
) -> list[DealInfo]:
    """Deals whose title or company's name holds every word of `text`, newest first."""
    words = rules.search_text(text).split()
    rows = deals_of(actor).filter(
        *(Q(search_text__contains=word) | Q(company__search_text__contains=word) for word in words)
    )
    wanted = {"state": state, "stage": stage, "company": company, "contact": contact, "responsible": responsible}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = rows.select_related("company", "contact").order_by("-pk")
    return [_info(one) for one in rows[offset : offset + max(1, min(limit, MOST))]]


def deal_page(actor: Actor, deal: int) -> DealPage:
    """Raises NotFound when there is none, or none the actor may see."""
    row = deals_of(actor).filter(pk=deal).select_related("company", "contact").first()
    if row is None:
        raise NotFound(NO_SUCH_DEAL)
    return DealPage(
        info=_info(row),
        note=row.note,
        version=row.version,
        state_at=row.state_at,
        author=row.author_id,
        added_at=row.added_at,
        may_edit=access.may(actor, rights.EDIT_DEAL, responsible=row.responsible_id, author=row.author_id),
        stages=tuple(deal_stages(standing=row.stage)),
        stage_at=row.stage_at,
    )


def describe_deals(ids: Iterable[int]) -> dict[int, DealInfo]:
    """Deals by id, in one query; unknown ids are left out."""
    return {one.pk: _info(one) for one in Deal.objects.filter(pk__in=set(ids)).select_related("company", "contact")}


def _info(row: Deal) -> DealInfo:
    return DealInfo(
        id=row.pk,
        title=row.title,
        state=row.state,
        amount=row.amount,
        company=row.company_id,
        company_name=row.company.name if row.company else "",
        contact=row.contact_id,
        contact_name=row.contact.name if row.contact else "",
        responsible=row.responsible_id,
        stage=row.stage,
    )
