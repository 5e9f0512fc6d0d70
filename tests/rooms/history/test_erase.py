"""Erasing personal values: from the console only, said in the history itself, the chain untouched."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marshrut.history import kinds, queries, record
from marshrut.history.commands import erase
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, Invalid, NotFound

ALICE = Actor.person(1)
CONSOLE = Actor.system("cli")
AT = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _written() -> None:
    values = {"name": "Виктор Чужой", "phone": "+7 900 000-00-00"}
    record.append("card:17", [record.line("card.created", actor=ALICE, at=AT, values=values) for _ in range(2)])


def test_chosen_values_go_and_the_history_says_so() -> None:
    with clock.running(lambda: AT):
        answer = erase(CONSOLE, subject="card:17", seq=1, fields=["phone"], reason="Акт № 7")
    assert answer == {"erased": {"1": ["phone"]}}
    first, second, said = queries.timeline("card:17")
    assert first.values == {"name": "Виктор Чужой"}
    assert first.erased == {"phone"}
    assert second.erased == frozenset()
    assert (said.kind, said.at, said.values["reason"]) == ("history.erased", AT, "Акт № 7")
    assert "Акт № 7" in kinds.sentence(said)
    assert [(f.seq, f.what, f.detail) for f in verify()] == [(1, "erased", "phone")]


def test_all_values_of_a_subject_go_with_their_salts() -> None:
    assert erase(CONSOLE, subject="card:17", reason="Акт № 7")["erased"] == {
        "1": ["name", "phone"],
        "2": ["name", "phone"],
    }
    assert [row.erasable for row in Event.objects.filter(kind="card.created")] == [{}, {}]
    assert not [finding for finding in verify() if finding.alarm]


def test_what_is_erased_is_not_erased_again() -> None:
    erase(CONSOLE, subject="card:17", seq=1, reason="Акт № 7")
    with pytest.raises(NotFound):
        erase(CONSOLE, subject="card:17", seq=1, reason="Акт № 7")
    with pytest.raises(NotFound):
        erase(CONSOLE, subject="card:18", reason="Акт № 7")


def test_a_reason_is_required() -> None:
    with pytest.raises(Invalid):
        erase(CONSOLE, subject="card:17", reason="  ")


@pytest.mark.parametrize("actor", [ALICE, Actor.robot("payments/x"), Actor("integration", "api")])
def test_nobody_but_the_console_erases(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        erase(actor, subject="card:17", reason="Акт № 7")
    assert not queries.timeline("card:17")[0].erased
