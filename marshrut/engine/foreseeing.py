"""Whom a new card will ask first, before there is one."""

from __future__ import annotations

from datetime import datetime

from .company import Company
from .decision import Refusal
from .definition import Definition
from .people import assignees
from .run import Run
from .state import CardState


def first_asked(definition: Definition, author: int, now: datetime, company: Company) -> tuple[int, ...]:
    """People of the tasks on the first stage, each once; who depends on a field that is still empty is left out."""
    run = Run(definition, CardState(author), now, company, author)
    people: list[int] = []
    for rule in definition.stages[definition.card_type.first].tasks:
        if not run.holds(rule.when):
            continue
        try:
            people += [one.person for one in assignees(run, rule)]
        except Refusal:  # nobody yet: a field will name them
            continue
    return tuple(dict.fromkeys(people))
