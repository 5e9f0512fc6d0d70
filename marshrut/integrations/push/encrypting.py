"""What only the browser can read: the content of a push, encrypted for one subscription (RFC 8291, RFC 8188).

The push service in between sees who sends to whom and how much, never what. The libraries for it bring a second HTTP
client along or come without wheels, so the forty lines are here, over the primitives of `cryptography`.
"""

from __future__ import annotations

import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

#: bytes of one record; push services take no more than one
RECORD: Final = 4096
_LAST: Final = b"\x02"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What the browser gave: where to send, its public key, and a secret the service does not know."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def encrypted(
    plain: bytes, to: Subscription, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """`own` and `salt` are made anew for every message; tests give those of the standard. Raises ValueError."""
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.p256dh)
    public = point(own.public_key())
    shared = _derived(own.exchange(ec.ECDH(), theirs), to.auth, b"WebPush: info\0" + to.p256dh + public, 32)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!LB", RECORD, len(public)) + public
    return head + AESGCM(key).encrypt(nonce, plain + _LAST, None)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """65 bytes, as browsers and push services take it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def words(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def octets(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
