"""Whose a document is: parties of a base become companies, documents get their deal, contact and manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from marshrut.cards import queries as cards
from marshrut.cards import rights as card_rights
from marshrut.crm import queries as crm
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.org import access
from marshrut.org import queries as org

from .. import events, rights, rowing, sentences
from ..models import Base, EDoc, PartyLink
from . import owning, paperwork, steps

#: parties that wait looked at together; documents of one write
PARTIES: Final = 500
TOGETHER: Final = 1000


class LinkFields(TypedDict, total=False):
    """What is left out stays; None takes the link away."""

    deal: int | None
    contact: int | None
    manager: int | None
    about: int | None


@command(rights.LINK_PARTY)
def link_party(actor: Actor, *, base: str, party: str, company: int | None, key: str | None = None) -> dict[str, Any]:
    """The party (its ref in the base) is this company: all its documents are, now and later. None: it is nobody again.

    Returns {"party", "company", "documents": how many}. Raises NotFound, Invalid `bad_fields` at "company".
    """
    row = Base.objects.filter(key=base).first()
    access.require(actor, rights.LINK_PARTY, owners=[row.owner_id] if row is not None else [])
    link = PartyLink.objects.select_for_update().filter(base=row, party_ref=party).first() if row is not None else None
    if row is None or link is None:
        raise NotFound(sentences.NO_SUCH_PARTY)
    if company is not None and company not in crm.describe([company]):
        wrong = {"company": str(sentences.NO_SUCH_COMPANY)}
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong)
    now = clock.now()
    link.company_id, link.auto, link.by, link.at = company, False, actor.person_id, now
    link.why = "" if company is not None else "put_aside"
    link.save()
    many = _resettle(row, [party], now)
    events.write(actor, base, events.PARTY_LINKED, party=link.name, company=company)
    return {"party": party, "company": company, "documents": many}


@command(rights.REMATCH)
def rematch(actor: Actor) -> dict[str, Any]:
    """Parties that matched nobody are looked at again: their company may have been added. Returns {"matched"}."""
    access.require(actor, rights.REMATCH)
    now, matched = clock.now(), 0
    for base in Base.objects.order_by("pk"):
        waiting = PartyLink.objects.select_for_update(skip_locked=True).filter(base=base, company_id=None, auto=True)
        links = list(waiting.order_by("at", "pk")[:PARTIES])
        moved = owning.match(links, now)
        for one in links:
            one.at = now  # whoever waits longest is looked at first
        PartyLink.objects.bulk_update(links, ["company_id", "why", "at"], batch_size=200)
        if moved:
            _resettle(base, [one.party_ref for one in moved], now)
            matched += len(moved)
    return {"matched": matched}


@command(rights.LINK_EDOC)
def link_edoc(actor: Actor, *, card: int, key: str | None = None, **fields: Unpack[LinkFields]) -> dict[str, Any]:
    """Put the document to its deal, contact, manager, or the card of paperwork that waits for it. Returns {"card"}.

    What a person put stays whatever the base says. Raises NotFound, Forbidden, Invalid `bad_fields`.
    """
    access.require(actor, rights.LINK_EDOC)
    row = steps.locked(card) if cards.may_see(actor, card) else None
    if row is None:
        raise NotFound(sentences.NO_SUCH_EDOC)
    given = dict(fields)
    _require(actor, row, given)
    flaws = _flaws(actor, row, given)
    if flaws:
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields={at: str(why) for at, why in flaws.items()})
    for name, value in given.items():
        setattr(row, f"{name}_id", value)
    row.by_hand = sorted({*row.by_hand, *given})
    if "about" in given:
        row.signal_told = False
    if "deal" in given:
        owning.settle(row.base, [row], clock.now())
    row.change += 1
    rowing.update([row])
    steps.tell([row])
    paperwork.put(row)
    return {"card": card}


def _require(actor: Actor, row: EDoc, given: dict[str, Any]) -> None:
    """Links are fields of the card: whoever may edit them there may put them here."""
    if actor.person_id is None:
        return
    seen = cards.seen(actor, row.card)
    section = seen.definition.card_type.edoc
    mine = card_rights.editable(seen.grants, actor.person_id, seen.chart, seen.facts)
    foreign = [name for name in given if section is None or (mine is not None and getattr(section, name) not in mine)]
    if foreign or not cards.allowed_among(actor, [row.card], "edit"):
        raise Forbidden(sentences.NOT_YOURS, fields=dict.fromkeys(foreign, sentences.NOT_YOURS))


def _flaws(actor: Actor, row: EDoc, given: dict[str, Any]) -> dict[str, Any]:
    flaws: dict[str, Any] = {}
    if (deal := given.get("deal")) is not None:
        found = crm.describe_deals([deal]).get(deal)
        if found is None or (row.company_id is not None and found.company not in (None, row.company_id)):
            flaws["deal"] = sentences.NO_SUCH_DEAL
    if (contact := given.get("contact")) is not None and (why := _foreign(row, contact)):
        flaws["contact"] = why
    if (manager := given.get("manager")) is not None and not org.chart().active(manager):
        flaws["manager"] = sentences.NO_SUCH_PERSON
    if (about := given.get("about")) is not None and not cards.may_see(actor, about):
        flaws["about"] = sentences.NO_SUCH_CARD
    return flaws


def _foreign(row: EDoc, contact: int) -> Any:
    """Why nothing about the document may be written to this contact; "" when it may."""
    found = crm.describe_contacts([contact]).get(contact)
    if found is None:
        return sentences.NO_SUCH_CONTACT
    return "" if row.company_id is None or found.duty(row.company_id) else sentences.CONTACT_OF_OTHERS


def _resettle(base: Base, parties: Sequence[str], now: datetime) -> int:
    """Documents of these parties are their companies' now, with all that follows. Returns how many."""
    theirs = EDoc.objects.filter(base=base, party_ref__in=parties).order_by("pk").values_list("pk", flat=True)
    ids = list(theirs)
    for at in range(0, len(ids), TOGETHER):
        rows = list(EDoc.objects.select_for_update().filter(pk__in=ids[at : at + TOGETHER]).order_by("pk"))
        for row in rows:
            row.deal_id = row.deal_id if "deal" in row.by_hand else None
            row.change += 1
        owning.settle(base, rows, now)
        paperwork.find(rows)
        rowing.update(rows)
        steps.tell(rows)
    return len(ids)
