"""Threads: 500 letters in one and 20 000 in all, worked out anew, read, listed, joined by one more.

    python benchmarks/letters/run.py [--letters 20000] [--thread 500] [--times 7]

Times are of the whole call, SQL and Python, the median of repeated runs in a warm database; "×raw" compares with 100
rows of letters read without any order, in the same run, some 2 ms on a quiet machine. The bar: a page costs at most
60 of them, a letter looked at at most 100, whatever its thread. Two readers: a secretary who sees all letters, and
Алиса who wrote a part of them. Works in a database of its own, made and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.timers import scratch_database

#: in times of the raw rows
PAGE_BAR, LOOK_BAR = 60.0, 100.0
TOPICS = (
    *("О поставке окон", "О сроках монтажа", "Претензия по дверям", "Запрос цен", "Акт сверки", "О допуске на объект"),
    *("Гарантийное письмо", "О замене стёкол", "Приглашение на приёмку", "Ответ на запрос"),
)
Act = Callable[[], Any]

# One thread by a field, the others of four letters each: half by fields, half by numbers in their texts.
CARDS = """
INSERT INTO cards_card (id, type, definition_id, name, stage, stage_kind, visit, round, edition, version, locked,
    last_task, author_id, department_id, company_id, holders, comments, created_at, updated_at, entered_at, parent_key)
SELECT n, CASE WHEN n %% 2 = 0 THEN 'letter_out' ELSE 'letter_in' END, %(definition)s, 'Письмо ' || n,
    CASE WHEN n %% 3 = 0 THEN 'done' ELSE 'work' END, CASE WHEN n %% 3 = 0 THEN 'success' ELSE 'work' END,
    1, 1, 1, 1, false, 0, CASE WHEN n %% 20 = 0 THEN %(alisa)s ELSE %(ops)s END, NULL,
    (SELECT min(id) FROM crm_company) + CASE WHEN n <= %(thread)s THEN 0 ELSE (n / 4) %% 300 END, '{}', 0,
    at, at, at, ''
FROM (SELECT n, now() - (%(letters)s - n) * interval '20 minutes' AS at FROM generate_series(1, %(letters)s) AS n) AS s
"""
CONTENTS = """
INSERT INTO cards_content (card_id, fields, search)
SELECT c.id, jsonb_strip_nulls(jsonb_build_object(
    'subject', (%(topics)s::text[])[1 + c.id %% 10] || ', этап ' || c.id,
    'partner', c.company_id,
    'project', (SELECT min(id) FROM crm_project) + CASE WHEN c.id <= %(thread)s THEN 0 ELSE c.company_id %% 100 END,
    'number', CASE WHEN c.id %% 2 = 0 THEN 'ИСХ-' || lpad(c.id::text, 6, '0') || '/26' END,
    'their_number', CASE WHEN c.id %% 2 = 1 THEN '01-' || c.id END,
    'continues', CASE WHEN c.id <= %(thread)s THEN CASE WHEN c.id > 1 THEN c.id - 1 END
        WHEN c.id %% 8 IN (1, 2, 3) THEN c.id - 1 END,
    'text', CASE WHEN c.id > %(thread)s AND c.id %% 8 = 5 THEN
        'На ваш исх. № ИСХ-' || lpad((c.id - 1)::text, 6, '0') || '/26 сообщаем следующее.' || repeat(' Окна.', 200)
        WHEN c.id > %(thread)s AND c.id %% 8 IN (6, 7) THEN
        'В ответ на письмо № 01-' || (c.id - 1) || ' направляем расчёт.' || repeat(' Двери.', 200) END)),
    to_tsvector('russian', (%(topics)s::text[])[1 + c.id %% 10] || ', этап ' || c.id)
FROM cards_card c
"""


def fill(letters: int, thread: int) -> Any:
    from django.core.management import call_command
    from django.db import connection

    from marshrut.definitions.models import ActivePack
    from tests.support import post as support
    from tests.support.office import build

    call_command("migrate", verbosity=0)
    office = build()
    post = support.build(office)
    for n in range(300):
        post.company(f"Компания {n:03}", _inn(n))
    for n in range(101):
        post.project(f"Объект {n:03}")
    given = {
        "definition": ActivePack.objects.get(pack="post").version_id,
        "alisa": office.id("alisa"),
        "ops": office.id("ops"),
        "letters": letters,
        "thread": thread,
        "topics": list(TOPICS),
    }
    with connection.cursor() as cursor:
        cursor.execute(CARDS, given)
        cursor.execute(CONTENTS, given)
        cursor.execute("SELECT setval(pg_get_serial_sequence('cards_card', 'id'), %s)", [letters + 1])
    return post


def _inn(n: int) -> str:
    digits = f"78{n:07}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11 % 10)


def rebuilt(post: Any) -> float:
    """Seconds to work out everything anew."""
    from django.db import connection

    begun = perf_counter()
    post.rebuild(limit=500)
    spent = perf_counter() - begun
    with connection.cursor() as cursor:
        for table in ("letters_letter", "letters_link", "letters_mention", "cards_card", "cards_content"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return spent


def median(times: int, act: Act) -> tuple[float, int]:
    """Milliseconds, and how many statements the last run asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from marshrut.kernel import memory

    found, asked = [], 0
    for _time in range(times + 1):
        with memory.of_one_request(), CaptureQueriesContext(connection) as queries:
            begun = perf_counter()
            act()
            found.append((perf_counter() - begun) * 1000)
        asked = len(queries)
    return statistics.median(found[1:]), asked


def acts(post: Any, letters: int, thread: int) -> dict[str, tuple[float, Act]]:
    """Name -> (bar, what is done)."""
    from marshrut.letters import commands, queries
    from marshrut.letters.models import Letter
    from marshrut.letters.queries import Filter
    from tests.support.office import SYSTEM

    ops, alisa = post.office.actor("ops"), post.office.actor("alisa")
    middle = Letter.objects.get(card=thread // 2)
    late = f"{Letter.objects.get(card=thread - 50).day}:{thread - 50}"
    deep = f"{Letter.objects.get(card=letters // 4).day}:{letters // 4}"
    company, project = middle.company_id or 0, middle.project_id or 0
    other = Letter.objects.get(card=letters - 5).company_id or 0
    pages: dict[str, Act] = {
        f"thread of {thread}, 100 letters": lambda: queries.thread(ops, middle.card),
        f"thread of {thread}, its end": lambda: queries.thread(ops, middle.card, late),
        f"thread of {thread}, for Алиса": lambda: queries.thread(alisa, thread // 20 * 20),
        f"thread of {thread}, all its cards": lambda: queries.thread_cards(ops, card=middle.card),
        "block on a card": lambda: queries.thread(ops, middle.card, limit=6, newest=True, whole=False),
        "list": lambda: queries.listing(ops, Filter()),
        "list, deep": lambda: queries.listing(ops, Filter(), deep),
        "list, for Алиса": lambda: queries.listing(alisa, Filter()),
        "list, words": lambda: queries.listing(ops, Filter(text="поставка окон")),
        "list, a number": lambda: queries.listing(ops, Filter(text="исх-000500/26")),
        "list, no incoming number": lambda: queries.listing(ops, Filter(no_their_number=True)),
        "list, of a company": lambda: queries.listing(ops, Filter(company=other)),
        "threads of the large company": lambda: queries.of_company(ops, company),
        "threads of another company": lambda: queries.of_company(ops, other),
        "threads of a project": lambda: queries.of_project(ops, project),
    }
    looks: dict[str, Act] = {
        f"letter in a thread of {thread}": lambda: commands.relink(SYSTEM, card=middle.card),
        "letter in a thread of four": lambda: commands.relink(SYSTEM, card=letters - 5),
    }
    return {
        **{name: (PAGE_BAR, act) for name, act in pages.items()},
        **{name: (LOOK_BAR, act) for name, act in looks.items()},
    }


def raw() -> None:
    from marshrut.letters.models import Letter

    list(Letter.objects.all()[:100])


def measure(letters: int, thread: int, times: int) -> bool:
    from marshrut.letters.models import Letter, Link

    post = fill(letters, thread)
    spent = rebuilt(post)
    sizes = Letter.objects.values("thread").distinct().count(), Link.objects.count()
    longest = Letter.objects.filter(thread=1).count()
    print(f"{letters} letters worked out in {spent:.1f} s: {sizes[0]} threads, {sizes[1]} links, longest {longest}")
    alone, _asked = median(times, raw)
    print(f"100 raw rows: {alone:.2f} ms\n{'what':34}{'ms':>8}{'×raw':>7}{'SQL':>5}")
    held = longest == thread
    for name, (bar, act) in acts(post, letters, thread).items():
        took, asked = median(times, act)
        held = held and took / alone <= bar
        print(
            f"{name:34}{took:8.1f}{took / alone:7.1f}{asked:5}{'' if took / alone <= bar else '  MISSED'}", flush=True
        )
    return held


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--letters", type=int, default=20_000)
    asked.add_argument("--thread", type=int, default=500)
    asked.add_argument("--times", type=int, default=7)
    options = asked.parse_args()
    with scratch_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            held = measure(options.letters, options.thread, options.times)
        finally:
            connection.close()
    print("held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
