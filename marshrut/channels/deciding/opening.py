"""What the page `/act/<id>/` shows: whose action it is, whether it can still be done, what is asked with it."""

from __future__ import annotations

from dataclasses import dataclass

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask
from marshrut.definitions.schema.tasks import Outcome
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from ..models import Action
from . import checking, codes, ending
from .checking import No


@dataclass(frozen=True, slots=True)
class Opened:
    """`code` "" : it can be done. Else it cannot (see `codes`), and `said` says why; `view` is None when the reader may
    not see the card or the action is another person's.

    `words`: what the person has written already (a proposal by mail).
    """

    secret: str
    code: str
    said: str
    verb: str = "outcome"
    view: CardView | None = None
    task: OpenTask | None = None
    outcome: Outcome | None = None
    because: str = ""
    words: str = ""
    proposed: bool = False
    #: what is new since the message, for the code "stale": sentences
    changes: tuple[str, ...] = ()


def opened(actor: Actor, secret: str) -> Opened:
    """For GET and after a refusal; changes nothing."""
    action = checking.find(secret)
    if action is None:
        return Opened(secret, codes.UNKNOWN, str(codes.SENTENCES[codes.UNKNOWN]))
    if action.person_id != actor.person_id:
        return Opened(secret, codes.ANOTHER, str(codes.SENTENCES[codes.ANOTHER]))
    try:
        checking.fresh(action)
        ready = checking.look(action, actor)
    except No as no:
        return _closed(actor, action, secret, no)
    return _of(action, secret, ready.view, ready.task, ready.outcome)


def _closed(actor: Actor, action: Action, secret: str, no: No) -> Opened:
    try:
        view = cards.card_of(actor, action.task_id)
    except NotFound:
        return Opened(secret, no.code, no.said, action.verb)
    task = ending.find(view, action.task_id)
    outcome = task.rule.outcome(action.outcome) if task is not None else None
    return _of(action, secret, view, task, outcome, no)


def _of(
    action: Action,
    secret: str,
    view: CardView,
    task: OpenTask | None,
    outcome: Outcome | None,
    no: No | None = None,
) -> Opened:
    return Opened(
        secret,
        no.code if no else "",
        no.said if no else "",
        action.verb,
        view,
        task,
        outcome,
        action.because,
        action.words,
        action.proposed,
        no.changes if no else (),
    )
