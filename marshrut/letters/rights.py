"""Who may do what with threads. Letters are read by whoever sees their cards; nothing here widens that."""

from __future__ import annotations

from marshrut.kernel.actor import Kind
from marshrut.org import access

LINK = "letters.link_letters"
UNLINK = "letters.unlink_letters"
RELINK = "letters.relink"
REBUILD = "letters.rebuild"
KNOW = "letters.know_message"
BEGIN_DISPATCH = "letters.begin_dispatch"
SETTLE_DISPATCH = "letters.settle_dispatch"
PROVE = "letters.prove"

PROGRAMS: tuple[Kind, ...] = ("system", "robot", "integration")


def register() -> None:
    """Whoever links must besides see both letters and may comment on the first."""
    for right in (LINK, UNLINK):
        access.register(right, access.everyone, programs=PROGRAMS)
    for right in (RELINK, REBUILD, KNOW, BEGIN_DISPATCH, SETTLE_DISPATCH):
        access.register(right, access.nobody, programs=PROGRAMS)
