"""Starts the confined program on a content and doubts its answer."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from .. import blobs, starting
from . import telling
from .shapes import Formal

log = logging.getLogger(__name__)

PROGRAM: Final = Path(__file__).with_name("program.py")
#: seconds of processor, and by the wall clock on a busy machine
PROCESSOR, PATIENCE = 8, 20
ANSWER: Final = 12 << 20
#: which reader told what is kept; a better one gets the next number, and everything is read anew when asked for
READER: Final = 1
WHY: Final = frozenset({"broken", "too_big", "unknown", "encrypted"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The document, or `why` there is none."""

    document: Formal | None = None
    why: str = ""


def read(content: IO[bytes]) -> Reading:
    """Read an open file on disk. Never raises because of what is in it; Stopped when the program said nothing."""
    with blobs.incoming_file() as answer, blobs.incoming_file() as complaints:
        code = starting.run(PROGRAM, [str(PROCESSOR)], content, answer, complaints, PATIENCE)
        if code > 0:
            log.warning("The program that reads formalised documents failed: %s", starting.tail(complaints))
        answer.seek(0)
        said = answer.readline(ANSWER)
    if starting.stopped(code) and not said:
        raise starting.Stopped(f"the program that reads formalised documents was stopped: {code}")
    return believed(said, "too_big" if code < 0 else "broken")


def believed(said: bytes | str, otherwise: str = "broken") -> Reading:
    """`otherwise`: why nothing was said."""
    told = _json(said)
    if (document := telling.believed(told.get("found"))) is not None:
        return Reading(document)
    why = told.get("why")
    return Reading(why=why if isinstance(why, str) and why in WHY else otherwise)


def kept(reading: Reading) -> str:
    """As it is kept beside the content, for `remembered`."""
    told = {"found": telling.told(reading.document)} if reading.document else {"why": reading.why}
    return json.dumps({"by": READER, **told})


def remembered(text: str | None) -> Reading | None:
    """What was kept, unless an earlier reader told it."""
    return believed(text) if text is not None and _json(text).get("by") == READER else None


def _json(said: bytes | str) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
