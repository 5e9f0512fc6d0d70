"""A rehearsal from what is asked to lines and figures. Reads habits and the company; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from marshrut.calendars.rules import WorkTime
from marshrut.cards import refusals
from marshrut.definitions.schema.access import Grant
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Cover
from marshrut.engine.play.chance import SplitMix64
from marshrut.engine.play.world import Moment, World
from marshrut.engine.state import CardState
from marshrut.org.rules import OrgChart
from marshrut.rehearsals.habits import Habits
from marshrut.rehearsals.whatif.changes import edges

from ..proofs.proving import filing
from .answers import Manner
from .asked import Asked
from .company import company
from .drive import Driver, Heard
from .figures import figures
from .telling import Teller, Told

#: cards between two reports of progress
STEP: Final = 100


@dataclass(frozen=True)
class Stage:
    """What is played: definitions by card type, the type, and grants of types that are the company's own.

    `card`: the real card that goes on, as (state, when it set out).
    """

    card_type: str
    definitions: Mapping[str, Definition]
    chart: OrgChart
    grants: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)
    habits: Habits | None = None
    card: tuple[CardState, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    lines: tuple[Told, ...]
    figures: Mapping[str, Any]


#: told how many cards have set out
Progress = Callable[[int], None]


def quietly(_many: int) -> None:
    """Nobody waits for it."""


class Empty(Exception):
    """Nobody of the company may file such cards."""


def play(stage: Stage, asked: Asked, progress: Progress = quietly) -> Outcome:
    """Raises Empty. The same question about the same company and route has the same answer."""
    with override(asked.language):
        return _Playing(stage, asked, progress).run()


class _Playing:
    def __init__(self, stage: Stage, asked: Asked, progress: Progress) -> None:
        self.stage, self.asked, self.progress = stage, asked, progress
        self.chart = company(stage.chart, asked)
        self.chance = SplitMix64(asked.seed)
        self.arrived = 0
        self.teller = Teller(self.chart, ZoneInfo(settings.TIME_ZONE), real=stage.card is not None)
        self.authors = (asked.author,) if asked.author else authors(stage, self.chart)
        self.world = World(stage.definitions, self.chart, asked.since, edges=edges(self.chart), heard=self._heard)
        self.driver = Driver(
            self.world,
            Manner(stage.habits, asked.hours),
            self.chance,
            frozenset(asked.silent),
            self.authors or (0,),
            Heard(self.teller.late, self._moment),
            asked.language,
        )

    def run(self) -> Outcome:
        last = self.asked.since
        if self.stage.card is not None:
            self._enter(*self.stage.card)
        elif not self.authors:
            raise Empty
        else:
            for number, at in enumerate(arrivals(self.asked, self.chart.company_time, self.chance)):
                author = self.authors[self.chance.fork("author", number).below(len(self.authors))]
                self.driver.arrive(at, self.stage.card_type, author, number, self._came)
                last = max(last, at)
        self.driver.run(last + timedelta(days=self.asked.horizon))
        for broken in self.world.broken:
            kind = self.world.cards[broken.card].definition.card_type
            self.teller.broken(broken, str(refusals.translate(broken.refusal, kind, self.chart)))
        lines = tuple(sorted(self.teller.lines, key=lambda one: one.at))
        work = self.chart.company_time
        found = figures(self.world, self.teller, self.driver.lost, work, self.stage.card_type)
        return Outcome(lines, {**found, "titles": self._titles()})

    def _titles(self) -> dict[str, str]:
        """Of the stages by their keys, and of the card type by "": a draft may be gone when somebody reads of it."""
        kind, language = self.stage.definitions[self.stage.card_type].card_type, self.asked.language
        return {"": kind.title.say(language), **{one.key: one.title.say(language) for one in kind.stages}}

    def _enter(self, state: CardState, started_at: datetime) -> None:
        definition = self.stage.definitions[self.stage.card_type]
        played = self.world.cards[self.world.enter(self.stage.card_type, definition, state, started_at)]
        if state.open_tasks:
            self.world.do(played.id, Cover())  # as in production: nobody is waited for who is not there
        for task in played.state.open_tasks:
            self.driver.look(played, task, self.asked.since)
        self.driver.outside(played, self.asked.since)
        for child in played.state.children:
            if child.visit == played.state.visit and child.state == "awaited":
                self.teller.unplayed(self.asked.since, played)

    def _came(self) -> None:
        self.arrived += 1
        if self.arrived % STEP == 0:
            self.progress(self.arrived)

    def _heard(self, moment: Moment) -> None:
        self.driver.hear(moment)

    def _moment(self, moment: Moment) -> None:
        self.teller.moment(moment, self.world.cards[moment.card])


def authors(stage: Stage, chart: OrgChart) -> Sequence[int]:
    """Who may file such cards and is in a department, so that somebody heads them; else anybody who may."""
    card_type = stage.definitions[stage.card_type].card_type
    may = filing(chart, card_type, stage.grants.get(stage.card_type, card_type.access))
    return [one for one in may if chart.head_of(one) is not None] or may


def arrivals(asked: Asked, work: WorkTime, chance: SplitMix64) -> Iterator[datetime]:
    """In working time, at random moments of the asked days; a single card at once."""
    if asked.cards == 1:
        yield asked.since
        return
    end = work.add_days(asked.since, asked.days)
    minutes = max(1, work.between(asked.since, end))
    drawn = chance.fork("arrivals")
    for minute in sorted(drawn.below(minutes) for _number in range(asked.cards)):
        yield work.add_minutes(asked.since, minute)
