"""What was sent: the log for administrators, the trace of one's own notice for everybody."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marshrut.automation.queries.carrying import told
from marshrut.calendars.queries import company_schedule
from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights, sentences
from ..models import Delivery
from ..rules.groups import group_of
from .channels import title_of
from .reach import active_codes
from .shapes import Attempt, Attempts, Filter, State, Trace


def deliveries(actor: Actor, filters: Filter | None = None, *, after: int | None = None, limit: int = 50) -> Attempts:
    """For administrators; nothing for others."""
    if not access.may(actor, rights.SEE):
        return Attempts(())
    rows = _narrowed(_rows(), filters or Filter())
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    lines = tuple(_line(row, tends=True) for row in found[:limit])
    return Attempts(lines, lines[-1].id if len(found) > limit else None)


def attempts(actor: Actor, notices: list[int]) -> dict[int, Trace]:
    """Of the reader's own notices, by their ids."""
    mine = {pk: one for pk, one in told(notices).items() if one.person == actor.person_id}
    by_notice: dict[int, list[Attempt]] = defaultdict(list)
    for row in _rows().filter(notice__in=list(mine)).order_by("pk"):
        by_notice[row.notice or 0].append(_line(row, tends=False))
    silent = [pk for pk in mine if pk not in by_notice]
    why = _why_none() if silent else ""
    return {
        pk: Trace(pk, group, str(sentences.GROUPS[group][0]), tuple(by_notice[pk]), "" if by_notice[pk] else why)
        for pk, group in ((pk, group_of(one.about)) for pk, one in mine.items())
    }


def _why_none() -> str:
    if not active_codes():
        return _("Only here: no other channel is set up.")
    return _("Only here: you chose no channel for it, none reaches you, or you have read it before.")


def _rows() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("person", "address")


def _narrowed(rows: QuerySet[Delivery], wanted: Filter) -> QuerySet[Delivery]:
    asked: dict[str, Any] = {
        "channel": wanted.channel, "state": wanted.state, "why": wanted.why, "person_id": wanted.person,
        "group": wanted.group,
    }  # fmt: skip
    if wanted.since is not None:
        asked["at__gte"] = _midnight(wanted.since)
    if wanted.until is not None:
        asked["at__lt"] = _midnight(wanted.until + timedelta(days=1))
    return rows.filter(**{name: value for name, value in asked.items() if value})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), company_schedule().tz)


def _line(row: Delivery, *, tends: bool) -> Attempt:
    title, tone = sentences.STATES[row.state]
    return Attempt(
        id=row.pk,
        notice=row.notice,
        kind=cast("Any", row.kind),
        group=row.group,
        group_title=str(sentences.GROUPS[row.group][0]),
        person=row.person_id,
        person_name=row.person.short_name,
        channel=row.channel,
        channel_title=title_of(row.channel),
        label=row.address.label if row.address is not None else "",
        n=row.n,
        state=cast("State", row.state),
        state_title=str(title),
        tone=tone,
        why=row.why,
        why_title=sentences.why(row.why),
        said=row.said if tends else "",
        number=row.number,
        at=row.at,
        next_at=row.next_at,
        ended_at=row.ended_at,
        tries=row.tries,
        together=row.together_id is not None,
        may_retry=tends and row.state in ("failed", "suppressed") and row.kind in ("notice", "test"),
    )
