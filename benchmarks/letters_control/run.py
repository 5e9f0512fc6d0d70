"""Control, journals, promises and the proof over a big correspondence: time, queries and memory of the product itself.

    python benchmarks/letters_control/run.py [--letters 20000] [--times 5]

Half of the letters came in, half went out and mostly answer them; every tenth is on its way, each has a line in the
book and eight lines of history. The reader may see all of them. Pages: at most 1 s, the control at most 300 ms; the
export of all lines as XLSX at most 60 MB above what the process had before. Works in a database of its own, made and
dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.access.run import COMPANY, DEPARTMENTS, PEOPLE, median
from benchmarks.timers import scratch_database

PAGE, CONTROL, MEMORY = 1000.0, 300.0, 60.0
READER, PARTNERS, OURS = 1, 500, 501
FILL = """
INSERT INTO org_companyrole (key, title_ru, title_en) VALUES ('director', 'Директор', 'Director');
INSERT INTO org_roleholder (role_id, person_id) SELECT id, 1 FROM org_companyrole WHERE key = 'director';
INSERT INTO cards_card (id, type, definition_id, name, stage, stage_kind, visit, round, edition, version, locked,
                        last_task, author_id, department_id, company_id, due_at, holders, comments, created_at,
                        updated_at, entered_at, finished_at, parent_key)
SELECT n, CASE WHEN n %% 2 = 0 THEN 'incoming_letter' ELSE 'outgoing_letter' END, %(definition)s, 'Письмо ' || n,
       CASE WHEN n %% 20 IN (0, 1) THEN CASE WHEN n %% 2 = 0 THEN 'work' ELSE 'approval' END
            WHEN n %% 2 = 0 THEN 'done' ELSE 'sent' END,
       CASE WHEN n %% 20 IN (0, 1) THEN 'work' ELSE 'success' END, 3, 1, 1, 5, false, 2,
       2 + n %% 400, 1 + n %% 300, 1 + n %% %(partners)s,
       CASE WHEN n %% 20 IN (0, 1) THEN now() + (n %% 50 - 25) * '1 day'::interval END,
       CASE WHEN n %% 20 IN (0, 1) THEN ARRAY[2 + n %% 400] ELSE '{}' END::bigint[], 0,
       now() - (%(letters)s - n) * '20 min'::interval, now(), now() - (%(letters)s - n) * '15 min'::interval,
       CASE WHEN n %% 20 NOT IN (0, 1) THEN now() - (%(letters)s - n) * '15 min'::interval END, ''
FROM generate_series(1, %(letters)s) AS n;
INSERT INTO cards_content (card_id, fields)
SELECT id, jsonb_build_object('sender', company_id, 'recipient', company_id, 'subject', 'О сроках поставки ' || id,
       'their_number', id || '-и', 'their_date', '2026-01-12', 'executor', author_id, 'addressee', 1,
       'term', '2026-03-01', 'way', 'post', 'sent_on', '2026-02-01', 'body', repeat('слово ', 100))
FROM cards_card;
INSERT INTO cards_task (card_id, n, key, stage, visit, round, state, assignee_id, also, opened_at, due_at, outcome,
                        reason, detail)
SELECT id, 1, CASE WHEN stage = 'sent' THEN 'their_number' ELSE 'execute' END, stage, 3, 1, 'open', author_id, '{}',
       entered_at, due_at, '', '', '{}'
FROM cards_card WHERE stage_kind = 'work' OR (stage = 'sent' AND id %% 50 = 3);
INSERT INTO letters_letter (card, type, direction, company_id, no_project, organisation_id, subject, number, dated,
                            their_number, number_key, their_key, address, way, track, paper_read, day, thread,
                            created_at)
SELECT id, type, CASE WHEN id %% 2 = 0 THEN 'in' ELSE 'out' END, company_id, true, %(ours)s,
       'О сроках поставки ' || id, 'ВХ-' || id, created_at::date, id || '-и', '', '', '', '', '', true,
       created_at::date, id, created_at
FROM cards_card;
INSERT INTO letters_link (card, other, kind, because, field, at)
SELECT id, id - 1, 'reply', 'field', 'answers', now() FROM cards_card WHERE id %% 2 = 1 AND id > 1;
INSERT INTO documents_storedfile (id, name, size, content_type, sha256, uploaded_at, preview, preview_why, pictures)
SELECT id, 'Письмо.pdf', 1000, 'application/pdf', encode(sha256(id::text::bytea), 'hex'), now(), 'absent', 'type', '[]'
FROM cards_card;
INSERT INTO documents_document (id, kind_id, title, folder_id, status_id, status_at, year, number, owner_visit, file_id,
                                version_n, created_at, updated_at, version, last_card)
SELECT c.id, k.id, c.name, k.folder_id, (SELECT min(s.id) FROM documents_kindstatus s WHERE s.kind_id = k.id), now(),
       2026, 'ВХ-' || c.id, 0, c.id, 1, now(), now(), 1, c.id
FROM cards_card c
JOIN documents_kind k ON k.key = CASE WHEN c.id %% 2 = 0 THEN 'letter_in' ELSE 'letter_out' END;
INSERT INTO documents_documentlink (document_id, place, ref, field, added_at)
SELECT id, 'card', id, 'paper', now() FROM cards_card
UNION ALL SELECT id, 'company', company_id, '', now() FROM cards_card;
INSERT INTO documents_entry (kind_id, organisation, year, n, suffix, text, document_id, "on", at, void_why)
SELECT d.kind_id, %(ours)s, 2026, d.id, '', d.number, d.id, c.created_at::date, c.created_at, ''
FROM documents_document d JOIN cards_card c ON c.id = d.id;
INSERT INTO history_event (subject, seq, at, kind, actor_kind, actor_label, via, alg, body, digests, erasable, hash)
SELECT 'card:' || c.id, s, c.created_at + s * '1 hour'::interval,
       (ARRAY['card.created', 'task.opened', 'task.completed', 'card.moved', 'task.opened', 'task.reminded',
              'task.completed', 'card.moved'])[s],
       CASE WHEN s IN (1, 3, 7) THEN 'person' ELSE 'robot' END, '', 'web', 1, '{}', '{}', '{}', '\\x00'
FROM cards_card c, generate_series(1, 8) AS s;
"""
TABLES = ("cards_card", "cards_content", "cards_task", "letters_letter", "letters_link", "documents_document",
          "documents_documentlink", "documents_entry", "history_event")  # fmt: skip


def fill(letters: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from marshrut.crm.models import Company
    from marshrut.definitions import commands as definitions
    from marshrut.documents import commands as documents
    from marshrut.kernel import clock
    from marshrut.kernel.actor import Actor
    from marshrut.org import revision

    call_command("migrate", verbosity=0)
    documents.install_kinds(Actor.system())
    with connection.cursor() as cursor:
        cursor.execute(COMPANY, {"departments": DEPARTMENTS, "people": PEOPLE})
        revision.bump()
        packs = Path(__file__).resolve().parents[2] / "packs"
        definitions.install_pack(Actor.system(), path=str(packs / "errands"), without_people=True)
        made = definitions.install_pack(Actor.system(), path=str(packs / "letters"), without_people=True)
        Company.objects.bulk_create(
            Company(
                pk=n,
                kind="legal",
                name=f"Компания {n}",
                inn=f"{n:010}",
                sort_key=f"{n}",
                search_text=f"{n}",
                added_at=clock.now(),
                ours=n == OURS,
            )
            for n in range(1, OURS + 1)
        )
        about = {"letters": letters, "definition": made["id"], "partners": PARTNERS, "ours": OURS}
        cursor.execute(FILL, about)
        revision.bump()
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def acts(reader: Any) -> list[tuple[str, float, Callable[[], Any]]]:
    from marshrut.dashboards import letters as dashboard
    from marshrut.letters.queries import journals, promises, proof

    wanted = journals.Wanted
    return [
        ("control", CONTROL, lambda: dashboard.letters(reader)),
        ("control: all on their way", CONTROL, lambda: dashboard.listed(reader, "open")),
        ("control: overdue", CONTROL, lambda: dashboard.listed(reader, "late")),
        ("control: answer has not left", CONTROL, lambda: dashboard.listed(reader, "unanswered")),
        ("control: no number of theirs", CONTROL, lambda: dashboard.listed(reader, "numbers")),
        ("journal, first page", PAGE, lambda: journals.page(reader, "letter_in", wanted())),
        ("journal of a counterparty", PAGE, lambda: journals.page(reader, "letter_in", wanted(partner=7))),
        ("journal of what is finished", PAGE, lambda: journals.page(reader, "letter_in", wanted(state="done"))),
        ("promises", 2 * PAGE, lambda: promises.promises(reader)),
        ("proof", PAGE, proof.counted),
    ]


def export(reader: Any) -> tuple[float, float, int]:
    """Seconds, megabytes above what there was, and lines of the journal as XLSX."""
    from datetime import UTC

    from marshrut.letters import journal_words
    from marshrut.letters.queries import journals
    from marshrut.org import queries as org

    words = journal_words.Words(journals.book(reader, "letter_in"), org.chart(), UTC)
    many = journals.size(reader, "letter_in", journals.Wanted())

    def act() -> None:
        lines = journals.lines(reader, "letter_in", journals.Wanted(), "export")
        journal_words.as_file(words, lines, "xlsx", clock_now())[0].close()

    started = perf_counter()
    act()
    spent = perf_counter() - started
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return spent, peak, many


def clock_now() -> Any:
    from marshrut.kernel import clock

    return clock.now()


class Counting:
    """How many statements were run."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.asked += 1
        return execute(*statement)


def measure(options: argparse.Namespace) -> bool:
    from django.db import connection

    from marshrut.kernel import memory
    from marshrut.kernel.actor import Actor

    reader, held = Actor.person(READER), True
    print(f"{options.letters} letters, {options.letters * 8} lines of history{'':12}{'ms':>8}{'bar':>8}{'queries':>9}")
    for name, bar, act in acts(reader):
        spent = median(options.times, act)
        with memory.of_one_request(), connection.execute_wrapper(counting := Counting()):
            act()
        held = held and spent <= bar
        print(f"  {name:46}{spent:8.1f}{bar:8.0f}{counting.asked:9}", flush=True)
    seconds, megabytes, many = export(reader)
    held = held and megabytes <= MEMORY
    print(f"  XLSX of {many} lines: {seconds:.1f} s, {megabytes:.1f} MB of Python at most (bar {MEMORY:.0f})")
    return held


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--letters", type=int, default=20_000)
    asked.add_argument("--times", type=int, default=5)
    options = asked.parse_args()
    with scratch_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            fill(options.letters)
            held = measure(options)
        finally:
            connection.close()
    print("held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
