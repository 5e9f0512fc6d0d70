"""Who must have a second factor. A setting of the installation, `MARSHRUT_SECOND_FACTOR`."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from ..models import Person

#: values of the setting
NOBODY, ADMINS, EVERYBODY = "nobody", "admins", "everybody"
#: recovery codes alone are no second factor
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(person: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=person, type__in=FACTORS).exists())


def demanded(person: Person) -> bool:
    rule = settings.SECOND_FACTOR
    return bool(rule == EVERYBODY or (rule == ADMINS and person.is_admin))
