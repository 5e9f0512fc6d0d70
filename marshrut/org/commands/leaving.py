"""Dismissal closes an account and keeps the person, because history and papers name him."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid

from .. import access, events, revision
from ..models import Department, Person
from ..sign_in import sessions
from . import covering
from .find import LAST_ADMIN, is_last_admin, person_by_id
from .roles import gap_warnings


@command("org.dismiss_person")
def dismiss_person(actor: Actor, *, person: int) -> dict[str, Any]:
    """Closes the account, its sessions, its tokens and its password. Repeating it changes nothing.

    Returns {"warnings": [sentence, …]}: departments left without a head, roles left without a holder.
    """
    access.require(actor, "org.dismiss_person", person=person)
    number = revision.bump()
    found = person_by_id(person)
    if not found.is_active:
        return {"warnings": []}
    covering.enqueue(number, [found.id])
    return {"warnings": close(actor, found)}


def close(actor: Actor, found: Person) -> list[str]:
    """Dismiss an active person; the caller sees to the tasks. Returns sentences about what is left without people."""
    if found.id == actor.person_id:
        raise Invalid(_("You cannot dismiss yourself. Ask another administrator."))
    if found.is_admin and is_last_admin(found):
        raise Invalid(LAST_ADMIN)
    found.is_active = False
    found.set_unusable_password()  # sessions hang on the password: those of before stay dead after a reinstatement
    found.save(update_fields=["is_active", "password"])
    found.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    sessions.end(found.id)
    events.record(actor, f"person:{found.id}", "org.person_dismissed")
    return [*_headless(found), *gap_warnings(held.role for held in found.roles.select_related("role"))]


@command("org.reinstate_person")
def reinstate_person(actor: Actor, *, person: int) -> dict[str, Any]:
    """The account works again, with its department, its roles and the departments it heads; tokens stay revoked.

    Repeating it changes nothing. Returns {"warnings": [sentence, …]}: nobody signs in without a new password.
    """
    access.require(actor, "org.reinstate_person", person=person)
    number = revision.bump()
    found = person_by_id(person)
    if found.is_active:
        return {"warnings": []}
    found.is_active = True
    found.save(update_fields=["is_active"])
    events.record(actor, f"person:{found.id}", "org.person_reinstated")
    covering.enqueue(number, [found.id])
    needs = _("Set a new password: without one this person cannot sign in.")
    return {"warnings": [] if found.has_usable_password() else [str(needs)]}


def _headless(person: Person) -> list[str]:
    names = [f"«{it.name}»" for it in Department.objects.filter(head=person).order_by("id")]
    if not names:
        return []
    sentence = ngettext(
        "The department %(names)s has no head now. Until you appoint one, papers go to the nearest head above.",
        "The departments %(names)s have no head now. Until you appoint them, papers go to the nearest head above.",
        len(names),
    )
    return [sentence % {"names": ", ".join(names)}]
