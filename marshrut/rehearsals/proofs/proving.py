"""Proofs of a pack: of its routes as such, and in this company, whoever makes the card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from marshrut.definitions.rules import Present
from marshrut.definitions.schema.pack import CardType, Grant, Pack
from marshrut.definitions.validation.problem import Finding
from marshrut.engine.definition import Definition
from marshrut.engine.granting import Facts, allowed
from marshrut.engine.proofs import MOMENT, Flaw, prove, prove_pack
from marshrut.engine.proofs.model import standing
from marshrut.engine.proofs.reading import robots_of
from marshrut.org.rules import OrgChart

from .wording import Wording

Settings = Mapping[str, int | str]


def check(pack: Pack, chart: OrgChart | None = None, present: Present | None = None) -> Iterator[Finding]:
    """As a trial of the pack: with what the company has set for it, and the people there are, nobody being away."""
    present = present or Present()
    settings = present.settings(pack)
    found = [*prove_pack(pack, settings)]
    if chart is not None:
        found += in_company(pack, replace(chart, absences={}), settings, grants=present.grants)
    yield from findings(pack, found, chart.name if chart is not None else _nameless)


def _nameless(_person: int) -> str:
    return ""


def findings(pack: Pack, flaws: list[Flaw], person: Callable[[int], str] = _nameless) -> Iterator[Finding]:
    """Flaws in words of the active language; a place that is wrong for every company is told once."""
    told: set[tuple[str, tuple[str | int, ...]]] = set()
    for flaw in flaws:
        name = ("no_ladder" if flaw.code == "alone" else flaw.code, flaw.steps)
        if name not in told:
            told.add(name)
            words = Wording(pack.card_types[int(flaw.steps[1])], person)
            yield Finding(flaw.steps, words.told(flaw), warning=flaw.warning, way=words.way(flaw))


def in_company(
    pack: Pack,
    chart: OrgChart,
    settings: Settings | None = None,
    now: datetime = MOMENT,
    grants: Mapping[str, tuple[Grant, ...]] = MappingProxyType({}),
) -> Iterator[Flaw]:
    """What is wrong with these people, whoever makes the card; `now`: some may be away. Steps lead into the pack.

    `grants`: the company's own access by card type, where it has any.
    """
    made = {one.card_type for kind in pack.card_types for stage in kind.stages for one in robots_of(stage)}
    known = {key: setting.default for key, setting in pack.settings.items()} | dict(settings or {})
    for index, card_type in enumerate(pack.card_types):
        definition = Definition(pack.key, pack.version, card_type, known)
        access = grants.get(card_type.key, card_type.access)
        may = everybody(chart) if card_type.key in made else filing(chart, card_type, access) or everybody(chart)
        authors = unlike(chart, card_type, may)
        for flaw in prove(definition, chart, authors=authors, people=everybody(chart), now=now):
            yield Flaw(flaw.code, ("card_types", index, *flaw.steps), flaw.path, flaw.names, flaw.warning)


def everybody(chart: OrgChart) -> list[int]:
    return [person for person in sorted(chart.people) if chart.active(person)]


def filing(chart: OrgChart, card_type: CardType, grants: tuple[Grant, ...]) -> list[int]:
    """Who may make such cards; everybody, when a source makes them."""
    people = everybody(chart)
    if card_type.edoc is not None:
        return people
    return [one for one in people if allowed(grants, "create", one, chart, Facts(one, chart.department_of(one), True))]


def unlike(chart: OrgChart, card_type: CardType, people: Iterable[int]) -> list[int]:
    """One of all who have the same heads and hold the same roles of the route: their cards go alike."""
    alike: dict[object, int] = {}
    for person in people:
        alike.setdefault(standing(chart, card_type, person), person)
    return list(alike.values())
