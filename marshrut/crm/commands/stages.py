"""Stages of deals, kept by administrators: added, renamed, put in order, taken away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from .. import events, rights, rules
from ..models import Deal, DealStage
from ..queries.stages import deal_stages
from ..sentences import NO_SUCH_STAGE
from . import steps

LONGEST = 100
MOST = 50


@command(rights.ADD_STAGE)
def add_deal_stage(
    actor: Actor, *, title: str, kind: str = "open", position: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Without `position` (from 1) it follows the last stage of its kind. Returns {"stage"}."""
    access.require(actor, rights.ADD_STAGE)
    rows = _rows()
    title = _named(title)
    if kind not in set(rules.DealState):
        raise Invalid(steps.CHECK, fields={"kind": _("There is no such state.")})
    here = [row for row in rows if not row.removed]
    if len(here) >= MOST:
        raise Invalid(_("There are too many stages already."))
    last = max(number for number, row in enumerate(here) if row.kind == kind)
    made = DealStage.objects.create(key=_free(rows), title=title, kind=kind, position=len(rows) + 1)
    here.insert(last + 1 if position is None else max(0, position - 1), made)
    _ordered(here)
    steps.tell(actor, events.subject(made.pk, "deal_stage"), events.STAGE_ADDED, {"stage": made.key})
    return {"stage": made.key}


@command(rights.EDIT_STAGE)
def edit_deal_stage(
    actor: Actor, *, stage: str, title: str | None = None, position: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Rename it, or give it another place (from 1). Whether it is open, won or lost never changes."""
    access.require(actor, rights.EDIT_STAGE)
    here = [row for row in _rows() if not row.removed]
    row = _one(here, stage)
    shown = {one.key: one.title for one in deal_stages()}
    if title is not None and _named(title) != shown[stage]:
        row.title = _named(title)
        row.save(update_fields=["title"])
    if position is not None:
        here.remove(row)
        here.insert(max(0, position - 1), row)
        _ordered(here)
    steps.tell(actor, events.subject(row.pk, "deal_stage"), events.STAGE_EDITED, {"stage": stage})
    return {"stage": stage}


@command(rights.REMOVE_STAGE)
def remove_deal_stage(actor: Actor, *, stage: str, key: str | None = None) -> dict[str, Any]:
    """Raises Invalid while deals stand there, and for the last one of its kind."""
    access.require(actor, rights.REMOVE_STAGE)
    here = [row for row in _rows() if not row.removed]
    row = _one(here, stage)
    standing = Deal.objects.filter(stage=stage).count()
    if standing:
        said = ngettext(
            "{count} deal stands there: move it to another stage first.",
            "{count} deals stand there: move them to another stage first.",
            standing,
        )
        raise Invalid(said.format(count=standing), code="in_use")
    if sum(one.kind == row.kind for one in here) == 1:
        raise Invalid(_("One stage of this kind must stay."), code="last")
    row.removed = True
    row.save(update_fields=["removed"])
    steps.tell(actor, events.subject(row.pk, "deal_stage"), events.STAGE_REMOVED, {"stage": stage})
    return {"stage": stage}


def _rows() -> list[DealStage]:
    """All of them under a lock; with the first change those that come with the product become rows."""
    steps.lock_stages()
    found = list(DealStage.objects.order_by("position", "pk"))
    if found:
        return found
    shipped = enumerate(rules.SHIPPED_STAGES.items(), 1)
    return DealStage.objects.bulk_create(
        DealStage(key=key, kind=kind.value, position=number) for number, (key, kind) in shipped
    )


def _ordered(here: list[DealStage]) -> None:
    for number, row in enumerate(here, 1):
        row.position = number
    DealStage.objects.bulk_update(here, ["position"])


def _one(here: list[DealStage], stage: str) -> DealStage:
    found = next((row for row in here if row.key == stage), None)
    if found is None:
        raise NotFound(NO_SUCH_STAGE)
    return found


def _named(title: str) -> str:
    clean = rules.clean_text("title", title)
    if not clean:
        raise Invalid(steps.CHECK, fields={"title": _("Write the name of the stage.")})
    if len(clean) > LONGEST:
        said = _("Too long: %(limit)s characters at most.") % {"limit": LONGEST}
        raise Invalid(steps.CHECK, fields={"title": said})
    return clean


def _free(rows: list[DealStage]) -> str:
    taken = {row.key for row in rows}
    return next(f"stage_{number}" for number in range(1, len(rows) + 2) if f"stage_{number}" not in taken)
