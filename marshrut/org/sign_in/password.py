"""Signing in by e-mail and password: a step before anybody acts, so no command and no line of history."""

from __future__ import annotations

import ipaddress
from typing import Final

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid

from .. import tries
from ..charts import chart
from ..models import Person
from ..queries import PersonLine, people
from ..rules import PASSWORD_LIMIT

#: people of a training installation to choose from
SHOWN: Final = 40


def sign_in(request: HttpRequest, *, email: str, password: str, address: str) -> Person:
    """The active person whose e-mail and password these are. `address` is where the try comes from.

    Raises `Invalid` with the same sentence for a wrong password, an unknown e-mail and a dismissed person, and
    `tries.TooManyTries` after ten wrong tries of the e-mail from this network in a quarter of an hour, or many of
    either alone.
    """
    who, place = tries.digest(email), network(address)
    tries.count(who, place)
    found = authenticate(request, username=email, password=password) if len(password) <= PASSWORD_LIMIT else None
    if not isinstance(found, Person):
        raise Invalid(_("This e-mail and this password do not belong together."), code="wrong_credentials")
    tries.forgive(who, place)
    return found


def active_person(person: int) -> Person | None:
    """For backends of integrations, which have no tables."""
    return Person.objects.filter(pk=person, is_active=True).first()


def is_used(person: Person) -> bool:
    """There is a password to ask for: here, or in the directory of the company."""
    return person.has_usable_password() or len(settings.AUTHENTICATION_BACKENDS) > 1


def confirm(request: HttpRequest, person: Person, secret: str, address: str) -> None:
    """The password of somebody who is in already. Raises Invalid, TooManyTries."""
    who, place = tries.digest(f"own password of {person.pk}"), network(address)
    tries.count(who, place)
    found = authenticate(request, username=person.email, password=secret) if len(secret) <= PASSWORD_LIMIT else None
    if found is None or found.pk != person.pk:
        raise Invalid(_("This is not your present password."))
    tries.forgive(who, place)


def network(address: str) -> str:
    """Whom an address stands for: IPv6 subscribers get a /64 each, so that is counted as one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def training_people() -> list[PersonLine]:
    """Who may be played on a training installation: heads and holders of roles first."""
    company = chart()
    busy = {unit.head for unit in company.departments.values()} | {
        one for held in company.roles.values() for one in held
    }
    found = sorted(people(Actor.system()), key=lambda one: (one.id not in busy, one.is_admin))
    return found[:SHOWN]


def training_person(email: str) -> Person:
    """Somebody of `training_people`, without a password; only the door of a training installation may ask."""
    found = Person.objects.filter(email=email.replace("\x00", ""), is_active=True).first()
    if found is None:
        raise Invalid(_("There is no such employee."))
    return found
