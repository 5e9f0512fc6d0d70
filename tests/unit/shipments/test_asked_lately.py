"""A press of «Проверить сейчас» asks no carrier twice within ten minutes, whatever became of the first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marshrut.shipments.models import Shipment
from marshrut.shipments.queries import silence

NOW = datetime(2026, 7, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "failures", "rest", "lately"), [(0, 1, 1, True), (9, 1, 1, True), (11, 1, 1, False), (11, 5, 16, False)]
)
def test_a_number_that_failed_was_asked_too(minutes: int, failures: int, rest: int, lately: bool) -> None:
    asked = NOW - timedelta(minutes=minutes)
    row = Shipment(note="failed", failures=failures, next_poll_at=asked + timedelta(minutes=rest))
    assert silence.polled_lately(row, NOW) == lately


def test_what_waits_for_its_first_question_was_not_asked() -> None:
    assert not silence.polled_lately(Shipment(next_poll_at=NOW + timedelta(minutes=30)), NOW)
    assert not silence.polled_lately(Shipment(note="failed", failures=3), NOW)
