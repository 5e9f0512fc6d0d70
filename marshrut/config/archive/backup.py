"""`marshrut backup FILE`."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, LiteralString, cast

import psycopg
from django.conf import settings

from marshrut import __version__
from marshrut.config.words import gettext as _
from marshrut.documents.models import StoredFile
from marshrut.kernel.errors import Conflict

from . import programs
from .counts import counts
from .manifest import CHUNK, DATABASE, FILES, MANIFEST, TRAILER, Manifest, Part, is_content, measure


class Written:
    """A file being written, and the digest of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self._file.tell()


def write(path: Path, *, incomplete: bool = False) -> Manifest:
    """Write everything into one new file, readable by its owner only.

    The database first, files after: files are never changed, so all that the database of that moment names are there.
    A stored file that is missing or damaged is refused (`Conflict`) unless `incomplete`.
    """
    if path.exists():
        raise Conflict(_("{path} exists already. Choose another name.").format(path=path))
    with _fresh(path) as file, tempfile.TemporaryFile(dir=path.absolute().parent) as dump:
        out = Written(file)
        with tarfile.open(fileobj=cast("IO[bytes]", out), mode="w", format=tarfile.PAX_FORMAT) as archive:
            manifest, named = _database(archive, dump)
            lost = named - set(_files(archive, manifest.parts))
            if lost and not incomplete:
                raise Conflict(
                    _("Stored files missing or damaged: {number}, the first is {name}.").format(
                        number=len(lost), name=min(lost)
                    )
                )
            body = manifest.to_json()
            _add(archive, MANIFEST, io.BytesIO(body), len(body))
        file.write(f"{TRAILER}{out.digest.hexdigest()}\n".encode())
    return manifest


def _database(archive: tarfile.TarFile, dump: IO[bytes]) -> tuple[Manifest, set[str]]:
    """Dump the database and count its rows, all of one moment. Also the digests of the files it names."""
    with programs.connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall()
        process = programs.start(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", stdout=dump
        )
        rows = counts(connection)
        migrations = _texts(connection, "SELECT app || '.' || name FROM django_migrations")
        files = _texts(connection, f"SELECT DISTINCT sha256 FROM {StoredFile._meta.db_table}")  # noqa: S608 - our table
        programs.finish(process)
    dump.seek(0)
    part = measure(dump)
    dump.seek(0)
    _add(archive, DATABASE, dump, part.size)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(__version__, made_at, sorted(migrations), rows, {DATABASE: part}), files


def _files(archive: tarfile.TarFile, parts: dict[str, Part]) -> Iterator[str]:
    """Add the stored files that are whole; the digests of those."""
    root = Path(settings.FILES)
    for path in sorted(root.rglob("*")):
        name = FILES + path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file() or name.startswith(f"{FILES}incoming/"):
            continue
        with path.open("rb") as source:
            part = measure(source)
            if not is_content(name, part):
                continue
            source.seek(0)
            _add(archive, name, source, part.size)
        parts[name] = part
        yield path.name


def _add(archive: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    archive.addfile(member, source)


def _texts(connection: psycopg.Connection[Any], query: LiteralString) -> set[str]:
    return {str(row[0]) for row in connection.execute(query)}


@contextmanager
def _fresh(path: Path) -> Iterator[IO[bytes]]:
    """A private file that gets its name only when it is complete and on disk."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb", buffering=CHUNK) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
