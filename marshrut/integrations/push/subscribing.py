"""What a browser says of itself, cleaned and kept; and which push services there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from marshrut.channels.wire import WireTrouble

from .encrypting import Subscription, octets, words

#: characters of an address; those of today have some 250
LONGEST: Final = 1000
#: of Chrome and most others, Firefox, Safari, Edge; a dot stands for anything before it
SERVICES: Final = (
    "fcm.googleapis.com", "jmt17.google.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com",
)  # fmt: skip


def known(host: str, named: Collection[str]) -> bool:
    return any(f".{host}".endswith(one) if one[0] == "." else host == one for one in (*SERVICES, *named))


def read(given: Mapping[str, Any]) -> Subscription:
    """Of `PushSubscription.toJSON()`. Raises WireTrouble."""
    try:
        keys = given["keys"]
        found = Subscription(str(given["endpoint"]).strip(), octets(str(keys["p256dh"])), octets(str(keys["auth"])))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found.p256dh)
    except (ValueError, KeyError, TypeError):
        raise WireTrouble("protocol") from None
    whole = found.endpoint.isascii() and len(found.endpoint) <= LONGEST
    if not whole or len(found.auth) != 16 or len(found.p256dh) != 65:
        raise WireTrouble("protocol")
    return found


def kept(one: Subscription) -> str:
    """The same for the same browser."""
    return json.dumps({"endpoint": one.endpoint, "p256dh": words(one.p256dh), "auth": words(one.auth)})


def opened(address: str) -> Subscription:
    """What `kept` made. Raises WireTrouble: nothing can ever be sent there."""
    try:
        found: Any = json.loads(address)
        return Subscription(str(found["endpoint"]), octets(str(found["p256dh"])), octets(str(found["auth"])))
    except (ValueError, KeyError, TypeError):
        raise WireTrouble("gone") from None
