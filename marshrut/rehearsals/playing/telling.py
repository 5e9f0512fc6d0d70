"""What happened in a rehearsal, in the words of production: lines of the timeline and the messages people would get.

Nothing is written and nothing is sent. Sentences are made by the code that makes them for real cards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.automation.notices import COMPOSERS, About
from marshrut.cards import captions
from marshrut.cards.queries import Seen, timeline
from marshrut.cards.queries.timeline import Wording
from marshrut.cards.rights import Facts
from marshrut.engine.decision import Effect, Line
from marshrut.engine.people import holders
from marshrut.engine.play.world import Broken, Moment, Played
from marshrut.engine.state import TaskState
from marshrut.history.queries import Event
from marshrut.org.rules import OrgChart

from .drive import THING

#: kinds of lines a reader filters by
TASK: Final = "task"
DECISION: Final = "decision"
REMINDER: Final = "reminder"
ESCALATION: Final = "escalation"
LATE: Final = "late"
STAGE: Final = "stage"
MESSAGE: Final = "message"
OTHER: Final = "other"
BROKEN: Final = "broken"
KINDS: Final = (TASK, DECISION, REMINDER, ESCALATION, LATE, STAGE, MESSAGE, OTHER, BROKEN)
_KIND_OF: Final[Mapping[str, str]] = {
    "task.opened": TASK,
    "task.passed": TASK,
    "task.returned": TASK,
    "task.completed": DECISION,
    "task.reminded": REMINDER,
    "stage.told": REMINDER,
    "task.checked": REMINDER,
    "task.escalated": ESCALATION,
    "card.moved": STAGE,
    "card.adopted": STAGE,
    "card.created": STAGE,
}
#: lines that are kept; the figures count what comes after, too
MOST_LINES: Final = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """A line. `people`: whom it is about; of a message its one reader."""

    at: datetime
    card: int
    kind: str
    icon: str
    people: tuple[int, ...]
    who: str
    text: str
    quote: str = ""


@dataclass
class Teller:
    """Put together line by line; `cut`: there were more."""

    chart: OrgChart
    zone: tzinfo
    #: names of things real cards point at; empty for made-up ones
    real: bool = False
    lines: list[Told] = field(default_factory=list)
    cut: int = 0
    #: of all lines, also those that are cut: kinds, and messages by person
    kinds: Counter[str] = field(default_factory=Counter)
    told: Counter[int] = field(default_factory=Counter)
    _words: dict[str, Wording] = field(default_factory=dict)

    def moment(self, moment: Moment, played: Played) -> None:
        words = self.words(played)
        for line in moment.decision.lines:
            self._line(line, moment, words)
        for effect in moment.decision.effects:
            if effect.kind == "notify":
                self._message(effect, moment, played, words)

    def late(self, at: datetime, played: Played, task: TaskState) -> None:
        words = self.words(played)
        text = _("The deadline is over: “{task}”").format(task=words.task(task.key))
        self._add(Told(at, played.id, LATE, "alert-triangle", holders(task), words.people(list(holders(task))), text))

    def broken(self, broken: Broken, said: str) -> None:
        """What the system could not do by itself."""
        self._add(Told(broken.at, broken.card, BROKEN, "alert-circle", (), _("Marshrut"), said))

    def unplayed(self, at: datetime, played: Played) -> None:
        """A card that it waits for: only the one that was asked about goes on."""
        said = _("The card waits for another one that it made. That one is not played here: no word comes from it.")
        self._add(Told(at, played.id, OTHER, "alert-circle", (), _("Marshrut"), said))

    def words(self, played: Played) -> Wording:
        found = self._words.get(played.card_type)
        if found is None:
            found = self._words[played.card_type] = Wording(played.definition, self.chart, self.zone)
            if not self.real:
                found.files[THING] = _("Document.pdf")
                found.companies[THING] = _("A counterparty")
                for kind in ("contact", "deal", "project", "card"):
                    found.pointed[kind, THING] = _("a sample")
        return found

    def _line(self, line: Line, moment: Moment, words: Wording) -> None:
        actor = None if line.automatic else moment.actor
        kind = "person" if actor is not None else "robot"
        owner = line.body.get("for")
        behalf = owner if line.body.get("how") not in (None, "own") and owner != actor else None
        event = Event(
            f"card:{moment.card}", 0, moment.at, line.kind, kind, actor, via="system", on_behalf_of=behalf,
            body=dict(line.body), values=dict(line.values),
        )  # fmt: skip
        if line.kind == "card.edited":
            words.learn([(key, value) for key, pair in event.values.items() for value in pair])
        said = timeline.entry(event, words)
        people = _people(line, actor)
        self._add(Told(moment.at, moment.card, _KIND_OF.get(line.kind, OTHER), said.icon, people, said.name,
                       said.text, said.quote))  # fmt: skip

    def _message(self, effect: Effect, moment: Moment, played: Played, words: Wording) -> None:
        person = effect.payload["person"]
        definition, state = played.definition, moment.decision.card
        row = {"name": captions.name_of(definition.card_type, self._named(words, state.fields))}
        seen = Seen(moment.card, 1, state, row, Facts(), 0, definition, self.chart, ())
        compose = COMPOSERS[effect.payload["notice"]]
        title, text = compose(About(moment.card, seen, words, effect.payload))
        name = self.chart.name(person)
        self._add(Told(moment.at, moment.card, MESSAGE, "send", (person,), name, title, text))

    def _named(self, words: Wording, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Companies by their names, as cards are called in production."""
        kinds = words.card_type.fields
        return {
            key: words.companies.get(value, value) if key in kinds and kinds[key].kind == "company" else value
            for key, value in fields.items()
        }

    def _add(self, told: Told) -> None:
        self.kinds[told.kind] += 1
        if told.kind == MESSAGE:
            self.told.update(told.people)
        if len(self.lines) < MOST_LINES:
            self.lines.append(told)
        else:
            self.cut += 1


def _people(line: Line, actor: int | None) -> tuple[int, ...]:
    body = line.body
    named = body.get("to") if line.kind.startswith(("task.", "stage.")) else ()
    listed = [named] if isinstance(named, int) else [one for one in named or () if isinstance(one, int)]
    return tuple(dict.fromkeys([*([actor] if actor is not None else []), *listed]))
