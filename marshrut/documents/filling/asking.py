"""Starts the filling program on a template and doubts its answer."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .. import blobs, starting

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("program.py")
#: seconds of processor, and by the wall clock on a busy machine: a person waits
PROCESSOR, PATIENCE = 10, 30
#: bytes of a template, of the values, of the filled paper
TEMPLATE, VALUES, PAPER = 10 << 20, 2 << 20, 39 << 20
FIELDS, NAME = 500, 400
WHY = frozenset({"encrypted", "broken", "too_big", "macros", "outside", "codes", "syntax", "forbidden"})
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127, 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class Looked:
    """`fields` the template asks for, «company.inn»; or `why` it cannot be used, and `about` which part of it."""

    fields: tuple[str, ...] = ()
    why: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """The paper as DOCX, and which fields of the template had no value at all; or `why` there is none."""

    paper: bytes = b""
    missing: tuple[str, ...] = ()
    why: str = ""
    about: str = ""


def look(template: IO[bytes]) -> Looked:
    """Look through an open file on disk. Never raises because of what is in it."""
    told, _paper = _asked("look", template, {})
    if told.get("why"):
        return Looked(why=str(told["why"]), about=_line(told.get("about")))
    return Looked(_fields(told))


def fill(template: IO[bytes], values: Mapping[str, Any]) -> Filled:
    """Fill an open template. `values`: texts, numbers, lists and mappings of them; their text is never taken for markup
    or for a part of the template. Fields without a value are written as «нет поля: name»."""
    told, paper = _asked("fill", template, _printable(dict(values)))
    if told.get("why"):
        return Filled(why=str(told["why"]), about=_line(told.get("about")))
    if not paper.startswith(b"PK"):
        return Filled(why="broken")
    return Filled(paper, tuple(name for name in _fields(told) if not _given(name, values)))


def _given(name: str, values: Any) -> bool:
    for part in name.split("."):
        if isinstance(values, list | tuple):
            values = values[0] if values else {part: ""}
        if not isinstance(values, Mapping) or part not in values:
            return False
        values = values[part]
    return True


def _asked(mode: str, template: IO[bytes], values: Any) -> tuple[dict[str, Any], bytes]:
    said = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    if len(said) > VALUES:
        return {"why": "too_big"}, b""
    with blobs.incoming_file() as source, blobs.incoming_file() as answer, blobs.incoming_file() as complaints:
        source.write(said + b"\n")
        template.seek(0)
        shutil.copyfileobj(template, source)
        source.flush()
        code = starting.run(PROGRAM, [mode, str(PROCESSOR)], source, answer, complaints, PATIENCE)
        if code > 0:
            log.warning("The filling program failed: %s", starting.tail(complaints))
        answer.seek(0)
        told, paper = _json(answer.readline(1 << 20)), answer.read(PAPER + 1)
    if not told or len(paper) > PAPER or (told.get("why") and told["why"] not in WHY):
        return {"why": "too_big" if code < 0 or len(paper) > PAPER else "broken"}, b""
    return told, paper


def _json(said: bytes) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fields(told: Mapping[str, Any]) -> tuple[str, ...]:
    found = told.get("fields")
    names = found[:FIELDS] if isinstance(found, list) else []
    return tuple(_line(name) for name in names if isinstance(name, str))


def _line(text: object) -> str:
    return " ".join(str(text or "").encode("utf-8", "ignore").decode().translate(_CONTROL).split())[:NAME]


def _printable(value: Any) -> Any:
    """As the paper can hold it: no signs that XML forbids, nothing but texts, numbers, lists and mappings."""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode().translate(_CONTROL)
    if isinstance(value, Mapping):
        return {str(name): _printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if value is None:
        return ""
    return value if isinstance(value, int | float) else str(value)
