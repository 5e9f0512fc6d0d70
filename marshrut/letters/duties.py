"""What the worker does for letters every quarter of an hour: the proof of the day and the unsorted mail, once a day."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from typing import Final

from marshrut.calendars.queries import company_schedule, today
from marshrut.jobs import effects
from marshrut.jobs.registry import on_housekeeping
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from . import commands, oversight
from .queries import proof

log = logging.getLogger(__name__)
#: letters a day that people are told of; the page lists all of them
TOLD: Final = 20
#: of the company's day
MORNING: Final = time(9)


@on_housekeeping("letters.prove", every_seconds=900)
def prove() -> None:
    """A new day begins at midnight of the company. Repeating it is harmless: the day has one row."""
    if proof.proved(today()):
        return
    found = commands.prove(Actor.system())
    if outside := found["outside"]:
        log.error("%s registered letters are in no state, № %s first of all.", len(outside), outside[0]["number"])
        _tell([one["card"] for one in outside if one["card"]], found["day"])


@on_housekeeping("letters.unsorted", every_seconds=900)
def tell_of_unsorted() -> None:
    """Every morning, once, whoever looks after a mailbox is told of what came by it and became no letter."""
    now = clock.now()
    zone = company_schedule().tz
    morning = datetime.combine(today(), MORNING, zone)
    if now < morning:
        return
    day = {"since": (morning - timedelta(days=1)).isoformat(), "until": morning.isoformat()}
    chart = org.chart()
    effects.enqueue(
        [
            effects.row(
                "notify_house",
                f"unsorted:{today()}:{one}",
                payload={"person": one, "notice": "mail_unsorted", **day},
            )
            for one in chart.people
            if oversight.sees_all(Actor.person(one, "system"), chart)
        ]
    )


def _tell(cards: list[int], day: str) -> None:
    """Whoever looks after all letters hears of each that fell out; who may not see it is not told."""
    chart = org.chart()
    people = [one for one in chart.people if oversight.sees_all(Actor.person(one, "system"), chart)]
    effects.enqueue(
        [
            effects.row(
                "notify", f"proof:{day}:{card}:{one}", subject=card, payload={"person": one, "notice": "letter_outside"}
            )
            for card in cards[:TOLD]
            for one in people
        ]
    )
