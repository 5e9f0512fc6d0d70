"""`prove`: everything that is wrong with a route, found by letting the engine carry cards along all its ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, product
from math import prod

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Pack

from ..company import Company
from ..definition import Definition
from . import judge, silence, written
from .explore import MOMENT, Explorer, Space
from .flaw import Flaw
from .model import HEAD, OTHER, TOP, Model, model
from .values import conditions_of

#: decisions of the engine for one card type with one set of settings, and for all its other authors
DECISIONS, THIN = 10_000, 6_000
#: sets of settings that are looked at
MODES = 16

Settings = Mapping[str, int | str]


def prove(
    definition: Definition,
    company: Company | None = None,
    *,
    modes: Sequence[Settings] = (),
    siblings: Mapping[str, CardType] | None = None,
    authors: Iterable[int] = (),
    now: datetime = MOMENT,
    budget: int = DECISIONS,
) -> tuple[Flaw, ...]:
    """The flaws of one card type, each once, those that refuse first.

    `modes`: settings under which it must hold as well, beside those of the definition. Without a `company` people are
    those of a company that has whom the route names; with one, each of `authors` stands for those who are led alike,
    at `now`, when some are away.
    """
    definitions = [definition, *(replace(definition, settings={**definition.settings, **one}) for one in modes)]
    if company is None:
        found = [*written.check(definition.card_type, siblings or {}), *_everywhere(definitions, budget)]
    else:
        found = list(_in_company(definition, company, authors, now))
    return tuple(_once(found))


def _everywhere(definitions: Sequence[Definition], budget: int) -> Iterator[Flaw]:
    idle: list[dict[tuple[str, tuple[str | int, ...]], Flaw]] = []
    for definition in definitions:
        company = model(definition.card_type)
        space = Explorer(definition, company, budget=budget).explore()
        yield from of_space(space)
        yield from silence.silent(space)
        if space.whole:
            idle.append({(flaw.code, flaw.steps): flaw for flaw in judge.never(space)})
        # whoever holds a role is somebody else under the rule about own cards only as a head is
        left = THIN
        for whose, author in _authors(company, roles=definition is definitions[0]):
            space = _thin(definition, company, author, budget=left)
            left -= space.decisions
            found = (flaw for flaw in of_space(space) if flaw.code != "unfinished")
            yield from (replace(flaw, names={**flaw.names, "whose": whose}) for flaw in found)
    if len(idle) == len(definitions):  # what some settings use is used
        yield from (flaw for key, flaw in idle[0].items() if all(key in one for one in idle))


def of_space(space: Space) -> Iterator[Flaw]:
    yield from judge.spoiled(space)
    yield from judge.dead_ends(space)
    yield from judge.holes(space)
    if not space.whole:
        left = sum(node.open for node in space.nodes)
        names = {"states": len(space.nodes), "left": left, "decisions": space.decisions}
        yield Flaw("unfinished", (), names=names, warning=True)


def _authors(company: Model, *, roles: bool) -> Iterator[tuple[str, int]]:
    """Those beside whom routes most often forget something: heads, and whoever holds a role, by its key."""
    yield from (("head", HEAD), ("top", TOP))
    yield from ((f"role:{role}", people[0]) for role, people in company.roles.items() if roles)


def _thin(
    definition: Definition,
    company: Company,
    author: int,
    other: int = OTHER,
    now: datetime = MOMENT,
    budget: int = THIN,
) -> Space:
    """Nobody changes fields on the way: for who decides it is enough."""
    return Explorer(definition, company, author=author, other=other, editing=False, budget=budget, now=now).explore()


def _in_company(definition: Definition, company: Company, authors: Iterable[int], now: datetime) -> Iterator[Flaw]:
    people = list(authors)
    for author in people:
        other = next((one for one in people if one != author), author)
        space = _thin(definition, company, author, other, now)
        for flaw in (*judge.spoiled(space), *judge.dead_ends(space), *silence.silent(space, alone=True)):
            yield replace(flaw, names={**flaw.names, "author": author})


def prove_pack(pack: Pack, settings: Settings | None = None, budget: int = DECISIONS) -> Iterator[Flaw]:
    """Every card type, under every choice of the settings that lead it; steps lead into the pack."""
    known = {key: setting.default for key, setting in pack.settings.items()} | dict(settings or {})
    siblings = {one.key: one for one in pack.card_types}
    for index, card_type in enumerate(pack.card_types):
        definition = Definition(pack.key, pack.version, card_type, known)
        for flaw in prove(definition, modes=modes(pack, card_type), siblings=siblings, budget=budget):
            yield replace(flaw, steps=("card_types", index, *flaw.steps))


def modes(pack: Pack, card_type: CardType) -> list[Settings]:
    """Choices of settings that conditions or the rule about own cards ask about, beside the defaults."""
    asked = {name[1:] for s in card_type.stages for text in conditions_of(s) for name in parse(text).names}
    if card_type.self_approval is not None:
        asked.add(card_type.self_approval.policy.removeprefix("$"))
    named = sorted(key for key in asked if key in pack.settings and pack.settings[key].kind == "choice")
    choices = [[choice.key for choice in pack.settings[key].choices] for key in named]
    if prod(map(len, choices)) > MODES:  # each choice of each, beside the defaults of the others
        return [{key: value} for key, values in zip(named, choices, strict=True) for value in values]
    found = [dict(zip(named, values, strict=True)) for values in islice(product(*choices), MODES)] if named else []
    return [one for one in found if any(pack.settings[key].default != value for key, value in one.items())]


def _once(flaws: Iterable[Flaw]) -> list[Flaw]:
    """The one with the shortest way for each place; a refusal hides the warning of its kind."""
    found: dict[tuple[str, tuple[str | int, ...]], Flaw] = {}
    for flaw in flaws:
        key = (flaw.code, flaw.steps)
        known = found.get(key)
        if known is None or (flaw.warning, len(flaw.path)) < (known.warning, len(known.path)):
            found[key] = flaw
    return sorted(found.values(), key=lambda flaw: flaw.warning)
