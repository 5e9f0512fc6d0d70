"""One worker process."""

from __future__ import annotations

import signal
import threading


def work() -> None:
    """Take timers and effects until SIGINT or SIGTERM; what is being done is finished first."""
    from marshrut.jobs import worker

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    worker.run(stop)
