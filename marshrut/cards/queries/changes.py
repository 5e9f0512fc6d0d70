"""«Что изменилось»: what became of a card's content since somebody saw it, or since they decided (users-ask D12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshrut.engine.definition import OPINION
from marshrut.history import queries as history
from marshrut.kernel.actor import Actor

from .. import step
from .wording import Wording

#: events looked through for an earlier decision
MOST = 5000
EDITED = "card.edited"
DECIDED = (EDITED, "card.moved", "task.completed", "task.undone")


@dataclass(frozen=True, slots=True)
class Change:
    """A field whose value is another one now. `who` and `at` are those of the last change.

    `files` are the old and the new file where one stands in the place of another.
    """

    key: str
    label: str
    before: str
    after: str
    who: str
    at: datetime
    files: tuple[int, int] | None = None

    @property
    def sentence(self) -> str:
        return f"{self.label}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Decided:
    """An earlier decision of a person, and what they have not seen since."""

    round: int
    at: datetime
    changes: tuple[Change, ...]


def changes_since(actor: Actor, card: int, edition: int) -> tuple[Change, ...]:
    """What differs from the content of that edition, in the order of the form. Four queries. Raises NotFound."""
    seen = step.read(actor, card)
    return since(card, edition, seen.state.edition, Wording(seen.definition, seen.chart))


def since(card: int, edition: int, now: int, words: Wording) -> tuple[Change, ...]:
    """The same for a card that was read and stands at edition `now`. Three queries, none when nothing was edited."""
    edits = history.latest(f"card:{card}", None, min(now - edition, MOST), (EDITED,)) if now > edition > 0 else []
    return _between(edits, words)


def since_decision(card: int, person: int, round_: int, words: Wording) -> Decided | None:
    """What changed since the person decided in an earlier round; None when they did not, or nothing did.

    Three queries. What they changed themselves is no news.
    """
    events = history.latest(f"card:{card}", None, MOST, DECIDED)
    last = _last_decision(events, person, round_)
    if last is None:
        return None
    found, made = last
    edits = [event for event in events if event.kind == EDITED and event.seq > made.seq]
    if all(event.actor_id == person for event in edits):
        return None
    changes = _between(edits, words)
    return Decided(found, made.at, changes) if changes else None


def _last_decision(events: Iterable[history.Event], person: int, before: int) -> tuple[int, history.Event] | None:
    """The round and the event of the person's last decision that stands, in a round earlier than `before`."""
    round_, made = 1, dict[int, tuple[int, history.Event]]()
    for event in events:
        if event.kind == "card.moved":
            round_ = event.body.get("round", round_)
        elif event.kind == "task.undone":
            made.pop(event.body["task"], None)
        elif event.kind == "task.completed" and event.actor_id == person and event.body["key"] != OPINION:
            made[event.body["task"]] = (round_, event)
    earlier = [one for one in made.values() if one[0] < before]
    return max(earlier, key=lambda one: one[1].seq, default=None)


def _between(edits: list[history.Event], words: Wording) -> tuple[Change, ...]:
    """The first value before and the last one after; a value that came back has not changed."""
    first: dict[str, Any] = {}
    last: dict[str, tuple[Any, history.Event]] = {}
    for event in edits:
        for key in event.body["fields"]:
            before, after = _pair(event, key, words)
            first.setdefault(key, before)
            last[key] = (after, event)
    changed = [key for key in words.card_type.fields if key in last and first[key] != last[key][0]]
    words.learn([(key, value) for key in changed for value in (first[key], last[key][0]) if value != words.erased])
    return tuple(_change(key, first[key], *last[key], words) for key in changed)


def _pair(event: history.Event, key: str, words: Wording) -> tuple[Any, Any]:
    if key in event.erased:
        return words.erased, words.erased
    before, after = event.values[key]
    return before, after


def _change(key: str, before: Any, after: Any, event: history.Event, words: Wording) -> Change:
    texts = [words.erased if value == words.erased else words.value(key, value) for value in (before, after)]
    who = words.person(event.actor_id)
    return Change(key, words.field(key), texts[0], texts[1], who, event.at, _files(key, before, after, words))


def _files(key: str, before: Any, after: Any, words: Wording) -> tuple[int, int] | None:
    """One file in the place of one other."""
    if words.card_type.fields[key].kind != "file" or not isinstance(before, list) or not isinstance(after, list):
        return None
    gone, new = [one for one in before if one not in after], [one for one in after if one not in before]
    return (gone[0], new[0]) if len(gone) == len(new) == 1 else None
