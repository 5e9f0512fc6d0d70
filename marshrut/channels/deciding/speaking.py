"""What is said in a chat besides notices, and messages that change afterwards. Composed when it leaves the house."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.jobs.registry import Busy, Permanent, Temporary
from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from .. import commands as room
from .. import messages, pacing, queries, wire
from ..commands.steps import number
from ..models import Action, Address, Delivery, Spoken
from ..models.traffic import OPEN
from ..wire import Account, Button, Message, To, Wire, WireTrouble
from . import commands, ending, keys, offering, sums
from .commands import offers
from .commands.speaking import shown

log = logging.getLogger(__name__)
ROBOT: Final = Actor.robot("channels")
#: spoken once more when nobody knows whether it arrived: somebody waits for it
AGAIN: Final = frozenset({"asks", "reasons", "link", "proposal"})
#: seconds until it is looked again whether a message has arrived
ON_ITS_WAY: Final = 15.0


def way(channel: str) -> tuple[Wire, Account] | None:
    """None: the channel is off, or its wire is not installed."""
    try:
        found, account = wire.wire(channel), queries.account(channel)
    except sealing.Unreadable:
        return None  # the administrator sees why on the page of channels
    return (found, account) if found is not None and account is not None else None


def language_of(person: int | None) -> str:
    return (org.language_of(person) if person is not None else None) or "ru"


@contextmanager
def heeding(channel: str, chat: str, *, again: bool = True) -> Iterator[None]:
    """A trouble of the wire as a reason to try later, or never. `again`: also when it may have arrived."""
    try:
        yield
    except WireTrouble as trouble:
        if trouble.code in ("blocked", "gone"):
            for pk in Address.objects.filter(channel=channel, address=chat, state="on").values_list("pk", flat=True):
                room.block_address(ROBOT, address=pk, why=trouble.code)
            raise Permanent(str(trouble)) from trouble
        if not trouble.certain and not again:
            raise Permanent(str(trouble)) from trouble
        after = trouble.retry_after.total_seconds() if trouble.retry_after else None
        raise Temporary(str(trouble), after=after) from trouble


def _pace(channel: str, chat: str, there: Wire) -> None:
    """Raises Busy: more than the other side takes now."""
    if wait := pacing.take(channel, chat, there.pace, bulk=False):
        raise Busy("more than the other side takes", after=wait)


def say(pk: int) -> str | None:
    """Returns its number on the other side."""
    row = Spoken.objects.filter(pk=pk, outside="").select_related("delivery").first()
    found = way(row.channel) if row is not None else None
    if row is None or found is None:
        return None
    language = language_of(row.person_id)
    with override(language):
        message = _composed(row)
    if message is None:
        return None
    to = To(row.chat, row.person_id or 0, language)
    _pace(row.channel, row.chat, found[0])
    with heeding(row.channel, row.chat, again=row.kind in AGAIN):
        outside = found[0].send(found[1], to, message)
    commands.spoken(ROBOT, spoken=row.pk, outside=outside)
    return outside


def _composed(row: Spoken) -> Message | None:
    if row.kind == "reasons":
        return _reasons(row)
    if row.kind == "proposal":
        from . import mailing  # it speaks of what it heard

        return mailing.proposal(row)
    if row.kind == "link":
        from ..linking import speaking as linking  # the other half of the room composes its own

        return linking.confirm(row)
    told = row.told
    lines = tuple((str(one[0]), str(one[1])) for one in told.get("lines", ()))
    return Message(
        number(row.pk), told["title"], told.get("text", ""), lines, asks=told.get("asks", ""), url=told.get("url", "")
    )


def _reasons(row: Spoken) -> Message | None:
    """The listed reasons as buttons; None when it is over by now."""
    action = Action.objects.filter(pk=row.told["action"], used_at=None).select_related("delivery").first()
    if action is None or ending.said(action.person_id, action.task_id):
        return None
    view = cards.card_of(Actor.person(action.person_id, "system"), action.task_id)
    task = ending.find(view, action.task_id)
    outcome = task.rule.outcome(action.outcome) if task else None
    if task is None or outcome is None or view.state.edition != action.edition:
        return None
    wanted = [offers.Wanted("outcome", outcome.key, one.key) for one in outcome.reasons]
    made = offers.make(
        view, task, action.person_id, action.delivery_id, action.channel, wanted, clock.now() + offering.WORKS
    )
    language = get_language() or "ru"
    buttons = [
        Button(one.title.say(language), data=f"{keys.ACTION}{secret}")
        for one, secret in zip(outcome.reasons, made, strict=True)
    ]
    title = _("{outcome}: why?").format(outcome=offering.title(outcome))
    return Message(number(row.pk), title, sums.named(action.channel, view), rows=offering.rows(buttons))


def settle(pk: int, pressed: str = "") -> None:
    """The message of a delivery says how it ended, and can be pressed no more. `pressed`: number of the one that was;
    of a message that had to be repeated there are two."""
    delivery = _arrived(pk)
    action = Action.objects.filter(delivery_id=pk).order_by("-pk").first() if delivery is not None else None
    if delivery is None or action is None:
        return
    with override(language_of(delivery.person_id)):
        said = ending.said(delivery.person_id, action.task_id, short=sums.short(delivery.channel))
        message = messages.settled(delivery, said) if said else None
    if message is not None:
        for one in sorted({delivery.outside, pressed}):
            _edit(delivery, one, message)


def refresh(pk: int) -> None:
    """The message of a delivery as it would be sent now, with buttons of the content it shows."""
    delivery = _arrived(pk)
    message = messages.compose(delivery) if delivery is not None else None
    if delivery is not None and message is not None and _edit(delivery, delivery.outside, message):
        shown(delivery.pk, delivery.edition)


def _arrived(pk: int) -> Delivery | None:
    """Raises Busy while it is on its way: what is not known yet cannot be changed, and must not be forgotten."""
    row = Delivery.objects.filter(pk=pk).select_related("address").first()
    if row is not None and not row.outside and row.state in OPEN:
        raise Busy("the message is on its way", after=ON_ITS_WAY)
    return row


def _edit(delivery: Delivery, number: str, message: Message) -> bool:
    found = way(delivery.channel)
    if found is None or delivery.address is None or not found[0].edits or not number:
        return False
    to = To(delivery.address.address, delivery.person_id, language_of(delivery.person_id))
    _pace(delivery.channel, to.address, found[0])
    with heeding(delivery.channel, delivery.address.address):
        found[0].edit(found[1], to, number, message)
    return True
