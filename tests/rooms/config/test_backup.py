"""Backup and restore as an administrator runs them, on databases of their own."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import override_settings

from marshrut.config.archive.backup import write
from marshrut.config.archive.manifest import Manifest, check
from marshrut.kernel.errors import Conflict

SERVER = os.environ["DATABASE_URL"]
INVOICE = "Счёт № 215/А".encode() * 100
DIGEST = hashlib.sha256(INVOICE).hexdigest()


class Installation:
    """A database of its own on the server of the tests, and a data directory."""

    def __init__(self, home: Path, name: str) -> None:
        self.home, self.name = home, name
        self.url = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
            connection.execute(f"CREATE DATABASE {name}".encode())

    def remove(self) -> None:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DATABASE_URL": self.url, "MARSHRUT_HOME": str(self.home), "LC_ALL": "C"}
        command = [sys.executable, "-P", "-m", "marshrut.config.console", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def backup(self, file: Path, *, incomplete: bool = False) -> Manifest:
        """In this process: a start of the console costs more than the whole backup."""
        with mock.patch.dict(os.environ, DATABASE_URL=self.url), override_settings(FILES=self.home / "files"):
            return write(file, incomplete=incomplete)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            done = connection.execute(query.encode())
            return done.fetchall() if done.description else []

    def blob(self, digest: str = DIGEST) -> Path:
        return self.home / "files" / digest[:2] / digest[2:4] / digest


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("original"), f"backup_original_{worker_id}")
    done = installation.run("migrate", "--quiet")
    assert done.returncode == 0, done.stderr
    installation.rows(
        "INSERT INTO org_person (email, last_name, first_name, middle_name, position, language, is_active, is_admin,"
        " keys_enabled, sort_key, password) VALUES ('a@example.com', 'Алёшина', 'Алиса', '', '', 'ru', true, true,"
        " true, 'алёшина', '')"
    )
    installation.rows(
        "INSERT INTO documents_storedfile (name, size, content_type, sha256, uploaded_at, preview, preview_why,"
        f" pictures) VALUES ('счёт.pdf', 10, 'application/pdf', '{DIGEST}', now(), 'waiting', '', '[]')"
    )
    installation.rows(
        "INSERT INTO jobs_effect (dedup, kind, lane, payload, state, run_at, epoch, attempts, max_attempts, last_error,"
        " outside_id) SELECT kind || ' ' || state, kind, 'main', '{}', state, now(), 3, 0, 5, '', ''"
        " FROM unnest(ARRAY['mail', 'notify', 'shipment_tell', 'carrier_poll_cdek']) AS kind,"
        " unnest(ARRAY['todo', 'doing', 'retry', 'done', 'dead']) AS state"
    )
    yield installation
    installation.remove()


@pytest.fixture(scope="module")
def backup(original: Installation) -> Path:
    original.blob().parent.mkdir(parents=True)
    original.blob().write_bytes(INVOICE)
    incoming = original.home / "files" / "incoming"
    incoming.mkdir()
    (incoming / "half").write_bytes(b"not yet a file")
    file = original.home / "all.tar"
    original.backup(file)
    return file


@pytest.fixture
def empty(tmp_path: Path, worker_id: str) -> Iterator[Installation]:
    installation = Installation(tmp_path / "empty", f"backup_empty_{worker_id}")
    yield installation
    installation.remove()


def test_round_trip(original: Installation, backup: Path, empty: Installation) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as archive:
        assert not any("incoming" in name for name in archive.getnames())

    done = empty.run("restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    for query in ("SELECT * FROM org_person", "SELECT * FROM documents_storedfile", "SELECT * FROM django_migrations"):
        assert empty.rows(query) == original.rows(query)
    assert empty.blob().read_bytes() == INVOICE
    # what may have been sent since is not sent again, what stays in the house goes on
    assert empty.rows("SELECT dedup, state, epoch FROM jobs_effect ORDER BY id") == [
        ("mail todo", "ambiguous", 4),
        ("mail doing", "ambiguous", 4),
        ("mail retry", "ambiguous", 4),
        ("mail done", "done", 3),
        ("mail dead", "dead", 3),
        *(
            (f"{kind} {state}", state, 3)
            for kind in ("notify", "shipment_tell", "carrier_poll_cdek")
            for state in ("todo", "doing", "retry", "done", "dead")
        ),
    ]
    # the restored history cannot be changed either
    with pytest.raises(psycopg.Error):
        empty.rows("TRUNCATE history_event")

    again = empty.run("restore", backup)
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_damaged_backup_changes_nothing(backup: Path, empty: Installation, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(backup.read_bytes().replace(INVOICE[:20], INVOICE[:19] + b"?"))
    done = empty.run("restore", damaged)
    assert done.returncode == 1
    assert DIGEST in done.stderr
    assert empty.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert not (empty.home / "files").exists()


def test_restore_only_on_a_database_at_rest_and_of_ours(backup: Path, empty: Installation) -> None:
    with psycopg.connect(empty.url):
        done = empty.run("restore", backup)
    assert done.returncode == 1
    assert "Stop it" in done.stderr

    empty.rows("CREATE TABLE wiki (page text)")
    done = empty.run("restore", backup)
    assert done.returncode == 1
    assert "another program" in done.stderr
    assert empty.rows("SELECT count(*) FROM wiki") == [(0,)]


@pytest.mark.parametrize("damage", ["missing", "flipped"])
def test_backup_of_a_damaged_store_is_refused_unless_asked(
    original: Installation, backup: Path, tmp_path: Path, damage: str
) -> None:
    if damage == "missing":
        original.blob().unlink()
    else:
        original.blob().write_bytes(b"?" + INVOICE[1:])
    file = tmp_path / "all.tar"
    with pytest.raises(Conflict, match=DIGEST):
        original.backup(file)
    assert list(tmp_path.glob("all.tar*")) == []
    manifest = original.backup(file, incomplete=True)
    assert check(file) == manifest
    assert not any(DIGEST in name for name in manifest.parts)


def test_an_existing_file_is_never_overwritten(original: Installation, backup: Path) -> None:
    before = backup.read_bytes()
    done = original.run("backup", backup)
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert backup.read_bytes() == before
