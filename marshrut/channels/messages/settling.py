"""What stands in the place of a message that nothing can be pressed in any more."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.queries.timeline import Wording
from marshrut.kernel.errors import NotFound

from ..models import Delivery
from ..wire import Message
from .moments import when
from .notices import thread
from .reading import Reader, address, reader
from .sheet import fields, words_of
from .texts import TITLE, WORDS, line

#: lines that say what it was about
LEFT: Final = 3


def settled(delivery: Delivery, said: str = "") -> Message | None:
    """The same message without its buttons; `said`: how it ended, «Согласовано: вы, 14:20», else what became of it.

    When its person may not see the card any more, nothing of it is left but that. None: dismissed meanwhile.
    """
    found = reader(delivery)
    if found is None:
        return None
    with override(found.language):
        try:
            view = cards.card(found.actor, delivery.card_id)
        except NotFound:
            return Message(delivery.number, said or _("This is closed to you now"), settled=True)
        task = next((one for one in view.tasks if one.state.n == delivery.task), None)
        return _settled(delivery, said, view, task, found)


def _settled(delivery: Delivery, said: str, view: CardView, task: OpenTask | None, reader: Reader) -> Message:
    words = words_of(view, reader)
    short, name = reader.short, f"{view.number} {view.name}"
    return Message(
        number=delivery.number,
        title=line(said or _became(task, words, reader), TITLE),
        text="" if short else line(name, WORDS),
        lines=fields(view, task, words, reader, LEFT) if task is not None and not short else (),
        url=address(f"/cards/{view.id}/"),
        thread=thread(view.id),
        settled=True,
    )


def _became(task: OpenTask | None, words: Wording, reader: Reader) -> str:
    """Who decided what and when; or that it is with somebody else, or not needed any more."""
    if task is None or task.state.state == "cancelled":
        return _("Closed: it is not needed any more")
    state = task.state
    if reader.short:
        return _("It is closed") if state.state == "open" else words.outcome(state.key, state.outcome or "")
    if state.state == "open":
        now = words.people([state.assignee, *state.co])
        return _("With somebody else now: {people}").format(people=now)
    body = {"key": state.key, "outcome": state.outcome, "because": state.because, "skipped": state.skipped}
    who = _("you") if state.decided_by == reader.person else words.person(state.decided_by)
    at = when(state.decided_at, reader.now, reader.zone) if state.decided_at else ""
    return f"{words.decided(body)}: {', '.join(filter(None, (who, at)))}"
