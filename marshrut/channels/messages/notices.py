"""A notice as a message: what happened, what is needed to decide it, buttons, why it came and how to stop it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from marshrut.automation import queries as automation
from marshrut.automation.queries import Notice
from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask
from marshrut.kernel.errors import NotFound

from ..deciding.offering import offer
from ..models import Delivery
from ..models.traffic import ENDED_WELL
from ..rules.groups import MANDATORY, PRESSING
from ..wire import Message
from . import short
from .pictures import picture
from .reading import STOP, Reader, address
from .sheet import Line, sheet, words_of
from .texts import TITLE, WORDS, line, plain
from .why import why, why_task

#: of those that go in one message
TOGETHER: Final = 10


def message(delivery: Delivery, reader: Reader) -> Message | None:
    """None: the card is closed to this person now."""
    told = automation.current(reader.actor, [one for one in (delivery.notice, *reader.parts) if one])
    main = next((one for one in told if one.id == delivery.notice), None)
    if main is None:
        return None
    if reader.short:
        return short.notice(delivery, main)
    found = _task(main, reader) if delivery.group in PRESSING else None
    made = _plain(delivery, main) if found is None else _deciding(delivery, main, *found, reader)
    return _with(made, [one for one in told if one is not main])


def _task(notice: Notice, reader: Reader) -> tuple[CardView, OpenTask] | None:
    """The card with the task of the notice, when it is open and the reader has something to do with it."""
    if not notice.card or notice.task is None:
        return None
    with suppress(NotFound):
        view = cards.card(reader.actor, notice.card)
        task = next((one for one in view.tasks if one.state.n == notice.task), None)
        if task is not None and task.state.state == "open":
            return view, task
    return None


def _plain(delivery: Delivery, notice: Notice) -> Message:
    """What wants no decision, or none any more."""
    return Message(
        number=delivery.number,
        title=line(notice.title, TITLE),
        text=plain(notice.text, WORDS * 2),
        url=place(notice),
        why=why(notice.about),
        stop=address(STOP),
        thread=thread(notice.card),
        group="" if delivery.group in MANDATORY else delivery.group,
        urgent=delivery.urgent,
    )


def _deciding(delivery: Delivery, notice: Notice, view: CardView, task: OpenTask, reader: Reader) -> Message:
    """Everything from one reading of the card: the buttons are bound to the content that is shown."""
    words = words_of(view, reader)
    said = offer(view, task, person=reader.person, delivery=delivery.pk, channel=delivery.channel)
    delivery.edition, before = view.state.edition, _shown_before(delivery)
    lines: tuple[Line, ...] = sheet(view, task, words, reader, before)
    return Message(
        number=delivery.number,
        title=line(notice.title, TITLE),
        text=plain(notice.text, WORDS * 2),
        lines=(*((("", said.note),) if said.note else ()), *lines),
        rows=said.rows,
        picture=picture(view, task, reader.actor),
        url=address(f"/inbox/?task={task.id}"),
        why=why_task(notice.about, view, task, reader.person, words),
        stop=address(STOP),
        thread=thread(notice.card),
        group="" if delivery.group in MANDATORY else delivery.group,
        urgent=delivery.urgent,
    )


def _shown_before(delivery: Delivery) -> int | None:
    """The edition this person was last shown, on whatever channel."""
    rows = Delivery.objects.filter(card_id=delivery.card_id, person_id=delivery.person_id, state__in=ENDED_WELL)
    return rows.exclude(edition=None).order_by("-id").values_list("edition", flat=True).first()


def _with(message: Message, others: list[Notice]) -> Message:
    """Several notices of one card in one message."""
    more = [("", one) for one in map(headline, others[:TOGETHER])]
    rest = len(others) - TOGETHER
    if rest > 0:
        more.append(("", _("And {count} more.").format(count=rest)))
    return replace(message, lines=(*message.lines, *more)) if more else message


def headline(notice: Notice) -> str:
    return line(". ".join(filter(None, (notice.title, notice.text))), WORDS)


def place(notice: Notice) -> str:
    """It leads on to the task, the card or the page it is about, and the notice is read."""
    return address(f"/notifications/{notice.id}/")


def thread(card: int) -> str:
    return f"card:{card}" if card else ""
