"""`prove`: everything that is wrong with a route, found by letting the engine carry cards along all its ways."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import product
from math import prod

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Pack

from ..company import Company
from ..definition import Definition
from . import doubt, judge, silence, written
from .explore import MOMENT, Explorer, Space
from .flaw import Flaw
from .judge import Steps
from .model import AUTHOR, HEAD, OTHER, TOP, Model, model
from .reading import conditions_of

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
    people: Iterable[int] = (),
    now: datetime = MOMENT,
    budget: int = DECISIONS,
) -> tuple[Flaw, ...]:
    """The flaws of one card type, each once, those that refuse first.

    `modes`: settings under which it must hold as well, beside those of the definition. Without a `company` people are
    those of a company that has whom the route names; with one, each of `authors` stands for those who are led alike,
    one of the others, or of `people`, for whoever is named in a field, at `now`, when some are away.
    """
    definitions = [definition, *(replace(definition, settings={**definition.settings, **one}) for one in modes)]
    if company is None:
        found = [*written.check(definition.card_type, siblings or {}), *_everywhere(definitions, budget)]
    else:
        found = list(_in_company(definition, company, list(authors), list(people), now))
    return tuple(_once(found))


@dataclass
class Trial:
    """One card type with one set of settings, and whose card it is."""

    definition: Definition
    company: Company
    author: int = AUTHOR
    other: int = OTHER
    now: datetime = MOMENT
    budget: int = DECISIONS

    def explored(self, definition: Definition | None = None, *, editing: bool = True) -> Space:
        return self._explorer(definition or self.definition, editing=editing).explore()

    def _explorer(self, definition: Definition, *, editing: bool) -> Explorer:
        company, author, other = self.company, self.author, self.other
        return Explorer(
            definition, company, author=author, other=other, editing=editing, budget=self.budget, now=self.now
        )

    @cached_property
    def freed(self) -> Space | None:
        """What would be found if conditions of which nobody knows when they turn might hold or not; None without."""
        texts = doubt.guessed(self._explorer(self.definition, editing=True).values)
        return self.explored(doubt.freed(self.definition, texts)) if texts else None

    def doubts(self, space: Space, flaws: list[Flaw], seen: Callable[[Space], Container[Steps]]) -> list[Flaw]:
        """That a card gets nowhere is sure, when it does not with conditions free, and everything was tried.

        `seen`: places of which a space says the same.
        """
        if all(flaw.warning for flaw in flaws):
            return flaws
        freed = self.freed
        vague = space.cut or (freed is not None and (not freed.whole or freed.cut))
        known: Container[Steps] = seen(freed) if freed is not None and not vague else ()
        sure = [flaw.warning or (not vague and (freed is None or flaw.steps in known)) for flaw in flaws]
        return [flaw if one else replace(flaw, warning=True) for flaw, one in zip(flaws, sure, strict=True)]

    def flaws(self, space: Space) -> Iterator[Flaw]:
        yield from judge.spoiled(space)
        yield from self.doubts(space, list(judge.dead_ends(space)), judge.lost)
        if not space.whole or space.cut:
            left = sum(node.open for node in space.nodes)
            names = {"states": len(space.nodes), "left": left, "decisions": space.decisions}
            yield Flaw("unfinished", (), names=names, warning=True)

    def thin(self) -> Space:
        """Nobody changes fields on the way: for who decides it is enough. What that spoils is looked into with it."""
        space = self.explored(editing=False)
        wrong = any(not flaw.warning for flaw in (*judge.spoiled(space), *judge.dead_ends(space)))
        return self.explored() if wrong else space


def _everywhere(definitions: Sequence[Definition], budget: int) -> Iterator[Flaw]:
    idle: list[dict[tuple[str, Steps], Flaw]] = []
    for definition in definitions:
        company = model(definition.card_type)
        trial = Trial(definition, company, budget=budget)
        space = trial.explored()
        yield from trial.flaws(space)
        yield from judge.holes(space)
        yield from silence.silent(space)
        if space.whole:
            never = trial.doubts(space, list(judge.never(space)), lambda one: {flaw.steps for flaw in judge.never(one)})
            idle.append({(flaw.code, flaw.steps): flaw for flaw in never})
        # whoever holds a role is somebody else under the rule about own cards only as a head is
        left = THIN
        for whose, author in _authors(company, roles=definition is definitions[0]):
            other = Trial(definition, company, author, budget=left)
            space = other.thin()
            left -= space.decisions
            found = (*other.flaws(space), *judge.holes(space))
            yield from (replace(flaw, names={**flaw.names, "whose": whose}) for flaw in found)
    if len(idle) == len(definitions):  # what some settings use is used
        for key, flaw in idle[0].items():
            if all(key in one for one in idle):
                yield replace(flaw, warning=any(one[key].warning for one in idle))


def _authors(company: Model, *, roles: bool) -> Iterator[tuple[str, int]]:
    """Those beside whom routes most often forget something: heads, and whoever holds a role, by its key."""
    yield from (("head", HEAD), ("top", TOP))
    yield from ((f"role:{role}", people[0]) for role, people in company.roles.items() if roles)


def _in_company(
    definition: Definition, company: Company, authors: list[int], people: list[int], now: datetime
) -> Iterator[Flaw]:
    for author in authors:
        other = next((one for one in (*authors, *people) if one != author), author)
        trial = Trial(definition, company, author, other, now, THIN)
        space = trial.thin()
        for flaw in (*trial.flaws(space), *silence.silent(space, alone=True)):
            yield replace(flaw, names={**flaw.names, "author": author})


def prove_pack(pack: Pack, settings: Settings | None = None, budget: int = DECISIONS) -> Iterator[Flaw]:
    """Every card type, under every choice of the settings that lead it; steps lead into the pack."""
    known = {key: setting.default for key, setting in pack.settings.items()} | dict(settings or {})
    siblings = {one.key: one for one in pack.card_types}
    for index, card_type in enumerate(pack.card_types):
        definition = Definition(pack.key, pack.version, card_type, known)
        for flaw in prove(definition, modes=modes(pack, card_type, known), siblings=siblings, budget=budget):
            yield replace(flaw, steps=("card_types", index, *flaw.steps))


def modes(pack: Pack, card_type: CardType, known: Settings | None = None) -> list[Settings]:
    """Choices of settings that conditions or the rule about own cards ask about, beside those `known`."""
    asked = {name[1:] for s in card_type.stages for text in conditions_of(s) for name in parse(text).names}
    if card_type.self_approval is not None:
        asked.add(card_type.self_approval.policy.removeprefix("$"))
    named = sorted(key for key in asked if key in pack.settings and pack.settings[key].kind == "choice")
    now = {key: pack.settings[key].default for key in named} | dict(known or {})
    choices = [[choice.key for choice in pack.settings[key].choices] for key in named]
    if prod(map(len, choices)) > MODES:  # each choice of each, beside those of the others
        return [{key: one} for key, many in zip(named, choices, strict=True) for one in many if now[key] != one]
    found = [dict(zip(named, values, strict=True)) for values in product(*choices)] if named else []
    return [one for one in found if any(now[key] != value for key, value in one.items())]


def _once(flaws: Iterable[Flaw]) -> list[Flaw]:
    """The one with the shortest way for each place; a refusal hides the warning of its kind."""
    found: dict[tuple[str, tuple[str | int, ...]], Flaw] = {}
    for flaw in flaws:
        key = (flaw.code, flaw.steps)
        known = found.get(key)
        if known is None or (flaw.warning, len(flaw.path)) < (known.warning, len(known.path)):
            found[key] = flaw
    return sorted(found.values(), key=lambda flaw: flaw.warning)
