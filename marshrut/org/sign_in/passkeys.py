"""Passkeys (WebAuthn): made and used in a browser, verified here, kept by django-allauth.

A passkey is bound to the host name people open the site by, and works over HTTPS only (or on localhost). It asks for a
finger, a face or a PIN, so it signs in by itself, without a password.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn, get_authenticator_by_credential_id, get_credentials
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from marshrut.kernel.errors import Invalid

from ..models import Person
from .entering import origin

#: of one person
MOST: Final = 20
STATE: Final = "passkey_state"
WRONG: Final = _("The passkey did not fit. Try once more, or sign in another way.")


def _server(request: HttpRequest) -> Fido2Server:
    """Only answers given on this very site are taken."""
    name, ours = request.get_host().partition(":")[0], origin(request)
    return Fido2Server(PublicKeyCredentialRpEntity(id=name, name="Marshrut"), verify_origin=lambda told: told == ours)


def to_make(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge waits in the session."""
    who = PublicKeyCredentialUserEntity(id=str(person.pk).encode(), name=person.email, display_name=person.full_name)
    options, request.session[STATE] = _server(request).register_begin(
        user=who,
        credentials=get_credentials(person),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options)


def made(request: HttpRequest, answer: str) -> dict[str, Any]:
    """The passkey the browser has made, verified. Raises Invalid."""
    state, told = request.session.pop(STATE, None), _told(answer)
    try:
        _server(request).register_complete(state or {}, RegistrationResponse.from_dict(told))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Invalid(WRONG) from None
    return told


def keep(person: Person, name: str, credential: Mapping[str, Any]) -> None:
    WebAuthn.add(person, name, dict(credential))


def to_use(request: HttpRequest, person: Person | None = None) -> dict[str, Any]:
    """What the browser needs to show a passkey: one of the person's, or anybody's that lies on the device."""
    options, request.session[STATE] = _server(request).authenticate_begin(
        credentials=get_credentials(person) if person else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options)


def used(request: HttpRequest, answer: str, person: Person | None = None) -> Person:
    """The active person whose passkey it is; of `person`, if given. Raises Invalid."""
    state, told = request.session.pop(STATE, None), _told(answer)
    try:
        response = AuthenticationResponse.from_dict(told)
        owner = person or _owner(response.response.user_handle)
        found = _server(request).authenticate_complete(state or {}, get_credentials(owner), response)
        row = get_authenticator_by_credential_id(owner, found.credential_id)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Invalid(WRONG) from None
    if not isinstance(row, Authenticator) or not owner.is_active or not _counted(row, response):
        raise Invalid(WRONG)
    row.record_usage()
    return owner


def _counted(row: Authenticator, response: AuthenticationResponse) -> bool:
    """Devices that count their answers count upwards; a number seen before, or none any more, comes from a copy."""
    told = response.response.authenticator_data.counter
    with transaction.atomic():  # of two answers at once the second sees the number of the first
        kept = Authenticator.objects.select_for_update().filter(pk=row.pk).first()
        known = kept.data.get("counter", 0) if kept else 0
        if kept is None or ((told or known) and told <= known):
            return False
        row.data = {**kept.data, "counter": told}
        row.save(update_fields=["data"])
    return True


def _owner(handle: bytes | None) -> Person:
    found = Person.objects.filter(pk=int((handle or b"").decode()), is_active=True).first()
    if found is None:
        raise ValueError("nobody's passkey")
    return found


def _told(answer: str) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except ValueError:
        raise Invalid(WRONG) from None
    if not isinstance(told, dict):
        raise Invalid(WRONG)
    return told
