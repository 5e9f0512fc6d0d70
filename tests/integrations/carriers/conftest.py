"""Three carriers as programs of their own on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from marshrut.integrations.carriers import asking, cdek
from marshrut.kernel import egress
from tests.support.carriers import driving
from tests.support.carriers.driving import Driven


@pytest.fixture(scope="session")
def _carriers() -> Iterator[dict[str, Driven]]:
    with driving.running("cdek") as one, driving.running("dellin") as two, driving.running("russian_post") as three:
        yield {each.name: each for each in (one, two, three)}


@pytest.fixture
def carriers(_carriers: dict[str, Driven], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Driven]:
    """On a good day, with nothing on its way; whoever says nothing is given up in half a second."""
    settings.EGRESS_ALLOW = frozenset(one.place for one in _carriers.values())
    monkeypatch.setattr(egress, "PATIENCE", 0.6)
    monkeypatch.setattr(egress, "PAUSE", 0.3)
    monkeypatch.setattr(asking, "PATIENCE", 5.0)
    cdek.forget_tokens()
    for one in _carriers.values():
        one.calm()
    return _carriers
