"""`marshrut up` as a person sees it: ready, healing, gone, whatever is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from marshrut.config.postgres import place, server
from tests.support.postgres import remove

pytestmark = pytest.mark.storm
PATIENCE = 90


class Installation:
    """One `marshrut up` of a data directory of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.output = home.with_name("output.txt")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.launch()
        until(lambda: "Marshrut is ready" in self.said(), self.said)

    def launch(self) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PORT"}}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "marshrut.config.console", "up", "--no-demo", "--port", str(self.port)],
                env={**environment, "MARSHRUT_HOME": str(self.home), "LANG": "C", "LC_ALL": "C"},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def health(self) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            return {"status": answer.status, "cookies": answer.getheader("Set-Cookie"), **json.loads(answer.read())}
        except (OSError, HTTPException):
            return {"status": 0}
        finally:
            connection.close()

    def tell(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def wait(self) -> int:
        assert self.process
        return self.process.wait(timeout=PATIENCE)

    def processes(self) -> dict[int, str]:
        """All processes that work for this installation."""
        return {
            int(path.parent.name): text
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if (text := command_line(path)) and self.is_ours(int(path.parent.name), text)
        }

    def is_ours(self, pid: int, command: str) -> bool:
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False
        found = place.find(self.home)
        return f"MARSHRUT_HOME={self.home}".encode() in environment or bool(found and str(found.data) in command)


def command_line(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], explain: Callable[[], object] = lambda: "") -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.1)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    running = Installation(tmp_path / "home")
    yield running
    if running.process and running.process.poll() is None:
        running.tell(signal.SIGTERM)
        running.wait()
    remove(running.home)


def test_story_of_kills(installation: Installation) -> None:
    """One story, because each start takes seconds."""
    installation.start()
    well = installation.health()
    assert (well["status"], well["database"], well["workers"], well["cookies"]) == (200, "ok", 1, None)
    without_database_it_says_so(installation)
    killed_parts_come_back(installation)
    killed_supervisor_leaves_no_orphan(installation)
    installation.start()
    ctrl_c_twice_leaves_nothing(installation)
    assert "Traceback" not in installation.said()


def without_database_it_says_so(installation: Installation) -> None:
    found = place.find(installation.home)
    assert found
    # the supervisor would heal it at once: hold it while we look
    installation.tell(signal.SIGSTOP)
    server.stop(found)
    health = installation.health()
    installation.tell(signal.SIGCONT)
    assert (health["status"], health["database"]) == (503, "OperationalError")
    until(lambda: installation.health()["status"] == 200, installation.said)


def killed_parts_come_back(installation: Installation) -> None:
    for part, sentence in (
        ("console web", "web ended (-9)"),
        ("console worker", "worker 1 ended (-9)"),
        ("bin/postgres", "PostgreSQL ended"),
    ):
        victim = min(pid for pid, text in installation.processes().items() if part in text)
        os.kill(victim, signal.SIGKILL)
        until(partial(_has_said, installation, sentence), installation.said)
        until(lambda: installation.health()["status"] == 200, installation.said)


def _has_said(installation: Installation, sentence: str) -> bool:
    return sentence in installation.said()


def killed_supervisor_leaves_no_orphan(installation: Installation) -> None:
    installation.tell(signal.SIGKILL)
    installation.wait()
    until(lambda: not installation.processes(), installation.processes)


def ctrl_c_twice_leaves_nothing(installation: Installation) -> None:
    began = time.monotonic()
    installation.tell(signal.SIGINT)
    installation.tell(signal.SIGINT)
    assert installation.wait() == 0
    assert time.monotonic() - began < 10
    assert not installation.processes()


def test_taken_port_is_said_before_anything_is_started(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        installation.launch()
        assert installation.wait() == 1
    assert f"Cannot listen on 127.0.0.1:{installation.port}" in installation.said()
    assert place.find(installation.home) is None
