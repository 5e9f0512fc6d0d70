"""Who may read notices, and keep reactions in order."""

from __future__ import annotations

from typing import Final

from marshrut.kernel.actor import Kind
from marshrut.org import access

SEE: Final = "reaction.see"
ADD: Final = "reaction.add"
EDIT: Final = "reaction.edit"
SWITCH: Final = "reaction.switch"
REMOVE: Final = "reaction.remove"
LAY_OUT: Final = "reaction.lay_out"
TAKE: Final = "reaction.take"
SETTLE: Final = "reaction.settle"
PROGRAMS: Final[tuple[Kind, ...]] = ("robot", "system")


def register() -> None:
    access.register("notice.deliver", access.nobody, programs=PROGRAMS)
    access.register("notice.read", access.everyone)
    for right in (SEE, ADD, EDIT, SWITCH, REMOVE):
        access.register(right, access.admin, programs=["system"])
    for right in (LAY_OUT, TAKE, SETTLE):
        access.register(right, access.nobody, programs=PROGRAMS)
