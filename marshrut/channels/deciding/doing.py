"""The decision itself, of a button and of a link alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.cards import commands as cards
from marshrut.kernel.actor import Actor

from ..models import Action


def do(action: Action, actor: Actor, words: str, *, because: str = "", fields: Mapping[str, Any] | None = None) -> None:
    """Bound to the task and the content that was shown; the action's own client key makes a repeat the same one."""
    key = f"action:{action.pk}"
    if action.verb == "take":
        cards.take_task(actor, task=action.task_id, key=key)
        return
    cards.complete_task(
        actor,
        task=action.task_id,
        outcome=action.outcome,
        reason=words.strip(),
        because=because or action.because,
        fields=fields,
        edition=action.edition,
        key=key,
    )
