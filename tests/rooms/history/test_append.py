"""Writing history: numbers without gaps, the chain of the database equal to ours, under threads too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marshrut.history import queries, record
from marshrut.history.verify import verify
from marshrut.kernel.actor import Actor

AT = datetime(2026, 1, 12, 9, 0, 0, 5, tzinfo=UTC)
ALICE = Actor.person(1)
TEXT = st.text(max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def line(kind: str = "card.moved", **more: Any) -> record.Line:
    return record.line(kind, **{"actor": ALICE, "at": AT, **more})


@pytest.mark.django_db
def test_events_are_numbered_per_subject_and_read_back_in_order() -> None:
    assert record.append("card:17", [line("card.created"), line("card.moved")]) == 2
    assert record.append("card:18", [line("card.created")]) == 1
    assert record.append("card:17", [line("card.closed", body={"to": "paid"}, values={"text": "Спасибо"})]) == 3
    events = queries.timeline("card:17")
    assert [(event.seq, event.kind) for event in events] == [(1, "card.created"), (2, "card.moved"), (3, "card.closed")]
    last = events[-1]
    assert (last.at, last.actor_kind, last.actor_id, last.via) == (AT, "person", 1, "web")
    assert (last.body, last.values, last.erased) == ({"to": "paid"}, {"text": "Спасибо"}, frozenset())
    assert verify() == []


@pytest.mark.django_db
def test_the_timeline_is_read_in_portions_from_both_ends() -> None:
    record.append("card:17", [line(f"step.{number % 2}") for number in range(10)])
    assert [event.seq for event in queries.timeline("card:17", after=3, limit=2)] == [4, 5]
    assert [event.seq for event in queries.latest("card:17", limit=2)] == [9, 10]
    assert [event.seq for event in queries.latest("card:17", before=9, limit=2, kinds=["step.0"])] == [5, 7]
    assert queries.timeline("card:99") == []


@pytest.mark.django_db
def test_nothing_to_say_writes_nothing() -> None:
    assert record.append("card:17", []) == 0
    assert queries.head("card:17") == (0, "")
    record.append("card:17", [line()])
    assert record.append("card:17", []) == 1
    number, text = queries.head("card:17")
    assert (number, len(text)) == (1, 64)
    assert verify() == []


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.dictionaries(TEXT, PLAIN, max_size=3),
    values=st.dictionaries(TEXT, PLAIN, max_size=3),
    label=st.text("ab:Яё😀\n", max_size=8),
    kind=st.text("ab.Яё😀", min_size=1, max_size=8),
    subject=st.text("ab:1Яё😀", min_size=1, max_size=8),
    person=st.none() | st.integers(1, 2**62),
    at=st.integers(0, 4 * 10**15).map(lambda microseconds: AT + timedelta(microseconds=microseconds)),
)
def test_both_implementations_of_the_chain_agree(
    body: dict[str, Any], values: dict[str, Any], label: str, kind: str, subject: str, person: int | None, at: datetime
) -> None:
    actor = Actor("robot", "robot", person, label)
    record.append(subject, [line(kind, actor=actor, at=at, body=body, values=values, on_behalf_of=person), line()])
    assert verify(subject) == []


@pytest.mark.django_db(transaction=True)
def test_threads_writing_to_one_new_subject_leave_no_gap() -> None:
    def write(thread: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    record.append("card:17", [line(body={"thread": thread, "number": number}), line()])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    events = queries.timeline("card:17")
    assert [event.seq for event in events] == list(range(1, 161))
    for thread in range(8):
        assert [e.body["number"] for e in events if e.body.get("thread") == thread] == list(range(10))
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_an_append_that_is_rolled_back_leaves_no_trace() -> None:
    record.append("card:17", [line()])
    with transaction.atomic():
        record.append("card:17", [line()])
        record.append("card:18", [line()])
        transaction.set_rollback(True)
    record.append("card:17", [line("card.closed")])
    assert [event.kind for event in queries.timeline("card:17")] == ["card.moved", "card.closed"]
    assert queries.timeline("card:18") == []
    assert verify() == []


@pytest.mark.django_db
def test_many_subjects_are_written_at_once_with_the_same_chains() -> None:
    record.append("card:2", [line("card.created"), line()])
    chains = {f"card:{number}": [line(body={"n": n}, values={"t": "Ё"}) for n in range(number)] for number in range(5)}
    assert record.append_many(chains) == 10
    assert record.append_many({"card:10": [line()], "card:9": [line()], "card:1": [line("card.closed")]}) == 3
    assert record.append_many({}) == 0
    ends = {f"card:{number}": queries.head(f"card:{number}")[0] for number in (0, 1, 2, 3, 4, 9, 10)}
    assert ends == {"card:0": 0, "card:1": 2, "card:2": 4, "card:3": 3, "card:4": 4, "card:9": 1, "card:10": 1}
    assert [event.body.get("n") for event in queries.timeline("card:2")] == [None, None, 0, 1]
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_one_at_a_time_do_not_trip_over_each_other() -> None:
    def write(thread: int) -> None:
        try:
            for number in range(20):
                names = [f"card:{number * 3 + step:02}" for step in (5, 3, 0, 1, 4, 2)]
                if thread % 4:
                    record.append_many({name: [line(), line()] for name in names})
                else:
                    record.append(names[0], [line(), line()])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert sum(queries.head(f"card:{number:02}")[0] for number in range(63)) == 6 * 20 * 12 + 2 * 20 * 2
    assert verify() == []


@pytest.mark.django_db
def test_new_chains_begin_without_locks_and_only_once() -> None:
    assert record.append_new({f"person:{number}": [line(), line()] for number in range(3)}) == 6
    assert record.append_many({"person:1": [line()]}) == 1
    assert verify() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        record.append_new({"person:7": [line()], "person:1": [line()]})
