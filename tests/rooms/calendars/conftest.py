from __future__ import annotations

from typing import Any

import pytest

from marshrut.kernel import permissions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden


def only_system(actor: Actor, action: str, **about: Any) -> None:
    if actor.kind != "system" or action != "calendars.edit":
        raise Forbidden("closed")


@pytest.fixture(autouse=True)
def _gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights belong to the floor above; here the system may and nobody else."""
    monkeypatch.setattr(permissions, "_gate", only_system)
