"""What a rehearsal is played with: the route of a version, a draft or a card, today's settings, grants and habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from marshrut.cards import queries as cards
from marshrut.definitions import loading, rules
from marshrut.definitions import queries as definitions
from marshrut.definitions.queries import Shelf
from marshrut.definitions.schema.pack import Pack
from marshrut.definitions.validation import validate
from marshrut.engine.definition import Definition
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import queries as org
from marshrut.rehearsals.habits import Habits, habits

from .asked import Asked
from .play import Empty, Outcome, Progress, Stage, play, quietly

#: how far back people's habits are learned
LEARNED: Final = timedelta(days=180)
NO_ROUTE: Final = _("There is no such kind of card.")


@dataclass(frozen=True, slots=True)
class Route:
    """A card type of a pack; `installed`: of that version."""

    pack: Pack
    card_type: str
    installed: int | None = None


def of_version(card_type: str, version: int | None) -> Route:
    """Of that installed version, else of the active one; raises NotFound."""
    found = definitions.installed(version) if version is not None else definitions.active_for(card_type)
    if found.pack.card_type(card_type) is None:
        raise NotFound(NO_ROUTE)
    return Route(found.pack, card_type, found.id)


def of_files(files: Mapping[str, str], card_type: str) -> Route:
    """Of a draft; raises Invalid while it cannot be read, NotFound when it has no such card type."""
    verdict = validate(loading.source(files))
    wrong = [one for one in verdict.problems if one.level in ("shape", "names") and not one.warning]
    if verdict.pack is None or wrong:
        raise Invalid(_("The draft cannot be played yet: correct the marked places first."))
    if verdict.pack.card_type(card_type) is None:
        raise NotFound(NO_ROUTE)
    return Route(verdict.pack, card_type)


def stage(route: Route, actor: Actor, card: int | None = None) -> Stage:
    """`card`: that the actor may see; raises NotFound."""
    shelf = definitions.current()
    seen = cards.seen(actor, card) if card is not None else None
    known = _definitions(shelf, route)
    if seen is not None:
        known[route.card_type] = seen.definition
    return Stage(
        route.card_type,
        known,
        org.chart(),
        shelf.grants,
        _habits(shelf, route),
        None if seen is None else (seen.state, datetime.fromisoformat(seen.row["created_at"])),
    )


def played(route: Route, actor: Actor, asked: Asked, progress: Progress = quietly) -> Outcome:
    """Raises Invalid when nobody may file such cards, NotFound."""
    try:
        return play(stage(route, actor, asked.card), asked, progress)
    except Empty as empty:
        said = _("Nobody in the company may file such cards: there is no one to begin with.")
        raise Invalid(said) from empty


def _definitions(shelf: Shelf, route: Route) -> dict[str, Definition]:
    """Of all types, by today's settings; those of the pack are as the route has them."""
    found = {
        kind.key: Definition(one.pack.key, one.pack.version, kind, shelf.settings_of(one))
        for one in shelf.active
        if one.pack.key != route.pack.key
        for kind in one.pack.card_types
    }
    settings = rules.overlaid(route.pack.settings, shelf.stored.get(route.pack.key, {}))
    own = {kind.key: Definition(route.pack.key, route.pack.version, kind, settings) for kind in route.pack.card_types}
    return {**found, **own}


def _habits(shelf: Shelf, route: Route) -> Habits | None:
    """None for a type that nobody could file yet."""
    if not any(one.pack.key == route.pack.key and one.pack.card_type(route.card_type) for one in shelf.active):
        return None
    return habits(route.pack.key, route.card_type, clock.now() - LEARNED)
