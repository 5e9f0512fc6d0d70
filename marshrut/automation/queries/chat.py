"""The room of a person: notices and comments as one talk. Nothing is stored for it (decision 0021).

What colleagues said reached the person by a notice, so one index gives it; their own words come from the history of
the cards they take part in. Texts are read where they are kept: what was erased there is erased here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from marshrut.cards.queries import CardLine, TaskLine, talk
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from ..models import NOWHERE, Notification
from ..rules import Place, ends, named, together

LIMIT = 30
#: of one's own words, which come by no notice
SAID = "said"


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `notice`: the row it came by, None for one's own words; `about`: its kind.

    `card` None: closed to the reader now, and nothing else is told; with a `title` it is about no card at all.
    `who` None: the system. `live`: the newest word about a task that waits for the reader.
    """

    notice: int | None
    about: str
    at: datetime
    read: bool = True
    card: CardLine | None = None
    who: int | None = None
    title: str = ""
    text: str = ""
    #: number of what a person said, in the history of the card
    comment: int | None = None
    mentions: tuple[int, ...] = ()
    erased: bool = False
    task: TaskLine | None = None
    live: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Oldest first. `older` asks for what was before, `newest` for what comes after; `since`: the oldest notice."""

    messages: tuple[Message, ...]
    newest: Place
    older: Place | None = None
    since: int = 0


def room(actor: Actor, before: Place | None = None, limit: int = LIMIT) -> Room:
    """The newest messages, or those before a place. Eight queries at most, however long the talk is."""
    rows = _notices(actor).order_by("-id")
    if before is not None and before.notice:
        rows = rows.filter(id__lt=before.notice)
    told = list(rows[: limit + 1])
    since = told[-1].at if len(told) > limit else None
    said = talk.said_by(actor, before=before.spot if before else None, since=since, limit=limit + 1)
    found = together(told, said)
    shown = found[len(found) - limit :] if len(found) > limit else found
    top, bottom = ends(shown, before or Place(0, (clock.now(), "", 0)))
    messages = _messages(actor, shown)
    if before is not None and before.notice:
        messages = _elsewhere(messages, _spoken_of(actor, messages, before.notice))
    return Room(messages, bottom, top if len(found) > limit else None, since=top.notice)


def fresh(actor: Actor, after: Place, since: int, limit: int = LIMIT) -> Room:
    """What came after a place. A task that was spoken of since notice `since` has its card on the page already."""
    told = list(_notices(actor).filter(id__gt=after.notice).order_by("id")[:limit])
    said = talk.said_by(actor, after=after.spot, limit=limit)
    shown = together(told, said)[:limit]
    messages = _messages(actor, shown)
    messages = _elsewhere(messages, _spoken_of(actor, messages, since, after.notice))
    first, last = ends(shown, after)
    return Room(messages, last, since=since or first.notice)


def _notices(actor: Actor) -> QuerySet[Notification]:
    return Notification.objects.filter(person_id=actor.person_id or 0)


def _messages(actor: Actor, rows: Sequence[Notification | talk.Said]) -> tuple[Message, ...]:
    """The rows as their reader may see them today."""
    cards = talk.cards(actor, {row.card_id for row in rows})
    told = [row for row in rows if isinstance(row, Notification) and row.card_id in cards]
    places = {row.pk: place for row in told if (place := named(row.dedup)) is not None}
    heard = talk.said(places.values())
    tasks = talk.tasks(cards, {(row.card_id, row.task) for row in told if row.task})
    found = []
    for row in rows:
        card = cards.get(row.card_id)
        if isinstance(row, talk.Said):
            found.append(_said(Message(None, SAID, row.at, card=card), row))
            continue
        blank = Message(row.pk, row.about, row.at, read=row.read_at is not None, card=card)
        comment = heard.get(places[row.pk]) if row.pk in places else None
        if comment is not None:
            found.append(_said(blank, comment))
        elif card is not None:
            task = tasks.get((row.card_id, row.task or 0))
            found.append(replace(blank, title=row.title, text=row.text, task=task))
        elif row.card_id == NOWHERE:
            found.append(replace(blank, title=row.title, text=row.text))
        else:
            found.append(blank)
    return _with_live(actor, found)


def _said(blank: Message, said: talk.Said) -> Message:
    if blank.card is None:
        return blank
    blank = replace(blank, who=said.who, text=said.text, comment=said.number)
    return replace(blank, mentions=said.mentions, erased=said.erased)


def _with_live(actor: Actor, messages: list[Message]) -> tuple[Message, ...]:
    """The last message about each task that waits for the reader carries its card."""
    person = actor.person_id
    last: dict[int, Message] = {}
    for one in messages:
        if one.task is not None and one.task.state == "open" and person in (one.task.assignee, *one.task.also):
            last[one.task.id] = one
    return tuple(replace(one, live=one.task is not None and last.get(one.task.id) is one) for one in messages)


def _spoken_of(actor: Actor, messages: Sequence[Message], low: int, high: int | None = None) -> frozenset[int]:
    """Tasks with a card among the messages that notices of that range speak of, too. One query, or none."""
    live = {(one.card.id, one.task.n): one.task.id for one in messages if one.live and one.card and one.task}
    if not live:
        return frozenset()
    rows = _notices(actor).filter(id__gte=low, card_id__in={card for card, _n in live})
    rows = rows.filter(id__lte=high) if high is not None else rows
    pairs = rows.exclude(task=None).values_list("card_id", "task").distinct()
    return frozenset(live[card, n] for card, n in pairs if n is not None and (card, n) in live)


def _elsewhere(messages: Sequence[Message], known: frozenset[int]) -> tuple[Message, ...]:
    return tuple(replace(one, live=one.live and one.task is not None and one.task.id not in known) for one in messages)
