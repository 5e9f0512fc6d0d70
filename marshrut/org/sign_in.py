"""Signing in by e-mail and password: a step before anybody acts, so no command and no line of history.

Wrong tries are counted in the database, so that any number of web processes count together.
"""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Final, LiteralString

from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, Refused

from .charts import chart
from .commands.fields import PASSWORD_LIMIT
from .models import Person
from .queries import PersonLine, people

#: wrong tries of one e-mail, and of one address, within the minutes
TRIES: Final = 10
MINUTES: Final = 15
#: people of a training installation to choose from
SHOWN: Final = 40

_LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))"
_COUNT: LiteralString = """
    SELECT count(*) FILTER (WHERE tried.email = wanted.email), count(*) FILTER (WHERE tried.address = wanted.address)
    FROM (SELECT %s AS email, %s AS address, clock_timestamp() - make_interval(mins => %s) AS since) AS wanted
    LEFT JOIN org_sign_in_try AS tried
        ON (tried.email = wanted.email OR tried.address = wanted.address) AND tried.at > wanted.since
"""
_CLEAR: LiteralString = """
    DELETE FROM org_sign_in_try WHERE id IN (
        SELECT id FROM org_sign_in_try WHERE at <= clock_timestamp() - make_interval(mins => %s)
        FOR UPDATE SKIP LOCKED)
"""
_NOTE: LiteralString = "INSERT INTO org_sign_in_try (email, address, at) VALUES (%s, %s, clock_timestamp())"


class TooManyTries(Refused):
    """Nothing was checked: a right password is refused too."""

    code = "too_many_tries"
    status = 429


def sign_in(request: HttpRequest, *, email: str, password: str, address: str) -> Person:
    """The active person whose e-mail and password these are. `address` is where the try comes from.

    Raises `Invalid` with the same sentence for a wrong password, an unknown e-mail and a dismissed person, and
    `TooManyTries` after ten wrong tries of the e-mail or the address in a quarter of an hour.
    """
    who, place = _digest(email), network(address)
    _count(who, place)
    found = authenticate(request, username=email, password=password) if len(password) <= PASSWORD_LIMIT else None
    if not isinstance(found, Person):
        raise Invalid(_("This e-mail and this password do not belong together."), code="wrong_credentials")
    _forgive(who, place)
    return found


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


def _digest(email: str) -> str:
    """Addresses that people mistype are nobody's business: only the digest is kept."""
    return hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()


def _count(who: str, place: str) -> None:
    """Note the try before the password is checked, so that tries sent at once are counted too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, ["org.sign_in.email", who])
        cursor.execute(_LOCK, ["org.sign_in.address", place])
        cursor.execute(_COUNT, [who, place, MINUTES])
        if max(cursor.fetchone()) >= TRIES:
            sentence = _(
                "Too many wrong tries. Wait %(minutes)s minutes, or ask your administrator for a new password."
            )
            raise TooManyTries(sentence % {"minutes": MINUTES})
        cursor.execute(_CLEAR, [MINUTES])
        cursor.execute(_NOTE, [who, place])


def _forgive(who: str, place: str) -> None:
    """Whoever got in from here may have mistyped before. Tries of this e-mail from elsewhere keep their count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM org_sign_in_try WHERE email = %s AND address = %s", [who, place])


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
