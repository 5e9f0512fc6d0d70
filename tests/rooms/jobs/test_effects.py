"""Effects: one taker at a time, results only under the epoch they were taken with, an end to every retry."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from marshrut.jobs import effects, reconcile, registry
from marshrut.jobs.registry import Permanent, TakenEffect, Temporary
from marshrut.jobs.worker import drain
from marshrut.kernel.sql import prepared

from .rows import effect, enqueue, expire_leases, recorder, states

pytestmark = pytest.mark.django_db


def failing(error: Exception, kind: str = "notify", **options: Any) -> list[int]:
    tries: list[int] = []

    def handler(payload: dict[str, Any], taken: TakenEffect) -> None:
        tries.append(taken.attempts)
        raise error

    registry.on_effect(kind, **options)(handler)
    return tries


def test_an_effect_is_done_once_and_keeps_the_outside_id() -> None:
    done = recorder()
    assert enqueue("a", "b", "a") == 2
    assert drain().effects == 2
    assert drain().effects == 0
    assert done == ["a", "b"]
    assert (effect("a").state, effect("a").outside_id, effect("a").attempts) == ("done", "outside-a", 1)


def test_a_done_key_is_not_taken_again() -> None:
    done = recorder()
    enqueue("a")
    drain()
    assert enqueue("a") == 0
    drain()
    assert done == ["a"]


def test_what_is_taken_is_not_offered_until_the_lease_is_over() -> None:
    recorder()
    enqueue("a", "b")
    assert [taken.dedup for taken in effects.take("main", 1)] == ["a"]
    assert [taken.dedup for taken in effects.take("main", 5)] == ["b"]
    assert effects.take("main") == []
    assert reconcile.release_expired() == 0
    expire_leases()
    assert reconcile.release_expired() == 2
    assert states() == {"a": "retry", "b": "retry"}
    assert [(again.dedup, again.epoch, again.attempts) for again in effects.take_again("main")] == [("a", 2, 2)]


def test_a_stalled_worker_that_wakes_too_late_is_fenced(caplog: pytest.LogCaptureFixture) -> None:
    recorder()
    enqueue("a")
    [stalled] = effects.take("main")
    expire_leases()
    reconcile.release_expired()
    [second] = effects.take_again("main")
    with caplog.at_level(logging.WARNING):
        assert effects.finish(stalled, "from the dead") is False
        assert effects.fail(stalled, RuntimeError("from the dead")) is False
    assert caplog.text.count("fenced") == 2
    assert effect("a").state == "doing"
    assert effects.finish(second, "fresh") is True
    assert (effect("a").state, effect("a").outside_id) == ("done", "fresh")
    assert effects.finish(stalled, "from the dead") is False
    assert effect("a").outside_id == "fresh"


def test_a_late_answer_counts_while_nobody_else_has_begun() -> None:
    recorder()
    enqueue("a")
    [stalled] = effects.take("main")
    expire_leases()
    reconcile.release_expired()
    assert effects.fail(stalled, RuntimeError("late")) is False
    assert effects.finish(stalled, "late") is True
    assert effects.take_again("main") == []
    assert (effect("a").state, effect("a").outside_id) == ("done", "late")


def test_a_failed_effect_waits_longer_each_time_and_is_given_up_in_the_end() -> None:
    tries = failing(ConnectionError("no route"), max_attempts=4)
    enqueue("a")
    for attempt, seconds in ((1, 5), (2, 10), (3, 20)):
        drain(strict=False)
        waits = prepared("SELECT extract(epoch FROM run_at - clock_timestamp())::float8 FROM jobs_effect")[0][0]
        assert seconds * 0.7 < waits <= seconds * 1.2
        assert (effect("a").state, effect("a").attempts) == ("retry", attempt)
        assert drain(strict=False).effects == 0
        effects.hurry()
    drain(strict=False)
    assert tries == [1, 2, 3, 4]
    assert (effect("a").state, effect("a").last_error) == ("dead", "ConnectionError: no route")
    assert drain(retries=True).effects == 0


def test_a_drain_with_retries_goes_on_to_the_end() -> None:
    tries = failing(Temporary("busy"), max_attempts=3)
    enqueue("a")
    assert drain(retries=True).effects == 3
    assert tries == [1, 2, 3]
    assert effect("a").state == "dead"


def test_a_strict_drain_raises_what_nobody_foresaw() -> None:
    failing(ZeroDivisionError("oh"))
    enqueue("a")
    with pytest.raises(ZeroDivisionError):
        drain()
    assert effect("a").state == "retry"


def test_a_permanent_failure_is_dead_at_once() -> None:
    tries = failing(Permanent("403: bot was blocked"))
    enqueue("a")
    drain(retries=True)
    assert tries == [1]
    assert effect("a").state == "dead"


def test_the_other_side_may_say_when_to_come_again() -> None:
    failing(Temporary("429", after=900))
    enqueue("a")
    drain()
    waits = prepared("SELECT extract(epoch FROM run_at - clock_timestamp())::float8 FROM jobs_effect")[0][0]
    assert 890 < waits <= 900


def test_what_must_not_be_repeated_blindly_asks_a_person() -> None:
    tries = failing(TimeoutError("no answer"), unknown="ask")
    enqueue("a")
    drain(strict=False, retries=True)
    assert tries == [1]
    assert effect("a").state == "ambiguous"


def test_what_certainly_did_not_happen_is_repeated_even_then() -> None:
    failing(Temporary("connection refused"), unknown="ask")
    enqueue("a")
    drain()
    assert effect("a").state == "retry"


def test_a_worker_lost_in_the_middle_asks_a_person_too() -> None:
    recorder(unknown="ask")
    enqueue("a")
    [taken] = effects.take("main")
    expire_leases()
    reconcile.release_expired()
    assert effect("a").state == "ambiguous"
    assert effects.finish(taken, "it did arrive") is True


def test_a_payload_that_kills_its_worker_takes_no_other_along_and_stops() -> None:
    recorder(max_attempts=3)
    enqueue("a", "killer", "b")
    assert len(effects.take("main")) == 3
    done: list[str] = []
    for _ in range(20):
        expire_leases()
        reconcile.release_expired()
        for taken in effects.take_again("main"):
            if taken.dedup != "killer":
                effects.finish(taken)
                done.append(taken.dedup)
    assert done == ["a", "b"]
    assert states() == {"a": "done", "killer": "dead", "b": "done"}
    assert effect("killer").attempts == 3


def test_lanes_do_not_see_each_other() -> None:
    recorder("notify", lane="main")
    recorder("letter", lane="mail")
    enqueue("a")
    enqueue("b", kind="letter")
    assert [taken.dedup for taken in effects.take("mail")] == ["b"]
    assert [taken.dedup for taken in effects.take("main")] == ["a"]


def test_a_kind_this_program_does_not_know_is_left_for_a_newer_one() -> None:
    recorder("notify")
    prepared("""SELECT jobs_enqueue('[{"dedup": "new", "kind": "of_tomorrow"}]')""")
    enqueue("a")
    assert drain().effects == 1
    assert states() == {"new": "todo", "a": "done"}
    expire_leases()
    reconcile.release_expired()
    assert states()["new"] == "todo"


def test_an_effect_may_be_put_off() -> None:
    done = recorder()
    effects.enqueue([effects.row("notify", "later", delay=3600), effects.row("notify", "now")])
    drain()
    assert done == ["now"]


def test_what_a_stopping_worker_has_not_begun_goes_back_untouched() -> None:
    done = recorder()
    enqueue("a", "b", "c")
    assert effects.perform(effects.take("main"), stopped=lambda: len(done) == 1) == 1
    assert states() == {"a": "done", "b": "todo", "c": "todo"}
    assert [(taken.dedup, taken.attempts, taken.epoch) for taken in effects.take("main")] == [("b", 1, 2), ("c", 1, 2)]


def test_what_there_is_no_time_for_goes_back_untouched() -> None:
    recorder(lease=0)
    enqueue("a", "b")
    assert effects.perform(effects.take("main")) == 0
    assert states() == {"a": "todo", "b": "todo"}


@pytest.mark.django_db(transaction=True)
def test_workers_taking_at_one_moment_never_share_an_effect() -> None:
    recorder()
    enqueue(*(f"{number:03}" for number in range(300)))
    barrier = Barrier(6)

    def work(_worker: int) -> list[str]:
        try:
            barrier.wait()
            mine: list[str] = []
            while taken := effects.take("main", 7):
                mine += [one.dedup for one in taken if effects.finish(one)]
            return mine
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        shares = list(pool.map(work, range(6)))
    assert sorted(dedup for share in shares for dedup in share) == [f"{number:03}" for number in range(300)]
    assert set(states().values()) == {"done"}
