"""Start, stop and ask an embedded server. One server of a data directory, shared by all who use it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from marshrut.config.processes import dying_with_parent
from marshrut.config.words import gettext as _

from . import binaries, cluster
from .place import Place, PostgresError, find, make, open_socket_directory

START_LIMIT = 120.0
STOP_LIMIT = 20.0
#: no process has this number (Linux stops at 2^22): the marker of a postmaster that is certainly gone
NO_PROCESS = 99_999_999

_children: dict[int, subprocess.Popen[bytes]] = {}


@contextmanager
def running(home: Path, *, durable: bool = True, with_parent: bool = False) -> Iterator[Place]:
    """A running server for the time of a block: a running one is joined, the last user stops it.

    `with_parent` stops a server that we start when this process is killed. `durable=False` is for tests: what is
    committed survives the kill of any process, but not a power cut.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "postgres.users").open("a") as users:
        with _starting(home):
            place = start(home, durable=durable, with_parent=with_parent)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield place
        finally:
            with _starting(home):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    stop(place)


@contextmanager
def _starting(home: Path) -> Iterator[IO[str]]:
    with (home / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def start(home: Path, *, durable: bool = True, with_parent: bool = False) -> Place:
    """Start the server, or find it running. Makes the database when there is none."""
    place = find(home)
    if place and running_pid(place):
        return place
    programs = binaries.for_account((place or make(home)).account)
    if place is None:
        cluster.create(make(home), programs, durable=durable)
        place = find(home)
        assert place is not None
    place = open_socket_directory(place)
    cluster.configure(place, durable=durable)
    _forget_stranger(place)
    _launch(place, programs, with_parent=with_parent)
    return place


def running_pid(place: Place) -> int | None:
    """The process number of the running postmaster of this data directory."""
    lines = _pid_file(place)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    if (child := _children.get(pid)) and child.poll() is not None:
        del _children[pid]
    return pid if pid and _is_postmaster(pid, place) else None


def stop(place: Place) -> None:
    """Stop in seconds: open transactions are rolled back, the data is written out."""
    pid = running_pid(place)
    if pid is None:
        return
    for number, limit in ((signal.SIGINT, STOP_LIMIT), (signal.SIGQUIT, STOP_LIMIT), (signal.SIGKILL, STOP_LIMIT)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if _wait(lambda: running_pid(place) != pid, limit):
            if child := _children.pop(pid, None):
                child.wait()
            return
    raise PostgresError(_("PostgreSQL (process {pid}) does not stop.").format(pid=pid))


def _launch(place: Place, programs: Path, *, with_parent: bool) -> None:
    said = ""
    # a backend of a killed postmaster may hold the shared memory for a moment longer
    for attempt in range(5):
        child = _spawn(place, programs, with_parent=with_parent)
        _wait(partial(_answered, place, child), START_LIMIT)
        if child.poll() is None:
            return
        said = _last_words(place)
        if "shared memory block" not in said:
            break
        time.sleep(0.2 * 2**attempt)
    raise PostgresError(_("PostgreSQL did not start. What {log} says:\n{said}").format(log=place.log, said=said))


def _spawn(place: Place, programs: Path, *, with_parent: bool) -> subprocess.Popen[bytes]:
    with _open_log(place.log / "start.log", place) as output:
        child = subprocess.Popen(  # noqa: S603 - our own program and arguments
            [programs / "postgres", "-D", place.data, "-c", f"config_file={place.conf}/postgresql.conf"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=cluster.environment(),
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGINT) if with_parent else None,  # noqa: PLW1509 - one system call
            **cluster.identity(place),
        )
    _children[child.pid] = child
    return child


def _answered(place: Place, child: subprocess.Popen[bytes]) -> bool:
    """Whether the server is ready, or ended without ever being."""
    lines = _pid_file(place)
    return child.poll() is not None or (len(lines) > 7 and lines[0] == str(child.pid) and lines[7].strip() == "ready")


def _open_log(path: Path, place: Place) -> IO[bytes]:
    """Opened by us and handed over: a file in a directory of the account must not lead anywhere else."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    if not place.account.is_me:
        os.fchown(descriptor, place.account.uid, place.account.gid)
    return os.fdopen(descriptor, "wb")


def _last_words(place: Place) -> str:
    files = sorted(place.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return "\n".join(line for path in files[-2:] for line in path.read_text(errors="replace").splitlines()[-12:])


def _pid_file(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_postmaster(pid: int, place: Place) -> bool:
    """Whether this process is our postmaster, and not a stranger who got the number of one that was killed."""
    arguments = Path(f"/proc/{pid}/cmdline")
    try:
        os.kill(pid, 0)
        return not Path("/proc/self").exists() or os.fsencode(place.data) in arguments.read_bytes().split(b"\0")
    except (ProcessLookupError, FileNotFoundError):
        return False
    except PermissionError:
        return True


def _forget_stranger(place: Place) -> None:
    """Let PostgreSQL start although a stranger has the number of the killed postmaster (usual in containers).

    In the data directory only the number is put out of use. The file stays, and with it PostgreSQL's own check that no
    process of the old server is still attached to the data. The socket directory is this server's alone.
    """
    lines = _pid_file(place)
    if lines and not running_pid(place):
        descriptor = os.open(place.data / "postmaster.pid", os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join([str(NO_PROCESS), *lines[1:]]) + "\n")
        (place.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _wait(condition: Callable[[], bool], limit: float) -> bool:
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
