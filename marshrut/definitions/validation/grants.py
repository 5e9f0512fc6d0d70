"""What can be wrong with a grant, in a pack or in the company's own rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..schema.access import Grant
from ..schema.pack import CardType
from .problem import nearest


@dataclass(frozen=True, slots=True)
class Trouble:
    """`steps` lead to the place inside the grant."""

    steps: tuple[str | int, ...]
    said: str
    hint: str = ""


def troubles(grant: Grant, card_type: CardType) -> Iterator[Trouble]:
    """Everything a card type alone can tell; people, roles and departments are checked by the caller."""
    stages = [one.key for one in card_type.stages]
    yield from _unknown("stages", grant.stages, stages, _("There is no stage “%(name)s”."))
    yield from _unknown("fields", grant.fields, card_type.fields, _("There is no field “%(name)s”."))
    yield from _twice("may", grant.may)
    if grant.fields and "edit" not in grant.may:
        yield Trouble(("fields",), _("Fields are listed, but the grant does not allow to edit."))
    if grant.departments and grant.scope != "departments":
        yield Trouble(("departments",), _("Departments are listed, but the scope is not “departments”."))
    if grant.scope == "departments" and not grant.departments:
        yield Trouble(("departments",), _("Say which departments: the scope “departments” needs at least one."))
    if "scope" not in grant.model_fields_set and set(grant.may) != {"create"}:
        yield Trouble(("scope",), _("Say which cards the grant is about: scope."))
    if "create" in grant.may and grant.scope in ("own", "participant"):
        yield Trouble(("scope",), _("A new card has no author and no participants yet: allow “create” with scope all."))
    if "create" in grant.may and grant.stages:
        yield Trouble(("stages",), _("A new card is on no stage yet: allow “create” in a row of its own."))


def _unknown(part: str, names: Iterable[str], known: Iterable[str], said: str) -> Iterator[Trouble]:
    here = list(known)
    for index, name in enumerate(names):
        if name not in here:
            yield Trouble((part, index), said % {"name": name}, nearest(name, here))


def _twice(part: str, names: Iterable[str]) -> Iterator[Trouble]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Trouble((part, index), _("“%(name)s” is here already.") % {"name": name})
        seen.add(name)
