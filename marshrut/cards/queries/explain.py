"""«Почему этот срок?» and «Почему это задание у меня?», in words and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.calendars.queries import day_words, unknown_year_warning
from marshrut.calendars.rules import Counted
from marshrut.engine.state import TaskState
from marshrut.kernel.wording import day, moment, span

from .grounds import ended, phrase, sentences
from .timeline import Wording


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day between the start and the deadline: what it was, and how much of it counted."""

    day: date
    why: str
    counted: str
    off: bool


@dataclass(frozen=True, slots=True)
class Because:
    """Sentences, and the days that were counted (empty when no counting was needed)."""

    lines: tuple[str, ...]
    days: tuple[CountedDay, ...] = ()


def principal(task: TaskState, holder: int) -> int | None:
    """In whose name the holder has the task; None for one who holds it in their own."""
    links = task.behalf.get(holder, ())
    return links[0].of if links else None


def behalf_of(task: TaskState, holder: int, words: Wording) -> str:
    """«Иванова А. П., замещение на время отпуска по 7 декабря»; "" for a holder in one's own name."""
    person = principal(task, holder)
    return f"{words.person(person)}, {phrase(task.behalf[holder], words.chart)}" if person else ""


def why_mine(task: TaskState, words: Wording) -> Because:
    """Why the task is with its assignee."""
    why: Mapping[str, Any] = task.why.get("who", {})
    lines = [_rule_of_person(task, why, words)]
    if why.get("self"):
        lines.append(
            _("The sum is above the limit for one's own requests, so the next head up decides.")
            if why.get("over_limit")
            else _("The author heads the department and decides their own request; this is marked in the timeline.")
        )
    if why.get("otherwise"):
        lines.append(_("Nobody else was left: roles were empty or had decided before on this card."))
    if "delegated" in task.why:
        lines.append(_("Handed over by {person}.").format(person=words.person(task.why["delegated"]["by"])))
    for links in task.behalf.values():
        lines += sentences(links, words.chart)
    if task.co:
        lines.append(
            _("Also given to {people}: the first to take it has it.").format(people=words.people(list(task.co)))
        )
    if task.escalated:
        people = words.people(list(task.escalated))
        lines.append(_("After reminders {people} may decide instead.").format(people=people))
    return Because(tuple(map(ended, lines)))


def _rule_of_person(task: TaskState, why: Mapping[str, Any], words: Wording) -> str:
    rule, person = why.get("rule"), words.person(principal(task, task.assignee) or task.assignee)
    if task.asked_by is not None:
        return _("{person} is asked for an opinion by {asker}.").format(
            person=person, asker=words.person(task.asked_by)
        )
    if rule == "role":
        title = words.chart.role_title(why.get("role", ""), words.language)
        return _("{person} has the role “{role}”: this step is given to it.").format(person=person, role=title)
    if rule == "head_of":
        return _("{person} is the head of the author's department ({author}).").format(
            person=person, author=words.person(why["of"])
        )
    if rule == "heads_of":
        return _("{person} is in the chain of heads of {author}.").format(person=person, author=words.person(why["of"]))
    if rule == "chain":
        return _("{person} is next in the chain after {before}.").format(
            person=person, before=words.person(why["after"])
        )
    if rule == "added":
        return _("{person} was added to this round by {by}.").format(person=person, by=words.person(why.get("by")))
    if rule == "author":
        return _("{person} is the author of the card.").format(person=person)
    if rule == "field":
        return _("{person} is named in the field “{field}”.").format(person=person, field=words.field(why["field"]))
    return _("{person} was chosen by the route.").format(person=person)


def why_yours(task: TaskState, reader: int, words: Wording) -> str:
    """Why the reader has the task, in one sentence to them: «Вы согласуете, потому что возглавляете отдел автора»."""
    ground = behalf_of(task, reader, words)
    if ground:
        return _("You have the task for {person}.").format(person=ground.rstrip("."))
    if reader in task.escalated:
        return _("You may decide instead of {person}.").format(person=words.person(task.assignee).rstrip("."))
    if "delegated" in task.why:
        return ended(_("Handed over to you by {person}").format(person=words.person(task.why["delegated"]["by"])))
    return ended(_rule_of_reader(task, task.why.get("who", {}), words))


def _rule_of_reader(task: TaskState, why: Mapping[str, Any], words: Wording) -> str:
    if task.asked_by is not None:
        return _("Your opinion is asked by {asker}").format(asker=words.person(task.asked_by))
    said = {
        "role": lambda: _("You have the role “{role}”: this step is given to it").format(
            role=words.chart.role_title(why.get("role", ""), words.language)
        ),
        "head_of": lambda: _("You are the head of the author's department ({author})").format(
            author=words.person(why["of"])
        ),
        "heads_of": lambda: _("You are in the chain of heads of {author}").format(author=words.person(why["of"])),
        "chain": lambda: _("You are next in the chain after {before}").format(before=words.person(why["after"])),
        "added": lambda: _("You were added to this round by {by}").format(by=words.person(why.get("by"))),
        "author": lambda: _("You are the author of the card"),
        "field": lambda: _("You are named in the field “{field}”").format(field=words.field(why["field"])),
    }
    return said.get(why.get("rule", ""), lambda: _("The route has chosen you"))()


def why_due(task: TaskState, words: Wording) -> Because | None:
    """Why the deadline is what it is; None without a deadline."""
    if task.due_at is None:
        return None
    why: Mapping[str, Any] = task.why.get("due", {})
    pauses = [
        _("Pause: {since} – {until}.").format(since=words.at(pause["since"]), until=words.at(pause["until"]))
        for pause in task.why.get("pauses", ())
    ]
    lines = [*_rule_of_due(why, words), *pauses, _("Due: {at}.").format(at=moment(task.due_at, words.zone))]
    start = datetime.fromisoformat(why["from"]) if "from" in why else None
    years = {task.due_at.year, *([start.year] if start else [])}
    lines += [str(warning) for year in sorted(years) if (warning := unknown_year_warning(year))]
    counted = words.chart.work_time(task.assignee).trace(start, task.due_at) if start else []
    return Because(tuple(lines), tuple(_counted(one) for one in counted))


def _rule_of_due(why: Mapping[str, Any], words: Wording) -> list[str]:
    if why.get("rule") == "field":
        asked = day(date.fromisoformat(why["date"]))
        lines = [_("The request asks for {date}: a date in the request comes first.").format(date=asked)]
        if why.get("past"):
            lines.append(_("That date was over already when the task was given."))
        if why.get("day_off"):
            lines.append(_("That date is a day off."))
        return lines
    if why.get("rule") == "cutoff":
        arrived = words.at(why["from"])
        if why["morning"]:
            rule = _("Arrived {at}, before {cutoff} of a working day: until the evening of that working day.")
        else:
            rule = _("Arrived {at}, after {cutoff}: until the evening of the next working day.")
        return [rule.format(at=arrived, cutoff=why["cutoff"])]
    if why.get("rule") == "after":
        return [_("{amount} after {at}.").format(amount=_amount(why["unit"], why["amount"]), at=words.at(why["from"]))]
    return []


def _amount(unit: str, amount: int) -> str:
    if unit == "work_days":
        return ngettext("{n} working day", "{n} working days", amount).format(n=amount)
    if unit == "work_hours":
        return ngettext("{n} working hour", "{n} working hours", amount).format(n=amount)
    if unit == "hours":
        return ngettext("{n} hour", "{n} hours", amount).format(n=amount)
    return ngettext("{n} day", "{n} days", amount).format(n=amount)


def _counted(one: Counted) -> CountedDay:
    return CountedDay(one.day, day_words(one.kind, one.why), span(one.minutes), one.minutes == 0)
