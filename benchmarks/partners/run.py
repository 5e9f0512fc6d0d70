"""Companies, their people and deals: brought in as a table, listed, found as one types, opened.

    python benchmarks/partners/run.py [--companies 5000] [--times 9]

The table is the real import, contacts and all. Every other figure is the median SQL time of repeated runs in a warm
database; "×raw" compares with 50 companies read without any order, in the same run. The bar: a list or a picker in at
most 25 ms of SQL; `EXPLAIN ANALYZE` names the plan of each. Works in a database of its own, made and dropped on the
server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.timers import scratch_database

BAR = 25.0
WORDS = ("Стекло", "Флакон", "Вектор", "Логистика", "Яблоко", "Ёлка", "Сахар", "Химпром", "Картон", "Свет", "Север")
WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
Act = Callable[[], Any]


def inn(number: int) -> str:
    digits = f"78{number:07}"
    return digits + str(sum(int(one) * weight for one, weight in zip(digits, WEIGHTS, strict=True)) % 11 % 10)


def table(companies: int) -> list[list[str]]:
    heading = ["Название", "ИНН", "КПП", "Телефон", "Контактное лицо", "Роль", "Адрес доставки"]
    rows = [
        [
            f"ООО «{WORDS[n % 11]} {WORDS[n * 7 % 11].lower()} {n}»",
            inn(n),
            "780101001",
            f"+7 812 {n:07}",
            f"Иванова Анна {n}",
            "бухгалтерия",
            f"Склад {n}",
        ]
        for n in range(companies)
    ]
    return [heading, *rows]


def fill(companies: int) -> None:
    """The import, then five thousand deals and projects beside it."""
    from django.core.management import call_command
    from django.db import connection

    from marshrut.crm import commands
    from marshrut.crm.queries import importing
    from marshrut.kernel.actor import Actor

    call_command("migrate", verbosity=0)
    rows, system = table(companies), Actor.system()
    begun = perf_counter()
    plan = importing.preview(system, rows)
    shown = perf_counter()
    done = commands.import_companies(system, rows=rows, seen=plan.digest)
    print(f"import of {done['added']} companies with {done['contacts']} contacts:", end=" ")
    print(f"preview {shown - begun:.1f} s, applied in {perf_counter() - shown:.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO org_person (id, password, email, last_name, first_name, middle_name, position, language,"
            " is_active, is_admin, keys_enabled, sort_key) VALUES (1, '', 'p@example.ru', 'Андреева', 'Алиса', '', '',"
            " 'ru', true, false, true, 'а')"
        )
        cursor.execute(
            "INSERT INTO crm_deal (title, company_id, responsible_id, amount, state, state_at, note, search_text,"
            " added_at, version) SELECT 'Сделка ' || n, c.id, 1, n, CASE WHEN n % 3 = 0 THEN 'open' ELSE 'won' END,"
            " now(), '', 'сделка ' || n, now(), 1 FROM (SELECT id, row_number() OVER (ORDER BY id) AS n"
            " FROM crm_company) AS c"
        )
        for name in ("company", "contact", "companycontact", "address", "deal"):
            cursor.execute(f"VACUUM ANALYZE crm_{name}")


@contextmanager
def watched() -> Iterator[list[tuple[float, Any, Any]]]:
    """(milliseconds, statement, values) of everything asked."""
    from django.db import connection

    asked: list[tuple[float, Any, Any]] = []

    def clock(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append(((perf_counter() - start) * 1000, sql, params))

    with connection.execute_wrapper(clock):
        yield asked


def median(times: int, act: Act) -> tuple[float, list[tuple[float, Any, Any]]]:
    """Milliseconds, and what the last run asked."""
    from marshrut.kernel import memory

    found = []
    last: list[tuple[float, Any, Any]] = []
    for _time in range(times + 1):
        with memory.of_one_request(), watched() as asked:
            act()
        last = asked
        found.append(sum(spent for spent, _sql, _values in asked))
    return statistics.median(found[1:]), last


def plan(asked: list[tuple[float, Any, Any]]) -> str:
    """How PostgreSQL found the rows of the longest statement."""
    from django.db import connection

    _spent, sql, values = max(asked, key=lambda one: one[0])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", values)
        lines = [str(line) for (line,) in cursor.fetchall()]
    scans = re.findall(
        r"(?:Seq Scan|Index Scan|Index Only Scan|Bitmap Heap Scan)(?: using \w+)? on \w+", "\n".join(lines)
    )
    return ", ".join(dict.fromkeys(scans))


def acts(companies: int) -> dict[str, Act]:
    from marshrut.crm import queries
    from marshrut.kernel.actor import Actor

    me = Actor.person(1)
    known = queries.search_companies(me, "", 1)[0].id
    return {
        "list, first page": lambda: queries.search_companies(me, "", 51),
        "list, last page": lambda: queries.search_companies(me, "", 51, companies - 51),
        "picker, two letters": lambda: queries.search_companies(me, "ве", 8),
        "picker, two words": lambda: queries.search_companies(me, "флакон 17", 8),
        "picker, half of an INN": lambda: queries.search_companies(me, "78000", 8),
        "picker, nothing found": lambda: queries.search_companies(me, "нетакой", 8),
        "company page": lambda: queries.company_card(me, known),
        "contacts, first page": lambda: queries.search_contacts(me, "", 51),
        "contacts, three letters": lambda: queries.search_contacts(me, "ива", 8),
        "contacts of a company": lambda: queries.search_contacts(me, "", 8, company=known),
        "deals, first page": lambda: queries.search_deals(me, "", 51),
        "deals, open ones": lambda: queries.search_deals(me, "", 51, state="open"),
        "deals, by company's name": lambda: queries.search_deals(me, "вектор", 8),
    }


def raw() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crm_company LIMIT 50")
        cursor.fetchall()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--companies", type=int, default=5000)
    asked.add_argument("--times", type=int, default=9)
    options = asked.parse_args()
    with scratch_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            fill(options.companies)
            alone, _statements = median(options.times, raw)
            print(f"{options.companies} companies; ms of SQL; 50 raw rows: {alone:.2f}")
            print(f"{'what':28}{'ms':>8}{'×raw':>7}{'SQL':>5}  plan of the longest")
            worst = 0.0
            for name, act in acts(options.companies).items():
                spent, statements = median(options.times, act)
                worst = max(worst, spent)
                print(f"{name:28}{spent:8.1f}{spent / alone:7.1f}{len(statements):5}  {plan(statements)}", flush=True)
        finally:
            connection.close()
    print(f"worst: {worst:.1f} ms, bar {BAR:.0f} ms: {'held' if worst <= BAR else 'MISSED'}")
    return 0 if worst <= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
