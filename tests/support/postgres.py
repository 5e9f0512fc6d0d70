"""A database for the whole test run, before Django reads its settings: `DATABASE_URL`, else a server of its own.

A pytest plugin (`-p tests.support.postgres`), because pytest-django reads the settings before any conftest is loaded.
The workers of pytest-xdist inherit the environment of the process that started the server.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from marshrut.config.postgres import place, server

_end = ExitStack()


PREFIX = "marshrut-test-"
OLD = 6 * 3600


def _temporary_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    _end.callback(remove, home)
    return home


def _sweep() -> None:
    """Remove what killed runs left behind: some 50 MB each."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, place.PostgresError):
            status = home.stat()
            if status.st_mtime < time.time() - OLD and status.st_uid == os.getuid():
                remove(home)


def remove(home: Path) -> None:
    """Delete an installation with its database, wherever that is."""
    found = place.find(home)
    if found:
        server.stop(found)
        shutil.rmtree(found.base, ignore_errors=True)
        shutil.rmtree(found.socket, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


_sweep()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
if "MARSHRUT_HOME" not in os.environ:
    os.environ["MARSHRUT_HOME"] = str(_temporary_home())
# WhiteNoise warns about a missing folder, and warnings are errors here
Path(os.environ["MARSHRUT_HOME"], "static").mkdir(parents=True, exist_ok=True)
if "DATABASE_URL" not in os.environ:
    database = _end.enter_context(server.running(_temporary_home(), durable=False, with_parent=True))
    os.environ["DATABASE_URL"] = database.url


def pytest_unconfigure() -> None:
    _end.close()
