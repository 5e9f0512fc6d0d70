"""Pure rules of cards."""

from __future__ import annotations

from marshrut.definitions.schema.pack import CardType, Task
from marshrut.engine.definition import OPINION, Definition


def rule_of(card_type: CardType, key: str) -> Task | None:
    """The step that a task of this key is; a question to a colleague is built in and stands in no pack."""
    if key == OPINION:
        return Definition("", "", card_type, {}).task("", key)
    found = card_type.task(key)
    return found[1] if found else None
