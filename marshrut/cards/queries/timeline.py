"""The timeline of a card in sentences: what people read, what the API answers, what the evidence prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from marshrut.history import kinds
from marshrut.history import queries as history
from marshrut.kernel.wording import day

from .grounds import ended, over, sentences
from .wording import Wording, value_text

__all__ = ["Entry", "Wording", "entry", "timeline", "value_text"]


#: where a person has done it, when that was not the portal
MESSENGERS = {"telegram": "Telegram", "max": "MAX"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline. `who` is None for the system; `quote` is what a person wrote."""

    seq: int
    at: datetime
    kind: str
    icon: str
    group: str
    who: int | None
    name: str
    text: str
    quote: str = ""
    #: of a decision: positive, negative or neutral, as the route says
    style: str = ""


def timeline(card: int, words: Wording, before: int | None = None, limit: int = 200, group: str = "") -> list[Entry]:
    """The newest `limit` lines of a card the reader may see, oldest first. One query and up to three for names."""
    wanted = [kind.name for kind in kinds.registry.values() if kind.group == group] if group else ()
    events = history.latest(f"card:{card}", before, limit, wanted)
    words.learn([(k, v) for e in events if e.kind == "card.edited" for k, pair in e.values.items() for v in pair])
    words.over = over((event.body for event in events), words.chart)
    return [entry(event, words) for event in events]


def entry(event: history.Event, words: Wording) -> Entry:
    about = kinds.kind(event.kind)
    say = SENTENCES.get(event.kind)
    text = say(event, words) if say else kinds.sentence(event)
    if event.actor_kind == "person" and event.via in MESSENGERS:
        text = f"{text} · {MESSENGERS[event.via]}"
    quote = str(event.values.get("text") or event.values.get("reason") or event.values.get("question") or "")
    quote = quote or str(event.values.get("note") or "")
    if event.erased & {"text", "reason", "question", "note"}:
        quote = _("[erased]")
    who = words.person(event.actor_id) if event.actor_kind == "person" else _("Marshrut")
    style = words.style(event.body) if event.kind == "task.completed" else ""
    return Entry(event.seq, event.at, event.kind, about.icon, about.group, event.actor_id, who, text, quote, style)


def _moved(event: history.Event, words: Wording) -> str:
    body: Mapping[str, Any] = event.body
    to, rule = words.stage(body["to"]), body["because"]["rule"]
    if rule == "started":
        return _("Sent on its route: {stage}").format(stage=to)
    if rule == "restarted":
        return _("Started again, round {round}: {stage}").format(round=body["round"], stage=to)
    return _("Stage: {before} → {after}").format(before=words.stage(body["from"]), after=to)


def _version_moved(event: history.Event, words: Wording) -> str:
    """«Переведена с версии 1.0.0 на 1.1.0; стадия: Проверка → Согласование»."""
    text = _("Moved from version {former} of the route to {version}").format(
        former=event.body["from"], version=event.body["to"]
    )
    return _with_stages(text, event, words)


def _version_reverted(event: history.Event, words: Wording) -> str:
    text = _("Returned from version {former} of the route to {version}").format(
        former=event.body["from"], version=event.body["to"]
    )
    return _with_stages(text, event, words)


def _with_stages(text: str, event: history.Event, words: Wording) -> str:
    before, after = event.body["stage"]["from"], event.body["stage"]["to"]
    if before == after:
        return text
    ways = _("stage: {before} → {after}").format(before=words.stage(before), after=words.stage(after))
    return f"{text}; {ways}"


def _opened(event: history.Event, words: Wording) -> str:
    body = event.body
    text = _("Task “{task}”: {people}").format(task=words.task(body["key"]), people=words.people(body["to"]))
    text += _(", due {at}").format(at=words.at(body["due"])) if body.get("due") else ""
    ground = " ".join(sentences(body.get("links", ()), words.chart, words.over))
    return f"{ended(text)} {ground}" if ground else text


def _completed(event: history.Event, words: Wording) -> str:
    body = event.body
    text = words.decided(body)
    if event.on_behalf_of:
        text += " " + words.behalf(event.on_behalf_of, body)
    return " ".join(filter(None, (text, words.own(body))))


def _cancelled(event: history.Event, words: Wording) -> str:
    sentences = {
        "decided": _("Task “{task}” is closed: decided by others"),
        "readdressed": _("Task “{task}” goes to somebody else after the change"),
        "left": _("Task “{task}” is closed: the card moved on"),
        "undone": _("Task “{task}” is closed: the decision before it was undone"),
        "answered": _("Task “{task}” is closed: it is not needed any more"),
        "version": _("Task “{task}” is closed: the version of the route that the card goes by now has no such task"),
    }
    return sentences[event.body["because"]].format(task=words.task(event.body["key"]))


def _delegated(event: history.Event, words: Wording) -> str:
    task, people = words.task(event.body["key"]), words.people(_people(event.body["to"]))
    return _("Task “{task}” is delegated: {people}").format(task=task, people=people)


def _forwarded(event: history.Event, words: Wording) -> str:
    task, people = words.task(event.body["key"]), words.people(_people(event.body["to"]))
    return _("Task “{task}” is forwarded: {people}").format(task=task, people=people)


def _taken_back(event: history.Event, words: Wording) -> str:
    return _("Task “{task}” is taken back").format(task=words.task(event.body["key"]))


def _passed(event: history.Event, words: Wording) -> str:
    body = event.body
    text = _("Task “{task}” passed to: {people}").format(
        task=words.task(body["key"]), people=words.people(_people(body["to"]))
    )
    ground = " ".join(sentences(body.get("links", ()), words.chart, words.over))
    return f"{ended(text)} {ground}" if ground else text


def _returned(event: history.Event, words: Wording) -> str:
    return _("Task “{task}” returned to: {people}").format(
        task=words.task(event.body["key"]), people=words.people(_people(event.body["to"]))
    )


def _asked(event: history.Event, words: Wording) -> str:
    return _("Opinion asked: {people}").format(people=words.people(_people(event.body["to"])))


def _approver_added(event: history.Event, words: Wording) -> str:
    return _("Approver added to “{task}”: {person}").format(
        task=words.task(event.body["key"]), person=words.person(event.body["person"])
    )


def _undone(event: history.Event, words: Wording) -> str:
    return _("The decision on “{task}” is undone, the task is open again").format(task=words.task(event.body["key"]))


def _people(value: Any) -> list[int]:
    return [value] if isinstance(value, int) else list(value)


def _checked(event: history.Event, words: Wording) -> str:
    return _("Check: the task is taken") if event.body["taken"] else _("Check: the task is not taken yet")


def _reminded(event: history.Event, words: Wording) -> str:
    return _("Reminder: {people}").format(people=words.people(event.body["to"]))


def _escalated(event: history.Event, words: Wording) -> str:
    people = words.people(event.body["to"])
    if event.body["may_decide"] and event.body["to"]:
        return _("Told {people}: may decide instead").format(people=people)
    return _("Told {people}").format(people=people)


def _edited(event: history.Event, words: Wording) -> str:
    parts = []
    for key in event.body["fields"]:
        if key in event.erased:
            parts.append(f"{words.field(key)}: {_('[erased]')}")
            continue
        before, after = event.values[key]
        change = (
            words.value(key, after) if before is None else f"{words.value(key, before)} → {words.value(key, after)}"
        )
        parts.append(f"{words.field(key)}: {change}")
    return "; ".join(parts)


def _date_warned(event: history.Event, words: Wording) -> str:
    asked = day(date.fromisoformat(event.body["date"]))
    if event.body.get("past"):
        return _("The asked date {date} is over already").format(date=asked)
    return _("The asked date {date} is a day off").format(date=asked)


def _signalled(event: history.Event, words: Wording) -> str:
    return words.signal(event.body["stage"], event.body["key"])


SENTENCES = {
    "card.created": lambda event, words: _("Card created"),
    "card.adopted": lambda event, words: _("Came from the source: {stage}").format(
        stage=words.stage(event.body["stage"])
    ),
    "card.edited": _edited,
    "card.moved": _moved,
    "card.version_moved": _version_moved,
    "card.version_reverted": _version_reverted,
    "card.withdrawn": lambda event, words: _("Withdrawn by the author"),
    "card.date_warned": _date_warned,
    "card.signalled": _signalled,
    "card.child_finished": lambda event, words: _("“{card}” is finished").format(card=words.child(event.body["key"])),
    "card.commented": lambda event, words: "",
    "file.attached": lambda event, words: _("Files: {names}").format(names=", ".join(event.values.get("names", ()))),
    "stage.timer": lambda event, words: _("Stage “{stage}”: its timer came due").format(
        stage=words.stage(event.body["stage"])
    ),
    "stage.told": _reminded,
    "task.opened": _opened,
    "task.taken": lambda event, words: _("Taken: “{task}”").format(task=words.task(event.body["key"])),
    "task.completed": _completed,
    "task.cancelled": _cancelled,
    "task.delegated": _delegated,
    "task.taken_back": _taken_back,
    "task.forwarded": _forwarded,
    "task.passed": _passed,
    "task.returned": _returned,
    "task.asked": _asked,
    "task.approver_added": _approver_added,
    "task.undone": _undone,
    "task.redated": lambda event, words: _("New deadline of “{task}”: {at}").format(
        task=words.task(event.body["key"]), at=words.at(event.body["due"])
    ),
    "task.paused": lambda event, words: _("Paused until {at}").format(at=words.at(event.body["until"])),
    "task.resumed": lambda event, words: _("Resumed: “{task}”").format(task=words.task(event.body["key"])),
    "task.checked": _checked,
    "task.reminded": _reminded,
    "task.escalated": _escalated,
}
