"""Making the data directory and the configuration files."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from marshrut.config.words import gettext as _

from .place import Place, PostgresError

CONFIGURATION = """\
# Written at every start. Put settings of your own into local.conf beside this file.
listen_addresses = ''
unix_socket_directories = '"{socket}"'
hba_file = '{conf}/pg_hba.conf'
ident_file = '{conf}/pg_ident.conf'
max_connections = 100
shared_buffers = 128MB
effective_cache_size = 1GB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
fsync = {durable}
synchronous_commit = on
full_page_writes = {durable}
idle_in_transaction_session_timeout = 60s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.05
datestyle = 'iso, ymd'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.russian'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_file_mode = 0600
log_line_prefix = '%m [%p] %a '
log_min_duration_statement = 1s
log_lock_waits = on
log_checkpoints = off
cluster_name = 'marshrut'
include = '{conf}/local.conf'
"""
SETUP = "CREATE ROLE marshrut LOGIN CREATEDB;\nCREATE DATABASE marshrut OWNER marshrut;\n"


def run_as(place: Place, *command: str | Path, text: str = "") -> None:
    """Run a PostgreSQL program as the owner of the data; its output becomes the error when it fails."""
    done = subprocess.run(  # noqa: S603 - our own programs and arguments
        [*map(str, command)],
        input=text,
        text=True,
        capture_output=True,
        cwd="/",
        env=environment(),
        check=False,
        **identity(place),
    )
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".rstrip()
        raise PostgresError(_("{program} failed:\n{said}").format(program=Path(command[0]).name, said=said))


def identity(place: Place) -> dict[str, Any]:
    """What makes `subprocess` run as the owner of the data."""
    if place.account.is_me:
        return {}
    return {"user": place.account.uid, "group": place.account.gid, "extra_groups": []}


def environment() -> dict[str, str]:
    """Nothing of the caller's: neither PGDATA and the like, nor secrets."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def create(place: Place, programs: Path, *, durable: bool) -> None:
    """Make the data directory under another name first: one that is called `data` is complete."""
    fresh = place.base / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(mode=0o700)
    place.account.own(fresh)
    run_as(
        place,
        *(programs / "initdb", "--pgdata", fresh, "--username", "postgres", "--encoding", "UTF8", "--data-checksums"),
        *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--auth", "peer"),
        *([] if durable else ["--no-sync"]),
    )
    fsync = "on" if durable else "off"
    run_as(place, programs / "postgres", "--single", "-D", fresh, "-c", f"fsync={fsync}", "template1", text=SETUP)
    fresh.rename(place.data)


def configure(place: Place, *, durable: bool) -> None:
    """Write the configuration. Only the socket is open, only to the accounts that are named here."""
    names = {"root", pwd.getpwuid(os.geteuid()).pw_name}
    lines = [f"marshrut {name} {role}\n" for name in sorted(names) for role in ("marshrut", "postgres")]
    configuration = CONFIGURATION.format(
        socket=_quoted(place.socket),
        conf=_quoted(place.conf),
        log=_quoted(place.log),
        durable="on" if durable else "off",
    )
    _write(place.conf / "postgresql.conf", configuration)
    (place.conf / "local.conf").touch(mode=0o644)
    _write(place.conf / "pg_hba.conf", "local all all peer map=marshrut\n")
    _write(place.conf / "pg_ident.conf", "".join(lines))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
