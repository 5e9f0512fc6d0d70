"""The PostgreSQL client programs, against whatever `DATABASE_URL` names."""

from __future__ import annotations

import os
import subprocess
from typing import IO, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from marshrut.config.postgres.binaries import of_wheel
from marshrut.config.postgres.place import PostgresError

#: a large database takes its time
NO_LIMITS = "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"


def connect() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["DATABASE_URL"], application_name="marshrut backup", options=NO_LIMITS)


def start(
    name: str, *arguments: str, stdin: IO[bytes] | int = subprocess.DEVNULL, stdout: IO[bytes] | int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start a client program. Other users can see its arguments, so a password goes by the environment."""
    parameters: dict[str, Any] = dict(conninfo_to_dict(os.environ["DATABASE_URL"]))
    password = parameters.pop("password", None)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"LC_ALL": "C", "PGOPTIONS": NO_LIMITS}
    if password:
        environment["PGPASSWORD"] = str(password)
    # pg_restore only writes a script here, and it would not do so if it were given a database
    database = [] if name == "pg_restore" else [f"--dbname={make_conninfo(**parameters)}"]
    command = [str(of_wheel() / name), *arguments, *database]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=environment)  # noqa: S603


def finish(*processes: subprocess.Popen[bytes]) -> None:
    """Wait for all; the last words of those that failed become the error."""
    said = [(process, process.communicate()[1].decode(errors="replace").strip()) for process in processes]
    failed = [words for process, words in said if process.returncode]
    if failed:
        raise PostgresError("\n".join(failed))
