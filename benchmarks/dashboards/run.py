"""Reports over a big archive: time and queries of the product itself, a reader of everything and readers of parts.

    python benchmarks/dashboards/run.py [--cards 100000] [--times 9]

Payments, contracts, letters and errands over two years, five stays of each card, ten lines of history, three tasks;
beside them a fifth of all cards are e-documents. The bar: 95 of 100 answers within 300 ms with the usual 90 days.
A year is shown as well, and the worst a report may meet: all cards of one process. “×raw” compares with counting all
cards by type and stage in one plain statement, in the same moment. Works in a database of its own,
made and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.access.run import COMPANY, DEPARTMENTS, PEOPLE
from benchmarks.letters_control.run import Counting
from benchmarks.timers import scratch_database

BAR, PARTNERS = 300.0, 900
#: sees everything; heads 30 departments; heads one; a clerk
READERS = {"director": 1, "head of a branch": 4, "head of a department": 250, "clerk": 460}
PACKS = ("errands", "letters", "payments", "contracts", "edocs")
#: a type for each fifth of the cards, its stages on the way and its ends
TYPES = (
    ("payment_request", ("draft", "unit_approval", "finance", "payment"), "paid", "rejected"),
    ("contract", ("draft", "check", "approval", "signing"), "signed", "rejected"),
    ("incoming_letter", ("draft", "intake", "resolution", "work"), "done", "mistaken"),
    ("errand", ("draft", "assigned", "review", "assigned"), "done", "cancelled"),
    ("edoc", ("preparing", "waiting", "clarify", "waiting"), "signed", "rejected"),
)
#: every tenth card is on its way, every twentieth ended badly; 10 minutes lie between two
CARDS = """
INSERT INTO org_companyrole (key, title_ru, title_en) VALUES ('director', 'Директор', 'Director')
ON CONFLICT DO NOTHING;
INSERT INTO org_roleholder (role_id, person_id) SELECT id, 1 FROM org_companyrole WHERE key = 'director';
DROP TABLE IF EXISTS kinds;
CREATE TEMP TABLE kinds AS SELECT * FROM unnest(%(types)s::text[], %(definitions)s::bigint[], %(goods)s::text[],
    %(bads)s::text[], %(ones)s::text[], %(twos)s::text[], %(threes)s::text[], %(fours)s::text[])
    WITH ORDINALITY AS k (type, definition, good, bad, one, two, three, four, place);
INSERT INTO cards_card (id, type, definition_id, name, stage, stage_kind, visit, round, edition, version, locked,
                        last_task, author_id, department_id, company_id, amount, due_at, holders, comments, created_at,
                        updated_at, entered_at, finished_at, parent_key)
SELECT n, k.type, k.definition, 'Карточка ' || n,
       CASE WHEN u.open THEN (ARRAY[k.two, k.three, k.four])[1 + n / 50 %% 3]
            WHEN n %% 100 < 5 THEN k.bad ELSE k.good END,
       CASE WHEN u.open THEN 'work' WHEN n %% 100 < 5 THEN 'failure' ELSE 'success' END,
       5, 1, 1, 5, true, 3, p.id, p.department_id, 1 + n %% %(partners)s, (n * 37) %% 100000,
       CASE WHEN u.open THEN now() + (n / 10 %% 50 - 15) * '1 day'::interval END,
       CASE WHEN u.open THEN ARRAY[2 + n %% 400] ELSE '{}' END::bigint[], 0,
       e.at - (1 + n %% 15) * '1 day'::interval, e.at, e.at, CASE WHEN NOT u.open THEN e.at END, ''
FROM generate_series(1, %(cards)s) AS n
JOIN kinds k ON k.place = CASE WHEN %(single)s THEN 5 ELSE 1 + n %% 5 END
JOIN org_person p ON p.id = 1 + (n * 7919) %% (%(people)s - 10)
CROSS JOIN LATERAL (SELECT n / 5 %% 10 = 9 AS open) u
CROSS JOIN LATERAL (SELECT now() - (%(cards)s - n) * '2 years'::interval / %(cards)s AS at) e;
INSERT INTO cards_visit (card_id, n, stage, round, entered_at, left_at)
SELECT c.id, v, CASE v WHEN 5 THEN c.stage ELSE (ARRAY[k.one, k.two, k.three, k.four])[v] END, 1,
       c.created_at + (c.entered_at - c.created_at) * ((v - 1) / 4.0),
       CASE WHEN v < 5 THEN c.created_at + (c.entered_at - c.created_at) * (v / 4.0) END
FROM cards_card c JOIN kinds k USING (type), generate_series(1, 5) AS v;
INSERT INTO cards_task (card_id, n, key, stage, visit, round, state, assignee_id, also, opened_at, due_at, outcome,
                        reason, detail, decided_by_id, decided_at)
SELECT c.id, v, 'decide', c.stage, v + 2, 1, CASE WHEN v = 3 AND u.open THEN 'open' ELSE 'done' END, 2 + c.id %% 400,
       '{}', c.created_at, c.due_at, '', '', '{}', CASE WHEN NOT (v = 3 AND u.open) THEN 2 + c.id %% 400 END,
       CASE WHEN NOT (v = 3 AND u.open) THEN c.updated_at END
FROM cards_card c CROSS JOIN generate_series(1, 3) AS v
CROSS JOIN LATERAL (SELECT c.finished_at IS NULL AS open) u;
INSERT INTO cards_participant (person_id, card_id)
SELECT author_id, id FROM cards_card UNION SELECT 2 + id %% 400, id FROM cards_card;
INSERT INTO cards_content (card_id, fields) SELECT id, '{}' FROM cards_card;
INSERT INTO edocs_edoc
SELECT made.* FROM cards_card c
CROSS JOIN (SELECT %(edoc)s::jsonb || jsonb_build_object('base_id', b.id) AS row FROM edocs_base b) AS defaults
CROSS JOIN LATERAL jsonb_populate_record(NULL::edocs_edoc, defaults.row || jsonb_build_object(
    'id', c.id, 'card', c.id, 'ref', c.id::text, 'number', c.id::text, 'day', c.created_at::date,
    'date', c.created_at::date, 'company_id', CASE WHEN c.id %% 50 > 0 THEN c.company_id END, 'party_name', 'ООО',
    'manager_id', CASE WHEN c.id %% 40 > 0 THEN 2 + c.id %% 60 END,
    'direction', CASE WHEN c.id %% 3 = 0 THEN 'in' ELSE 'out' END,
    'kind', (ARRAY['upd', 'act', 'contract', 'invoice'])[1 + c.id %% 4], 'amount', c.amount, 'seen_at', c.created_at,
    'read_at', now(), 'status_at', c.entered_at, 'sent_at', c.created_at, 'final_at', c.finished_at,
    'answered_at', CASE WHEN c.finished_at IS NOT NULL THEN c.entered_at END,
    'waits_since', CASE WHEN c.finished_at IS NULL THEN c.created_at END,
    'status', CASE c.stage WHEN 'signed' THEN 'signed' WHEN 'rejected' THEN 'rejected' ELSE 'delivered' END,
    'actor', CASE WHEN c.finished_at IS NOT NULL THEN 'none' WHEN c.id %% 3 = 0 THEN 'us' ELSE 'counterparty' END,
    'level', CASE WHEN c.finished_at IS NULL THEN c.id %% 7 %% 3 ELSE 0 END)) AS made
WHERE c.type = 'edoc';
INSERT INTO history_event (subject, seq, at, kind, actor_kind, actor_label, via, alg, body, digests, erasable, hash)
SELECT 'card:' || c.id, s, c.created_at + s * '1 hour'::interval, 'card.moved', 'robot', '', 'web', 1, '{}', '{}',
       '{}', '\\x00'
FROM cards_card c, generate_series(1, 10) AS s;
"""
#: what every document has that the reports do not read
EDOC = {
    "type": "edoc", "place": "docs", "version": "1", "digest": "", "kind_title": "", "raw_status": "", "reason": "",
    "proved": True, "contract": "", "comment": "", "responsible": "", "url": "", "silent": False, "misses": 0,
    "change": 0, "told": 0, "turns": 0, "signal_told": False,
}  # fmt: skip
TABLES = (
    "edocs_edoc",
    "cards_card",
    "cards_visit",
    "cards_task",
    "cards_participant",
    "cards_content",
    "history_event",
)


def fill(cards: int, *, single: bool) -> None:
    from django.core.management import call_command
    from django.db import connection

    from marshrut.crm.models import Company
    from marshrut.definitions import commands as definitions
    from marshrut.definitions import queries as installed
    from marshrut.documents import commands as documents
    from marshrut.edocs.models import Base, EDoc
    from marshrut.kernel import clock
    from marshrut.kernel.actor import Actor
    from marshrut.org import revision

    call_command("migrate", verbosity=0)
    documents.install_kinds(Actor.system())
    with connection.cursor() as cursor:
        cursor.execute(COMPANY, {"departments": DEPARTMENTS, "people": PEOPLE})
        revision.bump()
        for pack in PACKS:
            path = Path(__file__).resolve().parents[2] / "packs" / pack
            definitions.install_pack(Actor.system(), path=str(path), without_people=True)
        ids = [installed.active_for(one[0]).id for one in TYPES]
        stages = list(zip(*(one[1] for one in TYPES), strict=True))
        Company.objects.bulk_create(
            Company(pk=n, kind="legal", name=f"Компания {n}", inn=f"{n:010}", sort_key=str(n), search_text=str(n),
                    added_at=clock.now())
            for n in range(1, PARTNERS + 1)
        )  # fmt: skip
        Base.objects.create(key="main", title="1С", source="onec", added_at=clock.now())
        about = {
            "cards": cards, "people": PEOPLE, "partners": PARTNERS, "single": single, "definitions": ids,
            "types": [one[0] for one in TYPES], "goods": [one[2] for one in TYPES], "bads": [one[3] for one in TYPES],
            "edoc": json.dumps(EDOC | empty(EDoc)),
            **{name: list(row) for name, row in zip(("ones", "twos", "threes", "fours"), stages, strict=True)},
        }  # fmt: skip
        cursor.execute(CARDS, about)
        revision.bump()
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def empty(model: Any) -> dict[str, Any]:
    """Whatever else must not be NULL."""
    plain = [field for field in model._meta.concrete_fields if not field.null and not field.primary_key]
    kinds = {"TextField": "", "JSONField": [], "IntegerField": 0, "SmallIntegerField": 0, "BooleanField": False}
    return {field.column: kinds[name] for field in plain if (name := field.get_internal_type()) in kinds and
            field.column not in EDOC}  # fmt: skip


def acts(days: int) -> list[tuple[str, Callable[[Any], Any]]]:
    from marshrut.dashboards import edocs, processes
    from marshrut.dashboards.period import Period

    today = datetime.now(UTC).date() + timedelta(days=1)
    period = Period(today - timedelta(days=days), today, ZoneInfo("Europe/Moscow"))
    kind = TYPES[4][0]
    return [
        ("all processes", lambda reader: processes.processes(reader, period)),
        ("one process", lambda reader: processes.process(reader, kind, period)),
        ("e-documents", lambda reader: edocs.signing(reader, period)),
    ]


def spent(times: int, act: Callable[[], Any]) -> tuple[float, float]:
    """Median and 95th of a hundred, in ms, in a warm database."""
    from marshrut.kernel import memory

    took = []
    for number in range(times + 2):
        with memory.of_one_request():
            started = perf_counter()
            act()
            if number > 1:
                took.append((perf_counter() - started) * 1000)
    took.sort()
    return took[len(took) // 2], took[min(len(took) - 1, round(len(took) * 0.95))]


def anchor(times: int) -> float:
    """The same machine at the same moment: all cards counted by type and stage, nobody asked about rights."""
    from django.db import connection

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, stage, count(*) FROM cards_card GROUP BY type, stage")
            cursor.fetchall()

    return spent(times, act)[0]


def measure(times: int, days: int, readers: dict[str, int], *, bar: float | None) -> bool:
    from django.db import connection

    from marshrut.kernel import memory
    from marshrut.kernel.actor import Actor

    held = True
    for name, act in acts(days):
        for who, person in readers.items():
            reader = Actor.person(person)
            raw = anchor(times)
            median, most = spent(times, lambda act=act, reader=reader: act(reader))  # type: ignore[misc]
            with memory.of_one_request(), connection.execute_wrapper(counting := Counting()):
                act(reader)
            held = held and (bar is None or most <= bar)
            label = f"{name}, {days} days, {who}"
            print(
                f"  {label:52}{median:8.1f}{most:8.1f}{bar or 0:8.0f}{median / raw:7.1f}{counting.asked:9}", flush=True
            )
    return held


def run(options: argparse.Namespace, *, single: bool) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    fill(options.cards, single=single)
    what = "all of one process" if single else "of five processes"
    print(f"{options.cards} cards {what}, {options.cards * 10} lines of history{'':10}{'ms':>6}{'95 %':>8}{'bar':>8}"
          f"{'×raw':>7}{'queries':>9}")  # fmt: skip
    if single:
        return measure(options.times, 90, {"director": 1}, bar=None) and measure(
            options.times, 365, {"director": 1}, bar=None
        )
    held = measure(options.times, 90, READERS, bar=BAR)
    return measure(options.times, 365, {"director": 1}, bar=None) and held


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cards", type=int, default=100_000)
    asked.add_argument("--times", type=int, default=20)
    options = asked.parse_args()
    with scratch_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            held = run(options, single=False)
            run(options, single=True)
        finally:
            connection.close()
    print("held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
