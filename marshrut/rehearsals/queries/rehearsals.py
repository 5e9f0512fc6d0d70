"""Rehearsals that somebody may see: their own, and those of routes for whoever may install packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights
from ..models import Rehearsal
from ..playing import keeping
from ..playing.asked import Asked, of_json
from ..playing.telling import Told


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """`name`: of the real card that was played. `figures` are empty until it is `done`."""

    id: int
    added_at: datetime
    added_by: int | None
    pack: str
    version: str
    card_type: str
    installed: int | None
    draft: int | None
    name: str
    asked: Asked
    #: waiting, done, failed
    state: str
    progress: int
    figures: Mapping[str, Any]
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A part of the timeline. `total`: of all lines that are asked for; `people`, `cards`: that can be asked for."""

    rows: tuple[Told, ...]
    total: int
    people: tuple[int, ...]
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    person: int | None = None
    kind: str = ""
    card: int | None = None

    def fits(self, line: Told) -> bool:
        return (
            (self.person is None or self.person in line.people)
            and (not self.kind or line.kind == self.kind)
            and (self.card is None or line.card == self.card)
        )


def rehearsals(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[RehearsalView]:
    """Newest first, without their lines. One query."""
    rows = _visible(actor).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(row) for row in rows.defer("result")[:limit]]


def rehearsal(actor: Actor, rehearsal: int) -> RehearsalView:
    """Raises NotFound."""
    return _view(_one(actor, rehearsal, whole=False))


def lines(actor: Actor, rehearsal: int, asked: Narrowed, after: int = 0, limit: int | None = 200) -> Lines:
    """From the line number `after` on. Raises NotFound."""
    row = _one(actor, rehearsal)
    every = keeping.unpacked(bytes(row.result)) if row.result else ()
    fitting = [one for one in every if asked.fits(one)]
    people = tuple(sorted({person for one in every for person in one.people}))
    end = None if limit is None else after + limit
    return Lines(tuple(fitting[after:end]), len(fitting), people, tuple(sorted({one.card for one in every})))


def whole(actor: Actor, rehearsal: int, asked: Narrowed) -> dict[str, Any]:
    """Everything for programs: the question, the figures, the lines that are asked for. Raises NotFound."""
    row = _one(actor, rehearsal)
    found = lines(actor, rehearsal, asked, limit=None)
    return {
        "rehearsal": row.pk,
        "pack": row.pack,
        "version": row.version,
        "card_type": row.card_type,
        "asked": row.asked,
        "state": row.state,
        "figures": row.figures,
        "lines": [{**asdict(one), "at": one.at.isoformat(), "people": list(one.people)} for one in found.rows],
    }


def _one(actor: Actor, rehearsal: int, *, whole: bool = True) -> Rehearsal:
    rows = _visible(actor) if whole else _visible(actor).defer("result")
    found = rows.filter(pk=rehearsal).first()
    if found is None:
        raise NotFound(_("There is no such rehearsal."))
    return found


def _visible(actor: Actor) -> QuerySet[Rehearsal]:
    """Of a real card only the own: it quotes what its reader may see."""
    access.require(actor, rights.SEE)
    own = Q(added_by_id=actor.person_id)
    routes = Q(asked__card=None) if access.may(actor, rights.REHEARSE) else Q(pk=None)
    return Rehearsal.objects.filter(own | routes)


def _view(row: Rehearsal) -> RehearsalView:
    return RehearsalView(
        row.pk, row.added_at, row.added_by_id, row.pack, row.version, row.card_type, row.installed, row.draft_id,
        row.asked.get("name", ""), asked_of(row), row.state, row.progress, row.figures, row.finished_at,
    )  # fmt: skip


def asked_of(row: Rehearsal) -> Asked:
    return of_json({key: value for key, value in row.asked.items() if key != "name"})
