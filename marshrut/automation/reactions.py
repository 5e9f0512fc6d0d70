"""What happens after commit: the worker hands an effect to its handler here, and the handler calls a command."""

from __future__ import annotations

from typing import Any, Final

from marshrut.cards import commands as cards
from marshrut.jobs.registry import Permanent, TakenEffect, on_effect, on_housekeeping
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org

from . import commands, covering, notices, papers

#: when thousands are told at once, one after the other would keep the last waiting for minutes
HANDS: Final = 3


def register() -> None:
    on_effect("notify", lane="notify", hands=HANDS)(notify)
    on_effect("create_card")(create_card)
    on_effect("child_finished")(child_finished)
    on_effect("child_left")(child_left)
    on_effect("child_corrected")(child_corrected)
    on_effect("card_shared")(share_card)
    papers.register()
    on_effect("cover_tasks", lease=2 * covering.PATIENCE)(covering.cover_tasks)
    on_housekeeping("cards.cover", covering.EVERY)(covering.duty)


def notify(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """Tell one person in the portal, always first. Further channels hear of it there and then (`telling`)."""
    person = payload["person"]
    language = org.language_of(person)
    if language is None or effect.subject is None:
        return None  # dismissed meanwhile
    message = notices.compose(person, language, effect.subject, payload)
    if message is None:
        return None  # may not see the card any more
    actor, about, read = Actor.robot("notices"), payload["notice"], payload.get("read", False)
    row = commands.deliver_notice(actor, person=person, about=about, message=message, dedup=effect.dedup, read=read)
    return str(row)


def create_card(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    if effect.subject is None:
        raise Permanent("an effect without its card")
    made = cards.create_child(Actor.robot("cards"), card=effect.subject, **payload)
    return str(made["card"])


def child_finished(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    try:
        cards.child_finished(Actor.robot("cards"), card=effect.subject or 0, kind=payload["kind"])
    except NotFound as error:
        raise Permanent(str(error)) from error
    return None


def child_left(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    try:
        cards.child_left(Actor.robot("cards"), card=effect.subject or 0, **payload)
    except NotFound as error:
        raise Permanent(str(error)) from error
    return None


def child_corrected(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    try:
        cards.child_corrected(Actor.robot("cards"), card=effect.subject or 0, **payload)
    except NotFound as error:
        raise Permanent(str(error)) from error
    return None


def share_card(_payload: dict[str, Any], effect: TakenEffect) -> str | None:
    try:
        cards.share_card(Actor.robot("cards"), card=effect.subject or 0)
    except NotFound as error:
        raise Permanent(str(error)) from error
    return None
