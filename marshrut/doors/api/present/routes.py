"""A route with the cards on it and what is proved of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marshrut.cards.queries.load import StageFigures
from marshrut.definitions import queries as definitions
from marshrut.definitions.drawing import Way, ways
from marshrut.definitions.drawing.words import Words
from marshrut.definitions.queries import Installed
from marshrut.definitions.schema.pack import CardType, Stage, Task
from marshrut.rehearsals.queries import FlawView, ProofView

from ..shapes.routes import RouteDrawn, RouteFlaw, RouteLine, RouteProof, RouteStage, RouteTask, RouteWay


@dataclass(frozen=True)
class Route:
    """`figures`: of the cards of this type that the reader may see."""

    version: Installed
    kind: CardType
    figures: Sequence[StageFigures]
    proof: ProofView | None

    @property
    def words(self) -> Words:
        return Words(self.version.pack, self.kind, definitions.current().settings_of(self.version))

    def line(self) -> RouteLine:
        return RouteLine(
            pack=self.version.pack.key,
            type=self.kind.key,
            title=self.words.say(self.kind.title),
            version=self.version.pack.version,
            cards=sum(one.cards for one in self.figures),
            late=sum(one.late for one in self.figures),
            proof=self._proof(),
        )

    def drawn(self) -> RouteDrawn:
        words, counted = self.words, {one.stage: one for one in self.figures}
        found = self.proof.flaws if self.proof else ()
        return RouteDrawn(
            **dict(self.line()),
            stages=tuple(self._stage(one, words, counted, found) for one in self.kind.stages if not one.reserved),
            flaws=tuple(_flaw(one) for one in found if one.stage not in self.kind.by_stage),
        )

    def _proof(self) -> RouteProof | None:
        if self.proof is None:
            return None
        doubts = sum(one.warning for one in self.proof.flaws)
        return RouteProof(at=self.proof.at, flaws=len(self.proof.flaws) - doubts, warnings=doubts)

    def _stage(
        self, stage: Stage, words: Words, counted: Mapping[str, StageFigures], found: Sequence[FlawView]
    ) -> RouteStage:
        here = counted.get(stage.key)
        return RouteStage(
            key=stage.key,
            title=words.say(stage.title),
            kind=stage.kind,
            cards=here.cards if here else 0,
            late=here.late if here else 0,
            tasks=tuple(_task(one, words) for one in stage.tasks),
            ways=tuple(_way(one, words) for one in ways(self.kind) if one.here == stage.key),
            flaws=tuple(_flaw(one) for one in found if one.stage == stage.key),
        )


def _task(task: Task, words: Words) -> RouteTask:
    return RouteTask(
        key=task.key,
        title=words.say(task.title),
        who=words.people(task.assignee),
        due=words.due(task) if task.due else "",
        ladder=tuple(words.rungs(task)),
        outcomes=tuple(words.say(one.title) for one in task.outcomes),
    )


def _way(way: Way, words: Words) -> RouteWay:
    return RouteWay(
        to=way.there,
        kind=way.kind,
        title=words.say(way.text) if way.text is not None else "",
        style=way.tone,
        conditional=way.condition,
        by_itself=way.by_itself,
    )


def _flaw(one: FlawView) -> RouteFlaw:
    return RouteFlaw(sentence=one.sentence, way=one.way, warning=one.warning)
