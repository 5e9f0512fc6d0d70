"""Level 4, papers: the kinds of documents and the statuses that the pack names are known here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..papers import Kinds
from ..schema.pack import Field, Pack, Robot
from .names.walk import At, walk
from .problem import Finding


def check(pack: Pack, kinds: Kinds) -> Iterator[Finding]:
    """Only for packs whose names are right."""
    for at in walk(pack):
        if isinstance(at.thing, Field) and at.thing.document is not None and at.thing.document not in kinds:
            said = _("There is no kind of documents “%(name)s”.")
            yield at.unknown("document", name=at.thing.document, known=kinds, said=said)
        if isinstance(at.thing, Robot) and at.thing.status is not None:
            yield from _status(at, at.thing, kinds)


def _status(at: At, robot: Robot, kinds: Kinds) -> Iterator[Finding]:
    kind = str(at.card_type.fields[str(robot.field)].document)
    if kind in kinds and robot.status not in kinds[kind]:
        said = _("Documents of the kind “%(kind)s” have no status “%%(name)s”.") % {"kind": kind}
        yield at.unknown("status", name=robot.status, known=kinds[kind], said=said)
