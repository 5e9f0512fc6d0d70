"""What the commands of this room share. Private: a command never calls a command."""

from __future__ import annotations

from collections.abc import Collection

from . import deriving, joining, looking


def again(wanted: Collection[int]) -> None:
    """Look at these letters, and link all that have to do with them."""
    looking.alone()
    looking.look(wanted)
    near = deriving.touched(wanted)
    deriving.derive(near)
    joining.rethread(near)
