"""Parties that match no company («Не сопоставлены»)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from django.db.models import Count, Max

from marshrut.crm.queries.matching import Requisites, companies_by_inn
from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights, sentences
from ..models import Base, EDoc, PartyLink
from ..rules import matching
from .base_shapes import PartyLine

#: companies offered for one party
CANDIDATES: Final = 5


def may_sort(actor: Actor) -> bool:
    """Whether the actor sees the queue: accountants, owners of bases, administrators. One query at most."""
    return access.may(actor, rights.SEE_PARTIES) or bool(_owned(actor))


def unmatched(actor: Actor, base: str = "", limit: int = 200) -> list[PartyLine]:
    """Those with documents, most documents first; none for whoever may not sort them."""
    waiting = PartyLink.objects.filter(company_id=None, base_id__in=_bases(actor)).select_related("base")
    links = list(waiting.filter(base__key=base) if base else waiting)
    counted = _counted(links)
    shown = sorted((one for one in links if _key(one) in counted), key=lambda one: (-counted[_key(one)][0], one.pk))
    shown = shown[:limit]
    there = companies_by_inn({one.inn for one in shown if one.inn})
    return [_line(one, counted[_key(one)], there.get(one.inn, ())) for one in shown]


def unmatched_count(actor: Actor) -> int:
    """For the mark in the menu."""
    bases = _bases(actor)
    if not bases:
        return 0
    links = PartyLink.objects.filter(company_id=None, base_id__in=bases)
    return len(_counted(list(links.only("base_id", "party_ref"))))


def _line(one: PartyLink, counted: tuple[int, date | None], there: Sequence[Requisites]) -> PartyLine:
    return PartyLine(
        id=one.pk,
        base=one.base.key,
        base_title=one.base.title,
        ref=one.party_ref,
        name=one.name,
        inn=one.inn,
        kpp=one.kpp,
        documents=counted[0],
        newest=counted[1],
        why=one.why,
        why_title=str(sentences.UNMATCHED.get(one.why, "")),
        candidates=tuple((each.id, each.name) for each in there[:CANDIDATES]),
        may_create=bool(one.name) and matching.good_inn(one.inn) and not there,
    )


def _bases(actor: Actor) -> list[int]:
    """Those whose parties the actor sorts."""
    if access.may(actor, rights.SEE_PARTIES):
        return list(Base.objects.values_list("pk", flat=True))
    return _owned(actor)


def _owned(actor: Actor) -> list[int]:
    person = actor.person_id
    if person is None or not access.may(actor, rights.SEE_PARTIES, owners=[person]):
        return []
    return list(Base.objects.filter(owner_id=person).values_list("pk", flat=True))


def _key(one: PartyLink) -> tuple[int, str]:
    return one.base_id, one.party_ref


def _counted(links: Collection[PartyLink]) -> dict[tuple[int, str], tuple[int, date | None]]:
    """(base, party) -> how many documents it has, and the day of the newest."""
    refs = sorted({one.party_ref for one in links})
    found = EDoc.objects.filter(party_ref__in=refs, base_id__in={one.base_id for one in links}, gone_at=None)
    counted = found.values("base_id", "party_ref").annotate(many=Count("pk"), newest=Max("day"))
    return {(one["base_id"], one["party_ref"]): (one["many"], one["newest"]) for one in counted}
