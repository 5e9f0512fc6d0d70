"""Sprite and translations."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from marshrut.config.assets import catalogues, static, vendor

OUTLINE = """<svg
  xmlns="http://www.w3.org/2000/svg"
  class="icon"
>
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M3 12h4" />
  <path d="M5 6h7" />
</svg>
"""


@pytest.fixture
def icons(tmp_path: Path) -> Path:
    for folder in ("outline", "filled"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "star.svg").write_text(OUTLINE)
    return tmp_path


def test_sprite_holds_a_symbol_for_each_name(icons: Path) -> None:
    assert vendor.sprite(icons, ["star", "star-filled"]) == (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        '<symbol id="star" viewBox="0 0 24 24"><path d="M3 12h4" /><path d="M5 6h7" /></symbol>\n'
        '<symbol id="star-filled" viewBox="0 0 24 24" fill="currentColor" stroke="none">'
        '<path d="M3 12h4" /><path d="M5 6h7" /></symbol>\n'
        "</svg>\n"
    )


def test_unknown_icon_is_refused_with_the_nearest_name(icons: Path) -> None:
    with pytest.raises(vendor.UnknownIcon, match=r"stars \(near: star\)"):
        vendor.sprite(icons, ["star", "stars"])


def test_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    source = tmp_path / "room" / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(head + 'msgid "Stage"\nmsgstr "Стадия"\n', encoding="utf-8")
    assert catalogues.compile_all(tmp_path) == [source]
    assert catalogues.compile_all(tmp_path) == []
    assert gettext.translation("django", tmp_path / "room" / "locale", ["ru"]).gettext("Stage") == "Стадия"
    os.utime(source, ns=(0, source.stat().st_mtime_ns + 1))
    assert catalogues.compile_all(tmp_path) == [source]


def test_static_files_are_collected_again_only_when_one_changes(tmp_path: Path) -> None:
    style = tmp_path / "door" / "static" / "ui.css"
    style.parent.mkdir(parents=True)
    style.write_text("a {}")
    first = static.state(tmp_path)
    assert static.state(tmp_path) == first
    style.write_text("b {} ")
    assert static.state(tmp_path) != first
