"""This installation: its data directory and its database, before Django is loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .postgres import server
from .postgres.place import Place, find

ROOT = Path(__file__).resolve().parents[2]
#: The web answers people, so no statement may hold a page for long; workers and upgrades take the time they need.
WEB_LIMITS = "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s"


def home() -> Path:
    """The data directory: `MARSHRUT_HOME`, else `.marshrut` in the checkout."""
    return Path(os.environ.get("MARSHRUT_HOME") or ROOT / ".marshrut").absolute()


def exists() -> bool:
    """Whether there is a database to speak to (an external one is believed to be there)."""
    return bool(os.environ.get("DATABASE_URL")) or find(home()) is not None


@contextmanager
def database(*, with_parent: bool = False) -> Iterator[Place | None]:
    """Have a database for the time of a block: the one in `DATABASE_URL`, else the embedded one, started if needed."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    with server.running(home(), with_parent=with_parent) as place:
        os.environ["DATABASE_URL"] = place.url
        try:
            yield place
        finally:
            del os.environ["DATABASE_URL"]
