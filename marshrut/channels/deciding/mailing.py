"""What comes by mail. An answer becomes a proposal that its person confirms in the portal: a sender can be forged."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask
from marshrut.definitions.schema.tasks import Outcome
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org

from .. import commands as room
from ..commands.steps import number
from ..models import Action, Delivery, Spoken
from ..wire import Button, Message
from . import codes, ending, offering, sums
from .checking import No
from .commands import offers
from .verdicts import Heard, Say, Verdict, text

CHANNEL: Final = "email"
ROBOT: Final = Actor.robot("channels")
#: proposals by answers to one mail
MOST: Final = 5
_STYLES: Final = {"yes": "positive", "no": "negative"}


def bounced(heard: Heard) -> Verdict:
    """A mail of ours came back. Everybody it was passed on to bears its mark, so only a report that names the very
    address it went to, and that nothing speaks against, is believed."""
    row = _delivery(heard)
    if row is None:
        return Verdict("ignored", codes.UNKNOWN)
    if not heard.update.proof:
        return Verdict("ignored", codes.UNPROVEN)
    if row.address is None or row.address.address.lower() != heard.update.sender.strip().lower():
        return Verdict("ignored", codes.ANOTHER)
    room.bounced(ROBOT, delivery=row.pk, said=heard.update.text[:500], gone=heard.update.data == "gone")
    return Verdict(person=row.person_id)


def answered(heard: Heard) -> Verdict:
    """Only to a mail of ours, from the address it went to, when nothing speaks against its sender."""
    row = _delivery(heard)
    if row is None:
        return Verdict("ignored", codes.UNKNOWN)
    about = {"card": row.card_id, "delivery": row.pk}
    if org.emails([row.person_id]).get(row.person_id, "").lower() != heard.update.sender.lower():
        return Verdict("refused", codes.ANOTHER, owner=row.person_id, about=about)
    if not org.chart().active(row.person_id):
        return Verdict("refused", codes.DISMISSED, row.person_id, about=about)
    if not heard.update.proof:
        return Verdict("refused", codes.UNPROVEN, row.person_id, about=about)
    try:
        return _proposed(heard, row)
    except No as no:
        say = text(no.said, delivery=row.pk)
        return Verdict("refused", no.code, row.person_id, says=(say,), about=about, acknowledges=row.pk)


def _proposed(heard: Heard, row: Delivery) -> Verdict:
    """Raises No."""
    offered = Action.objects.filter(delivery=row, proposed=False).first()
    if offered is None or heard.update.data not in _STYLES:
        raise No(codes.UNCLEAR)
    if Action.objects.filter(delivery=row, proposed=True).count() >= MOST:
        raise No(codes.TOO_MANY)
    found = _task(row.person_id, offered.task_id)
    outcome = _outcome(*found, _STYLES[heard.update.data]) if found is not None else None
    if outcome is None:
        raise No(codes.CLOSED, ending.said(row.person_id, offered.task_id) or str(codes.SENTENCES[codes.UNCLEAR]))
    told = {"task": offered.task_id, "outcome": outcome.key, "words": heard.update.text.strip()[:2000]}
    return Verdict(person=row.person_id, says=(Say("proposal", told, row.pk),), acknowledges=row.pk)


def _task(person: int, task: int) -> tuple[CardView, OpenTask] | None:
    try:
        view = cards.card_of(Actor.person(person, "system"), task)
    except NotFound:
        return None
    found = ending.find(view, task)
    return (view, found) if found is not None and found.may & {"complete"} else None


def _outcome(view: CardView, task: OpenTask, style: str) -> Outcome | None:
    """Of several of a style nobody can tell which one was meant."""
    found = [one for one in task.outcomes if one.style == style and not one.skip]
    return found[0] if len(found) == 1 and not offering.missing(view, task, found[0]) else None


def proposal(row: Spoken) -> Message | None:
    """The question that is confirmed by its link; None when it is over by now."""
    found = _task(row.person_id or 0, row.told["task"])
    outcome = found[1].rule.outcome(row.told["outcome"]) if found is not None else None
    if found is None or outcome is None or row.delivery is None:
        return None
    view, task = found
    words = row.told["words"]
    wanted = offers.Wanted("outcome", outcome.key, words=words, proposed=True)
    until = clock.now() + offering.WORKS
    (secret,) = offers.make(view, task, row.person_id or 0, row.delivery.pk, CHANNEL, [wanted], until)
    name, url = outcome.title.say(get_language() or "ru"), offering.act_url(secret)
    said = _("You have answered by mail: {outcome}. Until you confirm it, nothing is decided.").format(outcome=name)
    return Message(
        number(row.pk),
        _("Confirm: {outcome}").format(outcome=name),
        said,
        (("", sums.named(CHANNEL, view)), *((("", f"«{words}»"),) if words and not sums.short(CHANNEL) else ())),
        rows=((Button(_("Confirm in the portal"), "main", url=url),),) if url else (),
        url=url,
        thread=f"card:{view.id}",
    )


def _delivery(heard: Heard) -> Delivery | None:
    rows = Delivery.objects.filter(channel=heard.channel, outside=heard.update.message).select_related("address")
    return rows.order_by("pk").first() if heard.update.message else None
