"""Numbers for /healthz, and what the console may do about what stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.jobs import effects, queries, registry, timers, worker
from marshrut.jobs.commands import confirm_effect, retry_effect, revive_timer
from marshrut.jobs.models import Timer
from marshrut.jobs.registry import Permanent, TakenEffect
from marshrut.jobs.worker import drain
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden
from marshrut.kernel.sql import prepared

from .conftest import MONDAY
from .rows import arm, effect, enqueue, recorder, settle, timer

pytestmark = pytest.mark.django_db
CONSOLE = Actor.system("cli")


def test_without_a_worker_nothing_is_well() -> None:
    health = queries.health()
    assert (health["ok"], health["workers"], health["worker_seen_seconds"]) == (False, 0, None)


def test_a_worker_not_seen_for_long_is_gone() -> None:
    worker._heartbeat(None, [])
    assert queries.health()["ok"] is True
    prepared("UPDATE jobs_worker SET seen_at = seen_at - interval '1 minute'")
    health = queries.health()
    assert (health["ok"], health["workers"]) == (False, 0)
    assert 60 <= health["worker_seen_seconds"] < 120


def test_the_backlog_is_counted() -> None:
    worker._heartbeat(None, [])
    recorder()
    effects.enqueue([effects.row("notify", "now"), effects.row("notify", "later", delay=3600)])
    arm(timer(MONDAY), timer(MONDAY + timedelta(hours=1), 18))
    health = queries.health()
    assert health["timers"] == {"due": 1, "dead": 0}
    assert (health["effects"]["waiting"], health["effects"]["retrying"]) == (1, 0)
    assert 0 <= health["effects"]["oldest_seconds"] < 60
    assert health["ok"] is True


def test_a_backlog_nobody_works_on_is_not_well() -> None:
    worker._heartbeat(None, [])
    recorder()
    enqueue("forgotten")
    prepared("UPDATE jobs_effect SET run_at = run_at - interval '10 minutes'")
    assert queries.health()["ok"] is False
    drain()
    assert queries.health()["ok"] is True


@pytest.fixture
def dead() -> int:
    def refusing(payload: dict[str, Any], taken: TakenEffect) -> None:
        raise Permanent("no such address")

    registry.on_effect("notify")(refusing)
    enqueue("a")
    drain()
    assert queries.health()["effects"]["dead"] == 1
    return effect("a").id


def test_the_console_tries_again_what_was_given_up(dead: int) -> None:
    registry.effects.clear()
    done = recorder()
    assert retry_effect(CONSOLE, effect=dead) == {"effect": dead}
    drain()
    assert done == ["a"]
    assert (effect("a").state, effect("a").attempts) == ("done", 1)
    with pytest.raises(Conflict):
        retry_effect(CONSOLE, effect=dead)


def test_the_console_confirms_what_did_happen(dead: int) -> None:
    confirm_effect(CONSOLE, effect=dead)
    assert effect("a").state == "done"
    with pytest.raises(Conflict):
        confirm_effect(CONSOLE, effect=dead)


def test_the_console_arms_a_dead_timer_again() -> None:
    arm(timer(MONDAY))
    one = Timer.objects.get().id
    with pytest.raises(Conflict):
        revive_timer(CONSOLE, timer=one)
    settle(one, state="dead")
    revive_timer(CONSOLE, timer=one)
    assert [due.attempts for due in timers.due(MONDAY)] == [1]


@pytest.mark.parametrize("actor", [Actor.person(1), Actor.robot("payments/x"), Actor("integration", "api")])
def test_nobody_but_the_console_may(actor: Actor, dead: int) -> None:
    with pytest.raises(Forbidden):
        retry_effect(actor, effect=dead)
    with pytest.raises(Forbidden):
        confirm_effect(actor, effect=dead)
    with pytest.raises(Forbidden):
        revive_timer(actor, timer=1)
    assert effect("a").state == "dead"
