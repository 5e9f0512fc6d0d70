"""Names of things on one card, in the reader's language: for the timeline, tasks, notices and sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.definitions.queries.pages import former_types
from marshrut.definitions.schema.pack import CardType, Field, Outcome, Robot, Stage, Task
from marshrut.documents import queries as documents
from marshrut.engine.definition import Definition
from marshrut.kernel.wording import DASH, day, moment, money
from marshrut.org.rules import OrgChart

from ..naming import POINTING
from ..rules import rule_of
from .grounds import Over, phrase

__all__ = ["POINTING", "Wording", "value_text"]


class Wording:
    """Names of things on one card, in the active language. Files and companies are looked up once for all lines."""

    def __init__(self, definition: Definition, chart: OrgChart, zone: tzinfo | None = None) -> None:
        self.card_type: CardType = definition.card_type
        self.chart = chart
        self.zone = zone or timezone.get_current_timezone()
        self.language = get_language() or "ru"
        self.files: dict[int, str] = {}
        self.companies: dict[int, str] = {}
        #: (kind of field, id) -> name
        self.pointed: dict[tuple[str, int], str] = {}
        self.over: Over = {}
        self._pack = definition.pack
        self._former: tuple[CardType, ...] | None = None

    def _kinds(self) -> Iterator[CardType]:
        """The card type as it is; then as other versions have it, by which the card may have gone before: newest first.

        Those are asked for only when the present one does not know a name.
        """
        yield self.card_type
        if self._former is None:
            self._former = former_types(self._pack, self.card_type.key)
        yield from self._former

    def _stage(self, key: str) -> Stage | None:
        return next((kind.by_stage[key] for kind in self._kinds() if key in kind.by_stage), None)

    def _rule(self, key: str) -> Task | None:
        return next(filter(None, (rule_of(kind, key) for kind in self._kinds())), None)

    def _field(self, key: str) -> Field | None:
        return next((kind.fields[key] for kind in self._kinds() if key in kind.fields), None)

    def learn(self, values: list[tuple[str, Any]]) -> None:
        """Fetch the names that these (field, value) pairs mention: two queries, and one for each other kind."""
        files: set[int] = set()
        companies: set[int] = set()
        for key, value in values:
            known = self._field(key)
            kind = known.kind if known else ""
            if kind == "file":
                files.update(value or ())
            elif kind == "company" and value:
                companies.add(value)
        if files := files - self.files.keys():
            self.files |= {key: info.name for key, info in documents.describe(files).items()}
        if companies := companies - self.companies.keys():
            self.companies |= {key: info.name for key, info in crm.describe(companies).items()}
        self._learn_pointed(values)

    def _learn_pointed(self, values: list[tuple[str, Any]]) -> None:
        wanted: dict[str, set[int]] = {}
        for key, value in values:
            field = self._field(key)
            if field and field.kind in POINTING and value and (field.kind, value) not in self.pointed:
                wanted.setdefault(field.kind, set()).add(value)
        for kind, ids in wanted.items():
            self.pointed |= {(kind, key): name for key, name in POINTING[kind](ids).items()}

    def stage(self, key: str) -> str:
        stage = self._stage(key)
        return stage.title.say(self.language) if stage else key

    def signal(self, stage: str, key: str) -> str:
        at = self._stage(stage)
        signal = at.signal(key) if at else None
        return signal.done.say(self.language) if signal else key

    def child(self, key: str) -> str:
        """What the cards are called that the robot of this key makes."""
        pressed = (outcome for stage in self.card_type.stages for task in stage.tasks for outcome in task.outcomes)
        places: tuple[Stage | Outcome, ...] = (*self.card_type.stages, *pressed)
        robots = (robot for place in places for robot in _robots(place))
        made = next((robot.card_type for robot in robots if robot.key == key), None)
        kinds = (one.pack.card_type(made) for one in definitions.active()) if made else ()
        found = next(filter(None, kinds), None)
        return found.create.say(self.language) if found else key

    def task(self, key: str) -> str:
        rule = self._rule(key)
        return rule.title.say(self.language) if rule else key

    def outcome(self, task: str, key: str) -> str:
        rule = self._rule(task)
        outcome = rule.outcome(key) if rule else None
        return (outcome.done or outcome.title).say(self.language) if outcome else key

    def decided(self, body: Mapping[str, Any]) -> str:
        """What was decided, with the listed reason; what was not done says so (A0.2)."""
        rule = self._rule(body["key"])
        outcome = rule.outcome(body["outcome"]) if rule else None
        listed = outcome.because(str(body.get("because") or "")) if outcome else None
        reason = listed.title.say(self.language) if listed else ""
        if not body.get("skipped"):
            return ": ".join(filter(None, (self.outcome(body["key"], body["outcome"]), reason)))
        said = _("Skipped: “{task}”").format(task=self.task(body["key"]))
        return f"{said}. {reason}" if reason else said

    def style(self, body: Mapping[str, Any]) -> str:
        rule = self._rule(body["key"])
        outcome = rule.outcome(body["outcome"]) if rule else None
        return outcome.style if outcome else ""

    def behalf(self, person: int, body: Mapping[str, Any]) -> str:
        """«(за кого: Иванова А. П., замещение на время отпуска по 7 декабря)»."""
        ground = phrase(body.get("links", ()), self.chart, self.over)
        if not ground and body.get("how") in ("escalated", "instead", None):
            return _("(instead of {person})").format(person=self.person(person))
        why = ", ".join(filter(None, (self.person(person), ground or self.how(body.get("how")))))
        return _("(for: {person})").format(person=why)

    def own(self, body: Mapping[str, Any]) -> str:
        """The mark of a decision on one's own card."""
        return _("(their own request)") if body.get("self") else ""

    def how(self, right: str | None) -> str:
        """On what ground, when no absence and no delegation says it."""
        said = {
            "escalated": _("after an escalation"),
            "instead": _("the route lets them decide instead"),
            "granted": _("by a right granted to them"),
        }
        return said.get(right or "", "")

    @property
    def erased(self) -> str:
        return _("[erased]")

    def person(self, person: int | None) -> str:
        return self.chart.name(person) if person else _("Marshrut")

    def people(self, people: list[int]) -> str:
        return ", ".join(map(self.person, people)) or _("nobody")

    def at(self, text: str | None) -> str:
        return moment(datetime.fromisoformat(text), self.zone) if text else DASH

    def field(self, key: str) -> str:
        field = self._field(key)
        return field.title.say(self.language) if field else key

    def value(self, key: str, value: Any) -> str:
        field = self._field(key)
        return value_text(self, field, value) if field else str(value)


def value_text(words: Wording, field: Field, value: Any) -> str:
    """A field's value as text; a dash when empty."""
    if value in (None, "", []):
        return DASH
    if field.kind == "money":
        return money(Decimal(value))
    if field.kind == "date":
        return day(date.fromisoformat(value))
    if field.kind == "choice":
        titles = {choice.key: choice.title.say(words.language) for choice in field.choices}
        return titles.get(value, str(value))
    if field.kind == "person":
        return words.people(list(value)) if isinstance(value, list | tuple) else words.person(value)
    if field.kind == "company":
        return words.companies.get(value, f"№ {value}")
    if field.kind in POINTING or field.kind == "card":
        return words.pointed.get((field.kind, value), f"№ {value}")
    if field.kind == "file":
        return ", ".join(words.files.get(file, f"№ {file}") for file in value)
    if field.kind == "yes_no":
        return _("yes") if value else _("no")
    return str(value)


def _robots(place: Stage | Outcome) -> tuple[Robot, ...]:
    return place.on_enter if isinstance(place, Stage) else place.robots
