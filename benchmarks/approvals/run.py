"""Engine throughput: one approval (W) against the physical limit of the machine, in alternating pairs of one run.

    .venv/bin/python -m benchmarks.approvals.run [--clients 4] [--pairs 3] [--seconds 5]

W = create a card with six fields, two tasks decided one after another, final stage: three durable steps with history.
`raw` writes the minimal rows (1 card, 2 tasks, 3 lines of history) with one statement per step in psycopg.
`ours` runs the commands of the product with everything on: rights, explanation, timers, effects, chained history,
client keys. A PostgreSQL of its own, durable (fsync and synchronous_commit on), is started for the run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshrut.config.postgres import place, server

HOME = Path(tempfile.mkdtemp(prefix="marshrut-bench-"))
PACK = Path(__file__).with_name("pack")

RAW_TABLES = """
CREATE TABLE raw_card (id bigserial PRIMARY KEY, stage text, fields jsonb, author bigint, at timestamptz);
CREATE TABLE raw_task (
    id bigserial PRIMARY KEY, card bigint, state text, who bigint, opened timestamptz, done timestamptz);
CREATE TABLE raw_history (id bigserial PRIMARY KEY, card bigint, who bigint, was text, became text, at timestamptz);
CREATE INDEX ON raw_task (card); CREATE INDEX ON raw_history (card);
"""
RAW_CREATE = """
WITH c AS (INSERT INTO raw_card (stage, fields, author, at) VALUES ('first', %s, 1, clock_timestamp()) RETURNING id),
     h AS (INSERT INTO raw_history (card, who, was, became, at) SELECT id, 1, '', 'first', clock_timestamp() FROM c)
INSERT INTO raw_task (card, state, who, opened) SELECT id, 'open', 2, clock_timestamp() FROM c RETURNING id, card"""
RAW_FIRST = """
WITH t AS (UPDATE raw_task SET state = 'done', done = clock_timestamp()
           WHERE id = %s AND state = 'open' RETURNING card),
     c AS (UPDATE raw_card SET stage = 'second' FROM t WHERE raw_card.id = t.card),
     h AS (INSERT INTO raw_history (card, who, was, became, at)
           SELECT card, 2, 'first', 'second', clock_timestamp() FROM t)
INSERT INTO raw_task (card, state, who, opened) SELECT card, 'open', 3, clock_timestamp() FROM t RETURNING id"""
RAW_SECOND = """
WITH t AS (UPDATE raw_task SET state = 'done', done = clock_timestamp()
           WHERE id = %s AND state = 'open' RETURNING card),
     c AS (UPDATE raw_card SET stage = 'done' FROM t WHERE raw_card.id = t.card)
INSERT INTO raw_history (card, who, was, became, at) SELECT card, 3, 'second', 'done', clock_timestamp() FROM t"""
FIELDS = {
    "amount": "125000.50",
    "purpose": "Флаконы 50 мл",
    "item": "one",
    "day": "2026-12-01",
    "urgent": True,
    "note": "…",
}


@dataclass(frozen=True)
class Figures:
    """Approvals per second of all clients together, and processor milliseconds of clients and server per approval."""

    rate: float
    cpu: float


def raw_client(seconds: float) -> int:
    import json

    import psycopg

    done, end = 0, time.monotonic() + seconds
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=0) as connection:
        while time.monotonic() < end:
            task = connection.execute(RAW_CREATE, [json.dumps(FIELDS)]).fetchone()[0]  # type: ignore[index]
            task = connection.execute(RAW_FIRST, [task]).fetchone()[0]  # type: ignore[index]
            connection.execute(RAW_SECOND, [task])
            done += 1
    return done


def our_client(seconds: float) -> int:
    from marshrut.cards import commands
    from marshrut.kernel.actor import Actor

    author, first, second = (Actor.person(number) for number in PEOPLE)
    done, end = 0, time.monotonic() + seconds
    name = f"{os.getpid()}-{time.monotonic_ns()}"
    while time.monotonic() < end:
        made = commands.create_card(author, card_type="bench_request", fields=FIELDS, key=f"{name}-{done}-a")
        made = commands.complete_task(first, task=made["tasks"]["1"], outcome="approved", key=f"{name}-{done}-b")
        commands.complete_task(second, task=made["tasks"]["2"], outcome="approved", key=f"{name}-{done}-c")
        done += 1
    return done


PEOPLE: list[int] = []


def prepare() -> None:
    """Migrate, a company of three, the pack of the benchmark, the raw tables."""
    import django

    django.setup()

    from django.core.management import call_command
    from django.db import connection

    from marshrut.definitions import commands as definitions
    from marshrut.kernel.actor import Actor
    from marshrut.org import commands as org

    call_command("migrate", verbosity=0)
    system = Actor.system()
    department = org.add_department(system, name="Отдел")
    for login in ("author", "head", "second"):
        name = {"last_name": "Иванов", "first_name": login, "department": department}
        PEOPLE.append(org.add_person(system, email=f"{login}@example.org", **name))
    org.edit_department(system, department=department, head=PEOPLE[1])
    org.add_role(system, role="second", title_ru="Второй", title_en="Second")
    org.assign_role(system, role="second", person=PEOPLE[2])

    definitions.install_pack(system, path=str(PACK), without_people=True)
    with connection.cursor() as cursor:
        cursor.execute(RAW_TABLES)
    connection.close()


def processor_of_server(pid: int) -> float:
    """Processor seconds of the postmaster and its children so far, ended ones included."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parts = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.name) == pid:
            total += sum(map(int, parts[11:15])) / ticks
        elif int(parts[1]) == pid:
            total += sum(map(int, parts[11:13])) / ticks
    return total


def measure(client: Callable[[float], int], clients: int, seconds: float, server_pid: int) -> Figures:
    context = multiprocessing.get_context("fork")
    before = processor_of_server(server_pid) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    before += resource.getrusage(resource.RUSAGE_CHILDREN).ru_stime
    results: Any = context.SimpleQueue()
    workers = [context.Process(target=lambda: results.put(client(seconds))) for _ in range(clients)]
    for worker in workers:
        worker.start()
    done = sum(results.get() for _ in workers)
    for worker in workers:
        worker.join()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    after = processor_of_server(server_pid) + usage.ru_utime + usage.ru_stime
    return Figures(done / seconds, 1000 * (after - before) / max(done, 1))


def wal(connection: Any) -> int:
    return int(connection.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn").fetchone()[0])


def cost_on_disk(count: int = 300) -> tuple[float, float]:
    """Kilobytes of log and of tables per approval of ours."""
    import psycopg

    from marshrut.cards import commands
    from marshrut.kernel.actor import Actor

    author, first, second = (Actor.person(number) for number in PEOPLE)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        size = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg_|raw_)'"
        log, disk = wal(connection), int(connection.execute(size).fetchone()[0])  # type: ignore[index]
        for number in range(count):
            made = commands.create_card(author, card_type="bench_request", fields=FIELDS, key=f"w{number}a")
            made = commands.complete_task(first, task=made["tasks"]["1"], outcome="approved", key=f"w{number}b")
            commands.complete_task(second, task=made["tasks"]["2"], outcome="approved", key=f"w{number}c")
        log, disk = wal(connection) - log, int(connection.execute(size).fetchone()[0]) - disk  # type: ignore[index]
    return log / count / 1024, disk / count / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    with server.running(HOME, durable=True) as found:
        os.environ["MARSHRUT_HOME"], os.environ["DATABASE_URL"] = str(HOME), found.url
        os.environ["DJANGO_SETTINGS_MODULE"] = "marshrut.config.settings"
        prepare()
        pid = server.running_pid(found)
        assert pid is not None
        for client in (raw_client, our_client):  # warm up
            measure(client, asked.clients, 1, pid)
        pairs = []
        for number in range(asked.pairs):
            raw = measure(raw_client, asked.clients, asked.seconds, pid)
            ours = measure(our_client, asked.clients, asked.seconds, pid)
            pairs.append((ours.rate / raw.rate, ours.cpu / raw.cpu))
            figures = f"raw {raw.rate:.0f} W/s {raw.cpu:.2f} ms, ours {ours.rate:.0f} W/s {ours.cpu:.2f} ms"
            print(f"pair {number + 1}: {figures}")
        log, disk = cost_on_disk()
        rate, processor = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"P1 rate against raw, {asked.clients} clients: {rate:.2f} (must 0.33, aim 0.50)")
        print(f"P3 processor against raw: {processor:.2f} (must 3.5, aim 2.5)")
        print(f"P4 log {log:.1f} KB, disk {disk:.1f} KB per approval (must 10 and 4.5)")


if __name__ == "__main__":
    try:
        main()
    finally:
        home = place.find(HOME)
        if home is not None:
            shutil.rmtree(home.base, ignore_errors=True)
        shutil.rmtree(HOME, ignore_errors=True)
        sys.stdout.flush()
