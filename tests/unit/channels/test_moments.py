"""Deadlines as a message says them, by the clock of whoever reads."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from marshrut.channels.messages.moments import due, when

MOSCOW, VLADIVOSTOK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
NOON = datetime(2026, 7, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 7, 2, 15, tzinfo=UTC), "сегодня, 18:00"),
        (datetime(2026, 7, 3, 15, tzinfo=UTC), "завтра, 18:00"),
        (datetime(2026, 7, 2, 21, tzinfo=UTC), "завтра, 00:00"),
        (datetime(2026, 7, 9, 15, tzinfo=UTC), "9 июля 2026, 18:00"),
        (datetime(2026, 7, 2, 8, tzinfo=UTC), "просрочено, срок был сегодня, 11:00"),
        (datetime(2026, 7, 1, 15, tzinfo=UTC), "просрочено на 1 день, срок был вчера, 18:00"),
        (datetime(2026, 6, 30, 15, tzinfo=UTC), "просрочено на 2 дня, срок был 30 июня 2026, 18:00"),
    ],
)
def test_deadlines(at: datetime, said: str) -> None:
    with translation.override("ru"):
        assert due(at, NOON, MOSCOW).replace("\u00a0", " ") == said


def test_a_day_ends_where_the_reader_is() -> None:
    at = datetime(2026, 7, 2, 15, tzinfo=UTC)
    with translation.override("ru"):
        assert when(at, NOON, VLADIVOSTOK) == "завтра, 01:00"
    with translation.override("en"):
        assert when(at, NOON, MOSCOW) == "today, 18:00"
