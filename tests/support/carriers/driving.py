"""The test's end of a fake carrier: starts the program, tells it what to know and what mood to be in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Driven:
    name: str
    port: int

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        return f"http://{self.place}"

    def knows(self, number: str, what: Any) -> None:
        self._tell("shipments", {number: what})

    def mood(self, mood: str = "", *moods: str) -> None:
        """`moods` come first, one a call; then `mood` stays."""
        self._tell("mood", {"mood": mood, "moods": list(moods)})

    def remembers(self, **what: Any) -> None:
        self._tell("memory", what)

    def calm(self) -> None:
        self._tell("calm", {})

    def calls(self, path: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._tell("", {})["calls"]
        return [one for one in found if path in one["path"]]

    def _tell(self, what: str, body: Any) -> Any:
        asked = Request(f"{self.base}/-/{what}", json.dumps(body).encode(), method="POST")  # noqa: S310 - our own
        with urlopen(asked, timeout=10) as found:  # noqa: S310
            return json.load(found)


@contextmanager
def running(name: str) -> Iterator[Driven]:
    """`name`: cdek, dellin or russian_post."""
    command = [sys.executable, "-m", f"tests.support.carriers.{name}", "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Driven(name, int(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.terminate()
            process.wait(10)
