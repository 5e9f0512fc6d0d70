"""Which carrier is asked about a way: its own when it is connected, else one that stands in for it (training)."""

from __future__ import annotations

from collections.abc import Mapping

from .. import tracking
from ..models import Carrier
from ..rules.schedule import Pace


def connected() -> dict[str, Carrier]:
    """Carriers that are asked, by code. One query."""
    return {row.key: row for row in Carrier.objects.filter(active=True).order_by("pk") if tracking.provider(row.key)}


def asker(provider: str, there: Mapping[str, Carrier]) -> str:
    """Code of the carrier that is asked about ways of this provider, "" when there is none."""
    if not provider or provider in there:
        return provider
    return next((key for key in there if (found := tracking.provider(key)) is not None and found.stands_in), "")


def foreign(there: Mapping[str, Carrier]) -> list[str]:
    """Providers whose own carrier is connected: nobody stands in for them."""
    return [key for key in there if (found := tracking.provider(key)) is not None and not found.stands_in]


def pace(provider: str, there: Mapping[str, Carrier]) -> Pace:
    found = tracking.provider(asker(provider, there))
    return found.pace if found is not None else Pace()
