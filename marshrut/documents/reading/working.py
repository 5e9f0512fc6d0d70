"""The effects that read a paper's content. Repeating them is harmless: same content, same text."""

from __future__ import annotations

from typing import Any

from marshrut.jobs.registry import TakenEffect, Temporary, on_effect
from marshrut.kernel.actor import Actor

from .. import blobs, commands, queries, starting
from ..rules import preview_of
from . import asking, recognising

#: seconds until a stopped program is tried again
BREATH = 120


@on_effect(commands.READ_EFFECT, lane=commands.READ_LANE, lease=2 * asking.PATIENCE, max_attempts=commands.ATTEMPTS)
def read(payload: dict[str, Any], effect: TakenEffect) -> None:
    info = queries.describe([payload["file"]]).get(payload["file"])
    if info is None:
        return
    kind = asking.kind_of(info.content_type)
    if kind is None:  # a picture
        _record(info.id, why="scan", scans=bool(recognising.available()))
        return
    try:
        with blobs.open_content(info.sha256) as content:
            text = asking.text_of(content, kind)
    except FileNotFoundError:
        _record(info.id, why="broken")  # the reconciler alarms about the lost content itself
        return
    except starting.Stopped as error:
        raise _later(error) from error
    if text.shown is not None:  # readers wait for nothing, and try nothing again
        blobs.keep_markup(info.sha256, f"-{text.shown.why}" if text.shown.why else f"+{text.shown.html}")
    scans = bool(text.scans) and bool(recognising.available())
    _record(info.id, lines=text.lines, why=text.why or ("scan" if text.scans else ""), scans=scans)


@on_effect(
    commands.RECOGNISE_EFFECT,
    lane=commands.SCAN_LANE,
    lease=recognising.LONGEST_TAKES,
    max_attempts=commands.ATTEMPTS,
)
def recognise(payload: dict[str, Any], effect: TakenEffect) -> None:
    """Pages that have a text of their own keep it; the others get what the machine reads."""
    info = queries.describe([payload["file"]]).get(payload["file"])
    drawn = preview_of(info.content_type) if info else None
    if info is None or drawn is None:
        return
    try:
        with blobs.open_content(info.sha256) as content:
            known = asking.text_of(content, "pdf") if drawn == "pdf" else asking.Text()
            found = recognising.recognise(content, drawn, known.scans if drawn == "pdf" else None)
    except FileNotFoundError:
        _record(info.id, why="broken")
        return
    except starting.Stopped as error:
        raise _later(error) from error
    pages = dict(enumerate(known.pages, 1)) | found
    lines = tuple(line for _number, page in sorted(pages.items()) for line in page)
    _record(info.id, lines=lines, why="" if recognising.available() else "scan", by_ocr=bool(found))


def _later(error: starting.Stopped) -> Temporary:
    """The machine was busy or short of memory; when it is so every time, the effect is given up and an alarm."""
    return Temporary(str(error), after=BREATH)


def _record(file: int, **told: Any) -> None:
    commands.record_text(Actor.system(), file=file, **told)
