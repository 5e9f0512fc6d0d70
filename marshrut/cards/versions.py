"""Where running cards would land in another version of their pack: the same answer for the preview and for the act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType, Robot
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.moving import How, Landing, Past, move, put_back
from marshrut.engine.robots import robot_at
from marshrut.jobs import queries as jobs
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared

from . import codec, refusals, step, stopping
from .many import MOST, READ

__all__ = ["MOST", "Aim", "Found", "aim", "landing", "read", "reason", "return_of"]
#: cards are read for the whole company: whoever moves them sees none by it
INSIDE = Actor.system()


@dataclass(frozen=True, slots=True)
class Found:
    """A card as it is now, what came due on its visit, and what its robots still have to do outside."""

    seen: step.Seen
    past: Past
    #: (place, number of the robot)
    under_way: tuple[tuple[str, int], ...] = ()


def read(cards: Collection[int]) -> dict[int, Found]:
    """At most `MOST` of them. Three queries, and one for each version this process has not met yet."""
    rows = prepared(READ, [None, None, list(cards)])
    seen = {int(one.row["id"]): one for one in (step.look_at(INSIDE, row) for row in rows)}
    visits = {card: one.state.visit for card, one in seen.items()}
    waiting: dict[int, list[tuple[str, int]]] = {}
    for subject, dedup, payload in jobs.placed(seen):
        if dedup.startswith(f"card:{subject}:"):
            waiting.setdefault(subject, []).append((payload["place"], payload["index"]))
    fired = jobs.fired(visits)
    return {
        card: Found(one, _past(one, fired.get(card, ())), tuple(waiting.get(card, ()))) for card, one in seen.items()
    }


def _past(seen: step.Seen, fired: Iterable[jobs.Fired]) -> Past:
    began = datetime.fromisoformat(seen.row["entered_at"])
    return Past(began, {(one.task or 0, one.key): (one.ordinal, one.due_at) for one in fired})


@dataclass(frozen=True, slots=True)
class Aim:
    """The version to go to, with the settings of one moment."""

    id: int
    shelf: definitions.Shelf

    def definition(self, card_type: str) -> Definition | None:
        """The card type as this version has it; raises NotFound without such a version."""
        version = definitions.installed(self.id)
        return step.definition_of(version, card_type, self.shelf) if version.pack.card_type(card_type) else None


def aim(to: int) -> Aim:
    return Aim(to, definitions.current())


def landing(found: Found, to: Aim, how: How, actor: Actor) -> Landing:
    """Raises Refusal with the reason why the card cannot go over."""
    seen = found.seen
    new = to.definition(seen.row["type"])
    if seen.definition_id == to.id:
        raise Refusal("conflict", "version_same")
    if new is None or new.pack != seen.definition.pack:
        raise Refusal("conflict", "version_no_type")
    now = clock.now()
    landed = move(seen.definition, new, seen.state, how, now, seen.chart, actor.person_id, past=found.past)
    old = seen.definition.card_type
    if any(_robot(old, *one) != _robot(new.card_type, *one) for one in found.under_way):
        raise Refusal("conflict", "version_busy")
    if landed.stage in stopping.stuck(new, to.shelf.revision, seen.chart, seen.state.author, now):
        title = new.stages[landed.stage].title
        raise Refusal("conflict", "version_flawed", stage=title.ru, stage_en=title.say("en"))
    return landed


def return_of(found: Found, former: Aim, before: Mapping[str, Any], actor: Actor) -> Landing:
    """The way back to the version `former` and to the state of the row `before`; raises Refusal."""
    seen = found.seen
    old = former.definition(seen.row["type"])
    assert old is not None, "installed versions never change"
    if any(_robot(seen.definition.card_type, *one) != _robot(old.card_type, *one) for one in found.under_way):
        raise Refusal("conflict", "version_busy")
    state = codec.card_state(before)
    return put_back(seen.definition, old, seen.state, state, clock.now(), seen.chart, actor.person_id, past=found.past)


def _robot(card_type: CardType, place: str, index: int) -> Robot | None:
    try:
        return robot_at(card_type, place, index)
    except (KeyError, IndexError, StopIteration, AssertionError):
        return None


def reason(refusal: Refusal, found: Found) -> str:
    """Why not, in the reader's language."""
    return str(refusals.translate(refusal, found.seen.definition.card_type, found.seen.chart))
