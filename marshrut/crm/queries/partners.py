"""A partner as a task shows it (S0.6, S0.7, S0.12, S0.21): whom to call, whom to ask in accounting, where post goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from marshrut.kernel.actor import Actor

from .. import rules
from ..models import Address, Company, CompanyContact, Contact
from .companies import CompanyCard, CompanyInfo, Row, describe, visible_to
from .contacts import ContactInfo, contacts_by_company

#: where papers go, best first; the legal address, a requisite, comes after them
POST = (rules.AddressKind.POSTAL, rules.AddressKind.ACTUAL)
LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class PostAddress:
    """`kind`: a key of `rules.AddressKind`, or "legal". An empty text: none is recorded."""

    text: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TaskPartner:
    """A company with what whoever works on a task asks of it."""

    company: CompanyInfo
    address: PostAddress
    #: who is who there, by name, those of accounting too
    contacts: tuple[ContactInfo, ...]
    #: of them, those recorded as accounting; none when nobody is
    accounting: tuple[ContactInfo, ...]

    @property
    def requisites(self) -> tuple[Row, ...]:
        return self.company.requisites


def task_partners(actor: Actor, companies: Iterable[int]) -> dict[int, TaskPartner]:
    """By id, in the order asked; those the actor may not see and unknown ones are left out. At most five queries."""
    wanted = list(dict.fromkeys(companies))
    if not wanted:
        return {}
    seen = set(visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    found, people = describe(seen), contacts_by_company(seen)
    post = _post(found)
    return {
        one: TaskPartner(found[one], post[one], people[one], _accounting(people[one], one))
        for one in wanted
        if one in found
    }


def post_addresses(companies: Iterable[int]) -> dict[int, PostAddress]:
    """Where post for a company goes: postal, else actual, else legal. Serves rooms with a check of their own."""
    return _post(describe(companies))


def _post(companies: Mapping[int, CompanyInfo]) -> dict[int, PostAddress]:
    found = {one: PostAddress(_legal(info), LEGAL) for one, info in companies.items()}
    rows = Address.objects.filter(company__in=found, kind__in=POST).order_by("pk")
    kinds = [kind.value for kind in POST]
    for company, kind, text in sorted(rows.values_list("company", "kind", "text"), key=lambda row: kinds.index(row[1])):
        if found[company].kind == LEGAL:
            found[company] = PostAddress(text, kind)
    return {one: address if address.text else PostAddress() for one, address in found.items()}


def post_address_of(card: CompanyCard) -> PostAddress:
    """As `post_addresses`, of a company that is read already. No query."""
    for kind in POST:
        if text := next((text for one, text in card.addresses if one == kind), ""):
            return PostAddress(text, kind.value)
    legal = card.fields["address"]
    return PostAddress(legal, LEGAL) if legal else PostAddress()


def _legal(info: CompanyInfo) -> str:
    return next((row.value for row in info.requisites if row.field == "address"), "")


def _accounting(people: tuple[ContactInfo, ...], company: int) -> tuple[ContactInfo, ...]:
    return tuple(one for one in people if (duty := one.duty(company)) and rules.Role.ACCOUNTING in duty.roles)


def written_from(address: str, domain: str = "") -> set[int]:
    """Companies that write from this e-mail address: theirs or of a contact of theirs; from `domain`, if given, too.

    For programs. What people wrote into the field counts as a whole: one address.
    """
    ends = [Q(email__iexact=address)] if address else []
    if domain:
        ends.append(Q(email__iendswith=f"@{domain}"))
    if not ends:
        return set()
    match = reduce(or_, ends)
    placed = CompanyContact.objects.filter(contact__in=Contact.objects.filter(match))
    return set(Company.objects.filter(match).values_list("pk", flat=True)) | set(
        placed.values_list("company_id", flat=True)
    )
