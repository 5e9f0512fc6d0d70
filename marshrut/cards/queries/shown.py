"""What a task shows of its card to whoever decides it: the same on the screen, in messages and on the confirm page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import Field
from marshrut.engine.definition import OPINION
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from . import lists
from .card import Attached, CardView, OpenTask, card
from .wording import Wording, value_text


@dataclass(frozen=True, slots=True)
class ShownField:
    """A filled field as text. `big`: the sum of the card."""

    key: str
    label: str
    value: str
    big: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A decision or an opinion of this round that stands."""

    at: datetime
    person: int
    name: str
    task: str
    outcome: str
    style: str
    reason: str
    opinion: bool


def keys(view: CardView, task: OpenTask) -> tuple[str, ...]:
    """Fields a decision needs, in the order of the task or else of the form; files are shown by themselves."""
    kinds = view.card_type.fields
    return tuple(key for key in task.rule.show or tuple(kinds) if kinds[key].kind != "file")


def learn(view: CardView, shown: Sequence[str], words: Wording, actor: Actor) -> None:
    """Fetch the names that these fields mention: two queries, and one for each other kind."""
    pairs = [(key, view.state.fields.get(key)) for key in shown]
    words.learn(pairs)
    name_cards(words, actor, pairs)


def fields(view: CardView, task: OpenTask, words: Wording, actor: Actor) -> tuple[ShownField, ...]:
    """Those that are filled."""
    shown = keys(view, task)
    learn(view, shown, words, actor)
    amount = view.card_type.amount_field
    return tuple(
        ShownField(key, words.field(key), value_text(words, view.card_type.fields[key], value), key == amount)
        for key in shown
        if (value := view.state.fields.get(key)) not in (None, "", [])
    )


def name_cards(words: Wording, actor: Actor, values: Iterable[tuple[str, Any]]) -> None:
    """Names of the cards that these (field, id) pairs point at, as far as the reader may see them."""
    rules = words.card_type.fields
    wanted = {value for key, value in values if key in rules and rules[key].kind == "card" and value}
    if wanted := {one for one in wanted if ("card", one) not in words.pointed}:
        found = lists.names(actor, wanted)
        words.pointed |= {("card", key): name for key, name in found.items()}


def company(view: CardView) -> crm.CompanyInfo | None:
    """Whom the card is about."""
    found = view.state.fields.get(view.card_type.company_field or "")
    return crm.describe([found]).get(found) if found else None


def paper_fields(view: CardView) -> Mapping[str, Field]:
    return {key: rule for key, rule in view.card_type.fields.items() if rule.document is not None}


def current_papers(view: CardView) -> tuple[Attached, ...]:
    """Files that the fields of documents hold now: earlier versions are not decided on."""
    lying = {(one.field, one.file.id): one for one in view.files}
    held = [(key, file) for key in paper_fields(view) for file in view.state.fields.get(key) or ()]
    return tuple(lying[place] for place in held if place in lying)


def plain_files(view: CardView) -> tuple[Attached, ...]:
    """Files that are no documents, as many as ever were put on the card."""
    papers = paper_fields(view)
    return tuple(one for one in view.files if one.field not in papers)


def cards_read(view: CardView, task: OpenTask, actor: Actor) -> Iterator[CardView]:
    """Those whose files stand beside the task: what this card is about, as far as the reader may see it; then itself.

    Whoever is to read a letter reads it here.
    """
    for key in keys(view, task):
        other = view.state.fields.get(key)
        if other and view.card_type.fields[key].shares:
            with suppress(NotFound):
                yield card(actor, other)
    yield view


def spoken(view: CardView, words: Wording) -> tuple[Spoken, ...]:
    """Who has decided in this round and what they said, oldest first. No queries."""
    done = [one for one in view.tasks if one.state.state == "done" and one.state.decided_at is not None]
    return tuple(_spoken(one, words) for one in sorted(done, key=lambda one: (str(one.state.decided_at), one.state.n)))


def _spoken(one: OpenTask, words: Wording) -> Spoken:
    state = one.state
    assert state.decided_at is not None
    body = {"key": state.key, "outcome": state.outcome, "because": state.because, "skipped": state.skipped}
    person = state.decided_by or state.assignee
    return Spoken(
        at=state.decided_at,
        person=person,
        name=words.person(person),
        task=one.rule.title.say(words.language),
        outcome=words.decided(body),
        style=words.style(body),
        reason=state.reason,
        opinion=state.key == OPINION,
    )
