"""Short secrets that must be read again (passwords of mailboxes): kept in the database only sealed.

The key comes from `MARSHRUT_SECRET_KEY`, which no dump of the database holds; keys of before open what they sealed.
Whoever has both the dump and the key reads everything: keep them apart.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

#: characters of one secret: a password, not a file
LONGEST: Final = 1000


class Unreadable(Exception):
    """Sealed by a key that is not here any more, or for another purpose, or changed since."""


def seal(secret: str, purpose: str) -> str:
    """`purpose` ("mailbox.imap") is part of the key: what was sealed for one place opens in no other.

    Raises ValueError for a secret longer than `LONGEST`.
    """
    if len(secret) > LONGEST:
        raise ValueError("too long to be a password")
    return _keys(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Raises Unreadable."""
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Unreadable(purpose) from error


def seal_more(sealed: str, given: Mapping[str, str], purpose: str) -> tuple[str, list[str]]:
    """Named secrets, sealed together with those that were there, unless these cannot be read any more; and the names.

    Raises ValueError when all together are longer than `LONGEST`.
    """
    try:
        kept = unseal_named(sealed, purpose)
    except Unreadable:
        kept = {}
    named = {**kept, **given}
    return seal(json.dumps(named, ensure_ascii=False), purpose), sorted(named)


def unseal_named(sealed: str, purpose: str) -> dict[str, str]:
    """What `seal_more` sealed, {} for "". Raises Unreadable."""
    return dict(json.loads(unseal(sealed, purpose))) if sealed else {}


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet([_key(text, purpose) for text in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(text: str, purpose: str) -> Fernet:
    made = HKDF(hashes.SHA256(), length=32, salt=None, info=f"marshrut.sealing.{purpose}".encode()).derive(
        text.encode()
    )
    return Fernet(base64.urlsafe_b64encode(made))
