"""Lists, boards and counts by right, over a big archive: SQL of the product itself, milliseconds and ratios.

    python benchmarks/access/run.py [--cards 300000] [--times 7]

500 people in 300 departments. The bar (B17): the 50 newest of the worst role in at most 30 ms of SQL. Every figure is
the median of repeated runs in a warm database; “×raw” compares with the newest 50 rows read without any right, in the
same run. Works in a database of its own, made and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.timers import scratch_database

DEPARTMENTS, PEOPLE, BAR = 300, 500, 30.0
KIND = "payment_request"

COMPANY = """
INSERT INTO org_department (id, name, parent_id, sort)
SELECT n, 'Отдел ' || n, CASE WHEN n = 1 THEN NULL WHEN n <= 11 THEN 1 ELSE 2 + (n %% 10) END, n
FROM generate_series(1, %(departments)s) AS n;
INSERT INTO org_person (id, password, email, last_name, first_name, middle_name, position, department_id, language,
                        is_active, is_admin, keys_enabled, sort_key)
SELECT n, '', 'p' || n || '@example.ru', 'Фамилия' || n, 'Имя', '', '', 1 + (n * 7) %% %(departments)s, 'ru',
       true, false, true, lpad(n::text, 6, '0')
FROM generate_series(1, %(people)s) AS n;
UPDATE org_department SET head_id = id WHERE id <= %(departments)s AND id <> 5;
"""
#: nobody of the last ten has any card: the newcomers, the worst case of a walk along the newest
CARDS = """
INSERT INTO cards_card (type, definition_id, name, stage, stage_kind, visit, round, edition, version, locked, last_task,
                        author_id, department_id, amount, due_at, holders, comments, created_at, updated_at, entered_at,
                        finished_at, parent_key)
SELECT %(kind)s, %(definition)s, 'Счёт ' || n, s.stage, s.kind, 1, 1, 1, 1, true, 2,
       p.id, p.department_id, (n * 37) %% 100000,
       CASE WHEN s.kind = 'work' THEN now() + (n %% 50 - 25) * '1 day'::interval END,
       '{}', 0, now() - (%(cards)s - n) * '2 min'::interval, now() - (%(cards)s - n) * '2 min'::interval,
       now(), CASE WHEN s.kind <> 'work' THEN now() END, ''
FROM generate_series(1, %(cards)s) AS n
JOIN LATERAL (SELECT 1 + (power(random(), 1.5) * (%(people)s - 10))::int %% (%(people)s - 10) + n * 0 AS author) a
     ON true
JOIN org_person p ON p.id = a.author
JOIN LATERAL (SELECT * FROM (VALUES ('paid', 'success', 85), ('rejected', 'failure', 91), ('withdrawn', 'failure', 93),
                                    ('unit_approval', 'work', 96), ('finance', 'work', 98), ('payment', 'work', 100))
              AS v(stage, kind, upto) WHERE v.upto > n %% 100 LIMIT 1) s ON true;
INSERT INTO cards_participant (person_id, card_id)
SELECT DISTINCT x.person, c.id FROM cards_card c
JOIN LATERAL (SELECT c.author_id AS person UNION ALL SELECT 1 + (c.id * 31) %% 20
              UNION ALL SELECT 1 + (random() * (%(people)s - 11))::int + c.id * 0) x ON true;
INSERT INTO cards_content (card_id, fields) SELECT id, '{}' FROM cards_card;
"""


@dataclass(frozen=True)
class Role:
    name: str
    person: int
    #: rows of access; None: as delivered
    grants: list[dict[str, Any]] | None


def view(scope: str, **more: Any) -> list[dict[str, Any]]:
    create = {"who": "everyone", "may": ["create"]}
    return [create, {"who": "everyone", "scope": scope, "may": ["view"], **more}]


def roles() -> list[Role]:
    newcomer, clerk, busy, top, branch, unit = PEOPLE, PEOPLE - 40, 3, 1, 4, 250
    listed = list(range(20, 220, 20))
    return [
        Role("own, newcomer", newcomer, view("own")),
        Role("own, clerk", clerk, view("own")),
        Role("own, busiest author", busy, view("own")),
        Role("participant, newcomer", newcomer, view("participant")),
        Role("participant, clerk", clerk, view("participant")),
        Role("participant, approver of 1/20", busy, view("participant")),
        Role("headed, one department", unit, view("headed")),
        Role("headed, branch of 30", branch, view("headed")),
        Role("headed, whole company", top, view("headed")),
        Role("department", clerk, view("department")),
        Role("department, of a newcomer", newcomer, view("department")),
        Role("branch", busy, view("branch")),
        Role("departments listed, 10", clerk, view("departments", departments=listed)),
        Role("departments listed, all 300", clerk, view("departments", departments=list(range(1, DEPARTMENTS + 1)))),
        Role("all", clerk, view("all")),
        Role("all, on one rare stage", clerk, view("all", stages=["finance"])),
        Role("as delivered, newcomer", newcomer, None),
        Role("as delivered, clerk", clerk, None),
        Role("as delivered, head", unit, None),
        Role("as delivered, busy head", branch, None),
        Role("as delivered, top", top, None),
        Role("every scope at once", clerk, [*view("own"), *view("participant")[1:], *view("headed")[1:],
                                          *view("branch")[1:], *view("departments", departments=listed)[1:]]),
    ]  # fmt: skip


def fill(cards: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from marshrut.definitions import commands
    from marshrut.kernel.actor import Actor
    from marshrut.org import revision

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(COMPANY, {"departments": DEPARTMENTS, "people": PEOPLE})
        revision.bump()
        pack = Path(__file__).resolve().parents[2] / "packs" / "payments"
        made = commands.install_pack(Actor.system(), path=str(pack), without_people=True)
        about = {"kind": KIND, "definition": made["id"], "cards": cards, "people": PEOPLE}
        cursor.execute(CARDS, about)
        for table in ("cards_card", "cards_participant", "cards_content"):
            cursor.execute(f"VACUUM ANALYZE {table}")


@contextmanager
def timed() -> Iterator[list[float]]:
    """Milliseconds of every statement."""
    from django.db import connection

    spent: list[float] = []

    def clock(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((perf_counter() - start) * 1000)

    with connection.execute_wrapper(clock):
        yield spent


def median(times: int, act: Callable[[], Any]) -> float:
    from marshrut.kernel import memory

    found = []
    for _time in range(times + 1):
        with memory.of_one_request(), timed() as spent:
            act()
        found.append(sum(spent))
    return statistics.median(found[1:])


def measure(role: Role, times: int, middle: int) -> tuple[float, ...]:
    from marshrut.cards import queries
    from marshrut.cards.queries import Filter
    from marshrut.definitions import commands
    from marshrut.kernel.actor import Actor

    if role.grants is None:
        commands.reset_grants(Actor.system(), card_type=KIND)
    else:
        commands.set_grants(Actor.system(), card_type=KIND, grants=role.grants)
    reader, kind = Actor.person(role.person), queries.card_type(KIND)
    return (
        queries.totals(reader, KIND, Filter()).count,
        median(times, lambda: queries.listing(reader, KIND, Filter())),
        median(times, lambda: queries.listing(reader, KIND, Filter(), after=middle)),
        median(times, lambda: queries.listing(reader, KIND, Filter(state="open"))),
        median(times, lambda: queries.board(reader, kind, Filter())),
        median(times, lambda: queries.totals(reader, KIND, Filter())),
    )


def raw(times: int) -> float:
    from django.db import connection

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM cards_card WHERE type = %s ORDER BY id DESC LIMIT 51", [KIND])
            cursor.fetchall()

    return median(times, act)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cards", type=int, default=300_000)
    asked.add_argument("--times", type=int, default=7)
    asked.add_argument("--only", default="")
    options = asked.parse_args()
    with scratch_database():
        import os

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            fill(options.cards)
            alone = raw(options.times)
            size = f"{options.cards} cards, {DEPARTMENTS} departments, {PEOPLE} people"
            print(f"{size}; ms of SQL; raw 50 rows: {alone:.2f}")
            print(f"{'role':32}{'sees':>8}{'list':>8}{'×raw':>7}{'deep':>8}{'open':>8}{'board':>8}{'count':>8}")
            worst = 0.0
            for role in roles():
                if options.only not in role.name:
                    continue
                sees, newest, deep, going, board, count = measure(role, options.times, options.cards // 2)
                worst = max(worst, newest)
                ratio = newest / alone
                row = f"{newest:8.1f}{ratio:7.1f}{deep:8.1f}{going:8.1f}{board:8.1f}{count:8.1f}"
                print(f"{role.name:32}{sees:8}{row}", flush=True)
        finally:
            connection.close()
    print(f"worst list: {worst:.1f} ms, bar {BAR:.0f} ms: {'held' if worst <= BAR else 'MISSED'}")
    return 0 if worst <= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
