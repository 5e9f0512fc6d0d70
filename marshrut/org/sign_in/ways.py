"""Whether somebody can sign in as things stand."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from ..models import Person
from . import outside


def has_one(person: Person) -> bool:
    """By password, passkey, identity server or directory."""
    if settings.TRAINING or person.has_usable_password() or outside.is_tied_today(person.pk):
        return True
    return bool(Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).exists())
