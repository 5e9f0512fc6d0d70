"""Company roles and who holds them. A role is never removed: packs address it by key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid

from .. import access, events, revision
from ..models import CompanyRole, RoleHolder
from .fields import Fields
from .find import person_by_id, role_by_key


@command("org.add_role")
def add_role(actor: Actor, *, role: str, title_ru: str, title_en: str, key: str | None = None) -> str:
    """Returns the key (latin letters, digits and _, as packs write it), which never changes."""
    access.require(actor, "org.add_role")
    revision.bump()
    fields = Fields()
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", role):
        fields.refuse("role", _("Small latin letters, digits and _ only, beginning with a letter."))
    elif CompanyRole.objects.filter(key=role).exists():
        fields.refuse("role", _("There is a role with this key already."))
    titles = _titles(fields, title_ru, title_en)
    fields.check()
    CompanyRole.objects.create(key=role, **titles)
    events.record(actor, f"role:{role}", "org.role_added", {"role": role, **titles})
    return role


@command("org.edit_role")
def edit_role(actor: Actor, *, role: str, title_ru: str, title_en: str) -> None:
    """Only the titles."""
    access.require(actor, "org.edit_role", role=role)
    revision.bump()
    found, fields = role_by_key(role), Fields()
    titles = _titles(fields, title_ru, title_en)
    fields.check()
    if titles == {"title_ru": found.title_ru, "title_en": found.title_en}:
        return
    CompanyRole.objects.filter(id=found.id).update(**titles)
    events.record(actor, f"role:{role}", "org.role_edited", {"role": role, **titles})


@command("org.assign_role")
def assign_role(actor: Actor, *, role: str, person: int) -> None:
    """Repeating it changes nothing."""
    access.require(actor, "org.assign_role", role=role, person=person)
    revision.bump()
    found, holder = role_by_key(role), person_by_id(person)
    if not holder.is_active:
        raise Invalid(_("Choose an employee who is not dismissed."), fields={"person": _("Dismissed.")})
    _held, is_new = RoleHolder.objects.get_or_create(role=found, person=holder)
    if is_new:
        events.record(actor, f"role:{role}", "org.role_assigned", {"role": role, "person": person})


@command("org.revoke_role")
def revoke_role(actor: Actor, *, role: str, person: int) -> dict[str, Any]:
    """Returns {"warnings": [sentence, …]} when nobody is left to hold the role. Repeating it changes nothing."""
    access.require(actor, "org.revoke_role", role=role, person=person)
    revision.bump()
    found = role_by_key(role)
    removed, _by_table = RoleHolder.objects.filter(role=found, person=person).delete()
    if not removed:
        return {"warnings": []}
    events.record(actor, f"role:{role}", "org.role_revoked", {"role": role, "person": person})
    return {"warnings": gap_warnings([found])}


def gap_warnings(roles: Iterable[CompanyRole]) -> list[str]:
    """One sentence for each role that no active person holds."""
    empty = [role for role in roles if not role.holders.filter(person__is_active=True).exists()]
    sentence = say("Nobody holds the role «%(title)s» now: there is no one to do its tasks.")
    return [sentence % {"title": role.title(get_language())} for role in empty]


def _titles(fields: Fields, title_ru: str, title_en: str) -> dict[str, str]:
    return {
        "title_ru": fields.text("title_ru", title_ru, limit=200, needed=True),
        "title_en": fields.text("title_en", title_en, limit=200, needed=True),
    }
