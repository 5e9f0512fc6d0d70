"""Tags for the smallest widgets, drawn in Python because a board holds hundreds of them."""

from __future__ import annotations

import secrets
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

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


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A picture without words, hidden from screen readers. `size` is "", "small" or "big"."""
    name = {"dot": "point", "move": "arrows-exchange"}.get(name, name)  # names that history gives to its kinds
    classes = {"": "icon", "small": "icon icon-small", "big": "icon icon-big"}[size]
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, static("vendor/icons.svg"), name
    )


@register.simple_tag
def due(chip: Due | None) -> SafeString | str:
    if not chip:
        return ""
    return format_html(
        '<span class="due" data-due="{}" title="{}">{}{}</span>',
        chip.tone.value,
        chip.title,
        icon(DUE_ICONS[chip.tone]),
        chip.text,
    )


@register.simple_tag
def badge(mark: Badge | None, square: bool = False) -> SafeString | str:
    if not mark:
        return ""
    return format_html(
        '<span class="badge" data-tone="{}"{}>{}{}</span>',
        mark.tone.value,
        SafeString(" data-square" if square else ""),
        icon(mark.icon) if mark.icon else "",
        mark.text,
    )


@register.simple_tag
def face(who: Face | None, size: str = "") -> SafeString | str:
    """An avatar with the name for screen readers. `size` is "", "s", "l" or "xl"."""
    return _face(who, size, named=True)


@register.simple_tag
def bare_face(who: Face | None, size: str = "") -> SafeString | str:
    """An avatar standing beside the written name, silent for screen readers."""
    return _face(who, size, named=False)


def _face(who: Face | None, size: str, *, named: bool) -> SafeString | str:
    if not who:
        return ""
    classes = {"": "face", "s": "face face-s", "l": "face face-l", "xl": "face face-xl"}[size]
    return format_html(
        '<span class="{}" data-hue="{}"{}{}>{}</span>',
        classes,
        who.hue,
        SafeString(" data-off" if who.inactive else ""),
        format_html(' role="img" aria-label="{0}" title="{0}"', who.name)
        if named
        else SafeString(' aria-hidden="true"'),
        who.initials or icon("robot"),
    )


@register.simple_tag
def client_key() -> str:
    """A fresh key for one form: a double click sends it twice, the command answers once."""
    return secrets.token_urlsafe(12)


@register.filter
def attr(value: Any, name: str) -> Any:
    """`value.name` for a name known only at run time."""
    return getattr(value, name, "")
