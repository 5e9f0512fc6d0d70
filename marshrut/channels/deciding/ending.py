"""How a task ended, in the words of whoever looks at its message: «Согласовано: вы, 14:20»."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.wording import moment

#: characters of a reason that is shown again
QUOTED = 200


def said(person: int, task: int, *, short: bool = False) -> str:
    """ "" while it is open and this person may decide it. `short`: without names of others and what they wrote."""
    try:
        view = cards.card_of(Actor.person(person, "system"), task)
    except NotFound:
        return _("You have no access to this any more.")
    return of_view(view, person, task, short=short)


def of_view(view: CardView, person: int, task: int, *, short: bool = False) -> str:
    found = find(view, task)
    if found is None:
        return _("The task is over: the card has moved on.")
    if found.state.state == "done" and found.state.decided_at is not None:
        return _decided(view, found, person, found.state.decided_at, short=short)
    if found.state.state == "open":
        return "" if found.right is not None else _("The task is no longer with you.")
    return _("The task is over: the card has moved on.")


def find(view: CardView, task: int) -> OpenTask | None:
    """None: it is of an earlier round."""
    return next((one for one in view.tasks if one.id == task), None)


def _decided(view: CardView, task: OpenTask, person: int, at: datetime, *, short: bool) -> str:
    outcome = task.rule.outcome(task.state.outcome or "")
    words = (outcome.done or outcome.title).say(get_language() or "ru") if outcome else _("The decision is made")
    by = task.state.decided_by
    name = view.chart.name(by) if by and not short else ""
    who = _("you") if by == person else name or _("A colleague")
    line = _("{outcome}: {who}, {time}").format(outcome=words, who=who, time=_time(view, person, at))
    reason = "" if short else task.state.reason.strip()
    return f"{line}. {_short(reason)}" if reason else line


def _time(view: CardView, person: int, at: datetime) -> str:
    zone = ZoneInfo(view.chart.work_time(person).schedule.zone)
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == clock.now().astimezone(zone).date() else moment(at, zone)


def _short(text: str) -> str:
    return f"«{text[:QUOTED]}{'…' if len(text) > QUOTED else ''}»"
