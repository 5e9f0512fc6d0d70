"""The web server: granian, WSGI, threads."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from .installation import WEB_LIMITS

KILL_AFTER = 5


def serve(host: str, port: int, *, processes: int, threads: int) -> None:
    """Serve until SIGINT or SIGTERM. A request that is still running 5 s later is cut off."""
    os.environ.setdefault("PGOPTIONS", WEB_LIMITS)
    os.environ["MARSHRUT_WEB"] = "granian"
    Granian(
        "marshrut.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=processes,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        websockets=False,
        log_dictconfig={"loggers": {"_granian": {"level": "WARNING"}}},
    ).serve()
