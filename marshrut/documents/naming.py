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
    """A process that works with papers of a kind. `statuses`: keys of those it sets; `registers`: gives numbers."""

    process: str
    statuses: set[str] = field(default_factory=set)
    registers: bool = False


def uses() -> dict[str, list[Use]]:
    """Kind -> processes. Every installed version counts: cards that run keep theirs."""
    found: dict[str, dict[str, Use]] = {}
    for active in definitions.active():
        title = active.pack.title.say(get_language() or "ru")
        for version in definitions.versions(active.pack.key):
            for card_type in definitions.installed(version.id).pack.card_types:
                for kind, robots in _of(card_type).items():
                    use = found.setdefault(kind, {}).setdefault(active.pack.key, Use(title))
                    use.statuses |= {one.status for one in robots if one.do == "document_status" and one.status}
                    use.registers |= any(one.do == "register_document" for one in robots)
    return {kind: list(by_pack.values()) for kind, by_pack in found.items()}


def _of(card_type: CardType) -> dict[str, list[Robot]]:
    """Kind of papers -> robots that work with them."""
    kinds = {key: one.document for key, one in card_type.fields.items() if one.document}
    found: dict[str, list[Robot]] = {kind: [] for kind in kinds.values()}
    for robot in _robots(card_type.stages):
        if robot.do in ("document_status", "register_document") and robot.field in kinds:
            found[kinds[robot.field]].append(robot)
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
