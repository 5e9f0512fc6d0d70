"""Text of scans: pages are drawn by the drawing program and read by tesseract, where it is installed (D32).

tesseract gets nothing but pixels we drew, in a process without rights (`scanning`), one page at a time.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import IO

from .. import blobs, previews, starting
from ..rules import Preview
from .asking import clean

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("scanning.py")
#: pages of one file that are read, seconds for each by processor and by the clock
PAGES, PROCESSOR, PATIENCE = 30, 30, 90
#: seconds that one file takes at the most
LONGEST_TAKES = PAGES * (PROCESSOR + 12)
#: what we speak; of these only the ones that are installed
LANGUAGES = ("rus", "eng")
#: a page with fewer letters is a picture, not a text
LETTERS = 10
#: bytes of text of one page
LONGEST = 100_000


def available() -> str:
    """The languages tesseract can read here, "rus+eng"; "" when it is not installed or knows no Russian."""
    program = shutil.which("tesseract")
    return _languages(program) if program else ""


@cache
def _languages(program: str) -> str:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    known = set(done.stdout.decode("utf-8", "replace").split())
    return "+".join(one for one in LANGUAGES if one in known) if LANGUAGES[0] in known else ""


def recognise(content: IO[bytes], kind: Preview, wanted: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Lines of pages by their number; of `wanted` pages only, if told. Pages without text are left out.

    Raises Stopped when a page had to be left: half a paper would look like all of it.
    """
    languages = available()
    if not languages:
        return {}
    numbers = sorted(wanted)[:PAGES] if wanted is not None else range(1, PAGES + 1)
    found = {}
    for number in numbers:
        picture = previews.scan(content, kind, number)
        if picture is None:
            if wanted is None:
                break
            continue
        if lines := _read(picture, languages):
            found[number] = lines
    return found


def _read(picture: bytes, languages: str) -> tuple[str, ...]:
    with blobs.incoming_file() as source, blobs.incoming_file() as answer, blobs.incoming_file() as complaints:
        source.write(picture)
        source.flush()
        source.seek(0)
        arguments = [str(shutil.which("tesseract")), languages, str(PROCESSOR)]
        code = starting.run(PROGRAM, arguments, source, answer, complaints, PATIENCE)
        if starting.stopped(code):
            raise starting.Stopped(f"tesseract was stopped: {code}")
        if code != 0:
            log.warning("tesseract failed: %s", starting.tail(complaints))
            return ()
        answer.seek(0)
        said = answer.read(LONGEST).decode("utf-8", "replace")
    lines = tuple(filter(None, (clean(" ".join(part.split())) for part in said.split("\n\n"))))
    return lines if sum(sign.isalpha() for line in lines for sign in line) >= LETTERS else ()
