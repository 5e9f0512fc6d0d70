"""How a program of ours is started on a file of strangers: nothing but open files, no environment, bounded time."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

#: what ends a program for reasons that are not in the file: our patience, a machine without memory, a restart
_FROM_OUTSIDE = frozenset({-signal.SIGKILL, -signal.SIGTERM})


class Stopped(Exception):
    """The program was stopped from outside before it said anything: nothing is known about the file. Try again."""


def run(
    program: Path,
    arguments: Sequence[str],
    content: IO[bytes],
    answer: IO[bytes],
    complaints: IO[bytes],
    patience: float,
) -> int:
    """The exit code; negative when the program had to be stopped, by us after `patience` seconds or by its limits."""
    content.seek(0)
    try:
        done = subprocess.run(  # noqa: S603 – our own program, no word of the file in its arguments
            [sys.executable, "-I", str(program), *arguments],
            stdin=content,
            stdout=answer,
            stderr=complaints,
            env={},
            cwd="/",
            timeout=patience,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    return done.returncode


def stopped(code: int) -> bool:
    """Whether the program was stopped from outside. Its own limits (processor, memory) are a verdict on the file."""
    return code in _FROM_OUTSIDE


def tail(complaints: IO[bytes]) -> str:
    """The last words of a program that failed, harmless for a log."""
    complaints.seek(max(0, complaints.seek(0, io.SEEK_END) - 500))
    return ascii(complaints.read().decode("utf-8", "replace"))
