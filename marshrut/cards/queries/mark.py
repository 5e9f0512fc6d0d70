"""What the QR code of a printed sheet carries: the card, signed and unreadable, the same for ever."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterator

from django.conf import settings

#: bytes of the number, and of its signature
SIZE = 8


def mark(card: int) -> str:
    """22 letters. Paper lives longer than anything, so nothing in it ends; what it opens is asked each time."""
    return _made(card, settings.SECRET_KEY)


def card_of_mark(text: str) -> int | None:
    """The card that a mark was made for; None for what we did not make. Rights are asked by whoever reads the card."""
    try:
        body = urlsafe_b64decode(text.encode() + b"==")
    except (Error, ValueError):
        return None
    if len(body) != 2 * SIZE:
        return None
    for secret in _secrets():
        card = int.from_bytes(_mixed(body[SIZE:], body[:SIZE], secret))
        if hmac.compare_digest(_made(card, secret).encode(), text.encode()):
            return card
    return None


def _made(card: int, secret: str) -> str:
    number = card.to_bytes(SIZE)
    sign = _digest(b"sign", number, secret)
    return urlsafe_b64encode(sign + _mixed(number, sign, secret)).rstrip(b"=").decode()


def _mixed(number: bytes, sign: bytes, secret: str) -> bytes:
    """The number with a mask over it; the same once more takes it off."""
    return bytes(a ^ b for a, b in zip(number, _digest(b"mask", sign, secret), strict=True))


def _digest(what: bytes, body: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), b"card.mark/" + what + b"/" + body, hashlib.sha256).digest()[:SIZE]


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS
