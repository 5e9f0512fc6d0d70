"""From a content to its document: the XML itself, or the one in an archive that an operator gives out with signatures.

Nothing is unpacked to disk: entries are read into memory one after another, each up to a limit.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import replace
from typing import Final

from .parsing import parse
from .shapes import MAIN, Formal
from .tree import SIZE, Unread, Why

#: entries of an archive, and those that are looked into; bytes of all that is read
ENTRIES, TRIED, READ = 2000, 40, 64 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, KeyError)
ZIP: Final = b"PK\x03\x04"


def opened(content: bytes) -> Formal:
    """Raises Unread."""
    return _from_archive(content) if content.startswith(ZIP) else parse(content)


def _from_archive(content: bytes) -> Formal:
    """The main document there is; the title of the other side or a notice when there is nothing else."""
    found: list[Formal] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES:
                raise Unread("too_big")
            found, why = _documents(archive, [one for one in entries if _may_be(one)])
    except _BROKEN as error:
        raise Unread("broken") from error
    if not found:
        raise Unread(why)
    main = [one for one in found if one.kind in MAIN] or [one for one in found if one.kind == "answer"] or found
    return replace(main[0], others=len(main) - 1)


def _may_be(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(".xml") and not entry.filename.startswith("__MACOSX")


def _documents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[list[Formal], Why]:
    """What could be read, and why the last of the others could not."""
    found: list[Formal] = []
    why: Why = "unknown"
    left = READ
    for entry in entries[:TRIED]:
        if entry.flag_bits & 1:
            why = "encrypted"
            continue
        with archive.open(entry) as stream:
            content = stream.read(min(SIZE, left) + 1)
        left -= len(content)
        if left < 0:
            why = "too_big"
            break
        try:
            found.append(replace(parse(content), inside=entry.filename.rpartition("/")[2][:200]))
        except Unread as unread:
            why = unread.why
    return found, why
