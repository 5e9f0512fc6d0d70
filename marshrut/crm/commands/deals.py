"""Deals: added, changed, brought to an end."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import events, rights, rules
from ..models import Deal
from ..queries.stages import StageInfo, deal_stages
from ..sentences import NO_SUCH_DEAL, NO_SUCH_STAGE
from . import steps

STALE = gettext_lazy("Somebody changed this deal while you were editing it. Open it again and repeat.")
UNTITLED = gettext_lazy("Say what the deal is about.")


class DealFields(TypedDict, total=False):
    """What is left out stays as it is; `amount` is a sum in roubles as people write it, empty for none."""

    title: str
    company: int | None
    contact: int | None
    responsible: int
    amount: str
    note: str


@command(rights.ADD_DEAL)
def add_deal(
    actor: Actor,
    *,
    title: str,
    company: int | None = None,
    contact: int | None = None,
    responsible: int | None = None,
    amount: str = "",
    note: str = "",
    key: str | None = None,
) -> dict[str, Any]:
    """Open a deal; without `responsible` whoever adds it answers for it. Returns {"id", "version"}."""
    access.require(actor, rights.ADD_DEAL)
    fields = _checked(
        {
            "title": title,
            "company": company,
            "contact": contact,
            "responsible": responsible or actor.person_id,
            "amount": amount,
            "note": note,
        }
    )
    at = clock.now()
    more = {"author_id": actor.person_id, "added_at": at, "state_at": at, "stage_at": at, "stage": _first("open").key}
    deal = Deal.objects.create(**fields, **_derived(fields), **more)
    filled = {name.removesuffix("_id"): _said(value) for name, value in fields.items() if value}
    steps.tell(actor, events.subject(deal.pk, "deal"), events.DEAL_ADDED, values=filled)
    return {"id": deal.pk, "version": deal.version}


@command(rights.EDIT_DEAL)
def edit_deal(
    actor: Actor, *, deal: int, version: int | None = None, key: str | None = None, **changes: Unpack[DealFields]
) -> dict[str, Any]:
    """Change the fields given. Returns {"id", "version"}; equal fields write nothing."""
    row = _locked(actor, deal, rights.EDIT_DEAL)
    steps.unseen(version, row, STALE)
    before = {
        "title": row.title,
        "company": row.company_id,
        "contact": row.contact_id,
        "responsible": row.responsible_id,
        "amount": "" if row.amount is None else str(row.amount),
        "note": row.note,
    }
    fields = _checked({**before, **changes}, before["responsible"])
    values = {name.removesuffix("_id"): pair for name, pair in steps.differing(row, fields).items()}
    if values:
        steps.rewrite(row, {**fields, **_derived(fields)})
        steps.tell(actor, events.subject(row.pk, "deal"), events.DEAL_EDITED, {"changed": list(values)}, values)
    return {"id": row.pk, "version": row.version}


@command(rights.CLOSE_DEAL)
def set_deal_state(
    actor: Actor, *, deal: int, state: str, why: str = "", version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Won, lost (with a reason), or open again; `state` is a key of `rules.DealState`. Returns {"id", "version"}."""
    row = _locked(actor, deal, rights.CLOSE_DEAL)
    steps.unseen(version, row, STALE)
    said, troubles = steps.texts({"note": why}, {})
    if state not in {one.value for one in rules.DealState}:
        troubles["state"] = _("There is no such state.")
    elif state == rules.DealState.LOST and not said["note"]:
        troubles["why"] = _("Say why the deal is lost.")
    steps.refuse({"why" if name == "note" else name: sentence for name, sentence in troubles.items()})
    if row.state != state:
        before = row.state
        at = clock.now()
        steps.rewrite(row, {"state": state, "state_at": at, "stage": _first(state).key, "stage_at": at})
        values = {"why": said["note"]} if said["note"] else None
        steps.tell(actor, events.subject(deal, "deal"), events.DEAL_STATE, {"from": before, "to": state}, values)
    return {"id": row.pk, "version": row.version}


@command(rights.MOVE_DEAL)
def move_deal(
    actor: Actor,
    *,
    deal: int,
    stage: str,
    why: str = "",
    only_from: Sequence[str] | None = None,
    forward: bool = False,
    version: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Put the deal on a stage; a stage of another kind wins, loses or reopens it. Returns {"id", "version", "moved"}.

    For programs: `only_from`: it goes only from one of these stages; `forward`: never back, nor from a finished one.
    """
    steps.keep_stages()
    row = _locked(actor, deal, rights.MOVE_DEAL)
    steps.unseen(version, row, STALE)
    stages = {one.key: one for one in deal_stages(standing=row.stage)}
    said, troubles = steps.texts({"note": why}, {})
    to = stages.get(stage)
    if to is None or (to.removed and to.key != row.stage):
        troubles["stage"] = NO_SUCH_STAGE
    elif to.kind == rules.DealState.LOST and not said["note"]:
        troubles["why"] = _("Say why the deal is lost.")
    steps.refuse({"why" if name == "note" else name: sentence for name, sentence in troubles.items()})
    assert to is not None
    stays = (only_from is not None and row.stage not in only_from) or (forward and not _ahead(row, to, list(stages)))
    if row.stage == stage or stays:
        return {"id": row.pk, "version": row.version, "moved": False}
    before, at = row.stage, clock.now()
    turned = {"state": to.kind, "state_at": at} if row.state != to.kind else {}
    steps.rewrite(row, {"stage": stage, "stage_at": at, **turned})
    values = {"why": said["note"]} if said["note"] else None
    steps.tell(actor, events.subject(deal, "deal"), events.DEAL_MOVED, {"from": before, "to": stage}, values)
    return {"id": row.pk, "version": row.version, "moved": True}


def _ahead(row: Deal, to: StageInfo, order: list[str]) -> bool:
    return row.state == rules.DealState.OPEN and order.index(to.key) > order.index(row.stage)


def _first(kind: str) -> StageInfo:
    """There is always one of each kind: the last is never removed."""
    steps.keep_stages()
    return next(one for one in deal_stages() if one.kind == kind)


def _locked(actor: Actor, deal: int, right: str) -> Deal:
    row = Deal.objects.select_for_update().filter(pk=deal).first()
    if row is None:
        access.require(actor, rights.SEE)
        raise NotFound(NO_SUCH_DEAL)
    access.require(actor, right, responsible=row.responsible_id, author=row.author_id)
    return row


def _checked(sent: dict[str, Any], stays: Any = None) -> dict[str, Any]:
    """Columns of the row. Whoever answers already (`stays`) may have left the company meanwhile."""
    texts, troubles = steps.texts({"title": sent["title"], "note": sent["note"]}, {"title": UNTITLED})
    amount: Decimal | None = None
    try:
        amount = rules.roubles(str(sent["amount"] or ""))
    except ValueError:
        troubles["amount"] = _("Write a sum in roubles above zero, for example 125 000,50.")
    if sent["responsible"] != stays or stays is None:
        troubles |= steps.no_person(sent["responsible"])
    steps.refuse({**troubles, **steps.no_company(sent["company"]), **steps.no_contact(sent["contact"])})
    links = {f"{name}_id": sent[name] for name in ("company", "contact", "responsible")}
    return {**texts, **links, "amount": amount}


def _derived(fields: dict[str, Any]) -> dict[str, str]:
    return {"search_text": rules.search_text(fields["title"])}


def _said(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
