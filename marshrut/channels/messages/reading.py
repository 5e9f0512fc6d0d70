"""Who reads a message: in which language, by which clock, and how much may be said on the channel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, LiteralString
from zoneinfo import ZoneInfo

from django.conf import settings

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from ..models import Delivery

#: where a person says what comes to them and how
STOP: Final = "/profile/notifications/"


@dataclass(frozen=True, slots=True)
class Reader:
    """`short`: no names, sums and files are said on the channel."""

    person: int
    language: str
    actor: Actor
    chart: OrgChart
    zone: ZoneInfo
    now: datetime
    short: bool
    #: notices that go in the same message, each with its group
    parts: Mapping[int, str]


_AROUND: LiteralString = """
    SELECT (SELECT short FROM channels_channel WHERE code = %s),
           (SELECT coalesce(jsonb_agg(jsonb_build_array(notice, "group") ORDER BY notice), '[]')::text
            FROM channels_delivery WHERE together_id = %s AND notice IS NOT NULL)
"""


def reader(delivery: Delivery) -> Reader | None:
    """None: dismissed meanwhile. One query; another when the person of the delivery was not read with it."""
    whom = delivery.person
    if not whom.is_active:
        return None
    short, parts = prepared(_AROUND, [delivery.channel, delivery.pk])[0]
    told = dict(json.loads(parts))
    delivery.shown = tuple(told)
    chart, actor = org.chart(), Actor.person(whom.pk, "system")
    zone = ZoneInfo(chart.work_time(whom.pk).schedule.zone)
    return Reader(whom.pk, whom.language, actor, chart, zone, clock.now(), bool(short), told)


def address(path: str) -> str:
    """Of a page; "" where the installation does not know its own address."""
    return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else ""
