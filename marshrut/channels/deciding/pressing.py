"""A button was pressed in a chat: every check, then the decision itself, then what is said and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor, Via
from marshrut.kernel.errors import Refused

from ..linking import guessing
from ..models import Action, Address
from . import checking, codes, ending, keys, offering, sums
from .checking import No, Ready
from .doing import do
from .verdicts import Heard, Question, Say, Verdict, refused, text

#: which of our doors a channel is in the history
_DOORS: Final[frozenset[str]] = frozenset({"telegram", "max"})


def actor_of(person: int, channel: str) -> Actor:
    """No door of a messenger proves who it is: what asks for that is refused there (`org.proof`)."""
    return Actor.person(person, cast("Via", channel) if channel in _DOORS else "api")


def pressed(heard: Heard) -> Verdict:
    action = checking.find(heard.update.data, keys.ACTION)
    if action is None and guessing.too_many(heard):
        return refused(No(codes.TOO_MANY), heard.person)
    verdict = attempt(action, heard)
    return verdict if action is None or action.because else replace(verdict, message=heard.update.message)


def attempt(found: Action | None, heard: Heard, words: str = "", fields: Mapping[str, Any] | None = None) -> Verdict:
    """Do what the button says, or ask for what is missing; `words` and `fields` are what was given meanwhile. Words
    pass the same checks as the press they follow: the account may be another's by now, or the phone lost."""
    address = Address.objects.filter(pk=heard.address).first() if heard.address else None
    try:
        action = checking.in_chat(found, heard.channel, address)
        checking.fresh(action)
    except No as no:
        return _refused(no, heard, found)
    actor = actor_of(action.person_id, heard.channel)
    try:
        ready = _ready(action, actor, heard)
        if ready is not None:
            checking.sum_allowed(ready)
            if (more := _missing(ready, words, fields)) is not None:
                return more
        do(action, actor, words or action.words, fields=fields)
    except No as no:
        return _refused(no, heard, action)
    except Refused as error:
        return _refused(checking.told(error, action), heard, action)
    return _done(action, heard)


def _ready(action: Action, actor: Actor, heard: Heard) -> Ready | None:
    """None: the worker was lost after the decision. The client key of the action then gives the first answer again."""
    try:
        return checking.look(action, actor)
    except No as no:
        if no.code in codes.DONE_PERHAPS and heard.again:
            return None
        raise


def _missing(ready: Ready, words: str, fields: Mapping[str, Any] | None) -> Verdict | None:
    outcome, action = ready.outcome, ready.action
    if outcome is None:
        return None
    if outcome.reasons and not action.because:
        return _choose(ready)
    because = outcome.because(action.because)
    explained = bool(because and because.explain) or outcome.reason == "required"
    if explained and not (words or action.words).strip():
        return _ask(ready, _("Why? Answer with words; the author will see them."))
    empty = [key for key in offering.missing(ready.view, ready.task, outcome) if key not in (fields or {})]
    if len(empty) == 1:
        rule = ready.view.card_type.fields[empty[0]]
        label = rule.title.say(get_language() or "ru")
        asked = _("Send a file: {field}.") if rule.kind == "file" else _("Write here: {field}.")
        return _ask(ready, asked.format(field=label), empty[0])
    return None


def _choose(ready: Ready) -> Verdict:
    action = ready.action
    say = Say("reasons", {"action": action.pk}, action.delivery_id)
    return Verdict(
        person=action.person_id,
        action=action.pk,
        acknowledges=action.delivery_id,
        answer=_("Choose a reason."),
        says=(say,),
    )


def _ask(ready: Ready, asks: str, field: str = "") -> Verdict:
    action, outcome = ready.action, ready.outcome
    assert outcome is not None
    told = {"title": f"{offering.title(outcome)}: {sums.named(action.channel, ready.view)}", "asks": asks}
    return Verdict(
        person=action.person_id,
        action=action.pk,
        acknowledges=action.delivery_id,
        answer=asks,
        says=(Say("asks", told, action.delivery_id),),
        question=Question(action.pk, asks, field),
    )


def _done(action: Action, heard: Heard) -> Verdict:
    taken = action.verb == "take"
    short = sums.short(heard.channel)
    said = _("It is yours now.") if taken else ending.said(action.person_id, action.task_id, short=short)
    return Verdict(
        person=action.person_id,
        action=action.pk,
        used=True,
        task=None if taken else action.task_id,
        refresh=action.delivery_id if taken else None,
        acknowledges=action.delivery_id,
        answer=said,
        says=() if heard.update.heard == "press" else (text(said, delivery=action.delivery_id),),
    )


def _refused(no: No, heard: Heard, action: Action | None) -> Verdict:
    """What is said tells nothing of the card to whoever is not the action's own person."""
    owner = action.person_id if action is not None else None
    says: tuple[Say, ...] = ()
    theirs = owner is not None and owner == heard.person
    if no.changes and theirs:
        says = (text(no.said, "" if sums.short(heard.channel) else "\n".join(no.changes)),)
    elif heard.update.heard != "press":
        says = (text(no.said),)
    over = theirs and no.code in (codes.CLOSED, codes.USED, codes.NOT_YOURS)
    return refused(
        no,
        heard.person,
        owner=owner,
        action=action.pk if action is not None else None,
        task=action.task_id if action is not None and over else None,
        refresh=action.delivery_id if action is not None and theirs and no.code == codes.STALE else None,
        acknowledges=action.delivery_id if action is not None and theirs else None,
        says=says,
        about={"card": action.card_id, "task": action.task_id} if action is not None else {},
    )
