"""Training messengers over a restart: people and what was said, in one file, written whole and put in place at once.

What people did and nobody was told of yet is forgotten: they do it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from pydantic import ConfigDict, TypeAdapter

from .things import Hook, Message, User
from .world import Network, World


@dataclass
class Kept:
    """Of one messenger. `told`: number of the last thing its bot was told."""

    users: list[User] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    told: int = 0
    hook: Hook | None = None


_FORM: Final = TypeAdapter(dict[str, Kept], config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


def save(world: World, path: Path) -> None:
    kept = {}
    for network in world.networks:
        with network.lock:
            told = max((one.uid for one in network.happenings), default=network.told)
            kept[network.code] = Kept(list(network.users.values()), list(network.all.values()), told, network.hook)
    new = path.with_suffix(".new")
    new.write_bytes(_FORM.dump_json(kept))
    new.replace(path)


def load(world: World, path: Path) -> bool:
    """Whether there was anything to load."""
    if not path.exists():
        return False
    kept = _FORM.validate_json(path.read_bytes())
    for network in world.networks:
        _fill(network, kept.get(network.code, Kept()))
    return True


def _fill(network: Network, kept: Kept) -> None:
    network.users = {one.id: one for one in kept.users}
    network.all = {one.number: one for one in kept.said}
    network.hook = kept.hook
    if kept.told:
        network.told, network._uids = kept.told, count(kept.told + 1)
    if network.users:
        network._users = count(max(network.users) + 1)
    if network.all:
        network._numbers = count(max(network.all) + 1)
