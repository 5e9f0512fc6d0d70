"""The SQL functions other rooms call inside their own statement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from marshrut.jobs.models import Effect, Timer
from marshrut.kernel.sql import prepared

from .conftest import MONDAY
from .rows import arm, settle, timer, timers

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def cancel(visit: int, tasks: list[int] | None = None) -> int:
    return int(prepared("SELECT jobs_cancel_timers(17, %s::integer, %s::bigint[])", [visit, tasks])[0][0])


def test_timers_are_armed_with_all_they_carry() -> None:
    assert arm(timer(MONDAY, task=5, ordinal=2, payload={"rule": "remind"}), timer(MONDAY, key="check")) == 2
    first, second = Timer.objects.order_by("id")
    assert (first.subject, first.visit, first.task, first.key, first.ordinal) == (17, 1, 5, "remind", 2)
    assert (first.due_at, first.payload, first.state) == (MONDAY, {"rule": "remind"}, "armed")
    assert (second.task, second.ordinal, second.payload) == (None, 0, {})
    assert arm() == 0


def test_arming_the_same_name_moves_the_timer_and_never_doubles_it() -> None:
    arm(timer(MONDAY), timer(MONDAY, task=5))
    assert arm(timer(MONDAY + HOUR)) == 1
    due = dict(Timer.objects.values_list("task", "due_at"))
    assert due == {None: MONDAY + HOUR, 5: MONDAY}


def test_what_has_fired_is_not_armed_again() -> None:
    arm(timer(MONDAY))
    settle(Timer.objects.get().id)
    assert arm(timer(MONDAY + HOUR)) == 0
    assert timers() == [(17, "remind", "fired")]


def test_leaving_a_visit_takes_its_timers_and_no_others() -> None:
    arm(timer(MONDAY), timer(MONDAY, task=5), timer(MONDAY, visit=2), timer(MONDAY, subject=18))
    assert cancel(1) == 2
    assert set(Timer.objects.values_list("subject", "visit")) == {(17, 2), (18, 1)}
    assert cancel(1) == 0


def test_closing_tasks_takes_only_their_timers() -> None:
    arm(timer(MONDAY), *(timer(MONDAY, task=task) for task in (5, 6, 7)))
    assert cancel(1, [5, 6]) == 2
    assert set(Timer.objects.values_list("task", flat=True)) == {None, 7}


def test_a_cancelled_name_can_be_armed_anew_but_a_fired_row_stays() -> None:
    arm(timer(MONDAY), timer(MONDAY, key="check"))
    settle(Timer.objects.get(key="check").id)
    cancel(1)
    assert timers() == [(17, "check", "fired")]
    assert arm(timer(MONDAY + HOUR)) == 1


def test_settling_counts_only_what_was_armed() -> None:
    arm(timer(MONDAY), timer(MONDAY, task=5), timer(MONDAY, task=6))
    one, two, three = Timer.objects.order_by("id").values_list("id", flat=True)
    assert settle(one, two) == 2
    assert settle(one, two) == 0
    assert settle(two, three, state="stale") == 1
    assert [state for _subject, _key, state in timers()] == ["fired", "fired", "stale"]


def test_settling_as_cancelled_takes_the_row_away() -> None:
    arm(timer(MONDAY))
    assert settle(Timer.objects.get().id, state="cancelled") == 1
    assert timers() == []


def test_a_state_nobody_knows_is_refused() -> None:
    arm(timer(MONDAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        settle(Timer.objects.get().id, state="lost")


def test_effects_are_written_once_per_key() -> None:
    one = '[{"dedup": "a", "kind": "notify", "payload": {"card": 17}, "subject": 17}, {"dedup": "b", "kind": "mail"}]'
    two = '[{"dedup": "b", "kind": "mail"}, {"dedup": "c", "kind": "mail", "lane": "mail", "max_attempts": 3}]'
    assert prepared("SELECT jobs_enqueue(%s::jsonb)", [one]) == [(2,)]
    assert prepared("SELECT jobs_enqueue(%s::jsonb)", [two]) == [(1,)]
    first, _second, third = Effect.objects.order_by("id")
    assert (first.kind, first.lane, first.payload, first.subject, first.state) == (
        "notify",
        "main",
        {"card": 17},
        17,
        "todo",
    )
    assert (third.lane, third.max_attempts) == ("mail", 3)


def test_everything_can_be_called_from_one_plpgsql_block() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DO $$ BEGIN
                PERFORM jobs_arm('[{"subject": 17, "visit": 1, "key": "remind", "due_at": "2026-01-12T09:00:00Z"}]');
                PERFORM jobs_enqueue('[{"dedup": "a", "kind": "notify"}]');
                PERFORM jobs_cancel_timers(17, 1);
                PERFORM jobs_settle_timers('{1,2}', 'fired');
            END $$
            """
        )
    assert timers() == []
    assert Effect.objects.count() == 1
