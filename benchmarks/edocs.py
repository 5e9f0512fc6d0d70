"""E-documents against COPY and upsert of the same rows in the same run: the first load, a read of what did not change,
and one where all did.

    python benchmarks/edocs.py [--documents 20000] [--batch 1000]

P14: documents a minute, each with its card, chained history and the link to its company; the ratio is ours ÷ raw, by
the clock and by processor time, which counts on a machine that others use as well. Memory is the most that the process
held. Works in a database of its own, made and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timers import scratch_database

COMPANIES = 500
MANAGER = 1
SETUP = """
INSERT INTO org_person (id, password, email, last_name, first_name, middle_name, position, language, is_active,
                        is_admin, keys_enabled, sort_key)
VALUES (1, '', 'p@example.ru', 'Андреева', 'Алиса', '', '', 'ru', true, false, true, 'а')
"""


def document(n: int, *, signed: bool) -> dict[str, Any]:
    """Fields of a card, as the room of e-documents hands them on."""
    given = {
        "kind": "upd",
        "direction": "out",
        "number": str(n),
        "date": "2026-06-30",
        "amount": f"{1000 + n}.50",
        "organisation": 1,
        "counterparty": 2 + n % (COMPANIES - 1),
        "counterparty_name": f"ООО «Стеклозавод {n % COMPANIES}»",
        "status": "sent",
        "raw_status": "ОжидаетсяПодтверждение",
        "actor": "counterparty",
        "sent_on": "2026-06-30",
        "signed_ours_on": "2026-06-30",
        "signed_ours_by": "Иванов Иван Иванович",
        "manager": MANAGER,
    }
    if signed:
        given |= {"status": "signed", "raw_status": "ОбменЗавершен", "actor": "none", "answered_on": "2026-07-01"}
        given |= {"signed_theirs_on": "2026-07-01", "signed_theirs_by": "Петров Пётр Петрович"}
    return given


def batches(count: int, size: int) -> Iterator[range]:
    for begin in range(0, count, size):
        yield range(begin, min(begin + size, count))


# -- the limit of the machine: a table with the same content and its keys, nothing else ----------------------------


class Raw:
    def __init__(self, url: str) -> None:
        self.db = psycopg.connect(url)
        self.db.execute("CREATE TABLE raw_edoc (ref text PRIMARY KEY, company bigint, stage text, fields jsonb)")
        self.db.execute("CREATE INDEX ON raw_edoc (company)")
        self.db.execute("CREATE TEMP TABLE raw_new (ref text, company bigint, stage text, fields jsonb)")
        self.db.commit()

    def load(self, count: int, size: int, *, signed: bool) -> None:
        for part in batches(count, size):
            with self.db.cursor() as cursor:
                with cursor.copy("COPY raw_new FROM STDIN") as copy:
                    for n in part:
                        fields = document(n, signed=signed)
                        text = json.dumps(fields, ensure_ascii=False)
                        copy.write_row((f"1c/upd/{n}", fields["counterparty"], fields["status"], text))
                cursor.execute(
                    "INSERT INTO raw_edoc SELECT * FROM raw_new ON CONFLICT (ref) DO UPDATE SET"
                    " company = excluded.company, stage = excluded.stage, fields = excluded.fields"
                )
                cursor.execute("TRUNCATE raw_new")
            self.db.commit()


# -- the product ---------------------------------------------------------------------------------------------------


class Cards:
    """Cards alone: adopted, then placed."""

    def __init__(self) -> None:
        from marshrut.kernel.actor import Actor

        self.actor = Actor.robot("edocs")
        self.cards: dict[str, int] = {}

    def first(self, count: int, size: int) -> None:
        from marshrut.cards.commands import Adopted, adopt_cards

        for part in batches(count, size):
            rows = [Adopted(f"1c/upd/{n}", MANAGER, "waiting", document(n, signed=False)) for n in part]
            self.cards |= adopt_cards(self.actor, card_type="edoc", rows=rows, quiet=True)

    def place(self, count: int, size: int, *, signed: bool) -> None:
        from marshrut.cards.commands import Placed, place_cards

        stage = "signed" if signed else "waiting"
        for part in batches(count, size):
            rows = [Placed(self.cards[f"1c/upd/{n}"], stage, document(n, signed=signed)) for n in part]
            assert not place_cards(self.actor, rows=rows)


class Room:
    """The whole way of a document: what a base says of it is kept, matched with its company, and becomes a card."""

    def __init__(self) -> None:
        from marshrut.edocs.models import Base
        from marshrut.kernel import clock
        from marshrut.kernel.actor import Actor

        self.actor = Actor.robot("edocs")
        Base.objects.create(key="bench", title="1С", source="onec", owner_id=MANAGER, added_at=clock.now())

    def read(self, count: int, size: int, *, signed: bool) -> None:
        """Found documents are made one batch at a time, as pages of 1C are: their cost is in the figure."""
        from marshrut.edocs import commands

        taken = commands.take_base(self.actor, base="bench", lane="changes")
        assert taken is not None
        for part in batches(count, size):
            said = [self.found(n, signed=signed) for n in part]
            commands.record_documents(self.actor, base="bench", lease=taken["lease"], documents=said)
        commands.end_run(self.actor, base="bench", lease=taken["lease"])

    def found(self, n: int, *, signed: bool) -> Any:
        from marshrut.edocs.source import Act, Found, Party, Signer

        sent = datetime(2026, 6, 30, 10, tzinfo=UTC)
        answered = sent + timedelta(days=1)
        company = 2 + n % (COMPANIES - 1)
        ours = Signer("ours", "Иванов Иван Иванович", "Иванов Иван Иванович", sent)
        theirs = Signer("theirs", "Петров Пётр Петрович", "Петров Пётр Петрович", answered)
        acts = (Act(f"{n}/sent", "sent", sent, "ours"), Act(f"{n}/signed", "signed_theirs", answered, "theirs"))
        return Found(
            place="upd", ref=str(n), version=f"v{int(signed)}", direction="out", kind="upd", kind_title="УПД",
            number=str(n), date=sent.date(), amount=Decimal(f"{1000 + n}.50"), organisation=Party("o", "Мы", inn(1)),
            counterparty=Party(f"p{company}", f"ООО «Стеклозавод {company}»", inn(company), "770701001"),
            status="signed" if signed else "sent", raw_status="ОбменЗавершен" if signed else "ОжидаетсяПодтверждение",
            actor="none" if signed else "counterparty", changed_at=answered if signed else sent, sent_at=sent,
            answered_at=answered if signed else None, signers=(ours, theirs) if signed else (ours,),
            acts=acts if signed else acts[:1],
        )  # fmt: skip

    def tell(self, together: int = 40) -> None:
        """What the effects of changed documents do, as many at once as they name."""
        from marshrut.edocs import commands
        from marshrut.edocs.models import EDoc

        told = list(EDoc.objects.order_by("card").values_list("card", flat=True))
        for begin in range(0, len(told), together):
            commands.tell(self.actor, documents=told[begin : begin + together])


def inn(number: int) -> str:
    digits = f"77{number:07}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11 % 10)


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and seconds of processors: ours and the server's, where that can be seen."""

    wall: float
    busy: float


def timed(act: Callable[[], Any], backend: int) -> Spent:
    wall, busy = perf_counter(), process_time() + server(backend)
    act()
    return Spent(perf_counter() - wall, process_time() + server(backend) - busy)


def server(backend: int) -> float:
    """Processor time of a server process on this machine."""
    stat = Path(f"/proc/{backend}/stat")
    if not stat.exists():
        return 0.0
    ticks = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def per_minute(count: int, seconds: float) -> str:
    return f"{count / seconds * 60:>9,.0f} a minute"


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    from marshrut.crm.models import Company
    from marshrut.definitions import loading
    from marshrut.definitions.models import ActivePack, PackVersion
    from marshrut.definitions.validation import validate
    from marshrut.kernel import clock

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(SETUP)
    for n in range(1, COMPANIES + 1):
        about = {"name": f"Стеклозавод {n}", "full_name": f"ООО «Стеклозавод {n}»", "inn": inn(n), "kpp": "770701001"}
        sorts = {"sort_key": f"стеклозавод {n}", "search_text": f"стеклозавод {n}"}
        Company.objects.create(id=n, kind="legal", added_at=clock.now(), ours=n == 1, **about, **sorts)
    folder = Path(__file__).resolve().parents[1] / "packs" / "edocs"
    pack = validate(loading.source(loading.folder(folder))).pack
    assert pack is not None
    content = pack.model_dump_json(by_alias=True)
    made = PackVersion.objects.create(
        pack=pack.key, version=pack.version, content=content, sha256="0" * 64, installed_at=clock.now()
    )
    ActivePack.objects.create(pack=pack.key, version=made)


def main(documents: int, size: int, *, profile: bool) -> None:
    with scratch_database() as url:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        import django

        django.setup()
        prepare()
        raw, cards, room = Raw(url), Cards(), Room()
        theirs, ours = raw.db.info.backend_pid, backend()
        new, same, other = (
            timed(partial(raw.load, documents, size, signed=one), theirs) for one in (False, False, True)
        )
        known = min(same, other, key=lambda one: one.busy)
        report("COPY + upsert, new", documents, new, new)
        report("COPY + upsert, known", documents, known, known)
        before, profiler = memory(), cProfile.Profile()
        with profiler if profile else nullcontext():
            report("first load, cards alone", documents, timed(partial(cards.first, documents, size), ours), new)
        report("adopted once more, by their keys", documents, timed(partial(cards.first, documents, size), ours), known)
        for what, signed in (("nothing new", False), ("all changed", True)):
            spent = timed(partial(cards.place, documents, size, signed=signed), ours)
            report(f"placed, {what}", documents, spent, known)
        for what, signed, anchor in (
            ("first load, the whole way", False, new),
            ("read again, unchanged", False, known),
            ("read again, all changed", True, known),
        ):
            report(what, documents, timed(partial(room.read, documents, size, signed=signed), ours), anchor)
        report("and their cards told", documents, timed(room.tell, ours), known)
        print(f"memory: {memory():.0f} MB at most, {memory() - before:.0f} MB more than before the first document")
        if profile:
            pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def backend() -> int:
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def report(what: str, count: int, spent: Spent, anchor: Spent) -> None:
    busy, alone = spent.busy / count * 1e6, per_minute(count, spent.busy)
    print(
        f"{what}: {per_minute(count, spent.wall)} ÷ raw {anchor.wall / spent.wall:.2f};"
        f" processors {busy:.0f} µs each, {alone} of them, ÷ raw {anchor.busy / spent.busy:.2f}",
        flush=True,
    )


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--profile", action="store_true", help="what the first load spends its time on")
    return parser.parse_args(given)


if __name__ == "__main__":
    asked = arguments()
    main(asked.documents, asked.batch, profile=asked.profile)
