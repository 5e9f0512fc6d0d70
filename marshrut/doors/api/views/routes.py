"""GET /api/routes: how cards travel, with the cards on their way and what is proved."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from marshrut.cards.queries import load, reach
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org
from marshrut.rehearsals.queries import newest_proofs

from ..bearer import caller
from ..door import api
from ..present.routes import Route
from ..shapes.routes import RouteDrawn, RouteList


@api.get("/routes", response=RouteList, tags=["routes"], summary="Routes in use")
def list_routes(request: HttpRequest) -> RouteList:
    """Those whose cards the person may create or have; whoever installs packs gets all of them."""
    actor = caller(request).actor
    found, proofs = reach.routes(actor, org.chart()), newest_proofs()
    figures = load.by_stage(actor, [kind.key for _version, kind in found])
    return RouteList(
        items=tuple(
            Route(
                version,
                kind,
                [one for one in figures if one.card_type == kind.key],
                proofs.get((version.pack.key, kind.key)),
            ).line()
            for version, kind in found
        )
    )


@api.get("/routes/{pack}/{card_type}", response=RouteDrawn, tags=["routes"], summary="One route")
def show_route(request: HttpRequest, pack: str, card_type: str) -> RouteDrawn:
    """Its stages, who does what there and by when, where cards go from there, how many are there now."""
    actor = caller(request).actor
    for version, kind in reach.routes(actor, org.chart()):
        if (version.pack.key, kind.key) == (pack, card_type):
            figures = load.by_stage(actor, [card_type])
            return Route(version, kind, figures, newest_proofs().get((pack, card_type))).drawn()
    raise NotFound(_("There is no such kind of card."))
