"""Running cards go over to another version of their pack. For whoever installs packs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from marshrut.cards import commands
from marshrut.cards.queries import moving
from marshrut.definitions import queries as definitions
from marshrut.org import queries as org

from ..bearer import caller
from ..door import api
from ..present import parts
from ..shapes.base import Key, PathId
from ..shapes.moving import (
    HeldGroup,
    LandingGroup,
    MovingAsked,
    MovingBack,
    MovingDone,
    MovingLine,
    MovingList,
    MovingPreview,
    MovingRefused,
    MovingReverted,
    NewMoving,
    StandingCards,
    StandingLine,
    VersionName,
)


@api.get(
    "/packs/{pack}/cards", response=StandingCards, tags=["moving"], summary="Where running cards stand, by version"
)
def list_standing(request: HttpRequest, pack: str) -> StandingCards:
    """With the installed versions they may go over to."""
    found = moving.standing(caller(request).actor, pack)
    return StandingCards(
        versions=tuple(VersionName(id=v.id, version=v.version, active=v.active) for v in definitions.versions(pack)),
        items=tuple(
            StandingLine(
                version_id=one.version_id,
                version=one.version,
                type=one.card_type,
                stage=one.stage,
                title=one.title,
                cards=one.cards,
            )
            for one in found
        ),
    )


@api.get("/movings/preview", response=MovingPreview, tags=["moving"], summary="Where cards would land")
def preview_moving(request: HttpRequest, wanted: Annotated[MovingAsked, Query()]) -> MovingPreview:
    """What stays, is closed and is opened, and which cards cannot go. Nothing is written."""
    chosen = moving.Chosen(wanted.type, cards=tuple(wanted.cards))
    stages = dict(text.split(":") for text in wanted.stage)
    found = moving.preview(caller(request).actor, chosen, wanted.to, stages=stages, redate=wanted.redate)
    return MovingPreview(
        to=found.to,
        groups=tuple(
            LandingGroup(cards=one.cards, version=one.version, here=one.here, there=one.there, notes=one.notes)
            for one in found.groups
        ),
        held=tuple(
            HeldGroup(
                code=one.code,
                reason=one.reason,
                version=one.version,
                here=one.here,
                cards=tuple(card for card, _name in one.cards),
            )
            for one in found.held
        ),
        vanished=dict(found.vanished),
        offered=dict(found.offered),
        more=found.more,
    )


@api.post("/movings", response=MovingDone, tags=["moving"], summary="Move cards to another version")
def move_many(request: HttpRequest, body: NewMoving, key: Key = None) -> MovingDone:
    """Each that can go, by itself; the others are told with the reason. See `GET /api/movings/preview` first."""
    answer = commands.move_many(caller(request).actor, key=key, **body.model_dump())
    return MovingDone(moving=answer["moving"], moved=tuple(answer["moved"]), refused=_refused(answer))


@api.get("/packs/{pack}/movings", response=MovingList, tags=["moving"], summary="What was moved before")
def list_movings(request: HttpRequest, pack: str) -> MovingList:
    """Newest first, at most 50."""
    found, chart = moving.movings(caller(request).actor, pack), org.chart()
    return MovingList(
        items=tuple(
            MovingLine(
                id=one.id,
                at=one.at,
                by=parts.someone(chart, one.person),
                version=one.version,
                reason=one.reason,
                cards=one.cards,
                reverted=one.reverted,
            )
            for one in found
        )
    )


@api.post("/movings/{moving_id}/revert", response=MovingReverted, tags=["moving"], summary="Put cards back")
def revert_moving(request: HttpRequest, moving_id: PathId, body: MovingBack, key: Key = None) -> MovingReverted:
    """Where nobody has acted on them since; the others stay, and are told with the reason."""
    answer = commands.revert_moving(caller(request).actor, moving=moving_id, cards=body.cards, key=key)
    return MovingReverted(moving=moving_id, reverted=tuple(answer["reverted"]), refused=_refused(answer))


def _refused(answer: dict[str, Any]) -> tuple[MovingRefused, ...]:
    return tuple(MovingRefused(**one) for one in answer["refused"])
