"""An authenticator app (RFC 6238), written for the tests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def code(secret: str, ahead: int = 0) -> str:
    """The six figures of now, or of so many half-minutes ahead."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = int(time.time()) // 30 + ahead
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def wrong(secret: str) -> str:
    """Six figures that fit neither now nor beside it."""
    near = {code(secret, ahead) for ahead in range(-2, 3)}
    return next(f"{number:06d}" for number in range(10) if f"{number:06d}" not in near)
