"""Robots: what they touch exists, values fit, and no word of theirs is idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ... import catalogue
from ...schema.pack import Robot
from ..problem import Finding
from . import conditions, known
from .walk import At


def robot(at: At) -> Iterator[Finding]:
    about = cast("Robot", at.thing)
    for word in sorted(about.model_fields_set - {"do", "when", *catalogue.find("robot", about.do).parameters}):
        said = _("“%(name)s” has no effect with “%(do)s”.") % {"name": word, "do": about.do}
        yield at.wrong(word, said=said)
    yield from conditions.condition(at, "when", source=about.when)
    if about.stage is not None:
        yield from known.stage(at, "stage", key=about.stage)
    if about.do == "set":
        yield from _sets(at, about)
    if about.card_type is not None:
        yield from _creates(at, about)


def _sets(at: At, about: Robot) -> Iterator[Finding]:
    for key, source in about.fields.items():
        yield from known.field(at, "fields", key, key=key)
        yield from conditions.value(at, "fields", key, source=source, target=at.card_type.fields.get(key))


def _creates(at: At, about: Robot) -> Iterator[Finding]:
    """Fields of the child are known when its card type is in the same pack."""
    kinds = {one.key for one in at.pack.card_types} | at.others
    if about.card_type not in kinds:
        said = _("There is no card type “%(name)s”.")
        yield at.unknown("card_type", name=about.card_type, known=kinds, said=said)
    child = at.pack.card_type(str(about.card_type))
    for key, source in about.fields.items():
        if child is not None and key not in child.fields:
            said = _("There is no field “%(name)s” in the new card.")
            yield at.unknown("fields", key, name=key, known=child.fields, said=said)
        yield from conditions.value(at, "fields", key, source=source, target=child.fields.get(key) if child else None)
