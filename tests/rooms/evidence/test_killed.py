"""A worker process is killed in the middle of an archive; the next one goes on where it stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from django.db import connection

from marshrut.evidence import depot
from marshrut.evidence.models import Archive
from marshrut.kernel import sql
from tests.support.office import drain

from .conftest import Shelf

ROOT = Path(__file__).resolve().parents[3]
#: the third card is its last
WORKER = """
import os, signal, django
django.setup()
from datetime import datetime
from marshrut.evidence import parts
from marshrut.jobs import worker
write = parts.write
def dying(file, actor, card, n, inside):
    if n == 3:
        file.write(b"half of it")
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    write(file, actor, card, n, inside)
parts.write = dying
worker.drain(datetime.fromisoformat("2026-07-01T10:00:00+03:00"))
"""


def address() -> str:
    """Of the database of this test."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{quote(str(connection.settings_dict['NAME']))}"))


@pytest.mark.django_db(transaction=True)
def test_the_next_worker_goes_on(shelf: Shelf, files: Path) -> None:
    asked = [shelf.treaty(f"Договор {n}") for n in range(4)]
    archive = shelf.ask(*asked)
    environment = {
        **os.environ,
        "DATABASE_URL": address(),
        "MARSHRUT_HOME": str(files.parent),
        "DJANGO_SETTINGS_MODULE": "marshrut.config.settings",
    }
    killed = subprocess.run([sys.executable, "-c", WORKER], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    made = files / "evidence" / str(archive)
    assert sorted(path.name for path in made.glob("*.zip")) == ["0001.zip", "0002.zip"]
    assert len(list(made.glob("*.part"))) == 1, "what it was writing"
    before = {path.name: path.stat().st_mtime_ns for path in made.glob("*.zip")}

    seen: dict[str, int] = {}
    sql.prepared("UPDATE jobs_effect SET state = 'todo', lease_until = NULL WHERE state = 'doing'")  # its lease is over
    drop = depot.drop_parts

    def keep(which: int) -> None:
        seen.update({path.name: path.stat().st_mtime_ns for path in made.glob("*.zip")})
        drop(which)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(depot, "drop_parts", keep)
        drain(shelf.now())
    assert {name: seen[name] for name in before} == before, "made once"
    row = Archive.objects.get(pk=archive)
    assert (row.state, row.inside) == ("ready", asked)
    assert [path.name for path in (files / "evidence").iterdir()] == [row.file]
