"""The small company with two wires in memory, on a working morning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation
from pytest_django import Settings

from marshrut.channels import wire
from marshrut.channels.models import Channel
from marshrut.kernel import clock
from tests.support import wires
from tests.support.office import MovingClock, Office, build
from tests.support.wires import Line


@pytest.fixture
def moment(settings: Settings, tmp_path: Path) -> Iterator[MovingClock]:
    """Thursday, 10:00 in Moscow."""
    settings.FILES = tmp_path / "files"
    settings.PUBLIC_ADDRESS = "https://docs.company.ru"
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def telegram() -> Line:
    return Line()


@pytest.fixture
def mail() -> Line:
    return Line("email", "Почта", presses=False, edits=False, links=False, hears="never", form=())


@pytest.fixture
def plugged(telegram: Line, mail: Line) -> Iterator[None]:
    with wires.plugged(telegram, mail):
        yield


@pytest.fixture
def company(db: None, moment: MovingClock, plugged: None) -> Office:
    """Both channels are on; Борис and Алиса have linked Telegram, the others have their mail."""
    made = build()
    wires.connect(made, "telegram", "email")
    wires.link(made, "boris")
    wires.link(made, "alisa")
    return made


@pytest.fixture
def now(moment: MovingClock) -> MovingClock:
    return moment


@pytest.fixture
def office(db: None, moment: MovingClock, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Messages are composed, nothing is sent."""
    known = SimpleNamespace(presses=True, edits=True)
    monkeypatch.setattr(wire, "wire", lambda code: known if code == "telegram" else None)
    Channel.objects.create(code="telegram", added_at=clock.now())
    return build()
