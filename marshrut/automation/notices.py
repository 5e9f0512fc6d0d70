"""What a notice says: composed at delivery, in the reader's language, from what the reader may see then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from marshrut.cards import queries as cards
from marshrut.cards.queries import Seen
from marshrut.cards.queries.explain import behalf_of
from marshrut.cards.queries.timeline import Wording, value_text
from marshrut.definitions.schema.base import Text
from marshrut.definitions.schema.pack import Rung, Task
from marshrut.engine.people import holders
from marshrut.engine.robots import robot_at
from marshrut.history import queries as history
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

QUOTED = 300


@dataclass(frozen=True, slots=True)
class Message:
    title: str
    text: str
    card: int
    task: int | None


@dataclass(frozen=True, slots=True)
class About:
    """The card of a notice as its reader sees it."""

    card: int
    seen: Seen
    words: Wording
    payload: Mapping[str, Any]

    @property
    def subject(self) -> str:
        return f"{self.words.card_type.prefix}{self.card} {self.seen.row['name']}"

    @property
    def task(self) -> Task | None:
        state = self.seen.state.task(self.payload.get("task", 0))
        return self.seen.definition.task(state.stage, state.key) if state else None

    @property
    def task_title(self) -> str:
        return self.task.title.say(self.words.language) if self.task else ""

    @property
    def rung(self) -> Rung | None:
        ladder = self.task.ladder if self.task else ()
        return next((rung for rung in ladder if rung.key == self.payload.get("rung")), None)

    @property
    def ground(self) -> str:
        """For whom the reader has the task, and why they: «Иванова А. П., замещение на время отпуска по 7 декабря»."""
        state = self.seen.state.task(self.payload.get("task", 0))
        return behalf_of(state, self.payload["person"], self.words) if state else ""

    @property
    def behalf(self) -> str:
        return _("For: {person}").format(person=self.ground) if self.ground else ""

    def with_ground(self, *more: str) -> str:
        return ". ".join(filter(None, (self.subject, self.behalf, *more)))

    def with_notice(self) -> str:
        """What the pack says to whoever gets the task comes first (S1.11), as it was written."""
        said = self.fill(self.task.notice) if self.task else ""
        return " ".join(filter(None, (said, self.with_ground())))

    def fill(self, text: Text | None) -> str:
        """A text of the pack with its look-ups filled in."""
        if text is None:
            return ""
        card_type, fields = self.words.card_type, self.seen.state.fields
        self.words.learn([(key, fields.get(key)) for key in text.names() if key in card_type.fields])
        values = {
            key: value_text(self.words, card_type.fields[key], fields.get(key))
            for key in text.names()
            if key in card_type.fields
        }
        settings = {f"${key}": str(value) for key, value in self.seen.definition.settings.items()}
        return cards.fill(text.say(self.words.language), {**settings, **values})


def compose(person: int, language: str, card: int, payload: Mapping[str, Any]) -> Message | None:
    """The message for `person`; None when they may not see the card any more."""
    try:
        seen = cards.seen(Actor.person(person, "system"), card)
    except NotFound:
        return None
    with override(language):
        about = About(card, seen, Wording(seen.definition, seen.chart), payload)
        title, text = COMPOSERS[payload["notice"]](about)
        return Message(title, text, card, payload.get("task"))


def _task_opened(about: About) -> tuple[str, str]:
    return _("New task: {task}").format(task=about.task_title), about.with_notice()


def _task_passed(about: About) -> tuple[str, str]:
    return _("A task passed to you: {task}").format(task=about.task_title), about.with_notice()


def _task_gone(about: About) -> tuple[str, str]:
    state = about.seen.state.task(about.payload.get("task", 0))
    now = about.words.people(list(holders(state))) if state else ""
    said = _("Now with: {people}").format(people=now) if now else ""
    return _("The task is no longer with you: {task}").format(task=about.task_title), about.with_ground(said)


def _opinion_asked(about: About) -> tuple[str, str]:
    state = about.seen.state.task(about.payload.get("task", 0))
    asker = about.words.person(state.asked_by) if state and state.asked_by else ""
    question = f"{asker}: {_short(state.question)}" if state else ""
    return _("Your opinion is asked: {card}").format(card=about.subject), question


def _opinion_given(about: About) -> tuple[str, str]:
    state = about.seen.state.task(about.payload.get("task", 0))
    given = f"{about.words.person(state.decided_by)}: {_short(state.reason)}" if state and state.decided_by else ""
    return _("The opinion is given: {card}").format(card=about.subject), given


def _task_undone(about: About) -> tuple[str, str]:
    return _("The decision was undone: {task}").format(task=about.task_title), about.with_ground()


def _short(text: str) -> str:
    return f"{text[:QUOTED]}{'…' if len(text) > QUOTED else ''}"


def _reminder(about: About) -> tuple[str, str]:
    said = about.fill(about.rung.text) if about.rung else ""
    return _("Reminder: {task}").format(task=about.task_title), about.with_ground(said).strip()


def _escalation(about: About) -> tuple[str, str]:
    said = about.fill(about.rung.text) if about.rung else ""
    return _("Needs your attention: {task}").format(task=about.task_title), f"{about.subject}. {said}".strip()


def _robot(about: About) -> tuple[str, str]:
    robot = robot_at(about.words.card_type, about.payload["place"], about.payload["index"])
    return about.fill(robot.text), ". ".join(filter(None, (about.subject, _refusal(about))))


def _refusal(about: About) -> str:
    """Who stopped the process and why, when the card stands on a stage that refuses."""
    state = about.seen.state
    if about.words.card_type.by_stage[state.stage].kind != "failure":
        return ""
    said = [one for one in state.tasks if one.decided_at is not None and one.reason]
    last = max(said, key=lambda one: (str(one.decided_at), one.n), default=None)
    return f"{about.words.person(last.decided_by)}: {last.reason[:QUOTED]}" if last else ""


def _comment(about: About) -> tuple[str, str]:
    return _("New comment: {card}").format(card=about.subject), _quoted(about)


def _mention(about: About) -> tuple[str, str]:
    return _("You were mentioned: {card}").format(card=about.subject), _quoted(about)


def _quoted(about: About) -> str:
    number = about.payload["event"]
    found = history.timeline(f"card:{about.card}", after=number - 1, limit=1)
    if not found:
        return ""
    text = str(found[0].values.get("text", ""))
    return f"{about.words.person(found[0].actor_id)}: {_short(text)}"


def _date_warning(about: About) -> tuple[str, str]:
    field = about.words.field(about.payload["field"])
    title = _("Check the date “{field}”: it is over or a day off").format(field=field)
    return title, about.subject


def _paused_often(about: About) -> tuple[str, str]:
    return _("The task was paused again: {task}").format(task=about.task_title), about.subject


def _task_redated(about: About) -> tuple[str, str]:
    return _("The deadline moved: {task}").format(task=about.task_title), about.subject


def _task_returned(about: About) -> tuple[str, str]:
    return _("The task is back: {task}").format(task=about.task_title), about.subject


def _letter_outside(about: About) -> tuple[str, str]:
    said = _("The daily proof found it in no state. See the page of promises.")
    return _("A letter fell out of the process: {card}").format(card=about.subject), said


COMPOSERS: Mapping[str, Callable[[About], tuple[str, str]]] = {
    "task_opened": _task_opened,
    "reminder": _reminder,
    "nudge": _reminder,
    "escalation": _escalation,
    "robot": _robot,
    "comment": _comment,
    "mention": _mention,
    "date_warning": _date_warning,
    "paused_often": _paused_often,
    "task_redated": _task_redated,
    "task_returned": _task_returned,
    "task_passed": _task_passed,
    "task_gone": _task_gone,
    "opinion_asked": _opinion_asked,
    "opinion_given": _opinion_given,
    "task_undone": _task_undone,
    "letter_outside": _letter_outside,
}
