"""Tags for the smallest widgets and for the board tile.

Drawn by plain Python, because a board holds hundreds of them: 120 tiles take 13 ms with the page, as templates 70.
Everything people typed goes through `escape`.
"""

from __future__ import annotations

import secrets
from functools import cache
from html import escape
from typing import Any

from django import template
from django.core.signals import setting_changed
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marshrut.doors.web.screens.board import Tile
from marshrut.doors.web.screens.documents import StatusChip
from marshrut.doors.web.screens.parts import Badge, Due, DueTone, Face

register = template.Library()

DUE_ICONS = {
    DueTone.LATE: "clock-exclamation",
    DueTone.TODAY: "clock",
    DueTone.TOMORROW: "clock",
    DueTone.LATER: "calendar-event",
    DueTone.DONE: "circle-check",
    DueTone.PAUSED: "player-pause",
}
#: names that history gives to its kinds -> names of the sprite
ALIASES = {"dot": "point", "move": "arrows-exchange"}
ICON_CLASSES = {"": "icon", "small": "icon icon-small", "big": "icon icon-big"}
FACE_CLASSES = {"": "face", "s": "face face-s", "l": "face face-l", "xl": "face face-xl"}


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """A picture without words, hidden from screen readers. `size` is "", "small" or "big"."""
    place = f"{static('vendor/icons.svg')}#{escape(ALIASES.get(name, name))}"
    return SafeString(f'<svg class="{ICON_CLASSES[size]}" aria-hidden="true"><use href="{place}"></use></svg>')


def _forget(*, setting: str, **_rest: Any) -> None:
    if setting in ("STORAGES", "STATIC_URL"):
        icon.cache_clear()


setting_changed.connect(_forget)


@register.simple_tag
def due(chip: Due | None) -> SafeString | str:
    if not chip:
        return ""
    tone = chip.tone
    return SafeString(
        f'<span class="due" data-due="{tone.value}" title="{escape(chip.title)}">'
        f"{icon(DUE_ICONS[tone])}{escape(chip.text)}</span>"
    )


@register.simple_tag
def badge(mark: Badge | None, square: bool = False) -> SafeString | str:
    if not mark:
        return ""
    drawn = icon(mark.icon) if mark.icon else ""
    form = " data-square" if square else ""
    return SafeString(f'<span class="badge" data-tone="{mark.tone.value}"{form}>{drawn}{escape(str(mark.text))}</span>')


@register.simple_tag
def status(chip: StatusChip | None) -> SafeString | str:
    """The status of a document in its own colour."""
    if not chip:
        return ""
    final = " data-final" if chip.final else ""
    return SafeString(f'<span class="status"{final} style="--c:{escape(chip.color)}">{escape(str(chip.title))}</span>')


@register.simple_tag
def face(who: Face | None, size: str = "") -> SafeString | str:
    """An avatar with the name for screen readers. `size` is "", "s", "l" or "xl"."""
    if not who:
        return ""
    name = escape(str(who.name))
    return _face(who, size, f' role="img" aria-label="{name}" title="{name}"')


@register.simple_tag
def bare_face(who: Face | None, size: str = "") -> SafeString | str:
    """An avatar standing beside the written name, silent for screen readers."""
    return _face(who, size, ' aria-hidden="true"') if who else ""


def _face(who: Face, size: str, said: str) -> SafeString:
    off = " data-off" if who.inactive else ""
    inside = escape(who.initials) or icon("robot")
    return SafeString(f'<span class="{FACE_CLASSES[size]}" data-hue="{escape(who.hue)}"{off}{said}>{inside}</span>')


@register.simple_tag
def tile(card: Tile) -> SafeString:
    """A card on the board. The title's link covers the whole tile; the button stands above it."""
    title = escape(card.title)
    new = ' class="tile tile-new"' if card.new else ' class="tile"'
    moves = f' data-drag data-moves="{escape(card.moves_text)}"' if card.moves else ""
    late = " data-late" if card.due and card.due.tone is DueTone.LATE else ""
    company = f'<span class="tile-sub">{escape(card.company)}</span>' if card.company else ""
    marks = "".join(badge(one, True) for one in card.marks)
    marked = f'<div class="tile-line">{marks}</div>' if marks else ""
    return SafeString(
        f'<article{new} id="tile-{card.id}" data-tile="{card.id}" data-version="{card.version}"{moves}{late}>'
        f'<a class="tile-title" href="{escape(card.url)}">{title}</a>{company}{_tile_sum(card)}{marked}'
        f'<div class="tile-foot">{due(card.due)}{_tile_number("paperclip", _("Files"), card.files)}'
        f"{_tile_number('message', _('Comments'), card.comments)}"
        f'<span class="push">{_tile_move(card, title)}{face(card.face)}</span></div></article>'
    )


def _tile_sum(card: Tile) -> str:
    if not card.badge and not card.amount:
        return ""
    amount = f'<span class="money">{escape(card.amount)}</span>' if card.amount else ""
    return f'<div class="tile-line">{badge(card.badge, True)}{amount}</div>'


def _tile_number(picture: str, word: str, number: str) -> str:
    if not number:
        return ""
    said = f'<span class="visually-hidden">{escape(word)}: </span>'
    return f'<span class="tile-num">{icon(picture)}{said}{escape(number)}</span>'


def _tile_move(card: Tile, title: str) -> str:
    if not card.moves:
        return ""
    said = f'aria-haspopup="dialog" aria-label="{escape(_("Move"))}: {title}"'
    return (
        f'<button class="tile-move" type="button" data-move data-key="KeyM" {said}>{icon("arrows-exchange")}</button>'
    )


@register.simple_tag
def client_key() -> str:
    """A fresh key for one form: a double click sends it twice, the command answers once."""
    return secrets.token_urlsafe(12)
