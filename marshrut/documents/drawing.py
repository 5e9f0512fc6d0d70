"""The effect that draws the pages of a stored file. Repeating it is harmless: same content, same pictures."""

from __future__ import annotations

from typing import Any

from marshrut.jobs.registry import TakenEffect, Temporary, on_effect
from marshrut.kernel.actor import Actor

from . import blobs, commands, previews, queries, starting
from .models import Preview
from .rules import preview_of


@on_effect(commands.PREVIEW_EFFECT, lane=commands.LANE, lease=2 * previews.PATIENCE, max_attempts=commands.ATTEMPTS)
def draw(payload: dict[str, Any], effect: TakenEffect) -> None:
    """Draw, store, record. A file that is gone or drawn already needs nothing."""
    info = queries.describe([payload["file"]]).get(payload["file"])
    if info is None or info.preview != Preview.WAITING:
        return
    known = queries.drawn_before(info.sha256)
    if known:
        _record(info.id, known.page_count, [[page.width, page.height] for page in known.pages])
        return
    rendered = _rendered(info)
    blobs.keep_pages(info.sha256, {at: picture.content for at, picture in enumerate(rendered.pictures, 1)})
    sizes = [[picture.width, picture.height] for picture in rendered.pictures]
    _record(info.id, rendered.page_count, sizes, rendered.why)


def _rendered(info: queries.FileInfo) -> previews.Rendered:
    kind = preview_of(info.content_type)
    if kind is None:
        return previews.Rendered(why="type")
    try:
        with blobs.open_content(info.sha256) as content:
            return previews.render(content, kind)
    except FileNotFoundError:
        return previews.Rendered(why="broken")  # the reconciler alarms about the lost content itself
    except starting.Stopped as error:
        raise Temporary(str(error)) from error


def _record(file: int, page_count: int | None, pictures: list[list[int]], why: str = "") -> None:
    commands.record_preview(Actor.system(), file=file, page_count=page_count, pictures=pictures, why=why)
