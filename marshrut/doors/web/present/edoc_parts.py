"""E-documents on the page of a company or a deal, and how fresh what is shown is (A2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from marshrut.doors.web.screens.edocs import EDocsPart, RefreshBar
from marshrut.doors.web.screens.parts import Empty, Link
from marshrut.edocs import commands, queries
from marshrut.edocs.queries import EDocLine
from marshrut.edocs.queries.fresh import Fresh, fresh
from marshrut.kernel.errors import Conflict

from . import edoc_rows
from .edoc_places import PATH
from .lists import address
from .viewer import Viewer

#: rows on the page of something else; the register has the rest
MOST: Final = 50
#: documents of a deal that one press asks about
AT_ONCE: Final = 10
#: whose pages show their documents
PLACES: Final = ("company", "deal")


def bar(found: Sequence[Fresh], *, url: str = "") -> RefreshBar:
    """The oldest answer speaks for all; every base that is silent is named."""
    if not found:
        return RefreshBar()
    silent = tuple(_named(one, len(found)) for one in found if one.stale.red)
    calm = [one.stale for one in found if not one.stale.red]
    oldest = max(calm, key=lambda one: one.minutes if one.minutes is not None else -1, default=None)
    return RefreshBar(text=oldest.sentence if oldest else "", url=url, silent=silent)


def _named(one: Fresh, many: int) -> str:
    return f"{one.title}: {one.stale.sentence}" if many > 1 else one.stale.sentence


def home(place: str, ref: int | None) -> str:
    """The page that shows the documents of the place."""
    pages = {"company": f"/companies/{ref}/e-documents/", "deal": f"/deals/{ref}/"}
    return pages[place] if ref and place in pages else PATH


def pressed(found: Sequence[Fresh], place: str, ref: int | None, back: str, *, asked: bool) -> RefreshBar:
    """What stands there after the press: when 1C is being asked, what is around reads itself anew in a moment."""
    plain = bar(found, url="" if asked else f"{PATH}refresh")
    here = back if back.startswith(f"{PATH}?") else PATH
    somewhere = bool(ref) and place in PLACES
    if not asked:
        kept = (("place", place), ("ref", str(ref))) if somewhere else (("back", here),)
        return replace(plain, kept=kept)
    if somewhere:
        return replace(plain, again=f"{PATH}of/{place}/{ref}/", target="#edocs-part")
    return replace(plain, again=here, target="#list")


def ask_for_deal(viewer: Viewer, deal: int) -> None:
    """1C knows companies and no deals of ours: each unfinished document is asked about. Raises Conflict."""
    asked, late = 0, None
    for one in queries.of_deal(viewer.actor, deal, MOST):
        if asked == AT_ONCE or one.actor == "none":
            continue
        try:
            commands.refresh(viewer.actor, card=one.card)
            asked += 1
        except Conflict as error:
            late = error
    if late is not None and not asked:
        raise late


def ask_all(viewer: Viewer) -> None:
    """Every base is asked for what is new. Raises Conflict when all of them were asked just now."""
    asked, late = 0, None
    for one in fresh(viewer.actor):
        try:
            commands.refresh_base(viewer.actor, base=one.base)
            asked += 1
        except Conflict as error:
            late = error
    if late is not None and not asked:
        raise late


def part(place: str, ref: int, viewer: Viewer) -> EDocsPart:
    lines = _lines(place, ref, viewer)
    now = bar(fresh(viewer.actor), url=f"{PATH}refresh")
    return EDocsPart(
        rows=edoc_rows.rows(lines[:MOST], viewer),
        place=place,
        refresh=replace(now, kept=(("place", place), ("ref", str(ref)))),
        all=Link(_("All in the register"), address(PATH, {place: [str(ref)]})) if lines else None,
        empty=None if lines else empty(connected=bool(now.text or now.silent), place=place),
    )


def _lines(place: str, ref: int, viewer: Viewer) -> tuple[EDocLine, ...]:
    asked = queries.of_company if place == "company" else queries.of_deal
    return asked(viewer.actor, ref, MOST)


def empty(*, connected: bool, place: str) -> Empty:
    if not connected:
        words = _("Here will be what has been sent, accepted and signed. An administrator connects 1C once.")
        return Empty("start", _("1C is not connected"), words)
    told = {
        "company": _("As soon as 1C has a document with this company, it stands here by itself."),
        "deal": _("Documents are put to the deal by the number of the contract, or by hand on the card of a document."),
    }
    return Empty("start", _("No e-documents yet"), told[place])
