"""The chat over a big company: time and queries of the product itself.

    python benchmarks/chat/run.py [--cards 100000] [--times 5]

Ten lines of history a card, one in ten of them a comment. The clerk takes part in every third card, has 20 000 notices
and wrote thousands of comments; the newcomer has three notices; the quiet one takes part in very much and is told
nothing. Pages: at most 60 ms; the quiet one, whose words no notice bounds: 1 s. Works in a database of its own, made
and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.access.run import CARDS, COMPANY, DEPARTMENTS, KIND, PEOPLE, median
from benchmarks.letters_control.run import Counting
from benchmarks.timers import scratch_database

PAGE, QUIET = 60.0, 1000.0
CLERK, NEWCOMER, SILENT, NOTICES = 3, PEOPLE, 4, 20_000
FILL = """
UPDATE cards_card SET comments = 1;
INSERT INTO cards_participant (person_id, card_id)
SELECT p, id FROM cards_card, unnest(ARRAY[%(clerk)s, %(silent)s]::bigint[]) AS p WHERE id %% 3 = 0
ON CONFLICT DO NOTHING;
INSERT INTO history_event (subject, seq, at, kind, actor_kind, actor_id, actor_label, via, alg, body, digests, erasable,
                           hash)
SELECT 'card:' || c.id, s, c.created_at + s * '1 min'::interval,
       CASE WHEN s = 9 THEN 'card.commented' ELSE 'card.moved' END, 'person',
       CASE WHEN s = 9 AND c.id %% 30 = 0 THEN %(clerk)s WHEN s = 9 AND c.id %% 30 = 3 THEN %(silent)s
            ELSE c.author_id END, '', 'web', 1, '{"mentions": []}',
       '{}', CASE WHEN s = 9 THEN '{"text": ["x", "Сказано по делу"]}' ELSE '{}' END::jsonb, '\\x00'
FROM cards_card c, generate_series(1, 10) AS s ORDER BY c.created_at, s;
INSERT INTO automation_notification (dedup, person_id, card_id, task, about, title, text, at, read_at)
SELECT 'card:' || c.id || ':comment:9:' || %(clerk)s || CASE WHEN c.id %% 2 = 0 THEN '' ELSE '-' END, %(clerk)s, c.id,
       NULL, CASE WHEN c.id %% 2 = 0 THEN 'comment' ELSE 'robot' END, 'Новый комментарий', 'Сказано', c.created_at,
       now()
FROM cards_card c WHERE c.id %% 3 = 0 AND c.id > %(cards)s - 3 * %(notices)s ORDER BY c.id;
INSERT INTO automation_notification (dedup, person_id, card_id, task, about, title, text, at)
SELECT 'new:' || id, %(newcomer)s, id, NULL, 'robot', 'Добро пожаловать', '', now() FROM cards_card LIMIT 3;
"""
TABLES = ("cards_card", "cards_participant", "history_event", "automation_notification")


def fill(cards: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from marshrut.definitions import commands as definitions
    from marshrut.kernel.actor import Actor
    from marshrut.org import revision

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(COMPANY, {"departments": DEPARTMENTS, "people": PEOPLE})
        revision.bump()
        payments = str(Path(__file__).resolve().parents[2] / "packs" / "payments")
        made = definitions.install_pack(Actor.system(), path=payments, without_people=True)
        cursor.execute(CARDS, {"cards": cards, "people": PEOPLE, "kind": KIND, "definition": made["id"]})
        who = {"clerk": CLERK, "silent": SILENT, "newcomer": NEWCOMER}
        cursor.execute(FILL, {"cards": cards, "notices": NOTICES, **who})
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def acts() -> list[tuple[str, float, Callable[[], Any]]]:
    from marshrut.automation import queries
    from marshrut.kernel.actor import Actor

    clerk, newcomer, silent = (Actor.person(one) for one in (CLERK, NEWCOMER, SILENT))
    first = queries.room(clerk)
    deep = first
    for _page in range(20):
        deep = queries.room(clerk, deep.older)
    return [
        ("clerk: the room", PAGE, lambda: queries.room(clerk)),
        ("clerk: twenty pages up", PAGE, lambda: queries.room(clerk, deep.older)),
        ("clerk: nothing new", PAGE, lambda: queries.fresh(clerk, first.newest, first.since)),
        ("newcomer: the room", PAGE, lambda: queries.room(newcomer)),
        ("quiet one: the room", QUIET, lambda: queries.room(silent)),
    ]


def measure(options: argparse.Namespace) -> bool:
    from django.db import connection

    from marshrut.kernel import memory

    held = True
    print(f"{options.cards} cards, {options.cards * 10} lines of history{'':12}{'ms':>8}{'bar':>8}{'queries':>9}")
    for name, bar, act in acts():
        spent = median(options.times, act)
        with memory.of_one_request(), connection.execute_wrapper(counting := Counting()):
            act()
        held = held and spent <= bar
        print(f"{name:<40}{spent:>8.1f}{bar:>8.0f}{counting.asked:>9}")
    return held


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cards", type=int, default=100_000)
    asked.add_argument("--times", type=int, default=5)
    options = asked.parse_args()
    with scratch_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            fill(options.cards)
            held = measure(options)
        finally:
            connection.close()
    print("held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
