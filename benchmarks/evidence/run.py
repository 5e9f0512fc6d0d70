"""An archive of one thread: how long it takes the worker, how large it is, how much memory it takes at most.

    python benchmarks/evidence/run.py [--letters 500] [--kilobytes 300]

Half of the letters came in and have a resolution, half go out after two approvals, all in one project, each with a
file of its own of so many kilobytes. Memory: the largest resident size of the process while it builds, against that
before; the process holds the whole product. “×copy” compares the time with copying the files of the archive into one
ZIP and nothing else, in the same run. Afterwards check.py goes over the archive as its receiver would run it. Works in
a database of its own, made and dropped on the server of DATABASE_URL, and in a folder of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.timers import scratch_database


def fill(letters: int, kilobytes: int) -> Any:
    """A small office that wrote and got so many letters, by commands of the product itself."""
    from django.core.management import call_command

    from tests.support import letter_office
    from tests.support.office import MovingClock

    call_command("migrate", verbosity=0)
    office = letter_office.build(MovingClock("2026-07-01 10:00"))
    noise = random.Random(17)  # noqa: S311

    def file(by: str = "sveta", name: str = "Письмо.pdf", mark: str = "") -> int:
        import io

        from marshrut.documents import commands as documents

        content = b"%PDF-1.4\n" + noise.randbytes(kilobytes << 10)
        return int(documents.store_file(office.office.actor(by), name=name, stream=io.BytesIO(content))["id"])

    office.file = file  # type: ignore[method-assign]
    for number in range(letters // 2):
        incoming = office.incoming(subject=f"О поставке {number}")
        office.assign(incoming)
        outgoing = office.outgoing(subject=f"О сроках {number}")
        office.approve(outgoing)
        if number % 25 == 24:
            print(f"  {2 * number + 2} letters", flush=True)
    return office


def build(office: Any) -> tuple[float, float, float, Path, int]:
    """(seconds to ask, seconds to build, of these of the processor, the archive, cards in it)"""
    from marshrut.evidence import commands, depot
    from marshrut.evidence.models import Archive

    begun = perf_counter()
    which = commands.ask_evidence(office.office.actor("sveta"), kind="project", ref=office.project)["id"]
    asked = perf_counter() - begun
    begun, busy = perf_counter(), process_time()
    office.settle()
    built, busy = perf_counter() - begun, process_time() - busy
    row = Archive.objects.get(pk=which)
    if row.state != "ready":
        raise SystemExit(f"not built: {row.state} {row.why}")
    return asked, built, busy, depot.root() / row.file, len(row.inside)


def copied(archive: Path) -> float:
    """Seconds to copy what is stored as it is into a ZIP."""
    begun = perf_counter()
    with zipfile.ZipFile(archive) as source, tempfile.TemporaryFile() as file, zipfile.ZipFile(file, "w") as target:
        for info in source.infolist():
            if info.compress_type == zipfile.ZIP_STORED:
                with source.open(info) as content, target.open(info.filename, "w") as entry:
                    while chunk := content.read(1 << 20):
                        entry.write(chunk)
    return perf_counter() - begun


def checked(archive: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as made:
            made.extractall(folder)
        begun = perf_counter()
        subprocess.run([sys.executable, "-I", f"{folder}/check.py"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return perf_counter() - begun


def peak() -> float:
    """MB of the largest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--letters", type=int, default=500)
    asked.add_argument("--kilobytes", type=int, default=300)
    options = asked.parse_args()
    with scratch_database(), tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
        os.environ["MARSHRUT_HOME"] = home
        import django
        from django.db import connection

        django.setup()
        try:
            measure(options)
        finally:
            connection.close()
    return 0


def measure(options: argparse.Namespace) -> None:
    import typst  # noqa: F401 – the printing of sheets brings its fonts; not counted as growth

    from marshrut.kernel import clock

    at = datetime(2026, 7, 1, 7, tzinfo=UTC)
    with clock.running(lambda: at):
        office = fill(options.letters, options.kilobytes)
        before = peak()
        ask, built, busy, archive, cards = build(office)
        after = peak()
    size, copy = archive.stat().st_size / (1 << 20), copied(archive)
    print(f"{cards} letters, {size:.0f} MB")
    each = 1000 * built / cards
    print(f"asked for in {ask:.2f} s; built in {built:.1f} s, {each:.0f} ms a letter, ×copy {built / copy:.1f}")
    print(f"of these the processor worked {busy:.1f} s, {1000 * busy / cards:.0f} ms a letter")
    print(f"memory at most {after:.0f} MB, {after - before:.0f} MB more than before")
    print(f"checked by check.py in {checked(archive):.1f} s")


if __name__ == "__main__":
    raise SystemExit(main())
