"""When a carrier is asked about a shipment next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a carrier is asked; a provider may have its own."""

    first: timedelta = timedelta(minutes=30)
    usual: timedelta = timedelta(hours=4)
    out_for_delivery: timedelta = timedelta(hours=1)
    arrived: timedelta = timedelta(days=1)
    #: how long a final status is looked at, and how often
    after: timedelta = timedelta(days=3)
    final: timedelta = timedelta(days=1)
    #: so long and not there: a person must look
    longest: timedelta = timedelta(days=60)
