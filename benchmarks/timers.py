"""Timers against the limit of the machine: raw SKIP LOCKED over minimal rows, in alternating pairs in one run.

    python benchmarks/timers.py [--pairs 3] [--due 10000]

P8: due timers per second under 100,000 armed ones, each with a line of chained history and a notice (an effect).
P9: from due to started, and the last of many due at one moment. Only the ratios mean something.
The handler writes what a card's step writes around its own rows; the whole step is measured by benchmarks/approvals.
Works in a database of its own, made and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter, sleep
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
ARMED = 100_000
BATCH = 100


@contextmanager
def scratch_database() -> Iterator[str]:
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit("DATABASE_URL must name a PostgreSQL server where a database may be created")
    name = f"marshrut_bench_{os.getpid()}"
    own = psycopg.conninfo.make_conninfo(url, dbname=name)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        head, _slash, tail = url.partition("?")
        os.environ["DATABASE_URL"] = head.rsplit("/", 1)[0] + f"/{name}" + (f"?{tail}" if tail else "")
        try:
            yield own
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


FILL_RAW = b"""
    INSERT INTO raw_timer (due_at, state)
    SELECT now() + interval '1 year' + n * interval '1 second', 'armed' FROM generate_series(1, %s) AS n
"""
FILL_OURS = b"""
    INSERT INTO jobs_timer (subject, visit, key, ordinal, due_at, state, payload, attempts, last_error)
    SELECT n, 1, 'remind', 0, now() + interval '1 year' + n * interval '1 second', 'armed', '{}', 0, ''
    FROM generate_series(1, %s) AS n
"""


def prepare(raw: psycopg.Connection[Any]) -> None:
    raw.execute(
        "CREATE TABLE raw_timer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, due_at timestamptz, state text)"
    )
    raw.execute("CREATE INDEX ON raw_timer (due_at) WHERE state = 'armed'")
    raw.execute(FILL_RAW, [ARMED])
    raw.execute(FILL_OURS, [ARMED])
    raw.execute("ANALYZE raw_timer")
    raw.execute("ANALYZE jobs_timer")


TAKE_RAW = b"""
    WITH due AS MATERIALIZED (
        SELECT id FROM raw_timer WHERE state = 'armed' AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
    UPDATE raw_timer AS t SET state = 'fired' FROM due WHERE t.id = due.id
    RETURNING extract(epoch FROM clock_timestamp() - t.due_at)::float8
"""
STEP_ALONE = """
    SELECT history_append(x->'chains'->0->>'subject', x->'chains'->0->'lines'), jobs_enqueue(x->'effects'),
           jobs_settle_timers(ARRAY[(x->'timers'->>0)::bigint], 'fired')
    FROM (SELECT %s::jsonb AS x) AS step
"""
STEP_TOGETHER = """
    SELECT history_append_many(x->'chains'), jobs_enqueue(x->'effects'),
           jobs_settle_timers(ARRAY(SELECT jsonb_array_elements_text(x->'timers')::bigint), 'fired')
    FROM (SELECT %s::jsonb AS x) AS step
"""


class Product:
    """The handler of timers as cards has one, and when each timer was started."""

    def __init__(self, together: bool) -> None:
        from marshrut.jobs import registry

        registry._timer_handler[:] = [lambda timer: self.fire([timer])]
        registry._group_handler[:] = [self.fire] if together else []
        self.delays: list[float] = []

    def fire(self, group: list[Any]) -> None:
        from marshrut.history import record
        from marshrut.jobs import effects
        from marshrut.kernel.actor import Actor
        from marshrut.kernel.sql import prepared

        at = datetime.now(UTC)
        chains, notices = [], []
        for timer in group:
            self.delays.append((at - timer.due_at).total_seconds())
            body = {"key": timer.key, "visit": timer.visit}
            line = record.line("timer.fired", actor=Actor.robot("bench/remind", "timer"), at=at, body=body)
            chains.append({"subject": f"card:{timer.subject}", "lines": [line]})
            notices.append(effects.row("bench_notice", f"notice:{timer.id}", payload={"card": timer.subject}))
        step = {"timers": [timer.id for timer in group], "chains": chains, "effects": notices}
        prepared(STEP_TOGETHER if len(group) > 1 else STEP_ALONE, [json.dumps(step)])


def arm_raw(raw: psycopg.Connection[Any], due: list[datetime]) -> None:
    raw.execute(b"INSERT INTO raw_timer (due_at, state) SELECT unnest(%s::timestamptz[]), 'armed'", [due])


_cards = iter(range(10**6, 10**9))


def arm_ours(raw: psycopg.Connection[Any], due: list[datetime]) -> None:
    timers = [{"subject": next(_cards), "visit": 1, "key": "remind", "due_at": at.isoformat()} for at in due]
    raw.execute(b"SELECT jobs_arm(%s::jsonb)", [json.dumps(timers)])


def drain_raw(raw: psycopg.Connection[Any]) -> list[float]:
    delays: list[float] = []
    while got := raw.execute(TAKE_RAW).fetchall():
        delays += [row[0] for row in got]
    return delays


def rate_raw(raw: psycopg.Connection[Any], count: int) -> float:
    arm_raw(raw, [datetime.now(UTC)] * count)
    started = perf_counter()
    assert len(drain_raw(raw)) == count
    return count / (perf_counter() - started)


def rate_ours(raw: psycopg.Connection[Any], count: int, *, together: bool) -> float:
    from marshrut.jobs import timers

    product = Product(together)
    arm_ours(raw, [datetime.now(UTC)] * count)
    started = perf_counter()
    while batch := timers.due(datetime.now(UTC), BATCH):
        timers.fire(batch, strict=True)
    taken = perf_counter() - started
    assert len(product.delays) == count
    return count / taken


def spread(seconds: float, count: int) -> list[datetime]:
    start = datetime.now(UTC) + timedelta(seconds=1)
    return sorted(start + timedelta(seconds=random.random() * seconds) for _ in range(count))  # noqa: S311 - load


def delays_raw(raw: psycopg.Connection[Any], due: list[datetime]) -> list[float]:
    arm_raw(raw, due)
    delays: list[float] = []
    while len(delays) < len(due):
        delays += drain_raw(raw)
        coming = raw.execute(b"SELECT min(due_at) FROM raw_timer WHERE state = 'armed'").fetchall()[0][0]
        sleep(min(max((coming - datetime.now(UTC)).total_seconds(), 0), 0.5))
    return delays


def delays_ours(raw: psycopg.Connection[Any], due: list[datetime]) -> list[float]:
    from marshrut.jobs import worker

    product, stop = Product(together=True), Event()
    thread = Thread(target=worker.run, args=(stop,), kwargs={"lanes": []})
    thread.start()
    arm_ours(raw, due)
    until = monotonic() + 120
    while len(product.delays) < len(due) and monotonic() < until:
        sleep(0.05)
    stop.set()
    thread.join()
    assert len(product.delays) == len(due)
    return product.delays


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def compare(title: str, pairs: int, anchor: Callable[[], float], ours: Callable[[], float], unit: str) -> None:
    """Print both sides of every pair and the median of ours ÷ anchor."""
    ratios = []
    print(f"\n{title}")
    for number in range(1, pairs + 1):
        first, second = anchor(), ours()
        ratios.append(second / first)
        print(f"  pair {number}: raw {first:10,.3f} {unit}   ours {second:10,.3f} {unit}   ratio {second / first:.3f}")
    print(f"  median of ratios: {statistics.median(ratios):.3f}")


def run(raw: psycopg.Connection[Any], pairs: int, count: int) -> None:
    compare(
        f"P8 one commit per timer, {count:,} due under {ARMED:,} armed (goal ≥ 0.05, aim 0.2)",
        pairs,
        lambda: rate_raw(raw, count),
        lambda: rate_ours(raw, count // 5, together=False),
        "timers/s",
    )
    compare(
        f"P8 one commit per group of up to {BATCH} (goal ≥ 0.05, aim 0.2)",
        pairs,
        lambda: rate_raw(raw, count),
        lambda: rate_ours(raw, count, together=True),
        "timers/s",
    )
    compare(
        "P9 due → started, p95 of 300 timers spread over 6 s (goal ≤ 0.25 s, aim 0.05 s)",
        pairs,
        lambda: p95(delays_raw(raw, spread(6, 300))),
        lambda: p95(delays_ours(raw, spread(6, 300))),
        "s",
    )
    compare(
        f"P9 last of {count:,} due at one moment (goal ≤ 5 s, aim 1.5 s)",
        pairs,
        lambda: max(delays_raw(raw, [datetime.now(UTC) + timedelta(seconds=1.5)] * count)),
        lambda: max(delays_ours(raw, [datetime.now(UTC) + timedelta(seconds=1.5)] * count)),
        "s",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--due", type=int, default=10_000)
    asked = parser.parse_args()
    with scratch_database() as conninfo:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from marshrut.jobs.registry import on_effect

        on_effect("bench_notice", lane="bench")(lambda payload, effect: None)
        for room in ("history", "jobs"):
            call_command("migrate", room, verbosity=0)
        with psycopg.connect(conninfo, autocommit=True) as raw:
            prepare(raw)
            run(raw, asked.pairs, asked.due)
        connection.close()


if __name__ == "__main__":
    main()
