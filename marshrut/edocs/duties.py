"""What is done every morning and every night: the queue is told of, clocks and the journal are put in order."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from marshrut.calendars.queries import company_schedule, today
from marshrut.jobs import effects
from marshrut.jobs.registry import on_housekeeping
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from . import commands
from .models import Base
from .queries import unmatched_count

#: of the company's day
MORNING: Final = time(9)
ROBOT: Final = Actor.robot("edocs")


@on_housekeeping("edocs.unmatched", every_seconds=900)
def tell_of_unmatched() -> None:
    """Every morning, once, whoever looks after a base hears of parties that match no company (A2.5)."""
    day = today()
    if clock.now() < datetime.combine(day, MORNING, company_schedule().tz):
        return
    people = sorted({one for one in Base.objects.filter(active=True).values_list("owner_id", flat=True) if one})
    effects.enqueue(
        [
            effects.row("notify_house", f"edocs:{day}:{one}", payload={"person": one, "notice": "edocs_unmatched"})
            for one in people
            if unmatched_count(Actor.person(one, "system"))
        ]
    )


@on_housekeeping("edocs.tidy", every_seconds=3600)
def tidy() -> None:
    """Clocks follow the calendar, whoever changes it; lines of the journal older than 90 days go."""
    commands.tidy(ROBOT, before=clock.now() - timedelta(days=90))
