"""/routes/: how each kind of card travels, for whoever may have such cards; administrators see every route."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.cards.queries import load, reach
from marshrut.definitions import queries as definitions
from marshrut.definitions import rights
from marshrut.definitions.drawing.words import Words
from marshrut.definitions.queries import Installed
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web.present import routes as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.parts import Link, Tab
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.rehearsals.queries import newest_proofs

from .base import page


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    found = _routes(viewer)
    figures = load.by_stage(viewer.actor, [kind.key for _version, kind in found])
    actions = (Link(_("Publish a route"), "/routes/publish/", "upload"),) if _keeps(viewer) else ()
    screen = present.routes(found, figures, newest_proofs(), viewer, actions)
    return render(request, "screens/routes.html", {"screen": screen})


@page
@require_GET
def show(request: HttpRequest, pack: str, card_type: str) -> HttpResponse:
    viewer = Viewer.of(request)
    known = _routes(viewer)
    routes = [(one, kind) for one, kind in known if one.pack.key == pack]
    version, kind = next(((one, kind) for one, kind in routes if kind.key == card_type), (None, None))
    if version is None or kind is None:
        raise NotFound(_("There is no such page."))
    route = present.Route(
        version=version,
        whole=definitions.whole(version.id),
        kind=kind,
        words=Words(version.pack, kind, definitions.current().settings_of(version)),
        figures={one.stage: one for one in load.by_stage(viewer.actor, [card_type])},
        proof=newest_proofs().get((pack, card_type)),
        viewer=viewer,
        others={
            one.key: Link(one.title.say(viewer.language), present.address(other.pack.key, one.key))
            for other, one in known
        },
    )
    tabs = tuple(Tab(one.title.say(viewer.language), present.address(pack, one.key), one is kind) for _v, one in routes)
    screen = route.screen(tabs if len(tabs) > 1 else (), _actions(viewer, pack, card_type), definitions.versions(pack))
    return render(request, "screens/route.html", {"screen": screen})


def _routes(viewer: Viewer) -> list[tuple[Installed, CardType]]:
    """By title."""
    found = reach.routes(viewer.actor, viewer.chart)
    return sorted(found, key=lambda one: one[1].title.say(viewer.language))


def _keeps(viewer: Viewer) -> bool:
    return access.may(viewer.actor, rights.INSTALL, chart=viewer.chart)


def _actions(viewer: Viewer, pack: str, card_type: str) -> tuple[Link, ...]:
    if not _keeps(viewer):
        return ()
    return (
        Link(_("Rehearse"), f"/rehearsals/new/?pack={pack}&type={card_type}", "player-skip-forward"),
        Link(_("What if"), f"/rehearsals/whatif/?type={card_type}", "help"),
        Link(_("Move cards"), f"/routes/{pack}/moving/", "arrows-exchange"),
        Link(_("New version"), f"/routes/publish/?pack={pack}", "upload"),
    )
