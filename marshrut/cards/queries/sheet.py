"""The approval sheet: who decided what on which content, round by round, read from the history alone (D24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from marshrut.documents import queries as documents
from marshrut.history import queries as history
from marshrut.org import queries as org

from .card import CardView
from .grounds import over, phrase
from .timeline import Wording, value_text

#: kinds that make a line, open a round or change what is decided on
KINDS = (
    "card.created", "card.edited", "card.moved", "card.withdrawn", "file.attached", "task.asked", "task.completed",
    "task.undone",
)  # fmt: skip
MOST = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """A decision, an opinion or the author's withdrawal. `behalf` and `ground`: for whom, and why this person."""

    seq: int
    at: datetime
    person: int | None
    name: str
    position: str
    task: str
    outcome: str
    style: str
    edition: int
    behalf: str = ""
    ground: str = ""
    reason: str = ""
    opinion: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    n: int
    since: datetime
    lines: tuple[Line, ...]
    #: the stage where the card stood at the end of the round
    stage: str


@dataclass(frozen=True, slots=True)
class Content:
    """An edition that somebody decided on: what was new in it, and the files on the card then."""

    edition: int
    at: datetime
    changes: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`seq` and `digest` name the last event of the card's history: `marshrut verify` proves them."""

    rounds: tuple[Round, ...]
    contents: tuple[Content, ...]
    seq: int
    digest: str


@dataclass
class _Reading:
    """The history as it unrolls."""

    edition: int = 1
    round: int = 1
    stage: str = ""
    files: dict[int, str] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    since: dict[int, datetime] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    lines: dict[int, list[Line]] = field(default_factory=dict)
    contents: dict[int, Content] = field(default_factory=dict)
    decided: dict[int, tuple[int, int]] = field(default_factory=dict)
    questions: dict[int, str] = field(default_factory=dict)


def sheet(view: CardView, words: Wording) -> Sheet:
    """Five queries at most. The reader may see the card."""
    events = history.latest(f"card:{view.id}", None, MOST, KINDS)
    _learn(events, words)
    words.over = over((event.body for event in events), words.chart)
    people = org.describe({event.actor_id for event in events if event.actor_id is not None})
    reading = _Reading()
    for event in events:
        positions = people[event.actor_id].position if event.actor_id in people else ""
        _READERS.get(event.kind, _nothing)(reading, event, words, positions)
    rounds = tuple(
        Round(n, reading.since[n], tuple(reading.lines.get(n, ())), words.stage(reading.stages.get(n, "")))
        for n in sorted(reading.since)
    )
    named = {line.edition for round_ in rounds for line in round_.lines}
    seq, digest = history.head(f"card:{view.id}")
    return Sheet(rounds, tuple(reading.contents[n] for n in sorted(named) if n in reading.contents), seq, digest)


def _learn(events: list[history.Event], words: Wording) -> None:
    """Names of files and companies of all editions in two queries."""
    pairs = [(key, value) for event in events if event.kind == "card.created" for key, value in event.values.items()]
    pairs += [
        (k, v) for event in events if event.kind == "card.edited" for k, both in event.values.items() for v in both
    ]
    words.learn([(key, value) for key, value in pairs if key in words.card_type.fields])
    loose = {file for event in events if event.kind == "file.attached" for file in event.body.get("files", ())}
    unknown = loose - words.files.keys()
    if unknown:
        words.files |= {key: info.name for key, info in documents.describe(unknown).items()}


def _nothing(reading: _Reading, event: history.Event, words: Wording, position: str) -> None:
    """Kinds without a line of their own."""


def _created(reading: _Reading, event: history.Event, words: Wording, _position: str) -> None:
    reading.since[1] = event.at
    _content(reading, event, words, event.values)


def _edited(reading: _Reading, event: history.Event, words: Wording, _position: str) -> None:
    reading.edition += 1
    _content(reading, event, words, {key: both[1] for key, both in event.values.items() if isinstance(both, list)})


def _content(reading: _Reading, event: history.Event, words: Wording, values: Mapping[str, Any]) -> None:
    known = words.card_type.fields
    for key, value in values.items():
        if key in known and known[key].kind == "file":
            reading.files = {file: name for file, name in reading.files.items() if name != key}
            reading.files.update(dict.fromkeys(value or (), key))
    changes = tuple(
        (words.field(key), value_text(words, known[key], value))
        for key, value in values.items()
        if key in known and known[key].kind != "file"
    )
    names = tuple(words.files.get(file, f"№ {file}") for file in reading.files)
    reading.contents[reading.edition] = Content(reading.edition, event.at, changes, (*names, *reading.loose))


def _attached(reading: _Reading, event: history.Event, _words: Wording, _position: str) -> None:
    reading.loose += [str(name) for name in event.values.get("names", ())]
    now = reading.contents.get(reading.edition)
    if now is not None:
        reading.contents[reading.edition] = replace(now, files=(*now.files, *event.values.get("names", ())))


def _moved(reading: _Reading, event: history.Event, _words: Wording, _position: str) -> None:
    reading.round = event.body.get("round", reading.round)
    reading.since.setdefault(reading.round, event.at)
    reading.stages[reading.round] = event.body["to"]


def _completed(reading: _Reading, event: history.Event, words: Wording, position: str) -> None:
    body = event.body
    lines = reading.lines.setdefault(reading.round, [])
    reading.decided[body["task"]] = (reading.round, len(lines))
    behalf, ground = event.on_behalf_of, phrase(body.get("links", ()), words.chart, words.over)
    lines.append(
        Line(
            seq=event.seq,
            at=event.at,
            person=event.actor_id,
            name=words.person(event.actor_id),
            position=position,
            task=": ".join(filter(None, (words.task(body["key"]), reading.questions.get(body["task"], "")))),
            outcome=" ".join(filter(None, (words.outcome(body["key"], body["outcome"]), words.own(body)))),
            style=words.style(body),
            edition=reading.edition,
            behalf=words.person(behalf) if behalf else "",
            ground=ground or words.how(body.get("how") if behalf else ""),
            reason=words.erased if "reason" in event.erased else str(event.values.get("reason", "")),
            opinion=body["key"] == "opinion",
        )
    )


def _asked(reading: _Reading, event: history.Event, words: Wording, _position: str) -> None:
    question = words.erased if "question" in event.erased else str(event.values.get("question", ""))
    reading.questions[event.body["task"]] = question


def _undone(reading: _Reading, event: history.Event, _words: Wording, _position: str) -> None:
    reading.stages[reading.round] = event.body["to"]
    place = reading.decided.pop(event.body["task"], None)
    if place is not None:
        lines = reading.lines[place[0]]
        lines[place[1]] = replace(lines[place[1]], undone=True)


def _withdrawn(reading: _Reading, event: history.Event, words: Wording, position: str) -> None:
    reading.stages[reading.round] = event.body["to"]
    reading.lines.setdefault(reading.round, []).append(
        Line(
            seq=event.seq,
            at=event.at,
            person=event.actor_id,
            name=words.person(event.actor_id),
            position=position,
            task="",
            outcome=words.stage(event.body["to"]),
            style="negative",
            edition=reading.edition,
            reason=words.erased if "reason" in event.erased else str(event.values.get("reason", "")),
        )
    )


_READERS = {
    "card.created": _created,
    "card.edited": _edited,
    "card.moved": _moved,
    "card.withdrawn": _withdrawn,
    "file.attached": _attached,
    "task.asked": _asked,
    "task.completed": _completed,
    "task.undone": _undone,
}
