"""Cards whose stage waits for a mail: with whom, and by which numbers mails name them (A0.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.definitions.schema.stages import FromMail

from ..models import Card

#: cards that one mail is compared with, newest first
MOST = 2000
WHY = "a mail looks for the card it names"


@dataclass(frozen=True, slots=True)
class Listening:
    """A card that hears `signal` of a mail on the visit it is on."""

    card: int
    visit: int
    signal: str
    #: as people write them: «ЛД-17», the number of the order
    numbers: tuple[str, ...]
    #: the file field that takes what is attached, and what lies there
    field: str
    files: tuple[int, ...]


def listening_to_mail(companies: Collection[int]) -> list[Listening]:
    """For programs: cards that wait for a mail of one of these companies, or of anybody. Two queries, and one for each
    active pack."""
    asked = list(_asked(companies))
    if not asked:
        return []
    rows = Card.objects.system(WHY).filter(reduce(or_, asked)).select_related("content").order_by("-id")[:MOST]
    return [found for row in rows if (found := _listening(row, companies)) is not None]


def _asked(companies: Collection[int]) -> Iterator[Q]:
    for card_type, stage, partner in sorted(set(_waiting()), key=str):
        there = Q(type=card_type, stage=stage)
        if partner is None:
            yield there
        for company in companies if partner is not None else ():
            yield there & Q(content__fields__contains={partner: company})


def _waiting() -> Iterator[tuple[str, str, str | None]]:
    """(type, stage, field of the partner)"""
    for kind in _types():
        for stage in kind.stages:
            yield from ((kind.key, stage.key, one.mail.partner) for one in stage.signals if one.mail is not None)


def _types() -> Iterator[CardType]:
    """Of every installed version: cards keep the one they began with."""
    for active in definitions.active():
        for version in definitions.versions(active.pack.key):
            yield from definitions.installed(version.id).pack.card_types


def _listening(row: Card, companies: Collection[int]) -> Listening | None:
    kind = definitions.installed(row.definition_id).pack.card_type(row.type)
    stage = kind.by_stage.get(row.stage) if kind else None
    fields = row.content.fields
    for signal in stage.signals if stage else ():
        rule = signal.mail
        if kind is not None and rule is not None and _of_partner(rule, fields, companies):
            own = f"{kind.prefix}{row.pk}" if kind.prefix else ""
            number = str(fields.get(rule.number) or "") if rule.number else ""
            files = tuple(fields.get(rule.files) or ())
            return Listening(row.pk, row.visit, signal.key, tuple(filter(None, (own, number))), rule.files, files)
    return None


def _of_partner(rule: FromMail, fields: dict[str, object], companies: Collection[int]) -> bool:
    return rule.partner is None or fields.get(rule.partner) in companies
