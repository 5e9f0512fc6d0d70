"""What active processes ask of the company and do not find in it today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from marshrut.org.rules import OrgChart

from ..schema.pack import CardType, Pack, Resolver
from ..validation import fit
from . import shelf


@dataclass(frozen=True, slots=True)
class Misfit:
    """`role` is its key for a vacant role. `sentence` says what is wrong, `process` where."""

    kind: Literal["vacant_role", "no_decider", "silent_ladder"]
    process: str
    sentence: str
    role: str = ""


def misfits(chart: OrgChart, language: str) -> list[Misfit]:
    """Vacant roles, tasks that nobody could decide, escalations that would reach nobody. No query but for the packs."""
    return [one for version in shelf.active() for one in _of(version.pack, chart, language)]


def _of(pack: Pack, chart: OrgChart, language: str) -> Iterator[Misfit]:
    process = pack.title.say(language)
    for finding in fit.check(pack, chart):
        if finding.steps[0] == "roles":
            key = str(finding.steps[1])
            sentence = _("Nobody holds the role «{role}»: there is no one to do its tasks.")
            yield Misfit("vacant_role", process, sentence.format(role=pack.roles[key].say(language)), key)
        else:
            yield Misfit("no_decider", process, finding.message)
    for card_type in pack.card_types:
        yield from _ladders(card_type, process, chart, language)


def _ladders(card_type: CardType, process: str, chart: OrgChart, language: str) -> Iterator[Misfit]:
    said = _("{card_type}, «{task}»: when it is late, nobody would be told.")
    for stage in card_type.stages:
        for task in stage.tasks:
            if any(rung.to and _empty(rung.to, chart) for rung in task.ladder):
                title = task.title.say(language)
                yield Misfit("silent_ladder", process, said.format(card_type=card_type.title.say(language), task=title))


def _empty(resolvers: Iterable[Resolver], chart: OrgChart) -> bool:
    """Only roles are known before there is a card."""
    return all(one.role is not None and not chart.holders(one.role) for one in resolvers)
