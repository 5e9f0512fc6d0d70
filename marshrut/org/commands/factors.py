"""Second factors: set up and taken away by the person, reset by an administrator.

Each change ends the person's API tokens and other sessions; `keep` is the session the person is in. Whoever changes
something must have shown who they are within the last minutes. No client keys: no secret may stay in their log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound

from .. import access, events, proof
from ..models import ApiToken, Person
from ..sign_in import factors, passkeys, password, policy, sessions
from ..sign_in.factors import Kind
from .fields import Fields
from .find import person_by_id

NEEDED = _("Your company asks for a second factor. Set up another one first, then take this one away.")


def _changing(actor: Actor, person: int, keep: str | None, kind: str, body: Mapping[str, Any] | None = None) -> None:
    events.record(actor, f"person:{person}", kind, body)
    sessions.end(person, keep=keep)
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=clock.now())


def _own(actor: Actor) -> Person:
    """The row is locked, so that two changes at once follow each other."""
    found = Person.objects.select_for_update().filter(id=actor.person_id or 0, is_active=True).first()
    found = found or person_by_id(0)
    if password.is_used(found) or policy.has_factor(found.pk):
        proof.require(actor)  # whoever comes by the identity server only has nothing to prove it with yet
    return found


@command("org.add_totp", own_transaction=True)
def add_totp(
    actor: Actor, *, secret: str, code: str, keep: str | None = None, key: str | None = None
) -> dict[str, list[str]]:
    """The app is set up when it shows the right code. Returns {"codes": recovery codes made with the first factor}."""
    access.require(actor, "org.add_totp", person=actor.person_id)
    with transaction.atomic():
        person = _own(actor)
        before = factors.of_person(person.pk)
        if before.totp:
            raise Conflict(_("An app is set up already. Take it away first, then set up another one."))
        counter = factors.counter_of(secret, code)
        if counter is None:
            raise Invalid(factors.WRONG, fields={"code": factors.WRONG})
        factors.keep_totp(person, secret, counter)
        codes = [] if before.codes_left else factors.new_codes(person)
        _changing(actor, person.pk, keep, "org.totp_added")
    return {"codes": codes}


@command("org.remove_totp", own_transaction=True)
def remove_totp(actor: Actor, *, keep: str | None = None, key: str | None = None) -> None:
    """Repeating it changes nothing."""
    access.require(actor, "org.remove_totp", person=actor.person_id)
    with transaction.atomic():
        person = _own(actor)
        if policy.demanded(person) and not factors.of_person(person.pk).passkeys:
            raise Invalid(NEEDED)
        if factors.forget(person.pk, Kind.TOTP):
            _changing(actor, person.pk, keep, "org.totp_removed")


@command("org.renew_recovery_codes", own_transaction=True)
def renew_recovery_codes(actor: Actor, *, key: str | None = None) -> dict[str, list[str]]:
    """Ten new codes; those of before stop working. Returns {"codes": […]}."""
    access.require(actor, "org.renew_recovery_codes", person=actor.person_id)
    with transaction.atomic():
        person = _own(actor)
        if not factors.of_person(person.pk).strong:
            raise Invalid(_("Recovery codes stand in for a second factor: set one up first."))
        codes = factors.new_codes(person)
        events.record(actor, f"person:{person.pk}", "org.recovery_codes_renewed")
    return {"codes": codes}


@command("org.add_passkey", own_transaction=True)
def add_passkey(
    actor: Actor, *, name: str, credential: Mapping[str, Any], keep: str | None = None, key: str | None = None
) -> dict[str, list[str]]:
    """`credential` has been verified by `sign_in.passkeys.made`. Returns {"codes": as of `add_totp`}."""
    access.require(actor, "org.add_passkey", person=actor.person_id)
    fields = Fields()
    name = fields.text("name", name, limit=60, needed=True)
    fields.check()
    with transaction.atomic():
        person = _own(actor)
        before = factors.of_person(person.pk)
        if len(before.passkeys) >= passkeys.MOST:
            raise Invalid(_("There are many passkeys already. Take away one that is not used any more."))
        passkeys.keep(person, name, credential)
        codes = [] if before.codes_left else factors.new_codes(person)
        _changing(actor, person.pk, keep, "org.passkey_added", {"name": name})
    return {"codes": codes}


@command("org.remove_passkey", own_transaction=True)
def remove_passkey(actor: Actor, *, passkey: int, keep: str | None = None, key: str | None = None) -> None:
    access.require(actor, "org.remove_passkey", person=actor.person_id)
    with transaction.atomic():
        person = _own(actor)
        before = factors.of_person(person.pk)
        found = next((one for one in before.passkeys if one.id == passkey), None)
        if found is None:
            raise NotFound(_("There is no such passkey."))
        if policy.demanded(person) and not before.totp and len(before.passkeys) == 1:
            raise Invalid(NEEDED)
        factors.forget(person.pk, Kind.WEBAUTHN, only=passkey)
        _changing(actor, person.pk, keep, "org.passkey_removed", {"name": found.name})


@command("org.reset_second_factor")
def reset_second_factor(actor: Actor, *, person: int) -> None:
    """By an administrator, for whoever lost the phone: no factor is left, all sessions end.

    Repeating it changes nothing. Make sure who asks: from now on the password alone lets in.
    """
    access.require(actor, "org.reset_second_factor", person=person)
    proof.require(actor)
    found = person_by_id(person)
    if factors.forget(found.pk, *Kind.values):
        _changing(actor, found.pk, None, "org.second_factor_reset")
