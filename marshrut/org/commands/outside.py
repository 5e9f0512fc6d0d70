"""Accounts of the company's identity server, tied to people. No client keys: invitations are secrets."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid

from .. import access, events, proof
from ..sign_in import factors, links, outside
from .find import person_by_id

TAKEN = _("This account is tied to another employee. Ask an administrator.")


@command("org.tie_account")
def tie_account(actor: Actor, *, issuer: str, subject: str) -> None:
    """The account of the identity server signs the actor in from now on."""
    access.require(actor, "org.tie_account", person=actor.person_id)
    proof.require(actor)
    _tie(actor, issuer, subject)


@command("org.accept_invitation", own_transaction=True)
def accept_invitation(actor: Actor, *, secret: str, issuer: str, subject: str, key: str | None = None) -> None:
    """By whoever holds the invitation: `actor` is the person it was made for. Uses the invitation up."""
    access.require(actor, "org.accept_invitation", person=actor.person_id)
    with transaction.atomic():
        found = links.use(secret, links.INVITATION)
        access.require(actor, "org.accept_invitation", person=found.pk)
        _tie(actor, issuer, subject)


@command("org.tie_directory")
def tie_directory(actor: Actor, *, person: int, directory: str, subject: str) -> None:
    """The entry `subject` of the directory of the company is this person."""
    access.require(actor, "org.tie_directory", person=person)
    if not outside.tie(person_by_id(person).pk, directory, subject):
        raise Conflict(TAKEN)
    events.record(actor, f"person:{person}", "org.directory_tied", {"directory": directory})


def _tie(actor: Actor, issuer: str, subject: str) -> None:
    person = actor.person_id or 0
    if not outside.tie(person, issuer, subject):
        raise Conflict(TAKEN)
    events.record(actor, f"person:{person}", "org.account_tied", {"issuer": issuer})


@command("org.untie_account")
def untie_account(actor: Actor) -> None:
    """Repeating it changes nothing. Refused while there is no other way to sign in."""
    access.require(actor, "org.untie_account", person=actor.person_id)
    proof.require(actor)
    found = person_by_id(actor.person_id or 0)
    if not found.has_usable_password() and not factors.of_person(found.pk).passkeys:
        raise Invalid(_("There would be no way left to sign in. Add a passkey or get a password first."))
    if outside.untie(found.pk):
        events.record(actor, f"person:{found.pk}", "org.account_untied")
