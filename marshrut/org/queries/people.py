"""People as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import access, rules
from ..charts import chart
from ..models import Person


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of a list, one suggestion of a search, one badge."""

    id: int
    short_name: str
    full_name: str
    initials: str
    email: str
    position: str
    department_id: int | None
    department: str
    is_active: bool
    is_admin: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    line: PersonLine
    last_name: str
    first_name: str
    middle_name: str
    #: who decides on this person's papers: the nearest filled head above, None at the top of the company
    head: PersonLine | None
    #: (id, name) of departments whose head this is
    heads: tuple[tuple[int, str], ...]
    #: (key, title)
    roles: tuple[tuple[str, str], ...]
    language: str
    time_zone: str | None
    schedule: dict[str, Any] | None
    keys_enabled: bool


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The one gate: employees and our programs see everybody, strangers and dismissed people nobody (S4.1)."""
    return Person.objects.all() if access.may(actor, "org.see_company") else Person.objects.none()


def people(actor: Actor, *, text: str = "", department: int | None = None, dismissed: bool = False) -> list[PersonLine]:
    """In Russian order. `department` with all below it; `dismissed`: those instead of the working ones."""
    found = _matching(visible_to(actor).filter(is_active=not dismissed), text)
    if department is not None:
        found = found.filter(department__in=chart().with_below(department))
    return lines(found)


def search_people(actor: Actor, text: str, limit: int = 10) -> list[PersonLine]:
    """Active people some part of whose name begins with each word of `text`, in any case, е for ё; [] for no words."""
    if not rules.words(text):
        return []
    return lines(_matching(visible_to(actor).filter(is_active=True), text)[:limit])


def person_card(actor: Actor, person: int) -> PersonCard:
    """Raises NotFound."""
    found = visible_to(actor).select_related("department").filter(id=person).first()
    if found is None:
        raise NotFound(_("There is no such employee."))
    head = chart().head_above(person)
    return PersonCard(
        line=line(found),
        last_name=found.last_name,
        first_name=found.first_name,
        middle_name=found.middle_name,
        head=next(iter(lines(visible_to(actor).filter(id=head))), None) if head else None,
        heads=tuple((it.id, it.name) for it in found.headed.order_by("sort", "id")),
        roles=tuple(
            (it.role.key, it.role.title(get_language()))
            for it in found.roles.select_related("role").order_by("role__key")
        ),
        language=found.language,
        time_zone=found.time_zone,
        schedule=found.schedule,
        keys_enabled=found.keys_enabled,
    )


def person_by_email(actor: Actor, email: str) -> PersonLine:
    """Working or dismissed; raises NotFound."""
    found = lines(visible_to(actor).filter(email=email.strip().lower()))
    if not found:
        raise NotFound(_("There is no such employee."))
    return found[0]


def describe(ids: Iterable[int]) -> dict[int, PersonLine]:
    """Names and seats by id, in one query, for pages whose reader may see what names these people."""
    return {it.id: it for it in lines(Person.objects.filter(id__in=set(ids)))}


def lines(found: Iterable[Person]) -> list[PersonLine]:
    if isinstance(found, QuerySet):
        found = found.select_related("department")
    return [line(person) for person in found]


def line(person: Person) -> PersonLine:
    return PersonLine(
        id=person.id,
        short_name=person.short_name,
        full_name=person.full_name,
        initials=person.initials,
        email=person.email,
        position=person.position,
        department_id=person.department_id,
        department=person.department.name if person.department else "",
        is_active=person.is_active,
        is_admin=person.is_admin,
    )


def _matching(found: QuerySet[Person], text: str) -> QuerySet[Person]:
    for word in rules.words(text):
        found = found.filter(
            Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}") | Q(sort_key__contains=f"-{word}")
        )
    return found.order_by("sort_key", "id")


def emails(people: Iterable[int]) -> dict[int, str]:
    """Addresses of active employees, by id; for programs that write to them."""
    rows = Person.objects.filter(id__in=set(people), is_active=True).order_by("id")
    return dict(rows.values_list("id", "email"))


def language_of(person: int) -> str | None:
    """The language to write to an active employee in; None for anybody else."""
    return Person.objects.filter(id=person, is_active=True).values_list("language", flat=True).first()
