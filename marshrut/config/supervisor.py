"""`marshrut up`: database, web and workers as one thing that starts, heals and stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from . import training
from .installation import database, home
from .postgres import server
from .postgres.place import Place, PostgresError
from .processes import dying_with_parent
from .readiness import Readiness
from .words import gettext as _

PAUSE = 0.1
#: seconds: a worker gives what it has begun ten
STOP_LIMIT = 12.0
LONGEST_BACKOFF = 30.0
#: a child that lived as long as this failed for a new reason
STEADY = 60.0

Say = Callable[[str], None]


class Stopped(BaseException):
    """Ctrl-C or SIGTERM while still starting."""


@dataclass(slots=True)
class Child:
    """One process that must run: started again when it ends, each time a little later."""

    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "marshrut.config.console", *self.arguments],
            env={**os.environ, **self.environment},
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - two system calls
        )

    def tend(self, say: Say) -> None:
        """Start the process when it is due; notice when it has ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.sweep()
            self.failures = 1 if now - self.started > STEADY else self.failures + 1
            delay = min(0.25 * 2**self.failures, LONGEST_BACKOFF)
            self.process, self.not_before = None, now + delay
            say(
                _("{name} ended ({code}), starting again in {delay:.1f} s").format(
                    name=self.name, code=code, delay=delay
                )
            )

    def tell(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def gone(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def sweep(self) -> None:
        """Kill what a dead process left behind (granian's workers outlive it)."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Runs the children until a signal. For the main thread only: children are tied to the thread that made them."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.signals = 0
        self.serving = False
        self.children: list[Child] = []

    def run(self, host: str, port: int, *, workers: int, demo: bool, greet: Callable[[str], None]) -> int:
        """Start all, call `greet` with the address once it answers, go on until a signal. The exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)
        try:
            refuse_taken_port(host, port)
            self.say(_("Starting…"))
            training.arrange(demo=demo)
            with database(with_parent=True) as embedded:
                self._prepare(demo=demo)
                self.serving = True
                self.children = self._programs(host, port, workers)
                try:
                    self._serve(embedded, Readiness(host, port), greet)
                finally:
                    self._stop()
        except Stopped:
            pass
        return 0

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1
        if self.signals == 1 and not self.serving:
            raise Stopped

    def _prepare(self, *, demo: bool) -> None:
        """Bring the tables up to date in a process of its own: this one stays small and free of Django."""
        arguments = ["migrate", "--quiet", *(["--demo"] if demo else [])]
        step = Child("migrate", arguments)
        step.start()
        try:
            while not step.gone():
                time.sleep(PAUSE)
        finally:
            step.tell(signal.SIGTERM)
        assert step.process is not None
        if step.process.wait():
            raise SystemExit(1)

    def _programs(self, host: str, port: int, workers: int) -> list[Child]:
        web = Child("web", ["web", "--host", host, "--port", str(port)])
        others = [Child(f"worker {number}", ["worker"]) for number in range(1, workers + 1)]
        return [web, *others, *(Child(one.name, [one.command]) for one in training.PROGRAMS if one.wanted)]

    def _serve(self, embedded: Place | None, readiness: Readiness, greet: Callable[[str], None]) -> None:
        while not self.signals:
            if embedded and server.running_pid(embedded) is None:
                self._start_again()
            for child in self.children:
                child.tend(self.say)
            if readiness.look():
                greet(readiness.address)
            elif problem := readiness.complaint():
                self.say(_("Still not ready. What /healthz says: {problem}").format(problem=problem))
            time.sleep(PAUSE)

    def _start_again(self) -> None:
        """PostgreSQL was killed. Its orphans may hold the memory for a moment: then the next turn of the loop tries."""
        self.say(_("PostgreSQL ended, starting it again"))
        try:
            server.start(home(), with_parent=True)
        except PostgresError as error:
            self.say(str(error).splitlines()[-1])
            time.sleep(1)

    def _stop(self) -> None:
        """SIGTERM, and SIGKILL for whoever is still there after 12 s or at the second Ctrl-C."""
        for child in self.children:
            child.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_LIMIT
        while not all(child.gone() for child in self.children):
            if time.monotonic() > deadline or self.signals > 1:
                break
            time.sleep(PAUSE / 2)
        for child in self.children:
            child.sweep()


def refuse_taken_port(host: str, port: int) -> None:
    """Say it before anything is started; the server's own message comes late and drowns."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            text = _("Cannot listen on {host}:{port}: {why}. Another port: PORT=8001.")
            raise SystemExit(text.format(host=host, port=port, why=error.strerror)) from None
