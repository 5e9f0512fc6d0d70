"""Somebody wants to know now: a person, or 1C that knocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from marshrut.cards import queries as cards
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access

from .. import rights, sentences, source
from ..models import Base, EDoc
from ..rules import pace
from . import steps

#: documents of one question: a payload is small, a source asks for so many at once
TOGETHER: Final = 5
#: documents of a company that one press asks about, the newest
MOST: Final = 50
#: what is asked from a page
LANES: Final = ("changes", "open", "reconcile")
#: the same said again within so many seconds is one word
SAME: Final = 10
#: signs of a place, a payload is small
LONGEST: Final = 100
#: place, ref, the version it had when it was hinted at, tries so far
Hint = tuple[str, str, str, int]


@command(rights.HINT)
def hint(actor: Actor, *, base: str, refs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Somebody says that these documents, (place, ref) each, have news: they are read soon, again until they changed.

    Nothing is believed, and places where the base keeps no e-documents are left out. Returns {"asked": how many}: 0
    when the base is not connected or the same was said just now.
    """
    access.require(actor, rights.HINT)
    row = Base.objects.filter(key=base, active=True).first()
    if row is None:
        return {"asked": 0}
    there = source.source(row.source)
    places = there.places(row.settings, row.profile) if there is not None else None
    wanted = [(place, ref) for place, ref in dict.fromkeys(refs) if place and ref and _fits(place, ref, places)]
    said = str(int(clock.now().timestamp()) // SAME)
    return {"asked": _ask_again(row, [(*one, _version(row, *one), 0) for one in wanted], said)}


@command(rights.HINTED)
def hinted(actor: Actor, *, base: str, hints: Sequence[Hint]) -> dict[str, Any]:
    """After they were read: those that are as before are read again later, longer and longer. Returns {"again"}."""
    access.require(actor, rights.HINTED)
    row = Base.objects.filter(key=base, active=True).first()
    if row is None:
        return {"again": 0}
    same = [
        (place, ref, was, tries + 1)
        for place, ref, was, tries in hints
        if tries + 1 < len(pace.RETRIES) and _version(row, place, ref) == was
    ]
    return {"again": _ask_again(row, same, clock.now().isoformat())}


@command(rights.REFRESH)
def refresh(actor: Actor, *, card: int, key: str | None = None) -> dict[str, Any]:
    """«Обновить»: read the document as soon as may be. Returns {"card", "asked"}.

    Raises NotFound (also for cards the actor may not see), Conflict `refreshed_lately` within 30 seconds, Invalid
    `not_asked` when the base is put aside.
    """
    access.require(actor, rights.REFRESH)
    row = steps.locked(card) if cards.may_see(actor, card) else None
    if row is None:
        raise NotFound(sentences.NO_SUCH_EDOC)
    if not row.base.active:
        raise Invalid(sentences.NOT_ASKED, code="not_asked")
    if lately(row, clock.now()):
        raise Conflict(sentences.REFRESHED_LATELY, code="refreshed_lately")
    _ask(actor, [row])
    return {"card": card, "asked": True}


@command(rights.REFRESH_COMPANY)
def refresh_company(actor: Actor, *, company: int, key: str | None = None) -> dict[str, Any]:
    """Read the unfinished and the newest documents of the company that the actor may see. Returns {"asked": how many}.

    Raises Conflict `refreshed_lately`.
    """
    access.require(actor, rights.REFRESH_COMPANY)
    mine = cards.matching_ids(actor, cards.Filter(), few=True)
    there = Q(company_id=company, base__active=True, gone_at=None, card__in=mine)
    found = list(EDoc.objects.filter(there).order_by("-day", "-card").values_list("pk", flat=True)[:MOST])
    rows = list(EDoc.objects.select_for_update(of=("self",)).filter(pk__in=found).select_related("base").order_by("pk"))
    now = clock.now()
    due = [row for row in rows if not lately(row, now)]
    if rows and not due:
        raise Conflict(sentences.REFRESHED_LATELY, code="refreshed_lately")
    _ask(actor, due)
    return {"asked": len(due)}


@command(rights.REFRESH_BASE)
def refresh_base(actor: Actor, *, base: str, lane: str = "changes", key: str | None = None) -> dict[str, Any]:
    """«Обновить»: read the lane now ("changes", "open", "reconcile"). Returns {"base", "asked"}.

    Everybody may ask what is new (S2.8); whoever tends bases also for the other lanes, and heals a base that was left
    alone. Others it is not asked for while it is left alone. Raises NotFound, Conflict `refreshed_lately`.
    """
    access.require(actor, rights.REFRESH_BASE)
    tends = actor.kind != "person" or access.may(actor, rights.SEE_BASES)
    if lane not in (LANES if tends else LANES[:1]):
        raise Invalid(sentences.BAD_LANE, code="bad_lane")
    row = Base.objects.select_for_update().filter(key=base).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_BASE)
    if not row.active:
        raise Invalid(sentences.NOT_ASKED, code="not_asked")
    now = clock.now()
    asked = datetime.fromisoformat(row.lanes[ASKED]) if ASKED in row.lanes else None
    if asked is not None and now - asked < pace.REFRESHED_AGAIN:
        raise Conflict(sentences.REFRESHED_LATELY, code="refreshed_lately")
    if not tends and row.closed_until is not None and row.closed_until > now:
        return {"base": base, "asked": False}  # nobody would answer, and an account may be locked by trying
    row.lanes, row.closed_until = {**row.lanes, ASKED: now.isoformat()}, None if tends else row.closed_until
    row.save(update_fields=["lanes", "closed_until"])
    payload = {"base": base, "lane": lane, "by": actor.person_id}
    effects.enqueue([effects.row(steps.RUN, f"edoc_run:{row.pk}:{now.isoformat()}", payload=payload)])
    return {"base": base, "asked": True}


#: when somebody asked for the whole base, among its lanes
ASKED: Final = "by_hand"


def lately(row: EDoc, now: datetime) -> bool:
    return row.asked_at is not None and now - row.asked_at < pace.REFRESHED_AGAIN


def _ask(actor: Actor, rows: Sequence[EDoc]) -> None:
    now, made = clock.now(), []
    for row in rows:
        row.asked_at = now
    EDoc.objects.filter(pk__in=[row.pk for row in rows]).update(asked_at=now)
    for base in sorted({row.base.key for row in rows}):
        mine = [row for row in rows if row.base.key == base]
        for at in range(0, len(mine), TOGETHER):
            some = mine[at : at + TOGETHER]
            payload = {"base": base, "refs": [[row.place, row.ref] for row in some], "by": actor.person_id}
            made.append(effects.row(steps.ASK, f"edoc_ask:{some[0].pk}:{now.isoformat()}", payload=payload))
    effects.enqueue(made)


def _fits(place: str, ref: str, places: Collection[str] | None) -> bool:
    return max(len(place), len(ref)) <= LONGEST and (places is None or place in places)


def _ask_again(row: Base, hints: Sequence[Hint], said: str) -> int:
    """A row for each: those of one base that are due at once are read together, see `working.ask`."""
    made = []
    for place, ref, was, tries in hints:
        payload = {"base": row.key, "refs": [[place, ref]], "was": was, "tries": tries}
        name = f"edoc_hint:{row.pk}:{place}:{ref}:{said}:{tries}"
        made.append(effects.row(steps.ASK, name, payload=payload, delay=pace.RETRIES[tries]))
    return effects.enqueue(made)


def _version(row: Base, place: str, ref: str) -> str:
    return EDoc.objects.filter(base=row, place=place, ref=ref).values_list("version", flat=True).first() or ""
