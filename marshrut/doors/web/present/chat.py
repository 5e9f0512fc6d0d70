"""The room of the chat in words: who says what about which card, and what became of the tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.automation.queries import Message, Room
from marshrut.cards.queries import CardLine, CardView, OpenTask, TaskLine
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import Outcome
from marshrut.doors.web import formats
from marshrut.doors.web.screens.chat import ChatMessage, ChatScreen, Composer, TaskCard, TaskMark
from marshrut.doors.web.screens.parts import Due, Empty, Face, Link, Tone

from . import inbox, task
from .notices import LOOKS, PLAIN, heading
from .viewer import Viewer

PATH = "/chat/"
TONES = {"positive": Tone.OK, "negative": Tone.BAD, "neutral": Tone.NEUTRAL}


def screen(room: Room, viewer: Viewer, composer: Composer, *, above: str = "", line: bool = False) -> ChatScreen:
    """`above`: the day (ISO) of the message over the first one; `line`: mark where the unread ones begin."""
    older = {"before": str(room.older)} if room.older else {}
    newer = {"after": str(room.newest), "since": str(room.since)}
    if room.messages:
        newer["day"] = _day(room.messages[-1].at, viewer).isoformat()
    elif above:
        newer["day"] = above
    return ChatScreen(
        messages=tuple(_messages(room, viewer, above, line)),
        older_url=f"{PATH}?{urlencode(older)}" if older else "",
        newer_url=f"{PATH}?{urlencode(newer)}",
        composer=composer,
        empty=None if room.messages else _empty(),
    )


def _empty() -> Empty:
    text = _("Tasks will come here as messages, and so will whatever colleagues write to you.")
    return Empty("start", _("Nobody has written yet"), text)


def _day(at: datetime, viewer: Viewer) -> date:
    return at.astimezone(viewer.zone).date()


def _messages(room: Room, viewer: Viewer, above: str, line: bool) -> list[ChatMessage]:
    found = []
    for one in room.messages:
        day = _day(one.at, viewer)
        shown = _message(one, viewer)
        fresh = line and not one.read
        line = line and one.read
        found.append(replace(shown, day="" if day.isoformat() == above else heading(day, viewer), fresh=fresh))
        above = day.isoformat()
    return found


def administrator() -> Face:
    """The account of the system, as the seed calls it (S0.4)."""
    return Face("", _("Administrator"))


def _message(one: Message, viewer: Viewer) -> ChatMessage:
    mine = one.notice is None or (one.who is not None and one.who == viewer.person)
    spoken = one.comment is not None and one.who is not None
    face = viewer.face(viewer.person) if mine else viewer.face(one.who) if spoken else administrator()
    base = ChatMessage(
        id=f"n{one.notice}" if one.notice else f"c{one.card.id if one.card else 0}-{one.comment or 0}",
        face=face,
        name=_("You") if mine else face.name,
        when=formats.clock(one.at, viewer.zone),
        when_iso=one.at.isoformat(),
        mine=mine,
        system=not mine and not spoken,
        unread=0 if one.read else one.notice or 0,
    )
    if one.card is None and one.title:
        look = LOOKS.get(one.about, PLAIN)
        page = Link(_("Open"), f"/notifications/{one.notice}/")
        return replace(base, title=one.title, text=one.text, icon=look.icon, tone=look.tone, card=page)
    if one.card is None:
        return replace(base, closed=True, text=_("A message about a card that is closed to you now."))
    look = LOOKS.get(one.about, PLAIN)
    shown = replace(
        base,
        text=_text(one),
        title=one.title,
        icon=look.icon,
        tone=look.tone,
        to_me=viewer.person in one.mentions,
        card=Link(card_title(one.card), f"/cards/{one.card.id}/"),
        card_id=one.card.id,
        person=one.who if spoken and one.who and not mine else 0,
        task=_mark(one.task, viewer, live=one.live) if one.task else None,
    )
    return replace(shown, answer_url=_answer(shown))


def _text(one: Message) -> str:
    """What was written; a notice need not name its card, it stands above it."""
    if one.erased:
        return _("[erased]")
    if one.card is None or one.comment is not None:
        return one.text
    name = card_title(one.card)
    return one.text.removeprefix(name).lstrip(". ").removesuffix(name).rstrip()


def _answer(one: ChatMessage) -> str:
    return f"{PATH}?{urlencode({'card': one.card_id, **({'to': one.person} if one.person else {})})}#chat-text"


def card_title(line: CardLine) -> str:
    """«ЛД-17 Заявка 215»."""
    kind = definitions.installed(line.definition_id).pack.card_type(line.type)
    return f"{kind.prefix if kind else ''}{line.id} {line.name}"


def _mark(line: TaskLine, viewer: Viewer, *, live: bool) -> TaskMark:
    rule, mine = inbox.rule_of(line), viewer.person in (line.assignee, *line.also)
    mark = TaskMark(id=line.id, title=rule.title.say(viewer.language), url=f"/cards/{line.card.id}/", live=live)
    if line.state == "open":
        mark = replace(mark, url=f"/inbox/?task={line.id}") if mine else mark
        with_whom = 0 if mine else line.assignee
        return _waiting(mark, with_whom, viewer.due(line.due_at, paused=line.paused_until is not None), viewer)
    return _over(mark, rule.outcome(line.outcome), line.decided_by, line.decided_at, viewer)


def _waiting(mark: TaskMark, person: int, due: Due | None, viewer: Viewer) -> TaskMark:
    said = _("With: {person}").format(person=viewer.chart.name(person)) if person else ""
    return replace(mark, text=said, due=due)


def _over(mark: TaskMark, outcome: Outcome | None, by: int | None, at: datetime | None, viewer: Viewer) -> TaskMark:
    """«Документы отправлены · Борисов Б. · сегодня, 14:05»."""
    if by is None:
        return replace(mark, text=_("Closed without a decision"))
    said = (outcome.done or outcome.title).say(viewer.language) if outcome else ""
    who = _("You") if by == viewer.person else viewer.chart.name(by)
    when = formats.ago(at, viewer.now, viewer.zone) if at else ""
    text = " · ".join(filter(None, (said, who, when)))
    return replace(mark, text=text, tone=TONES[outcome.style] if outcome else Tone.NEUTRAL)


def card(view: CardView, found: OpenTask, viewer: Viewer, refusal: task.Refusal = task.NONE) -> TaskCard:
    """The task with its decision while it is the reader's; the answer to a press stands in the same place."""
    state, place = found.state, f"chat-task-{found.id}"
    again = f"{PATH}tasks/{found.id}/?{urlencode({'card': view.id, 'seen': view.version + view.comments})}"
    if state.state == "open" and found.right is not None:
        detail = inbox.detail(view, found, viewer, refusal)
        told = tuple(row.value for row in detail.fields if row.big or row.url.startswith("/companies/"))
        box = replace(detail, task=replace(detail.task, target=place))
        return TaskCard(id=found.id, detail=box, about=" · ".join(told), again=again)
    mark = TaskMark(id=found.id, title=found.rule.title.say(viewer.language), url=f"/cards/{view.id}/")
    if state.state == "open":
        due = viewer.due(state.due_at, paused=state.paused is not None)
        return TaskCard(id=found.id, mark=_waiting(mark, state.assignee, due, viewer), again=again)
    outcome = found.rule.outcome(state.outcome or "")
    return TaskCard(id=found.id, mark=_over(mark, outcome, state.decided_by, state.decided_at, viewer))
