"""May this action be done, by whoever asks? In order, each reason with its own code. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.refusals import STALE, ChangedSince
from marshrut.definitions.schema.tasks import Outcome
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound, Refused
from marshrut.org import proof
from marshrut.org import queries as org

from ..models import Action, Address
from . import codes, ending, keys, sums

#: refusals of the decision itself that have a code here
_OVER = frozenset({"already_decided", "already_voted", "task_closed", "card_finished", "no_such_task", "already_taken"})
_NOT_THEIRS = frozenset({"not_your_task", "may_not_decide", "over_self_limit", "forbidden", "not_found"})


class No(Exception):
    """Refused. `changes`: what is new on the card, as sentences."""

    def __init__(self, code: str, said: str = "", *, changes: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.said, self.changes = code, said or str(codes.SENTENCES.get(code, "")), changes


@dataclass(frozen=True, slots=True)
class Ready:
    """What is about to be decided, as the person sees the card now."""

    action: Action
    view: CardView
    task: OpenTask
    #: None for what is no decision
    outcome: Outcome | None


def find(data: str, prefix: str = "") -> Action | None:
    digest = keys.known(data, prefix)
    return Action.objects.filter(digest=digest).select_related("delivery").first() if digest else None


def in_chat(action: Action | None, channel: str, address: Address | None) -> Action:
    """Whether this account may press this button at all; nothing of the card is looked at yet. Raises No."""
    if action is None or action.channel != channel:
        raise No(codes.UNKNOWN)
    if address is None:
        raise No(codes.NOT_LINKED)
    if address.person_id != action.person_id:
        raise No(codes.ANOTHER)
    if not org.chart().active(action.person_id):
        raise No(codes.DISMISSED)
    if action.made_at < address.linked_at:
        raise No(codes.VOID)
    return action


def fresh(action: Action) -> None:
    """Raises No when it was used or is too old."""
    if action.used_at is not None:
        raise No(codes.USED, _ended(action))
    if action.expires_at <= clock.now():
        raise No(codes.EXPIRED)


def look(action: Action, actor: Actor) -> Ready:
    """The card and the task of an action that may be pressed. Raises No."""
    try:
        view = cards.card_of(actor, action.task_id)
    except NotFound:
        raise No(codes.NOT_YOURS) from None
    task = ending.find(view, action.task_id)
    if task is None or task.state.state != "open":
        raise No(codes.CLOSED, ending.of_view(view, action.person_id, action.task_id, short=sums.short(action.channel)))
    if task.right is None:
        raise No(codes.NOT_YOURS)
    if action.edition != view.state.edition:
        raise stale(actor, action)
    outcome = next((one for one in task.outcomes if one.key == action.outcome), None)
    if action.verb == "outcome" and outcome is None:
        raise No(codes.CLOSED, _("This decision is not possible for this card."))
    return Ready(action, view, task, outcome)


def stale(actor: Actor, action: Action) -> No:
    changes = tuple(one.sentence for one in cards.changes_since(actor, action.card_id, action.edition))
    return No(codes.STALE, changes=changes)


def sum_allowed(ready: Ready) -> None:
    """For chats: raises No above the limit of the channel, or where the process asks who it is."""
    most = sums.limit(ready.action.channel)
    if sums.over(ready.view, most):
        raise No(codes.LIMIT, sums.over_note(most))
    if sums.step_up(ready.view):
        raise No(codes.STEP_UP)


def _ended(action: Action) -> str:
    return ending.said(action.person_id, action.task_id, short=sums.short(action.channel))


def told(error: Refused, action: Action) -> No:
    """What the decision itself was refused with: somebody was first, or it is no longer theirs."""
    if isinstance(error, ChangedSince) or error.code == STALE:
        return No(codes.STALE, changes=tuple(one.sentence for one in getattr(error, "changes", ())))
    if error.code == proof.CODE:
        return No(codes.STEP_UP)
    if error.code in _OVER:
        return No(codes.CLOSED, _ended(action) or str(error))
    if error.code in _NOT_THEIRS:
        return No(codes.NOT_YOURS)
    said = " ".join(dict.fromkeys([str(error), *map(str, error.fields.values())]))
    return No(error.code, said)
