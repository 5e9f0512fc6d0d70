"""Passwords. The commands ignore client keys: no trace of a password may stay in the log of keys."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import access, events, tries
from ..sign_in import sessions
from .fields import Fields
from .find import person_by_id


@command("org.set_password", own_transaction=True)
def set_password(actor: Actor, *, person: int, password: str, key: str | None = None) -> None:
    """By an administrator. Ends the person's open sessions and API tokens: whoever knew the old password made them."""
    access.require(actor, "org.set_password", person=person)
    with transaction.atomic():
        found, fields = person_by_id(person), Fields()
        found.set_password(fields.password("password", password, found))
        fields.check()
        found.save(update_fields=["password"])
        found.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
        sessions.end(found.pk)
        events.record(actor, f"person:{found.id}", "org.password_set")


@command("org.change_own_password", own_transaction=True)
def change_own_password(actor: Actor, *, old: str, new: str, keep: str | None = None, key: str | None = None) -> None:
    """By the person. Ends his API tokens, and his sessions but for the one with the key `keep`.

    Ten wrong old passwords in a quarter of an hour: `TooManyTries`, so that an open session is no way to guess.
    """
    access.require(actor, "org.change_own_password", person=actor.person_id)
    who, place = tries.digest(f"own password of {actor.person_id}"), f"person:{actor.person_id}"
    tries.count(who, place)
    with transaction.atomic():
        found, fields = person_by_id(actor.person_id or 0), Fields()
        if not found.check_password(old):
            fields.refuse("old", _("This is not your present password."))
        else:
            tries.forgive(who, place)
        found.set_password(fields.password("new", new, found))
        if not fields.problems:
            found.save(update_fields=["password"])
            found.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
            sessions.end(found.pk, keep=keep)
            events.record(actor, f"person:{found.id}", "org.password_changed")
    fields.check()  # outside, so that a right old password stays forgiven
