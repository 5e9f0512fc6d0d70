"""The numbers on top of a rehearsal. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from marshrut.calendars.rules import WorkTime
from marshrut.engine.play.world import Played, World
from marshrut.rehearsals.habits import between

from .telling import ESCALATION, LATE, MESSAGE, REMINDER, Teller


def figures(world: World, teller: Teller, lost: int, work: WorkTime, main: str) -> dict[str, Any]:
    """Times in working minutes from the making of a card to its end; only cards of the type that is rehearsed."""
    cards = [one for one in world.cards.values() if one.card_type == main and one.parent is None]
    took = sorted(
        work.between(one.started_at, one.finished_at)
        for one in cards
        if one.finished_at is not None and _kind(one) == "success"
    )
    ends = Counter(one.state.stage for one in cards)
    return {
        "cards": len(cards),
        "children": len(world.cards) - len(cards),
        "success": sum(_kind(one) == "success" for one in cards),
        "failure": sum(_kind(one) == "failure" for one in cards),
        "open": sum(_kind(one) not in ("success", "failure") for one in cards),
        "stuck": sum(1 for one in world.cards.values() if stuck(one)),
        "stuck_cards": [one.id for one in world.cards.values() if stuck(one)][:20],
        "stages": [[key, many] for key, many in ends.most_common()],
        "median": round(between(took, 0.5)) if took else None,
        "most": round(between(took, 0.9)) if took else None,
        "late": teller.kinds[LATE],
        "reminders": teller.kinds[REMINDER],
        "escalations": teller.kinds[ESCALATION],
        "messages": teller.kinds[MESSAGE],
        "told": [[person, many] for person, many in teller.told.most_common()],
        "broken": len(world.broken),
        "lost": lost,
        "cut": teller.cut,
        "until": world.now.isoformat(),
    }


def stuck(card: Played) -> bool:
    """Nothing will ever happen to it: no task, no timer, no word from outside, no child to wait for, no way by hand."""
    stage, state = card.definition.card_type.by_stage[card.state.stage], card.state
    waits: Iterable[object] = (
        *state.open_tasks,
        *state.timers,
        *stage.signals,
        *stage.moves,
        *(child for child in state.children if child.state == "awaited"),
    )
    return not stage.final and stage.kind != "start" and not any(True for _one in waits) and not _led(card)


def _led(card: Played) -> bool:
    """A source outside places it."""
    return card.definition.card_type.edoc is not None


def _kind(card: Played) -> str:
    return card.definition.card_type.by_stage[card.state.stage].kind
