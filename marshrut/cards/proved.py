"""What the proofs say of a version before cards are moved to it: on which stages a card may stop for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from marshrut.engine.definition import Definition
from marshrut.engine.proofs import Flaw, prove
from marshrut.org.rules import OrgChart

#: flaws of a stage from which a card may never go on
STOPS: Final = frozenset({"stuck", "endless", "nobody"})
_MOST = 1000
_kept: dict[tuple[object, ...], frozenset[str]] = {}


def stuck(definition: Definition, revision: int, chart: OrgChart, author: int) -> frozenset[str]:
    """Stages where the route itself stops, or where it stops in this company for a card of this author.

    `revision` is that of the definitions. Proved once for all authors of a department who are led alike.
    """
    route = (definition.pack, definition.version, definition.card_type.key, revision)
    led = (chart.revision, chart.department_of(author), chart.head_of(author) == author)
    anywhere = _once(route, lambda: _stages(definition, prove(definition)))
    return anywhere | _once((*route, *led), lambda: _stages(definition, prove(definition, chart, authors=[author])))


def _once(place: tuple[object, ...], work: Callable[[], frozenset[str]]) -> frozenset[str]:
    if place not in _kept:
        if len(_kept) > _MOST:
            _kept.clear()
        _kept[place] = work()
    return _kept[place]


def _stages(definition: Definition, flaws: tuple[Flaw, ...]) -> frozenset[str]:
    stages = definition.card_type.stages
    places = [flaw.steps for flaw in flaws if flaw.code in STOPS and not flaw.warning]
    return frozenset(stages[int(steps[1])].key for steps in places if steps[0] == "stages")
