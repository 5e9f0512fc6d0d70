from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from marshrut.documents.commands import PREVIEW_EFFECT, READ_EFFECT, RECOGNISE_EFFECT
from marshrut.jobs import registry
from marshrut.kernel import clock
from tests.support import contract_office
from tests.support.contract_office import Contracts
from tests.support.office import MovingClock


@pytest.fixture
def now() -> Iterator[MovingClock]:
    """Thursday."""
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture(autouse=True)
def _nobody_looks_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures and texts of papers have tests of their own; each would cost half a second here."""
    for kind in (PREVIEW_EFFECT, READ_EFFECT, RECOGNISE_EFFECT):
        monkeypatch.setitem(registry.effects, kind, replace(registry.effects[kind], run=lambda _payload, _effect: None))


@pytest.fixture
def contracts(db: None, now: MovingClock) -> Contracts:
    return contract_office.build(now)
