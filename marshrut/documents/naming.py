"""What installed processes name of ours: kinds their fields file papers as, statuses their robots set (D38)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from pydantic import BaseModel

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.definitions.schema.robots import Robot


@dataclass(slots=True)
class Use:
    """A process that works with papers of a kind. `statuses`: keys of those it sets."""

    process: str
    statuses: set[str] = field(default_factory=set)


def uses() -> dict[str, list[Use]]:
    """Kind -> processes. Every installed version counts: cards that run keep theirs."""
    found: dict[str, dict[str, Use]] = {}
    for active in definitions.active():
        title = active.pack.title.say(get_language() or "ru")
        for version in definitions.versions(active.pack.key):
            for card_type in definitions.installed(version.id).pack.card_types:
                for kind, statuses in _of(card_type).items():
                    use = found.setdefault(kind, {}).setdefault(active.pack.key, Use(title))
                    use.statuses |= statuses
    return {kind: list(by_pack.values()) for kind, by_pack in found.items()}


def _of(card_type: CardType) -> dict[str, set[str]]:
    kinds = {key: one.document for key, one in card_type.fields.items() if one.document}
    found: dict[str, set[str]] = {kind: set() for kind in kinds.values()}
    for robot in _robots(card_type.stages):
        if robot.do == "document_status" and robot.status and robot.field in kinds:
            found[kinds[robot.field]].add(robot.status)
    return found


def _robots(part: Any) -> Iterator[Robot]:
    """Wherever a process may have them."""
    if isinstance(part, Robot):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _robots(getattr(part, name))
    elif isinstance(part, dict):
        for one in part.values():
            yield from _robots(one)
    elif isinstance(part, tuple | list):
        for one in part:
            yield from _robots(one)
