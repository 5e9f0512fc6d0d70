"""`marshrut restore FILE`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from marshrut.config.words import gettext as _
from marshrut.jobs.registry import effects
from marshrut.kernel.errors import Conflict, Invalid

from . import programs
from .counts import counts
from .manifest import DATABASE, FILES, Manifest, opened

#: effects that end in our own database and files, with those registered as `inside`: they came back with it as they
#: were, so they simply go on
INSIDE = ("child_corrected", "child_finished", "child_left", "create_card", "documents.preview", "notify")
#: Whatever leaves the house may have happened since the backup was made: a person decides, effect by effect.
HOLD = """
UPDATE public.jobs_effect SET state = 'ambiguous', lease_until = NULL, epoch = epoch + 1
WHERE state IN ('todo', 'doing', 'retry') AND kind NOT IN ({kinds});
DELETE FROM public.jobs_worker;
"""
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def read(path: Path, manifest: Manifest) -> None:
    """Bring a backup back that `manifest.check` found whole. A failure leaves all empty again.

    `Invalid` when the backup is too new, `Conflict` when this installation is not empty or not at rest.
    """
    _refuse_newer(manifest)
    _refuse_used()
    target = Path(settings.FILES)
    try:
        with path.open("rb") as file, opened(file) as archive:
            _extract_files(archive, target)
            _load(archive)
        _refuse_difference(manifest)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        _execute(EMPTY)
        raise
    call_command("migrate", verbosity=0, interactive=False)


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if set(manifest.migrations) - known:
        raise Invalid(
            _("The backup was made by version {version}, which this one does not know. Update first.").format(
                version=manifest.version
            )
        )


def _refuse_used() -> None:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        if cursor.fetchone()[0]:
            raise Conflict(_("Marshrut is running on this database. Stop it, then restore."))
        tables = set(connection.introspection.table_names(cursor))
        people = get_user_model()
        if people._meta.db_table in tables:
            if people._default_manager.exists():
                raise Conflict(
                    _("This installation is not empty. Restore into a new one: another MARSHRUT_HOME or database.")
                )
        elif tables:
            raise Conflict(_("The database holds tables of another program. Restore into an empty database."))
    files = Path(settings.FILES)
    if any(path.is_file() for path in files.rglob("*")):
        raise Conflict(_("{path} is not empty, though the database is. Move it away first.").format(path=files))
    connection.close()


def _extract_files(archive: tarfile.TarFile, target: Path) -> None:
    """Names were checked against the one form that stored files have, so none leads out of `target`."""
    for member in archive:
        if not member.name.startswith(FILES):
            continue
        path = target / member.name.removeprefix(FILES)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source = archive.extractfile(member)
        assert source is not None
        with path.open("wb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())


def _load(archive: tarfile.TarFile) -> None:
    """The dump and `HOLD` in one transaction: no worker ever sees the effects of the backup as fresh ones."""
    source = archive.extractfile(DATABASE)
    assert source is not None
    _execute(EMPTY)
    reader = programs.start("pg_restore", "--no-owner", "--no-privileges", "--file=-", stdin=subprocess.PIPE)
    assert reader.stdin is not None
    assert reader.stdout is not None
    kinds = sorted({*INSIDE, *(one.name for one in effects.values() if one.inside)})
    hold = HOLD.format(kinds=", ".join(f"'{kind}'" for kind in kinds))  # our own constants
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    writer = programs.start(
        "psql", *options, "--file=-", f"--command={hold}", stdin=reader.stdout, stdout=subprocess.DEVNULL
    )
    reader.stdout.close()
    try:
        shutil.copyfileobj(source, reader.stdin)
        reader.stdin.close()
    except BrokenPipeError:
        pass
    reader.stdin = reader.stdout = None
    programs.finish(writer, reader)


def _refuse_difference(manifest: Manifest) -> None:
    with programs.connect() as fresh:
        if counts(fresh) != {**manifest.counts, "jobs_worker": 0}:
            raise Invalid(_("The database of the backup is not what its manifest says. Nothing was kept."))


def _execute(sql: str) -> None:
    process = programs.start("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--command={sql}")
    programs.finish(process)
