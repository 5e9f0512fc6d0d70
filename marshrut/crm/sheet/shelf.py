"""The companies we have, as a table is compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marshrut.org.rules import fold

from .. import rules
from ..models import Address, Company, CompanyContact


@dataclass(frozen=True, slots=True)
class Person:
    """A contact at one company; `id` names the contact."""

    id: int
    phone: str
    email: str
    roles: tuple[str, ...]
    post: str


@dataclass(frozen=True, slots=True)
class Known:
    """`places`: kind -> texts of addresses; `people`: folded name -> who it is."""

    id: int
    fields: Mapping[str, str]
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """ИНН -> companies of it."""

    companies: Mapping[str, tuple[Known, ...]]


def load(inns: Sequence[str]) -> Shelf:
    """Companies of these ИНН, in three queries."""
    rows = list(Company.objects.filter(inn__in=set(inns)).order_by("pk"))
    ids = [row.pk for row in rows]
    places: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in Address.objects.filter(company_id__in=ids).order_by("pk"):
        places[one.company_id][one.kind].append(one.text)
    people: dict[int, dict[str, Person]] = defaultdict(dict)
    for duty in CompanyContact.objects.filter(company_id__in=ids).select_related("contact").order_by("pk"):
        who = duty.contact
        person = Person(who.pk, who.phone, who.email, tuple(duty.roles), duty.post)
        people[duty.company_id].setdefault(fold(who.name), person)
    found: dict[str, list[Known]] = defaultdict(list)
    for row in rows:
        fields = {name: str(getattr(row, name)) for name in rules.FIELDS}
        there = {kind: tuple(texts) for kind, texts in places[row.pk].items()}
        found[row.inn].append(Known(row.pk, fields, there, people[row.pk]))
    return Shelf({inn: tuple(several) for inn, several in found.items()})
