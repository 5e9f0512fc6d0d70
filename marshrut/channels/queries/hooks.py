"""Where the other side calls us: an address of its own for each channel, which is a secret between it and us.

What comes there is believed only when the wire proves it besides (`Wire.proves`).
"""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from .. import wire
from ..models import Channel


def path(row: Channel) -> str:
    """ "" when nobody calls. Connected anew, the channel has another one."""
    there = wire.wire(row.code)
    if there is None or there.hears not in ("hook", "both") or not row.pk:
        return ""
    return f"/hooks/{row.code}/{_secret(row, settings.SECRET_KEY)}/"


def address(code: str) -> str:
    """Whole, for `Wire.listen`; "" when the installation does not know its own address or the channel is off."""
    row = Channel.objects.filter(code=code, active=True).first()
    found = path(row) if row is not None else ""
    return f"{settings.PUBLIC_ADDRESS}{found}" if found and settings.PUBLIC_ADDRESS else ""


def opens(code: str, secret: str) -> bool:
    """Those made with keys of before hold."""
    row = Channel.objects.filter(code=code, active=True).first()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return row is not None and any(constant_time_compare(secret, _secret(row, key)) for key in keys)


def _secret(row: Channel, key: str) -> str:
    since = f"{row.code}:{row.added_at.timestamp()}"
    return salted_hmac("marshrut.channels.hook", since, secret=key, algorithm="sha256").hexdigest()[:40]
