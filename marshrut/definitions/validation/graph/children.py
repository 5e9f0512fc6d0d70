"""Cards made by robots set out at once, unless they stay drafts, so a robot fills what their first stage demands."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...schema.pack import Pack, Robot
from ..names.walk import walk
from ..problem import Finding


def check(pack: Pack) -> Iterator[Finding]:
    """Only for children of the same pack; what others demand is not known here."""
    for at in walk(pack):
        if not isinstance(at.thing, Robot) or at.thing.card_type is None or not at.thing.start:
            continue
        child = pack.card_type(at.thing.card_type)
        needed = child.by_stage[child.first].require if child else ()
        for key in needed:
            if key not in at.thing.fields:
                said = _("The new card cannot set out without “%(field)s”: fill it in here.")
                yield at.wrong("fields", said=said % {"field": key})
