"""Starts the reading program on a content and doubts its answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from .. import blobs, starting
from ..fns import asking as formal
from ..fns import telling
from ..rules import FORMAL, FORMAL_ZIP

log = logging.getLogger(__name__)

Kind = Literal["pdf", "word", "sheet", "open", "formal"]
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: types of stored files that have text, and how it is read; images have none, but a machine can read them
KINDS: Mapping[str, Kind] = {
    "application/pdf": "pdf",
    _OFFICE + "wordprocessingml.document": "word",
    _OFFICE + "spreadsheetml.sheet": "sheet",
    _OPEN + "text": "open",
    _OPEN + "spreadsheet": "open",
    FORMAL: "formal",
    FORMAL_ZIP: "formal",
}
PROGRAM = Path(__file__).with_name("program.py")
#: seconds of processor, and by the wall clock on a busy machine
PROCESSOR, PATIENCE = 20, 90
#: the same while a person waits for a page
SOON, SOON_PATIENCE = 8, 20
#: characters, pages and lines of a page that are believed
CHARACTERS, PAGES, LINES = 1_100_000, 500, 20_000
ANSWER, HTML = 25 << 20, 12 << 20
_CONTROL = dict.fromkeys([*range(9), *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])
WHY = frozenset({"encrypted", "broken", "too_big"})


@dataclass(frozen=True, slots=True)
class Text:
    """Lines page by page; `scans` are pages (from 1) that are pictures. `why` there is nothing: a key of sentences.

    `shown` is the markup of a Word file, when it was asked for and the program was not stopped before.
    """

    pages: tuple[tuple[str, ...], ...] = ()
    scans: tuple[int, ...] = ()
    why: str = ""
    shown: Shown | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for page in self.pages for line in page)


@dataclass(frozen=True, slots=True)
class Shown:
    """Markup as the program made it, not yet fit for a page (`showing` cleans it), or `why` there is none."""

    html: str = ""
    why: str = ""


def kind_of(content_type: str) -> Kind | None:
    return KINDS.get(content_type)


def text_of(content: IO[bytes], kind: Kind, *, soon: bool = False) -> Text:
    """The text of an open file on disk. `soon`: a person waits.

    Never raises because of what is in it; Stopped when the program had no time or no memory to say anything.
    """
    if kind == "formal":
        return _formal(content)
    told, more = _asked(content, "both" if kind == "word" and not soon else "text", kind, soon)
    if why := _why(told):
        return Text(why=why)
    pages, scans = told.get("pages"), told.get("scans")
    if not isinstance(pages, list) or not isinstance(scans, list):
        return Text(why="broken")
    seen = tuple(n for n in scans if type(n) is int and 0 < n <= PAGES)
    return Text(tuple(_believed(pages)), seen, shown=_markup(more) if more else None)


def _formal(content: IO[bytes]) -> Text:
    found = formal.read(content)
    if found.document is None:
        return Text(why=found.why if found.why in WHY else "broken")
    return Text((tuple(filter(None, map(clean, telling.lines(found.document)))),))


def html_of(content: IO[bytes], *, soon: bool = False) -> Shown:
    """A DOCX as markup. Raises Stopped."""
    told, _more = _asked(content, "html", "word", soon)
    return _markup(told)


def _markup(told: Mapping[str, Any]) -> Shown:
    if why := _why(told):
        return Shown(why=why)
    html = told.get("html")
    if not isinstance(html, str):
        return Shown(why="broken")
    return Shown(html) if len(html) <= HTML else Shown(why="too_big")


def _believed(pages: list[Any]) -> list[tuple[str, ...]]:
    found, left = [], CHARACTERS
    for page in pages[:PAGES]:
        lines = [clean(line) for line in page[:LINES] if isinstance(line, str)] if isinstance(page, list) else []
        left -= sum(map(len, lines))
        if left < 0:
            break
        found.append(tuple(filter(None, lines)))
    return found


def clean(line: str) -> str:
    """One line without control signs and half characters: the database refuses some, and nobody reads them."""
    return " ".join(line.encode("utf-8", "ignore").decode().translate(_CONTROL).split())


def _why(told: Mapping[str, Any]) -> str:
    why = told.get("why")
    return str(why) if why in WHY else "broken" if why else ""


def _asked(content: IO[bytes], mode: str, kind: Kind, soon: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the program told first, and what it told next: {} when it was not asked for more or was stopped."""
    processor, patience = (SOON, SOON_PATIENCE) if soon else (PROCESSOR, PATIENCE)
    with blobs.incoming_file() as answer, blobs.incoming_file() as complaints:
        arguments = [mode, kind, str(processor)]
        code = starting.run(PROGRAM, arguments, content, answer, complaints, patience)
        if code > 0:
            log.warning("The reading program failed: %s", starting.tail(complaints))
        answer.seek(0)
        told, more = _json(answer.readline(ANSWER)), _json(answer.readline(ANSWER))
    silent = {"why": "too_big" if code < 0 else "broken"}
    if starting.stopped(code):
        if not told:
            raise starting.Stopped(f"the reading program was stopped: {code}")
        return told, more
    return told or silent, more or (silent if mode == "both" else {})


def _json(said: bytes) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
