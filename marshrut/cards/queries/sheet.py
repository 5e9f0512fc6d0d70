"""The approval sheet: who decided what on which content, round by round, read from the history alone (D24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from marshrut.documents import queries as documents
from marshrut.history import queries as history
from marshrut.org import queries as org

from ..captions import name_of
from .card import CardView
from .grounds import over, phrase
from .timeline import Wording, value_text

#: kinds that make a line, open a round or change what is decided on
KINDS = (
    "card.created", "card.adopted", "card.edited", "card.moved", "card.withdrawn", "file.attached", "task.asked",
    "task.completed", "task.undone",
)  # fmt: skip
BORN = ("card.created", "card.adopted")
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
    undone_at: datetime | None = None
    #: of the papers that were on the screen, e.g. "2"; empty where the fields hold plain files
    version: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    n: int
    since: datetime
    lines: tuple[Line, ...]
    #: the stage where the card stood at the end of the round: its name, and what kind of stage it is
    stage: str
    kind: str = ""
    #: the fields as they stood at the last line of the round
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was decided on; `version` is None for a plain file."""

    file: int
    name: str
    label: str
    version: int | None
    #: when it came to the card
    since: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """An edition that somebody decided on: what was new in it, and the files on the card then."""

    edition: int
    at: datetime
    changes: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    papers: tuple[Paper, ...] = ()


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
    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: files in the order they came to a field that holds one document: their place is their version
    order: dict[str, list[int]] = field(default_factory=dict)
    came: dict[int, datetime] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        self.lines.setdefault(self.round, []).append(line)
        self.fields[self.round] = dict(self.values)


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
    rounds = tuple(_round(n, reading, words) for n in sorted(reading.since))
    named = {line.edition for round_ in rounds for line in round_.lines}
    seq, digest = history.head(f"card:{view.id}")
    return Sheet(rounds, tuple(reading.contents[n] for n in sorted(named) if n in reading.contents), seq, digest)


def title(view: CardView, one: Round) -> str:
    """What the card was called in that round."""
    return name_of(view.card_type, one.fields) if one.fields else view.name


def _round(n: int, reading: _Reading, words: Wording) -> Round:
    key = reading.stages.get(n, "")
    stage = words.card_type.by_stage.get(key)
    fields = reading.fields.get(n, reading.values)
    lines = tuple(reading.lines.get(n, ()))
    return Round(n, reading.since[n], lines, words.stage(key), stage.kind if stage else "", fields)


def _learn(events: list[history.Event], words: Wording) -> None:
    """Names of files and companies of all editions in two queries."""
    pairs = [(key, value) for event in events if event.kind in BORN for key, value in _born(event).items()]
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


def _born(event: history.Event) -> dict[str, Any]:
    """What stood on the card at first; where a source adopted it, only texts are among what may be erased."""
    return {**event.body.get("fields", {}), **event.values}


def _created(reading: _Reading, event: history.Event, words: Wording, _position: str) -> None:
    reading.since[1] = event.at
    _content(reading, event, words, _born(event))


def _edited(reading: _Reading, event: history.Event, words: Wording, _position: str) -> None:
    reading.edition += 1
    _content(reading, event, words, {key: both[1] for key, both in event.values.items() if isinstance(both, list)})


def _content(reading: _Reading, event: history.Event, words: Wording, values: Mapping[str, Any]) -> None:
    known = words.card_type.fields
    reading.values |= values
    for key, value in values.items():
        if key in known and known[key].kind == "file":
            reading.files = {file: name for file, name in reading.files.items() if name != key}
            reading.files.update(dict.fromkeys(value or (), key))
            for file in value or ():
                reading.came.setdefault(file, event.at)
            if known[key].document and not known[key].several:
                order = reading.order.setdefault(known[key].version_of or key, [])
                order += [file for file in value or () if file not in order]
    changes = tuple(
        (words.field(key), value_text(words, known[key], value))
        for key, value in values.items()
        if key in known and known[key].kind != "file"
    )
    names = tuple(words.files.get(file, f"№ {file}") for file in reading.files)
    papers = tuple(_paper(file, key, reading, words) for file, key in reading.files.items())
    reading.contents[reading.edition] = Content(reading.edition, event.at, changes, (*names, *reading.loose), papers)


def _paper(file: int, key: str, reading: _Reading, words: Wording) -> Paper:
    order = reading.order.get(words.card_type.fields[key].version_of or key, [])
    version = order.index(file) + 1 if file in order else None
    return Paper(file, words.files.get(file, f"№ {file}"), words.field(key), version, reading.came[file])


def _versions(reading: _Reading, words: Wording) -> str:
    """«2», or «Договор 2, Протокол 1» where several fields hold a document each."""
    latest: dict[str, int] = {}
    for file, key in reading.files.items():
        slot = words.card_type.fields[key].version_of or key
        if file in reading.order.get(slot, ()):
            latest[slot] = max(latest.get(slot, 0), reading.order[slot].index(file) + 1)
    if len(latest) == 1:
        return str(*latest.values())
    return ", ".join(f"{words.field(slot)} {version}" for slot, version in latest.items())


def _attached(reading: _Reading, event: history.Event, _words: Wording, _position: str) -> None:
    reading.loose += [str(name) for name in event.values.get("names", ())]
    now = reading.contents.get(reading.edition)
    if now is not None:
        reading.contents[reading.edition] = replace(now, files=(*now.files, *event.values.get("names", ())))


def _moved(reading: _Reading, event: history.Event, _words: Wording, _position: str) -> None:
    before, reading.round = reading.round, event.body.get("round", reading.round)
    if reading.round > before and event.body["because"]["rule"] == "outcome":
        reading.stages[before] = event.body["to"]  # where the decision led that began the new round: rework
    reading.since.setdefault(reading.round, event.at)
    reading.stages[reading.round] = event.body["to"]


def _completed(reading: _Reading, event: history.Event, words: Wording, position: str) -> None:
    body = event.body
    reading.decided[body["task"]] = (reading.round, len(reading.lines.get(reading.round, ())))
    behalf, ground = event.on_behalf_of, phrase(body.get("links", ()), words.chart, words.over)
    reading.add(
        Line(
            seq=event.seq,
            at=event.at,
            person=event.actor_id,
            name=words.person(event.actor_id),
            position=position,
            task=": ".join(filter(None, (words.task(body["key"]), reading.questions.get(body["task"], "")))),
            outcome=" ".join(filter(None, (words.decided(body), words.own(body)))),
            style=words.style(body),
            edition=reading.edition,
            behalf=words.person(behalf) if behalf else "",
            ground=ground or words.how(body.get("how") if behalf else ""),
            reason=words.erased if "reason" in event.erased else str(event.values.get("reason", "")),
            opinion=body["key"] == "opinion",
            version=_versions(reading, words),
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
        lines[place[1]] = replace(lines[place[1]], undone=True, undone_at=event.at)


def _withdrawn(reading: _Reading, event: history.Event, words: Wording, position: str) -> None:
    reading.stages[reading.round] = event.body["to"]
    reading.add(
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
    "card.adopted": _created,
    "card.edited": _edited,
    "card.moved": _moved,
    "card.withdrawn": _withdrawn,
    "file.attached": _attached,
    "task.asked": _asked,
    "task.completed": _completed,
    "task.undone": _undone,
}
