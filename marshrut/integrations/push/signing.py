"""Who sends: push services take messages of a subscription only from the server it was made for (VAPID, RFC 8292)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from .encrypting import octets, point, words

#: services refuse more than a day
GOOD_FOR: Final = timedelta(hours=12)


def made() -> str:
    """A new key of this installation: the number only, as short as a password."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return words(number.to_bytes(32, "big"))


def public(key: str) -> str:
    """What a browser is asked to subscribe with. Raises ValueError."""
    return words(point(_key(key).public_key()))


def signed(endpoint: str, key: str, contact: str, now: datetime) -> str:
    """The header `Authorization` for a message to the endpoint. Raises ValueError."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + GOOD_FOR).timestamp()), "sub": contact}
    return f"vapid t={jwt.encode(claims, _key(key), algorithm='ES256')}, k={public(key)}"


def _key(text: str) -> ec.EllipticCurvePrivateKey:
    number = octets(text)
    if len(number) != 32:
        raise ValueError("no key of a server")
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())
