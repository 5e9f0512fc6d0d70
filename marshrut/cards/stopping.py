"""What the proofs say of a version before cards are moved to it: on which stages a card may stop for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from marshrut.engine.definition import Definition
from marshrut.engine.proofs import Flaw, prove
from marshrut.engine.proofs.model import standing
from marshrut.org.rules import OrgChart

#: flaws of a stage from which a card may never go on
STOPS: Final = frozenset({"stuck", "endless", "nobody"})
_MOST = 1000
_kept: dict[tuple[object, ...], frozenset[str]] = {}


def stuck(definition: Definition, revision: int, chart: OrgChart, author: int, now: datetime) -> frozenset[str]:
    """Stages where the route itself stops, or where it stops in this company for a card of this author.

    `revision` is that of the definitions. Proved once for all authors whose cards go alike, while the same are away.
    """
    route = (definition.pack, definition.version, definition.card_type.key, revision)
    anywhere = _once(route, lambda: _stages(definition, prove(definition)))
    away = frozenset(person for person in chart.absences if chart.away(person, now))
    place = (*route, chart.revision, chart.company_time.local(now).date(), away)
    people = [person for person in chart.people if chart.active(person)]
    here = (*place, standing(chart, definition.card_type, author))
    return anywhere | _once(
        here, lambda: _stages(definition, prove(definition, chart, authors=[author], people=people, now=now))
    )


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
