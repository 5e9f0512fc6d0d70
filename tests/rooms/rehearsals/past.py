"""A past made through commands on a moving clock, in which everybody always does the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from marshrut.org import queries as org
from tests.support.office import MovingClock, Office
from tests.support.toy import MOSCOW

#: a Monday
FIRST = datetime(2026, 3, 2, 10, tzinfo=MOSCOW)
#: when the past is over; nothing is open then
END = "2026-07-02 10:00"
SINCE = FIRST
WEEK = timedelta(days=7)


def payments(office: Office, moving: MovingClock, many: int, *, heeds: bool = True) -> list[int]:
    """So many paid requests, three a week from ten in the morning of its first working day.

    Who heads the department waits two working days for the reminder and decides two hours after it, or (not `heeds`)
    after one hour already; finance takes one hour, the payment two, the order half an hour.
    """
    time, cards = org.chart().company_time, [0] * many
    events: list[tuple[datetime, int, Callable[[], object]]] = []
    for number in range(many):
        start = FIRST + WEEK * (number // 3)
        while not time.is_working(start.date()):
            start += timedelta(days=1)
        start += timedelta(minutes=20 * (number % 3))
        approved = time.add_minutes(time.add_days(start, 2), 120) if heeds else time.add_minutes(start, 60)
        moments = (start, approved, *(time.add_minutes(approved, later) for later in (60, 180, 210)))
        for step, at in zip(_STEPS, moments, strict=True):
            events.append((at, number, partial(step, office, cards, number)))
    for at, _number, act in sorted(events, key=lambda one: one[:2]):
        moving.until(at)
        act()
    moving.to(END)
    return cards


def _file(office: Office, cards: list[int], number: int) -> None:
    cards[number] = office.request(purpose=f"Флаконы {number}")


def _decide(key: str, outcome: str, by: str, office: Office, cards: list[int], number: int) -> None:
    office.complete(cards[number], key, outcome, by)


def _order(office: Office, cards: list[int], number: int) -> None:
    order = office.file("junior", "Платёжное поручение.pdf")
    office.complete(cards[number], "payment_order", "finished", "junior", fields={"payment_order": [order]})


_STEPS: tuple[Callable[[Office, list[int], int], None], ...] = (
    _file,
    partial(_decide, "approve", "approved", "boris"),
    partial(_decide, "finance", "confirmed", "finance"),
    partial(_decide, "pay", "finished", "chief"),
    _order,
)
