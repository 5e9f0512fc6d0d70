"""Carriers that tell us by themselves that there is news: each knocks at an address of its own, which is a secret.

They sign nothing, so nothing they say is believed: the shipment is asked about again (`commands.hint`).
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import Carrier

#: carriers that the HTML door has an address for
KNOCKING: Final = frozenset({"cdek"})


def address(row: Carrier) -> str:
    """Path for the carrier's notices, "" when it gives none or is not asked. Connected anew, it has another one."""
    if not row.active or row.key not in KNOCKING:
        return ""
    return f"/hooks/{row.key}/{_secret(row, settings.SECRET_KEY)}/"


def knocks(carrier: str, secret: str) -> bool:
    """Whether it is the carrier's own address; those made with keys of before hold."""
    row = Carrier.objects.filter(key=carrier, active=True).first() if carrier in KNOCKING else None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return row is not None and any(constant_time_compare(secret, _secret(row, key)) for key in keys)


def _secret(row: Carrier, key: str) -> str:
    since = f"{row.key}:{row.added_at.timestamp()}"
    return salted_hmac("marshrut.shipments.hook", since, secret=key, algorithm="sha256").hexdigest()[:40]
