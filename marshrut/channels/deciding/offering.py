"""Which buttons a message carries: outcomes of the task as the person may press them now, each a row used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, OpenTask
from marshrut.definitions.schema.tasks import Outcome
from marshrut.engine.fields import blank
from marshrut.kernel import clock

from .. import wire
from ..wire import Button, Look
from . import keys, sums
from .commands import offers

#: how long a button works; reminders bring fresh ones
WORKS: Final = timedelta(days=14)
#: characters of two buttons that stand side by side
SIDE_BY_SIDE: Final = 34
#: kinds of fields that can be given in a chat
GIVEN: Final = frozenset({"text", "long_text", "file"})
_LOOKS: Final[dict[str, Look]] = {"positive": "main", "negative": "bad", "neutral": "plain"}


@dataclass(frozen=True, slots=True)
class Offer:
    """`note`: a sentence why some of it, or all, is decided in the portal; "" when nothing is."""

    rows: tuple[tuple[Button, ...], ...] = ()
    note: str = ""


def offer(view: CardView, task: OpenTask, *, person: int, delivery: int, channel: str) -> Offer:
    """Buttons for `person` about `task` of `view` (`cards.queries.card`), read as that person, in the language that is
    active. They are bound to the content of `view`: compose the message from the same view. Writes rows: call it when
    the message is about to be sent.

    Where the wire presses, buttons carry data; elsewhere addresses of `/act/<id>/`. What cannot be decided there is an
    address of the task in the portal.
    """
    found = wire.wire(channel)
    if found is None or not task.may & {"complete", "take"}:
        return Offer()
    note = _why_not(view, channel) if found.presses else ""
    if note:
        return Offer(_portal(task), note)
    pressed = [one for one in task.outcomes if here(view, task, one, presses=found.presses)]
    wanted = [offers.Wanted("outcome", one.key) for one in pressed]
    if "take" in task.may:
        wanted.append(offers.Wanted("take"))
    made = offers.make(view, task, person, delivery, channel, wanted, clock.now() + WORKS)
    buttons = [_button(task, one, secret, presses=found.presses) for one, secret in zip(wanted, made, strict=True)]
    elsewhere = [one for one in task.outcomes if one not in pressed]
    buttons += [Button(f"{title(one)} →", _LOOKS[one.style], url=task_url(task.id)) for one in elsewhere]
    note = _("Where there is an arrow, the portal asks for more.") if elsewhere else ""
    return Offer(rows([one for one in buttons if one.data or one.url]), note)


def here(view: CardView, task: OpenTask, outcome: Outcome, *, presses: bool) -> bool:
    """Whether it can be decided from the message: in a chat words or a file may be given for one empty field."""
    empty = missing(view, task, outcome)
    if len(empty) > presses or (empty and (outcome.reason == "required" or outcome.reasons)):
        return False
    return all(view.card_type.fields[key].kind in GIVEN for key in empty)


def missing(view: CardView, task: OpenTask, outcome: Outcome) -> list[str]:
    """Fields this decision needs that are empty."""
    held = view.state.fields
    return [key for key in task.needs(outcome) if (value := held.get(key)) in (None, [], "") or _unseen(value)]


def _unseen(value: object) -> bool:
    return isinstance(value, str) and blank(value)


def _why_not(view: CardView, channel: str) -> str:
    most = sums.limit(channel)
    if sums.over(view, most):
        return sums.over_note(most)
    if sums.step_up(view):
        return _("For such a sum the process asks who you are once more: decide it in the portal.")
    return ""


def title(outcome: Outcome) -> str:
    return outcome.title.say(get_language() or "ru")


def _button(task: OpenTask, wanted: offers.Wanted, secret: str, *, presses: bool) -> Button:
    if wanted.verb == "take":
        text, look = _("Take to work"), _LOOKS["neutral"]
    else:
        outcome = next(one for one in task.outcomes if one.key == wanted.outcome)
        text, look = title(outcome), _LOOKS[outcome.style]
    if presses:
        return Button(text, look, data=f"{keys.ACTION}{secret}")
    return Button(text, look, url=act_url(secret))


def rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Two short ones side by side, a long one alone."""
    made: list[tuple[Button, ...]] = []
    for one in buttons:
        last = made[-1] if made else ()
        if len(last) == 1 and len(last[0].text) + len(one.text) <= SIDE_BY_SIDE:
            made[-1] = (*last, one)
        else:
            made.append((one,))
    return tuple(made)


def _portal(task: OpenTask) -> tuple[tuple[Button, ...], ...]:
    url = task_url(task.id)
    return ((Button(_("Open in the portal"), "main", url=url),),) if url else ()


def act_url(secret: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}/act/{secret}/" if settings.PUBLIC_ADDRESS else ""


def task_url(task: int) -> str:
    return f"{settings.PUBLIC_ADDRESS}/inbox/?task={task}" if settings.PUBLIC_ADDRESS else ""


def inbox_url() -> str:
    return f"{settings.PUBLIC_ADDRESS}/inbox/" if settings.PUBLIC_ADDRESS else ""
