"""What django-allauth asks its host: how secrets are kept, and what a person is called in an authenticator app."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticators lie encrypted: a copy of the database alone opens no account."""

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValueError when it was encrypted with another secret key."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ValueError("encrypted with another key") from None


def _lock() -> MultiFernet:
    keys: tuple[str, ...] = (str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS))
    digests = (hashlib.sha256(b"second factors " + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])
