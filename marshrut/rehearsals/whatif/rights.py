"""Who may ask what if: administrators, and whoever may see every card of that type, for the figures tell of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshrut.cards.queries import load
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

ASK: Final = "rehearsals.ask_whatif"
TELL: Final = "rehearsals.tell_whatif"


def register() -> None:
    access.register(ASK, _asking)
    access.register(TELL, access.nobody, programs=["system", "robot"])


def _asking(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["card_type"]`; without one: any type at all."""
    if access.admin(actor, chart, about):
        return True
    return load.sees_all(actor, chart, about.get("card_type"))
