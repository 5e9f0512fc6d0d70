"""The kinds of papers that come with the product, put in as start-up puts them in."""

from __future__ import annotations

from marshrut.documents import commands
from marshrut.kernel.actor import Actor


def shipped() -> list[str]:
    """Keys of the kinds that were put in."""
    return list(commands.install_kinds(Actor.system())["added"])
