"""Invitations, and passwords set by a one-use link. No client keys: no secret may stay in their log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict

from .. import access, events
from ..sign_in import links, sessions
from .fields import Fields
from .find import person_by_id


@command("org.invite_person", own_transaction=True)
def invite_person(actor: Actor, *, person: int, origin: str, key: str | None = None) -> dict[str, Any]:
    """A link to set a password with, for 72 hours; sent by mail too, when mail is set up.

    A head invites subordinates who have never been in; with a link to any other one could sign in as somebody else.
    Returns {"link", "expires_at", "mailed"}; `link` is told this once.
    """
    with transaction.atomic():
        found = person_by_id(person)
        access.require(actor, "org.invite_person", person=person, fresh=links.is_fresh(person))
        if not found.is_active:
            raise Conflict(_("This person is dismissed. Take them back to work first."))
        secret, until = links.make(found.pk, links.INVITATION, by=actor.person_id)
        if settings.EMAIL_HOST:
            links.send(found.pk, links.INVITATION, origin)
        events.record(actor, f"person:{found.pk}", "org.person_invited")
    mailed = bool(settings.EMAIL_HOST)
    return {"link": links.address(secret, origin), "expires_at": until.isoformat(), "mailed": mailed}


@command("org.set_password_by_link", own_transaction=True)
def set_password_by_link(actor: Actor, *, secret: str, password: str, key: str | None = None) -> None:
    """By whoever holds the link: `actor` is the person it was made for. Ends all sessions and tokens, and the link.

    The second factor stays: signing in asks for it.
    """
    access.require(actor, "org.set_password_by_link", person=actor.person_id)
    with transaction.atomic():
        found, fields = links.use(secret), Fields()
        access.require(actor, "org.set_password_by_link", person=found.pk)
        found.set_password(fields.password("password", password, found))
        fields.check()
        found.save(update_fields=["password"])
        sessions.end(found.pk)
        found.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
        events.record(actor, f"person:{found.pk}", "org.password_set_by_link")
