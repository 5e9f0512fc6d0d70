"""A what-if from the question to the figures: reads the past, plays it twice and tests the model. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from marshrut.cards.queries import answers
from marshrut.definitions import queries as definitions
from marshrut.engine.definition import Definition
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart
from marshrut.rehearsals.habits import learned

from . import changes as changing
from . import courses, scripts
from .answering import Model
from .changes import Changes
from .figures import Figures, figures, off
from .prompts import ALL, Effect, Effects, measured
from .replay import Replay, Result
from .scripts import Played

#: cards that are played at most, the newest; and of the children of each card those it made
MOST: Final = 2000
#: finished cards in the tested third and before it; with fewer the error of the model is not known
TESTED: Final = 4
LEARNED: Final = 8
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Question:
    card_type: str
    since: datetime
    until: datetime
    changes: Changes = field(default_factory=Changes)
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Test:
    """The last third of the time foretold from the habits of the rest, beside what it was. `cards`: that ended well.

    `median` and `most`: percent by which the foretold one is off; None with too few cards to say. Of the cards that
    came in that third `ended` percent came to an end, and `foretold` percent should have.
    """

    cards: int = 0
    median: int | None = None
    most: int | None = None
    ended: int | None = None
    foretold: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The answer. `real` is what was, `unchanged` the same played again, `changed` by the other rules."""

    real: Figures
    unchanged: Figures
    changed: Figures
    test: Test
    #: what prompts do: of reminders, of escalations
    remind: Effect
    escalate: Effect
    #: of the changed playing: answers as they really were, drawn from habits, acts that were refused
    as_real: int
    drawn: int
    lost: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Past:
    """What happened, and the company it happened in."""

    facts: answers.Facts
    cards: tuple[int, ...]
    played: list[Played]
    chart: OrgChart
    until: datetime

    def among(self, cards: Sequence[int]) -> list[Played]:
        wanted = frozenset(cards)
        return [one for one in self.played if one.arrival.card in wanted]


def many(question: Question) -> int:
    """How many cards a what-if would play. One query."""
    return len(answers.came(question.card_type, question.since, question.until, MOST))


def ask(question: Question) -> Told | None:
    """None when no card set out in that time. A fixed number of queries. Raises changes.BadChange."""
    past = _past(question)
    if not past.cards:
        return None
    known = _definitions(None)
    other = changing.rules(_definitions(question.changes.version), question.card_type, question.changes)
    model = _model(question, past, past.until)
    work = past.chart.company_time
    real = courses.real(past.facts, past.cards, past.until)
    same = _play(question, past.played, known, past.chart, model)
    then = _play(question, past.played, other, changing.company(past.chart, question.changes), model)
    return Told(
        real=figures(real, work, past.until),
        unchanged=figures(same.courses, work, past.until),
        changed=figures(then.courses, work, past.until),
        test=_test(question, past, known),
        remind=model.effects.by_task.get(("remind", ALL), Effect()),
        escalate=model.effects.by_task.get(("escalate", ALL), Effect()),
        as_real=then.real,
        drawn=then.drawn,
        lost=then.lost,
    )


def _past(question: Question) -> _Past:
    cards = answers.came(question.card_type, question.since, question.until, MOST)
    facts = answers.of(cards)
    chart = org.chart()
    worked = {task.decided_by for task in facts.tasks} | {task.assignee for task in facts.tasks}
    people = {key: replace(seat, active=seat.active or key in worked) for key, seat in chart.people.items()}
    absences = org.absences_between(question.since, question.until) if cards else {}
    then = replace(chart, people=people, absences=absences)
    played = scripts.scripts(question.card_type, facts, frozenset(cards))
    return _Past(facts, cards, played, then, question.until)


def _definitions(version: int | None) -> dict[str, Definition]:
    """Of all types, by today's settings; those of the pack of `version` are that version's."""
    shelf = definitions.current()
    installed = list(shelf.active)
    if version is not None:
        other = definitions.installed(version)
        installed = [other if one.pack.key == other.pack.key else one for one in installed]
    return {
        kind.key: Definition(one.pack.key, one.pack.version, kind, shelf.settings_of(one))
        for one in installed
        for kind in one.pack.card_types
    }


def _model(question: Question, past: _Past, until: datetime, *, drawn: bool = False) -> Model:
    """Habits and the effect of prompts, from what was known at `until`."""
    habits = learned(question.card_type, past.facts, past.chart, question.since, until)
    told = [one for played in past.played for one in _every(played.script)]
    effects = Effects() if drawn else measured(scripts.seen(told, past.chart, until))
    return Model(habits, effects, until, drawn)


def _every(script: scripts.Script) -> list[scripts.Answer]:
    below = [answer for some in script.children.values() for child in some for answer in _every(child)]
    return [*script.answers, *below]


def _play(
    question: Question,
    played: Sequence[Played],
    known: Mapping[str, Definition],
    chart: OrgChart,
    model: Model,
) -> Result:
    edges = changing.edges(chart)
    replay = Replay(played, known, question.card_type, chart, model, seed=question.seed, edges=edges)
    return replay.run(question.until)


def _test(question: Question, past: _Past, known: Mapping[str, Definition]) -> Test:
    """Of the cards that ended well the last third, with times drawn from what was known when the first of them came."""
    ended = [one.card for one in courses.real(past.facts, past.cards, past.until) if one.kind == "success"]
    tested = ended[-(len(ended) // 3) :] if len(ended) >= TESTED else []
    shares = _shares(question, past, known)
    if len(tested) < TESTED or len(ended) - len(tested) < LEARNED:
        return Test(len(tested), None, None, *shares)
    work, rest = past.chart.company_time, past.among(tested)
    true = figures(courses.real(past.facts, tested, past.until), work, past.until).whole.took
    model = _model(question, past, rest[0].arrival.at, drawn=True)
    foretold = figures(_play(question, rest, known, past.chart, model).courses, work, past.until).whole.took
    return Test(true.cards, off(foretold.median, true.median), off(foretold.most, true.most), *shares)


def _shares(question: Question, past: _Past, known: Mapping[str, Definition]) -> tuple[int | None, int | None]:
    """Of the last third of the cards, ended or not: the percent that came to an end, really and foretold."""
    came = past.played[-(len(past.played) // 3) :]
    if len(came) < TESTED or len(past.played) - len(came) < LEARNED:
        return None, None
    real = courses.real(past.facts, [one.arrival.card for one in came], past.until)
    model = _model(question, past, came[0].arrival.at, drawn=True)
    foretold = _play(question, came, known, past.chart, model).courses
    return _ended(real), _ended(foretold)


def _ended(found: Sequence[courses.Course]) -> int:
    return round(100 * sum(one.ended is not None for one in found) / len(found)) if found else 0
