"""Level 3, graph: the route leads somewhere from everywhere, and nothing waits for ever.

Conditions are taken as if they could hold and could fail at any time, each on its own; that a set of conditions always
leaves a way open is not proved here.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...loading import Steps
from ...schema.pack import Pack
from ..problem import Finding
from . import children, circles, fields, ladders, modes, ways
from .edges import edges


def check(pack: Pack) -> Iterator[Finding]:
    """Only for packs whose names are right."""
    for index, card_type in enumerate(pack.card_types):
        steps: Steps = ("card_types", index)
        found = edges(card_type)
        parts = [*(part(card_type, found) for part in (ways.check, circles.check, fields.check))]
        for part in (*parts, ladders.check(card_type, pack.settings), modes.check(card_type, pack.settings)):
            for finding in part:
                yield Finding((*steps, *finding.steps), finding.message, finding.suggestion)
    yield from children.check(pack)
