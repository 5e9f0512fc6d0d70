"""What papers lie on: cards, companies, contacts, deals, projects. Rooms above tell here who they are, who sees them.

Documents know no cards and no companies; they ask the place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from marshrut.kernel import memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .sentences import NO_SUCH_PLACE, NOT_SHOWN

CARD, COMPANY, CONTACT, DEAL, PROJECT = "card", "company", "contact", "deal", "project"


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing a paper lies on, as people see it. `url` is its page."""

    place: str
    ref: int
    title: str
    url: str
    detail: str = ""


class Place(Protocol):
    key: str
    #: whoever sees the thing sees the papers that lie on it, whatever their kind
    opens: bool

    def spots(self, refs: Collection[int]) -> dict[int, Spot]:
        """Titles by id, not filtered by right; unknown ids are left out."""

    def visible(self, actor: Actor, refs: Collection[int]) -> set[int]:
        """Of these, those the actor may see. Asked about thousands at once: look each up, gather nothing."""

    def require_link(self, actor: Actor, ref: int) -> None:
        """Return when the actor may put a paper there; raises NotFound, Forbidden."""

    def organisations(self) -> Collection[int]:
        """Those of its things that are organisations of ours; only companies are."""


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Raises RuntimeError when the place is there already."""
    if place.key in _places:
        raise RuntimeError(f"two places are called {place.key}")
    _places[place.key] = place


def known() -> tuple[Place, ...]:
    return tuple(_places.values())


def of(key: str) -> Place:
    """Raises NotFound."""
    if place := _places.get(key):
        return place
    raise NotFound(NO_SUCH_PLACE)


def organisations() -> frozenset[int]:
    """Organisations of ours: only they have registration books."""
    place = _places.get(COMPANY)
    if place is None:
        return frozenset()
    return memory.once("documents.organisations", lambda: frozenset(place.organisations()))


def titles(key: str, refs: Iterable[int]) -> dict[int, Spot]:
    """Spots by id, not filtered; none of a place nobody registered."""
    wanted = set(refs)
    place = _places.get(key)
    return place.spots(wanted) if place and wanted else {}


def seen(actor: Actor, spots: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Spot]:
    """Those the actor may see, with their titles. Programs see all."""
    by_place: dict[str, set[int]] = {}
    for key, ref in spots:
        by_place.setdefault(key, set()).add(ref)
    found: dict[tuple[str, int], Spot] = {}
    for key, refs in by_place.items():
        if place := _places.get(key):
            open_refs = refs if actor.kind in ("system", "robot") else place.visible(actor, refs)
            found |= {(key, ref): spot for ref, spot in (place.spots(open_refs) if open_refs else {}).items()}
    return found


def label_for(actor: Actor, card: int) -> str:
    """«ДГ-12» inside a sentence; who may not see the card learns only that there is one."""
    spot = seen(actor, [(CARD, card)]).get((CARD, card))
    return spot.title if spot else str(NOT_SHOWN)


def card_label(card: int) -> str:
    """«ДГ-12» as people write it; the number alone when nobody knows cards. For what is kept, not for a reader."""
    spot = titles(CARD, [card]).get(card)
    return spot.title if spot else f"№ {card}"
