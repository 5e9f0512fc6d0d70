"""How a program of ours is started on a file of strangers: nothing but open files, no environment, bounded time."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO


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
        return -1
    return done.returncode


def tail(complaints: IO[bytes]) -> str:
    """The last words of a program that failed, harmless for a log."""
    complaints.seek(max(0, complaints.seek(0, io.SEEK_END) - 500))
    return ascii(complaints.read().decode("utf-8", "replace"))
