"""Who may rehearse routes and publish packs: whoever may install them. A card: also who looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshrut.definitions.rights import process_admin
from marshrut.kernel.actor import Actor, Kind
from marshrut.org import access
from marshrut.org.rules import OrgChart

SEE: Final = "rehearsals.see"
REHEARSE: Final = "rehearsals.rehearse"
PLAY: Final = "rehearsals.play"
NOTE: Final = "rehearsals.note"
TIDY: Final = "rehearsals.tidy"
REMOVE: Final = "rehearsals.remove"
PUT_DRAFT: Final = "rehearsals.put_draft"
PUBLISH: Final = "rehearsals.publish_draft"
DISCARD: Final = "rehearsals.discard_draft"
KEEP_PROOF: Final = "rehearsals.keep_proof"
PROGRAMS: Final[tuple[Kind, ...]] = ("system", "robot")


def register() -> None:
    access.register(SEE, access.everyone, programs=["system"])
    access.register(REHEARSE, _rehearsing, programs=["system"])
    access.register(REMOVE, access.everyone, programs=["system"])
    for right in (PUT_DRAFT, PUBLISH, DISCARD):
        access.register(right, process_admin, programs=["system"])
    for right in (PLAY, NOTE, TIDY, KEEP_PROOF):
        access.register(right, access.nobody, programs=PROGRAMS)


def _rehearsing(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["manages"]`: the card that is played is looked after by them."""
    return bool(about.get("manages")) or process_admin(actor, chart, about)


def looks_after(chart: OrgChart, person: int, author: int, *, manages: bool) -> bool:
    """A card: its author, the heads above them, whoever the grants let manage it."""
    return manages or person == author or person in chart.heads_up(author)
