"""Further versions of the pack of payments, made of the shipped one and installed beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from marshrut.definitions import queries as definitions
from marshrut.definitions import revision
from marshrut.definitions.loading import content, digest
from marshrut.definitions.models import ActivePack, PackVersion
from marshrut.definitions.schema.pack import Pack
from marshrut.kernel import clock

from .packs import pack

Part = dict[str, Any]


def stage(card_type: Part, key: str) -> Part:
    """A stage of a card type that is being changed."""
    found: Part = next(one for one in card_type["stages"] if one["key"] == key)
    return found


def rename(part: Any, was: str, now: str) -> None:
    """Wherever the name stands by itself."""
    if isinstance(part, dict):
        for key, value in part.items():
            if value == was:
                part[key] = now
            else:
                rename(value, was, now)
    elif isinstance(part, list):
        for number, value in enumerate(part):
            if value == was:
                part[number] = now
            else:
                rename(value, was, now)


def install_version(version: str, change: Callable[[Part], None], *, key: str = "payments") -> int:
    """The shipped pack with its first card type changed, as another version that new cards start with; its id."""
    said = json.loads(content(pack(key)))
    change(said["card_types"][0])
    new = Pack.model_validate({**said, "version": version})
    text = content(new)
    row = PackVersion.objects.create(
        pack=key, version=version, content=text, sha256=digest(text), installed_at=clock.now(), installed_by=None
    )
    ActivePack.objects.filter(pack=key).update(version=row)
    revision.bump()
    return row.pk


def shipped_id(key: str = "payments") -> int:
    """The version that the office began with."""
    return min(line.id for line in definitions.versions(key))
