"""Texts that people read, and the `{{ field }}` look-ups in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ...schema.base import PLACEHOLDER, Text
from ...schema.pack import CardType, Robot, Rung, Task
from ..problem import Finding
from . import conditions, known
from .walk import At

#: where settings are filled in as well: what the system tells by itself
_WITH_SETTINGS = {(Rung, "text"), (Robot, "text")}
#: where look-ups are filled in
_FILLED = {(CardType, "name"), (Task, "text"), (Task, "notice"), (Rung, "text"), (Robot, "text")}


def text(at: At) -> Iterator[Finding]:
    words = cast("Text", at.thing)
    if not words.ru.strip():
        yield at.wrong("ru", said=_("The text is empty."))
    for language in ("ru", "en"):
        said = getattr(words, language)
        if "{{" not in said:
            continue
        if (type(at.around[-1]), at.steps[-1]) not in _FILLED:
            yield at.wrong(language, said=_("Look-ups {{ … }} are not filled in here."))
            continue
        for name in PLACEHOLDER.findall(said):
            yield from _looked_up(at, language, name)
        if "{{" in PLACEHOLDER.sub("", said):
            example = _("A look-up is the name of one field in double braces, like {{ amount }}.")
            yield at.wrong(language, said=example)


def _looked_up(at: At, language: str, name: str) -> Iterator[Finding]:
    if not name.startswith("$"):
        yield from known.field(at, language, key=name)
    elif (type(at.around[-1]), at.steps[-1]) in _WITH_SETTINGS:
        yield from known.setting(at, language, name=name, kinds=conditions.NUMBERS)
    else:
        yield at.wrong(language, said=_("Settings are not filled in here: look up a field."))
