"""Codes of an authenticator app (TOTP, RFC 6238) and recovery codes: checked here, kept by django-allauth."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Invalid

from .. import tries
from ..models import Person
from .password import network

Kind = Authenticator.Type
Method = Literal["totp", "recovery"]
WRONG: Final = _("This code does not fit. Wait for the next one in the app, or take a recovery code.")


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has beside the password."""

    totp: bool = False
    passkeys: tuple[PasskeyLine, ...] = ()
    #: recovery codes not used yet
    codes_left: int = 0

    @property
    def strong(self) -> bool:
        """There is a second factor; recovery codes alone are none."""
        return self.totp or bool(self.passkeys)


def of_person(person: int) -> Factors:
    rows = list(Authenticator.objects.filter(user_id=person).order_by("id"))
    passkeys = [PasskeyLine(it.pk, it.wrap().name, it.created_at, it.last_used_at) for it in rows if _is_key(it)]
    codes = next((it for it in rows if it.type == Kind.RECOVERY_CODES), None)
    left = (~codes.data["used_mask"] & 0x3FF).bit_count() if codes else 0
    return Factors(any(it.type == Kind.TOTP for it in rows), tuple(passkeys), left)


def _is_key(row: Authenticator) -> bool:
    return bool(row.type == Kind.WEBAUTHN)


def new_secret() -> str:
    return str(generate_totp_secret())


def app_address(person: Person, secret: str) -> str:
    """otpauth://… for the app."""
    return str(get_adapter().build_totp_url(person, secret))


def picture(address: str) -> str:
    """The address as a QR code, to stand in the `src` of an image."""
    drawn = get_adapter().build_totp_svg(address)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()


def counter_of(secret: str, code: str) -> int | None:
    """The half-minute whose code this is: the present one or a neighbour; None when it is wrong."""
    plain = re.sub(r"[\s-]", "", code)
    for counter in yield_hotp_counters_from_time():
        if hmac.compare_digest(plain.encode(), format_hotp_value(hotp_value(secret, counter)).encode()):
            return int(counter)
    return None


def enter_code(person: Person, code: str, address: str) -> Method:
    """A code of the app or a recovery code, each good once. Wrong ones are counted like wrong passwords.

    Raises Invalid, TooManyTries.
    """
    who, place = tries.digest(f"second factor of {person.pk}"), network(address)
    tries.count(who, place, everywhere=tries.CODES)
    method: Method | None = None
    if _right_totp(person.pk, code):
        method = "totp"
    elif _right_recovery(person.pk, code):
        method = "recovery"
    if method is None:
        raise Invalid(WRONG, code="wrong_code", fields={"code": WRONG})
    tries.forgive(who, place)
    return method


def _right_totp(person: int, code: str) -> bool:
    """A code that was used, and any before it, is refused: whoever looked over the shoulder is late."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user_id=person, type=Kind.TOTP).first()
        secret = _secret(row)
        found = counter_of(secret, code) if secret else None
        if row is None or found is None or found <= row.data.get("counter", 0):
            return False
        row.data["counter"] = found
        row.save(update_fields=["data"])
        row.record_usage()
        return True


def _secret(row: Authenticator | None) -> str | None:
    """None also when it was encrypted with another key of the installation: then an administrator resets it."""
    if row is None:
        return None
    try:
        return str(get_adapter().decrypt(row.data["secret"]))
    except ValueError:
        return None


def _right_recovery(person: int, code: str) -> bool:
    row = Authenticator.objects.filter(user_id=person, type=Kind.RECOVERY_CODES).first()
    plain = re.sub(r"[\s-]", "", code)
    if row is None or not plain.isascii():
        return False
    try:
        return bool(RecoveryCodes(row).validate_code(plain))
    except ValueError:
        return False


def keep_totp(person: Person, secret: str, counter: int) -> None:
    data = {"secret": get_adapter().encrypt(secret), "counter": counter}
    Authenticator.objects.create(user=person, type=Kind.TOTP, data=data)


def new_codes(person: Person) -> list[str]:
    """Ten fresh ones in place of those of before."""
    Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).delete()
    return [f"{code[:4]}-{code[4:]}" for code in RecoveryCodes.activate(person).generate_codes()]


def forget(person: int, *kinds: str, only: int | None = None) -> int:
    """Takes authenticators away; without a strong one left, the recovery codes too."""
    rows = Authenticator.objects.filter(user_id=person, type__in=kinds)
    gone = (rows if only is None else rows.filter(pk=only)).delete()[0]
    if gone and not of_person(person).strong:
        Authenticator.objects.filter(user_id=person).delete()
    return int(gone)
