"""Three carriers as programs of their own on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.integrations.carriers import asking, cdek
from marshrut.kernel import clock, egress
from tests.support import parcels
from tests.support.carriers import driving
from tests.support.carriers.driving import Driven
from tests.support.carriers.shipping import Shipping
from tests.support.office import MovingClock


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


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 12:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def unconnected(
    db: None, carriers: dict[str, Driven], now: MovingClock, tmp_path: Path, settings: Settings
) -> Shipping:
    settings.FILES = tmp_path / "files"
    return Shipping(parcels.build(now, parcels.Answers()), carriers)


@pytest.fixture
def shipping(unconnected: Shipping) -> Shipping:
    for name in unconnected.carriers:
        unconnected.connect(name)
    return unconnected
