"""Links made and refused by hand."""

from __future__ import annotations

from typing import Any

from marshrut.cards import queries as cards
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import access

from .. import events, rights, sentences
from ..models import Letter, Link
from . import joining, looking

KINDS = ("reply", "follow_up", "addendum", "related")


@command(rights.LINK)
def link_letters(
    actor: Actor, *, card: int, other: int, kind: str = "related", key: str | None = None
) -> dict[str, Any]:
    """`card` is a reply to, follow-up of, addendum to or related to `other`. Returns {"card", "other"}.

    Linked so already: nothing happens. Raises NotFound (also for letters the actor may not see), Forbidden, Invalid,
    Conflict.
    """
    access.require(actor, rights.LINK)
    _both(actor, card, other)
    if kind not in KINDS:
        raise Invalid(sentences.CHECK, fields={"kind": sentences.NO_SUCH_KIND})
    looking.alone()
    there = {(one.card, one.kind): one for one in _between(card, other)}
    if kind != "related" and (other, kind) in there:
        raise Conflict(sentences.OTHER_WAY_ROUND, code="link_other_way_round")
    mine = there.get((card, kind))
    if mine is None or mine.because != "hand":
        _between(card, other).exclude(because="field").exclude(because="hand", card=card, kind__in=KINDS).delete()
        values = {"because": "hand", "field": "", "at": clock.now(), "by": actor.person_id}
        if mine is None or mine.because != "field":
            Link.objects.update_or_create(card=card, other=other, kind=kind, defaults=values)
            events.write(actor, card, events.LINKED, other=other, kind=kind)
    joining.rethread([card, other])
    return {"card": card, "other": other}


@command(rights.UNLINK)
def unlink_letters(actor: Actor, *, card: int, other: int, key: str | None = None) -> dict[str, Any]:
    """Take the letters apart, whichever names the other; texts and e-mails then do not link them again.

    Returns {"card", "other"}; not linked: nothing happens. Raises NotFound, Forbidden, Invalid, and Conflict when a
    field of the card links them: it is changed there.
    """
    access.require(actor, rights.UNLINK)
    _both(actor, card, other)
    looking.alone()
    links = list(_between(card, other).exclude(kind="apart"))
    if any(one.because == "field" for one in links):
        raise Conflict(sentences.LINKED_BY_FIELD, code="link_of_field")
    if links:
        _between(card, other).delete()
        values = {"because": "hand", "at": clock.now(), "by": actor.person_id}
        Link.objects.create(card=card, other=other, kind="apart", **values)
        events.write(actor, card, events.UNLINKED, other=other)
        joining.rethread([card, other])
    return {"card": card, "other": other}


def _between(one: int, other: int) -> Any:
    pair = [one, other]
    return Link.objects.filter(card__in=pair, other__in=pair)


def _both(actor: Actor, card: int, other: int) -> None:
    """Both are letters the actor may see, and the first one the actor may say something about."""
    seen = cards.visible_among(actor, {card, other})
    if card not in seen:
        raise NotFound(sentences.NO_SUCH_LETTER)
    if actor.kind == "person" and not cards.seen(actor, card).allows(actor.person_id, "comment"):
        raise Forbidden(sentences.NOT_YOURS)
    if other not in seen:
        raise Invalid(sentences.CHECK, fields={"other": sentences.NO_SUCH_LETTER})
    if card == other:
        raise Invalid(sentences.CHECK, fields={"other": sentences.ITSELF})
    letters = set(Letter.objects.filter(card__in=[card, other]).values_list("card", flat=True))
    if card not in letters or other not in letters:
        raise Invalid(sentences.CHECK, fields={"other": sentences.NO_LETTER})
