"""What must never be true of a card, looked for every minute. Every finding is a number that should be 0."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from django.utils.translation import gettext_lazy as _

from marshrut.definitions import queries as definitions
from marshrut.kernel.sql import prepared

log = logging.getLogger(__name__)

SENTENCES: Mapping[str, Any] = {
    "stuck": _("Cards on their way with nobody to decide, no timer and nothing to come"),
    "old_timers": _("Timers of visits that are over"),
    "gone_people": _("Open tasks of dismissed people whom nobody may replace"),
    "unwritten": _("Cards whose history does not begin with their creation"),
}

# R2, R3, R4, R6 of the reliability sheet, one statement. Drafts and final cards may rest.
FINDINGS: LiteralString = """
WITH stuck AS (
    SELECT c.id, c.definition_id, c.type, c.stage FROM cards_card c
    WHERE c.finished_at IS NULL AND c.stage_kind = 'work'
      AND NOT EXISTS (SELECT 1 FROM cards_task t WHERE t.card_id = c.id AND t.state = 'open')
      AND NOT EXISTS (SELECT 1 FROM jobs_timer m WHERE m.subject = c.id AND m.state = 'armed')
      AND NOT EXISTS (SELECT 1 FROM cards_child k WHERE k.card_id = c.id AND k.visit = c.visit AND k.state = 'awaited')
), old_timers AS (
    SELECT c.id FROM jobs_timer m JOIN cards_card c ON c.id = m.subject
    WHERE m.state = 'armed' AND m.visit <> c.visit
), gone_people AS (
    SELECT t.card_id AS id FROM cards_task t JOIN org_person p ON p.id = t.assignee_id
    WHERE t.state = 'open' AND NOT p.is_active
      AND NOT EXISTS (SELECT 1 FROM org_person o WHERE o.id = ANY(t.also) AND o.is_active)
), unwritten AS (
    SELECT c.id FROM cards_card c
    WHERE NOT EXISTS (SELECT 1 FROM history_event e
                      WHERE e.subject = 'card:' || c.id AND e.seq = 1 AND e.kind IN ('card.created', 'card.adopted'))
)
SELECT what, definition_id, type, stage, count(*), (array_agg(id ORDER BY id))[1:5] FROM (
    SELECT 'stuck' AS what, id, definition_id, type, stage FROM stuck
    UNION ALL SELECT 'old_timers', id, NULL, NULL, NULL FROM old_timers
    UNION ALL SELECT 'gone_people', id, NULL, NULL, NULL FROM gone_people
    UNION ALL SELECT 'unwritten', id, NULL, NULL, NULL FROM unwritten) AS found
GROUP BY what, definition_id, type, stage ORDER BY what"""


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is a key of SENTENCES; `cards` are the first of those concerned."""

    what: str
    count: int
    cards: tuple[int, ...]

    def __str__(self) -> str:
        return f"{SENTENCES[self.what]}: {self.count} (№ {', '.join(map(str, self.cards))})"


def findings() -> list[Finding]:
    """What is wrong now; an empty list is what should be."""
    found: dict[str, Finding] = {}
    for what, definition, card_type, stage, count, cards in prepared(FINDINGS):
        if what == "stuck" and _waits_for_a_hand(definition, card_type, stage):
            continue
        known = found.get(what, Finding(what, 0, ()))
        found[what] = Finding(what, known.count + count, tuple(sorted((*known.cards, *cards))[:5]))
    return list(found.values())


def _waits_for_a_hand(definition: int, card_type: str, stage: str) -> bool:
    """No task need be open here: people may carry the card on (S0.1), or a source outside leads it."""
    found = definitions.installed(definition).pack.card_type(card_type)
    here = found.by_stage.get(stage) if found else None
    if found is None or here is None:
        return False
    led = found.edoc is not None and here.key in found.edoc.stages.values()
    return led or (bool(here.moves) and all(task.when is not None for task in here.tasks))


def report() -> None:
    for finding in findings():
        log.warning("reconcile: %s %s %s", finding.what, finding.count, finding.cards)
