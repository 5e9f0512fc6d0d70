"""Which carrier is asked about a way: its own when it is connected, else one that stands in for it (training).

Nobody stands in for a carrier that has an account here, not even for one that was put aside: its shipments are real.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from marshrut.history import queries as history

from .. import tracking
from ..models import Carrier
from ..rules.schedule import Pace
from ..tracking import Provider


def rows() -> dict[str, Carrier]:
    """Carriers that have an account here, by code, also those put aside. One query."""
    return {row.key: row for row in Carrier.objects.order_by("pk") if tracking.provider(row.key)}


def connected() -> dict[str, Carrier]:
    """Carriers that are asked, by code. One query."""
    return {key: row for key, row in rows().items() if row.active}


def asker(provider: str, there: Mapping[str, Carrier]) -> str:
    """Code of the carrier that is asked about ways of this provider, "" when there is none. `there`: all `rows`."""
    if not provider:
        return ""
    if provider in there:
        return provider if there[provider].active else ""
    stand_ins = (key for key, row in there.items() if row.active and _stands_in(key))
    return next(stand_ins, "")


def foreign(there: Mapping[str, Carrier]) -> list[str]:
    """Providers with an account of their own: nobody stands in for them."""
    return [key for key in there if not _stands_in(key)]


def pace(provider: str, there: Mapping[str, Carrier]) -> Pace:
    found = tracking.provider(asker(provider, there))
    return found.pace if found is not None else Pace()


def barred(provider: Provider) -> bool:
    """Made-up ways end real cards: they are shown in training, and where the demo company lives."""
    if not provider.stands_in or settings.TRAINING:
        return False
    return not any(one.via == "demo" for one in history.timeline(f"carrier:{provider.code}", limit=1))


def _stands_in(key: str) -> bool:
    found = tracking.provider(key)
    return found is not None and found.stands_in
