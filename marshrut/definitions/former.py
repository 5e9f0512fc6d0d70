"""Packs as former releases stored them, said in the words of today. Texts that are stored never change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: how far a grant reached was said by `who` before 1.1
_SCOPES = {"author": "own", "participant": "participant", "head": "headed"}
#: up to which sum heads approve their own cards was said at the people of a task before 1.1
_LIMIT, _FIELD = "self_limit", "self_limit_field"


def in_words_of_today(data: dict[str, Any]) -> dict[str, Any]:
    """The same pack; `data` is changed in place. What today's words say already stays as it is."""
    for card_type in data["card_types"]:
        card_type["access"] = [_grant(one) for one in card_type.get("access", ())]
        limits = [found for found in map(_limit, _resolvers(card_type["stages"])) if found]
        if limits and not card_type.get("self_approval"):
            card_type["self_approval"] = limits[0]
    return data


def _grant(grant: dict[str, Any]) -> dict[str, Any]:
    if grant["who"] in _SCOPES:
        return {**grant, "who": "everyone", "scope": _SCOPES[grant["who"]]}
    return {"scope": "all", **grant}


def _resolvers(part: Any) -> Iterator[dict[str, Any]]:
    """Wherever a pack names people."""
    if isinstance(part, dict):
        if _LIMIT in part or _FIELD in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _resolvers(inner)


def _limit(resolver: dict[str, Any]) -> dict[str, Any] | None:
    """Takes the pair out of the resolver."""
    above, field = resolver.pop(_LIMIT, None), resolver.pop(_FIELD, None)
    if above is None or field is None:
        return None
    return {"policy": "second_above", "above": above, "field": field}
