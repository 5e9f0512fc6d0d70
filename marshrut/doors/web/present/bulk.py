"""Tasks of one kind that are finished together: by their good outcome, or skipped for one listed reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from marshrut.definitions.schema.pack import Outcome, Task
from marshrut.doors.web.screens.forms import Option
from marshrut.doors.web.screens.inbox import Bulk


def group(card_type: str, rule: Task) -> str:
    """Tasks of one group may be ticked together; "" for those that are only finished one by one."""
    good, skip = _good(rule), _skip(rule)
    return f"{card_type}:{rule.key}:{good.key if good else ''}" if good or skip else ""


def bars(rules: Iterable[Task], groups: Iterable[str], language: str) -> tuple[Bulk, ...]:
    """One for each group, in the order in which the tasks stand in the list."""
    found = {name: rule for rule, name in zip(rules, groups, strict=True) if name}
    return tuple(_bar(name, rule, language) for name, rule in found.items())


def _bar(name: str, rule: Task, language: str) -> Bulk:
    good, skip = _good(rule), _skip(rule)
    text = _("Approve all") if rule.kind == "approve" else good.title.say(language) if good else ""
    reasons = [one for one in skip.reasons if not one.explain] if skip else []
    return Bulk(
        kind=name,
        outcome=good.key if good else "",
        text=text if good else "",
        skip=skip.title.say(language) if skip else "",
        reasons=tuple(Option(f"{skip.key}:{one.key}", one.title.say(language)) for one in reasons) if skip else (),
    )


def _good(rule: Task) -> Outcome | None:
    """What is to be read or filled in is opened."""
    if rule.form or rule.kind == "acknowledge":
        return None
    plain = (one for one in rule.outcomes if one.style == "positive" and one.reason != "required" and not one.needs)
    return next((one for one in plain if not one.reasons and not one.skip), None)


def _skip(rule: Task) -> Outcome | None:
    ways = (one for one in rule.outcomes if one.skip and one.reason != "required" and not one.needs)
    return next((one for one in ways if any(not because.explain for because in one.reasons)), None)
