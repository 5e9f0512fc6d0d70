"""A status is taken away while papers take it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from marshrut.documents import cabinet, commands
from marshrut.documents.models import Document, KindStatus
from marshrut.kernel.errors import Conflict, Refused

from .papers import SYSTEM, Desk, desk
from .test_number_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_desk() -> Desk:
    return desk()


def without(key: str) -> dict[str, Any]:
    parts = ("key", "title", "title_en", "color", "initial", "final")
    rows = KindStatus.objects.filter(kind__key="contract").exclude(key=key).order_by("position")
    return {"kind": "contract", "statuses": list(rows.values(*parts))}


def test_a_status_read_before_it_was_removed_is_stale(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    paper, before = at_desk.paper(), cabinet.read()
    commands.set_statuses(SYSTEM, **without("check"))
    monkeypatch.setattr(cabinet, "read", lambda: before)
    with pytest.raises(Conflict) as found:
        commands.set_status(at_desk.actor("boris"), document=paper, status="check")
    assert found.value.code == "stale"
    assert Document.objects.get().status.key == "draft"


def test_papers_take_a_status_while_it_is_removed(at_desk: Desk) -> None:
    papers, boris = [at_desk.paper() for _ in range(6)], at_desk.actor("boris")
    less = without("check")
    done = at_once([
        *(partial(commands.set_status, boris, document=one, status="check") for one in papers),
        lambda: commands.set_statuses(SYSTEM, **less),
    ])  # fmt: skip
    removed, taken = not isinstance(done[-1], Refused), [one for one in done[:-1] if not isinstance(one, Refused)]
    assert removed is not bool(taken)
    assert KindStatus.objects.filter(kind__key="contract", key="check").exists() is not removed
