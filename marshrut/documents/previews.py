"""Pictures of pages, drawn by a process of its own (`render`), because files may be hostile.

Whatever happens to that process, the answer is a result: pages, or the reason why there are none.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from . import blobs, starting
from .rules import PAGES_SHOWN, Preview

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("render.py")
#: seconds of processor, and by the wall clock on a busy machine
PROCESSOR, PATIENCE = 12, 60
LINE = 200
PICTURE = 8 << 20
SIDE = 5000
REASONS = frozenset({"encrypted", "broken", "too_big"})


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """`pictures` of pages 1, 2, …; when empty, `why` is a key of sentences.WHY. `page_count` may be known even then."""

    page_count: int | None = None
    pictures: list[Picture] = field(default_factory=list)
    why: str = ""


def render(content: IO[bytes], kind: Preview, *, processor: int = PROCESSOR, patience: float = PATIENCE) -> Rendered:
    """Draw the first pages of an open file on disk. Never raises because of what is in it; Stopped without a page."""
    with blobs.incoming_file() as frames, blobs.incoming_file() as complaints:
        arguments = [kind, str(PAGES_SHOWN), str(processor)]
        code = starting.run(PROGRAM, arguments, content, frames, complaints, patience)
        if code > 0:
            log.warning("The drawing program failed: %s", starting.tail(complaints))
        frames.seek(0)
        rendered = collect(_frames(frames))
    if rendered.pictures or rendered.why:
        return rendered
    if starting.stopped(code):
        raise starting.Stopped(f"the drawing program was stopped: {code}")
    return Rendered(rendered.page_count, why="too_big" if code < 0 else "broken")


def scan(content: IO[bytes], kind: Preview, number: int) -> bytes | None:
    """One page as a large grey PNG, to be read by a machine; None when there is no such page or it cannot be drawn.

    Raises Stopped.
    """
    return _one(content, [kind, "1", str(PROCESSOR), str(number)], b"\x89PNG")


def photo(picture: IO[bytes]) -> bytes | None:
    """The picture of a page as a JPEG: drawn by a program a file may have taken over, so it is read by one as well.

    Raises Stopped.
    """
    return _one(picture, ["image", "1", str(PROCESSOR), "1", "photo"], b"\xff\xd8\xff")


def _one(content: IO[bytes], arguments: list[str], magic: bytes) -> bytes | None:
    with blobs.incoming_file() as frames, blobs.incoming_file() as complaints:
        code = starting.run(PROGRAM, arguments, content, frames, complaints, PATIENCE)
        frames.seek(0)
        for line, picture in _frames(frames):
            if line.get("page") == 1 and picture.startswith(magic):
                return picture
    if starting.stopped(code):
        raise starting.Stopped(f"the drawing program was stopped: {code}")
    return None


def collect(frames: Iterator[tuple[Mapping[str, Any], bytes]]) -> Rendered:
    """Put together what the program told. It may have been taken over by the file, so nothing it says is trusted."""
    count, pictures, why = None, list[Picture](), ""
    for line, content in frames:
        if _number(line.get("pages"), 10_000_000):
            count = line["pages"]
        elif line.get("page") == len(pictures) + 1 <= PAGES_SHOWN and _is_picture(line, content):
            pictures.append(Picture(line["width"], line["height"], content))
        elif str(line.get("why")) in REASONS:
            why = str(line["why"])
    return Rendered(count, pictures, "" if pictures else why)


def _frames(stream: IO[bytes]) -> Iterator[tuple[Mapping[str, Any], bytes]]:
    """Frames up to the first one that is not whole."""
    while text := stream.readline(LINE):
        try:
            line = json.loads(text)
            size = line["bytes"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if not isinstance(line, dict) or not _number(size, PICTURE):
            return
        content = stream.read(size)
        if len(content) < size:
            return
        yield line, content


def _is_picture(line: Mapping[str, Any], content: bytes) -> bool:
    sides = _number(line.get("width"), SIDE) and _number(line.get("height"), SIDE)
    return sides and content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _number(value: object, most: int) -> bool:
    return type(value) is int and 0 <= value <= most
