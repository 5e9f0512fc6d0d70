"""Wrong passwords, counted in the database, so that any number of web processes count together."""

from __future__ import annotations

import hashlib
from typing import Final, LiteralString

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Refused

#: wrong tries of one e-mail from one network within the minutes: nobody locks another out from elsewhere
TRIES: Final = 10
MINUTES: Final = 15
#: of one e-mail from all networks together: a guesser with many addresses gets no further
EVERYWHERE: Final = 50
#: the same of codes, which are short; whoever gets to them has the password already
CODES: Final = 20
#: of all e-mails from one network: a whole office may stand behind one address
NETWORK: Final = 100

_LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))"
_COUNT: LiteralString = """
    SELECT
        count(*) FILTER (WHERE tried.email = wanted.email AND tried.address = wanted.address),
        count(*) FILTER (WHERE tried.email = wanted.email),
        count(*) FILTER (WHERE tried.address = wanted.address)
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


def digest(email: str) -> str:
    """Addresses that people mistype are nobody's business: only the digest is kept."""
    return hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()


def count(who: str, place: str, most: int = TRIES, *, everywhere: int = EVERYWHERE) -> None:
    """Note the try before the password is checked, so that tries sent at once are counted too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, ["org.sign_in.email", who])
        cursor.execute(_LOCK, ["org.sign_in.address", place])
        cursor.execute(_COUNT, [who, place, MINUTES])
        here, elsewhere, network = cursor.fetchone()
        if here >= most or elsewhere >= max(most, everywhere) or network >= NETWORK:
            sentence = _(
                "Too many wrong tries. Wait %(minutes)s minutes, or ask your administrator for a new password."
            )
            raise TooManyTries(sentence % {"minutes": MINUTES})
        cursor.execute(_CLEAR, [MINUTES])
        cursor.execute(_NOTE, [who, place])


def forgive(who: str, place: str) -> None:
    """Whoever got in from here may have mistyped before. Tries of this e-mail from elsewhere keep their count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM org_sign_in_try WHERE email = %s AND address = %s", [who, place])
