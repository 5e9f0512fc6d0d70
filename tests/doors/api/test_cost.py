"""How often the database is asked: lists do not ask for each line, a decision stays the hot path."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.office import Office

from .client import Api


def asked(call: Any) -> int:
    call()
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code in (200, 201)
    return len(queries)


def test_lists_cost_the_same_for_one_line_and_for_ten(api: Api, office: Office) -> None:
    office.request()
    paths = (("/cards", "boris", 8), ("/tasks", "boris", 8))
    before = [asked(lambda p=path, w=who: api.get(p, w)) for path, who, _most in paths]
    for _ in range(9):
        office.request()
    after = [asked(lambda p=path, w=who: api.get(p, w)) for path, who, _most in paths]
    assert after == before
    assert all(cost <= most for cost, (_path, _who, most) in zip(after, paths, strict=True)), after


def test_one_card(api: Api, office: Office) -> None:
    card = office.request()
    assert asked(lambda: api.get(f"/cards/{card}", "boris")) <= 10


def test_decision(api: Api, office: Office) -> None:
    """Token, read, write; savepoints of the test are not ours."""
    cards = [office.request() for _ in range(2)]
    tasks = iter([office.task(card, "approve").pk for card in cards])
    assert asked(lambda: api.post(f"/tasks/{next(tasks)}/complete", {"outcome": "approved"}, "boris")) <= 6
