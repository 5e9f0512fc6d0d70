"""The drawing program may be taken over by a file: what it tells is believed only as far as it is checked."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from marshrut.documents import previews
from marshrut.documents.previews import Rendered

WEBP = b"RIFF\0\0\0\0WEBPVP8 "


def frame(content: bytes = b"", **line: Any) -> bytes:
    return json.dumps({**line, "bytes": len(content)}).encode() + b"\n" + content


def page(number: int, content: bytes = WEBP, **line: Any) -> bytes:
    return frame(content, **{"page": number, "width": 10, "height": 20, **line})


def collected(told: bytes) -> Rendered:
    return previews.collect(previews._frames(io.BytesIO(told)))


def test_pages_in_order() -> None:
    rendered = collected(frame(pages=5) + page(1) + page(2))
    assert (rendered.page_count, len(rendered.pictures), rendered.why) == (5, 2, "")
    assert (rendered.pictures[0].width, rendered.pictures[0].height, rendered.pictures[0].content) == (10, 20, WEBP)


def test_a_reason_instead_of_pages() -> None:
    assert collected(frame(why="encrypted")) == Rendered(why="encrypted")


def test_pages_drawn_before_a_failure_are_kept() -> None:
    rendered = collected(frame(pages=9) + page(1) + frame(why="broken"))
    assert (len(rendered.pictures), rendered.why) == (1, "")


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"not json\n",
        b"[1]\n",
        b"null\n",
        b"[" * 190 + b"\n",
        b'{"bytes": "5"}\n',
        b'{"bytes": true}\n',
        b'{"bytes": -1}\n',
        b'{"bytes": 99999999999}\n',
        b'{"page": 1, "width": 10, "height": 20, "bytes": 500}\nRIFF',
        b"x" * 1_000_000,
        frame(why="<script>"),
        frame(why="disk"),
        frame(why=["broken"]),
        frame(pages=-1),
        frame(pages=True),
        frame(pages="5"),
        page(1, b"<html>"),
        page(0),
        page(2),
        page(1, width=0x7FFFFFFF),
        page(1, width=-1),
        page(1, height="20"),
        page(1, height=2.5),
    ],
)
def test_nonsense_is_nothing(told: bytes) -> None:
    assert collected(told) == Rendered()


def test_no_more_pages_than_are_shown() -> None:
    assert len(collected(b"".join(page(number) for number in range(1, 50))).pictures) == 30


def test_a_repeated_page_is_not_taken_twice() -> None:
    assert len(collected(page(1) + page(1)).pictures) == 1
