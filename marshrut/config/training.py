"""Training programs of the demo company, stand-ins for what is outside: a 1C and a phone with messengers.

Each listens on a port of its own that stays the same, and our own programs may ask it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .installation import home
from .words import gettext as _

ALLOW: Final = "MARSHRUT_EGRESS_ALLOW"
#: seconds between two steps that documents of the 1C make by themselves
BEAT: Final = 45


@dataclass(frozen=True, slots=True)
class Program:
    """`command` of the console, also the name of its folder. `cast`: the file that the demo company leaves there."""

    command: str
    name: str
    cast: str
    answer: Callable[[int, Path, Path], None]

    @property
    def folder(self) -> Path:
        return home() / self.command

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text())

    @property
    def wanted(self) -> bool:
        """Whether the demo company was loaded with it."""
        return (self.folder / self.cast).exists()

    def serve(self) -> None:
        """Answer until the process is ended. Raises SystemExit when there is nothing to show."""
        if not self.wanted:
            raise SystemExit(_("This training program comes with the demo company, which is not loaded here."))
        self.answer(self.port, self.folder / "state.json", self.folder / self.cast)


def _onec(port: int, state: Path, cast: Path) -> None:
    from marshrut.demo.onec.program import serve

    serve(port, state, cast, BEAT)


def _phone(port: int, state: Path, cast: Path) -> None:
    from marshrut.demo.messengers.program import serve

    serve(port, state, cast)


ONEC: Final = Program("training-1c", "training 1C", "firms.json", _onec)
PHONE: Final = Program("training-phone", "training phone", "people.json", _phone)
PROGRAMS: Final = (ONEC, PHONE)


def arrange(*, demo: bool) -> None:
    """Before anything is started: a port for each, and leave to ask it. Nothing without a demo company."""
    for program in PROGRAMS:
        kept = program.folder / "port"
        if demo and not kept.exists():
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept.write_text(str(_free_port()))
        if kept.exists():
            allowed = [os.environ.get(ALLOW, ""), f"127.0.0.1:{program.port}"]
            os.environ[ALLOW] = ",".join(one for one in allowed if one)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
