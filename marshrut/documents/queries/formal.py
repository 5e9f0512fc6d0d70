"""What a formalised document says. By id only, like files themselves: who calls has decided that they may see it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import IO

from .. import blobs, detection, starting
from ..fns import asking
from ..fns.asking import Reading
from ..fns.shapes import Formal
from ..rules import ZIP, is_formal, judge
from ..sentences import NO_FORMAL
from .files import FileInfo, file


@dataclass(frozen=True, slots=True)
class FormalPage:
    """The document, or `note` why it cannot be shown, a sentence."""

    document: Formal | None = None
    note: str = ""


def formal(file_id: int) -> FormalPage:
    """Raises NotFound. Read once, kept beside the content; a stopped try is made again by the next reader."""
    info = file(file_id)
    if not is_formal(info.content_type):
        return FormalPage(note=str(NO_FORMAL["type"]))
    return _page(info.sha256)


def formal_in(info: FileInfo) -> Formal | None:
    """Of a kept file of any kind; an archive is looked into, whether that has been done before or not."""
    if not info.formal and info.content_type != ZIP:
        return None
    try:
        return formal_of_content(info.sha256, archive=not info.formal).document
    except starting.Stopped:
        return None


def sketch_formal(name: str, stream: IO[bytes]) -> FormalPage:
    """Of a file that is not kept: chosen in a form, or on its way from another system. Empty when it is none."""
    with blobs.incoming_file() as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        copy.seek(0)
        head = copy.read(detection.HEAD)
        kind = judge(name, detection.found(head), looks_like_text=detection.looks_like_text(head)).content_type
        if kind != ZIP and not is_formal(kind):
            return FormalPage()
        try:
            found = asking.read(copy)
        except starting.Stopped:
            return FormalPage(note=str(NO_FORMAL["stopped"]))
    silent = kind == ZIP and found.document is None  # any other archive
    return FormalPage() if silent else FormalPage(found.document, _note(found))


def formal_of_content(sha256: str, *, archive: bool = False) -> Reading:
    """Raises Stopped. An `archive` may be any: only what was found in it is kept."""
    if (known := asking.remembered(blobs.kept_formal(sha256))) is not None:
        return known
    try:
        with blobs.open_content(sha256) as content:
            found = asking.read(content)
    except FileNotFoundError:
        return Reading(why="broken")
    if found.document is not None or not archive:
        blobs.keep_formal(sha256, asking.kept(found))
    return found


def _page(sha256: str) -> FormalPage:
    try:
        found = formal_of_content(sha256)
    except starting.Stopped:
        return FormalPage(note=str(NO_FORMAL["stopped"]))
    return FormalPage(found.document, _note(found))


def _note(found: Reading) -> str:
    return "" if found.document else str(NO_FORMAL.get(found.why, NO_FORMAL["broken"]))
