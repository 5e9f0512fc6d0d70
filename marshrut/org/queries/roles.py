"""Company roles and who holds them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import get_language

from marshrut.kernel.actor import Actor

from .. import access, rules
from ..models import CompanyRole, RoleHolder
from .people import PersonLine, line


@dataclass(frozen=True, slots=True)
class RoleLine:
    key: str
    #: in the language of the page
    title: str
    title_ru: str
    title_en: str
    #: in the order they were given the role, dismissed ones included
    holders: tuple[PersonLine, ...]

    @property
    def is_vacant(self) -> bool:
        """Nobody can do its tasks."""
        return not any(holder.is_active for holder in self.holders)


def roles(actor: Actor) -> list[RoleLine]:
    """By title, in Russian order."""
    if not access.may(actor, "org.see_company"):
        return []
    held = RoleHolder.objects.select_related("person__department").order_by("id")
    found = CompanyRole.objects.prefetch_related(Prefetch("holders", held))
    made = [
        RoleLine(
            key=role.key,
            title=role.title(get_language()),
            title_ru=role.title_ru,
            title_en=role.title_en,
            holders=tuple(line(it.person) for it in role.holders.all()),
        )
        for role in found
    ]
    return sorted(made, key=lambda role: rules.sort_key(role.title))
