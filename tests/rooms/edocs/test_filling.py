"""A first filling tells the planner how large the tables have become, as often as it must."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.edocs import commands
from marshrut.edocs.commands import reading
from marshrut.edocs.source import Lane
from tests.support.bases import ROBOT, paper
from tests.support.papers import Papers


def _analysed(lane: Lane, batches: list[int]) -> list[int]:
    """After which of these batches, of so many documents, the tables were analysed."""
    taken = commands.take_base(ROBOT, base="main", lane=lane)
    assert taken is not None
    found, first = [], 0
    for at, many in enumerate(batches):
        said = [paper(f"{lane}-{first + n}") for n in range(many)]
        first += many
        with CaptureQueriesContext(connection) as told:
            commands.record_documents(ROBOT, base="main", lease=taken["lease"], documents=said)
        found += [at for one in told if one["sql"].startswith("ANALYZE")]
    commands.end_run(ROBOT, base="main", lease=taken["lease"])
    return found


@pytest.fixture(autouse=True)
def _grown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "GROWN", 4)


def test_a_first_filling_is_analysed_each_time_it_has_grown(empty: Papers) -> None:
    assert _analysed("changes", [3, 1, 3, 0, 2, 9]) == [1, 4, 5]


def test_later_readings_leave_it_to_the_database(papers: Papers) -> None:
    assert _analysed("changes", [4, 5]) == []
    assert _analysed("asked", [4]) == []
