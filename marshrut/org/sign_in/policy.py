"""Who must have a second factor. A setting of the installation, `MARSHRUT_SECOND_FACTOR`."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from ..models import Person

#: values of the setting
NOBODY, ADMINS, EVERYBODY = "nobody", "admins", "everybody"
CHOICES = (NOBODY, ADMINS, EVERYBODY)
#: recovery codes alone are no second factor
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(person: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=person, type__in=FACTORS).exists())


def demanded(person: Person) -> bool:
    rule = settings.SECOND_FACTOR
    return bool(rule == EVERYBODY or (rule == ADMINS and person.is_admin))


def must_set_up(person: Person) -> bool:
    """The person is let in to one page only: the one where a second factor is set up."""
    return demanded(person) and not has_factor(person.pk)
