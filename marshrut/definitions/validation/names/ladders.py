"""Ladders: every rung can be reached, and every word of a rung has an effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ... import catalogue
from ...schema.pack import Rung, Task
from ..problem import Finding, nearest
from .walk import At

EVENTS = ("opened", "due", "taken")
UNTAKEN, TAKEN = frozenset({"untaken"}), frozenset({"taken"})
#: keys of timers that the engine arms for a task itself
TIMERS = frozenset({"resume"})


def ladder(at: At) -> Iterator[Finding]:
    about = cast("Task", at.thing)
    keys = [rung.key for rung in about.ladder]
    yield from at.twice("ladder", keys)
    known = {*EVENTS, *keys}
    for index, rung in enumerate(about.ladder):
        if rung.key in {*EVENTS, *TIMERS}:
            said = _("“%(name)s” has a meaning of its own: give the rung another name.")
            yield at.wrong("ladder", index, "key", said=said % {"name": rung.key})
        if rung.since not in known:
            said = _("“since” is opened, due, taken or a rung of this ladder; there is no “%(name)s”.")
            hint = nearest(rung.since, known)
            yield at.wrong("ladder", index, "since", said=said % {"name": rung.since}, hint=hint)
        if rung.before is not None and "since" in rung.model_fields_set:
            said = _("“%(name)s” has no effect with “%(do)s”.") % {"name": "since", "do": "before"}
            yield at.wrong("ladder", index, "since", said=said)
        if rung.before is not None and not about.due:
            yield at.wrong("ladder", index, "before", said=_("The task has no deadline: give it due."))
        if rung.since == "taken" and not about.take:
            yield at.wrong("ladder", index, "since", said=_("Nobody takes this task into work: take is false."))
    yield from _never(at, about)


def _never(at: At, about: Task) -> Iterator[Finding]:
    """Rungs whose `since` and `while` exclude each other (A4.5)."""
    states = moments(about)
    for index, rung in enumerate(about.ladder):
        before = states.get(rung.event)
        if not before or states[rung.key]:
            continue  # what it counts from never happens or does not exist: said there
        part = "while" if "while_" in rung.model_fields_set or "since" not in rung.model_fields_set else "since"
        said = _("This never happens: at “%(since)s” the task is %(state)s, but the rung works while it is %(while)s.")
        state = _WHILE["taken" if before == TAKEN else "untaken"]()
        told = {"since": rung.since, "state": state, "while": _WHILE[rung.while_]()}
        yield at.wrong("ladder", index, part, said=said % told)


_WHILE = {
    "taken": lambda: pgettext("task", "taken"),
    "untaken": lambda: pgettext("task", "not taken"),
    "open": lambda: pgettext("task", "open"),
}


def moments(about: Task) -> dict[str, frozenset[str]]:
    """What the task can be when each event happens and each rung fires: untaken, taken. Empty: never."""
    taken = TAKEN if about.take else frozenset()
    states: dict[str, frozenset[str]] = {"opened": UNTAKEN, "due": UNTAKEN | taken, "taken": taken}
    rungs = {rung.key: rung for rung in about.ladder}

    def of(key: str, coming: frozenset[str]) -> frozenset[str]:
        if key in states:
            return states[key]
        rung = rungs.get(key)
        if rung is None or key in coming:
            return frozenset()
        before = of(rung.event, coming | {key})
        if rung.while_ != "open":
            return before & {rung.while_}
        return before | TAKEN if before and about.take else before

    for key in rungs:
        states[key] = of(key, frozenset())
    return states


def rung(at: At) -> Iterator[Finding]:
    about = cast("Rung", at.thing)
    given = about.model_fields_set
    for word in ("to", "text", "may_decide", "nudge"):
        if word in given and word not in catalogue.find("rung", about.do).parameters:
            said = _("“%(name)s” has no effect with “%(do)s”.") % {"name": word, "do": about.do}
            yield at.wrong(word, said=said)
    if "times" in given and (about.every is None or not 1 <= about.times <= 1000):
        yield at.wrong("times", said=_("“times” is the number of repetitions of “every”, from 1 to 1000."))
