"""What if: the past played again by other rules, for whoever sees every card of the kind."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Status

from marshrut.rehearsals.whatif import commands, queries, wording
from marshrut.rehearsals.whatif.asking import Told
from marshrut.rehearsals.whatif.changes import Approver, Changes, StandIn

from ..bearer import caller
from ..door import api
from ..shapes.base import Key, PathId
from ..shapes.whatif import WhatIf, WhatIfAnswer, WhatIfAsked, WhatIfList, WhatIfQuestion


@api.get("/whatifs", response=WhatIfList, tags=["whatif"], summary="List what-ifs")
def list_whatifs(request: HttpRequest) -> WhatIfList:
    """One's own, the newest first; administrators see all."""
    return WhatIfList(items=tuple(map(_shown, queries.newest(caller(request).actor))))


@api.post("/whatifs", response={201: WhatIfAsked}, tags=["whatif"], summary="Ask what if")
def ask_whatif(request: HttpRequest, body: WhatIfQuestion, key: Key = None) -> Status[WhatIfAsked]:
    """Few cards are played at once; of many the state is `waiting` until the worker has played them."""
    changes = Changes(
        settings=body.settings,
        approver=Approver(**body.approver.model_dump()) if body.approver else None,
        stand_ins=tuple(StandIn(**one.model_dump()) for one in body.stand_ins),
        version=body.version,
    )
    made = commands.ask_whatif(
        caller(request).actor, card_type=body.type, months=body.months, changes=changes, seed=body.seed, key=key
    )
    return Status(201, WhatIfAsked(**made))


@api.get("/whatifs/{whatif}", response=WhatIf, tags=["whatif"], summary="Read a what-if")
def read_whatif(request: HttpRequest, whatif: PathId) -> WhatIf:
    """With the error of the model in words."""
    return _shown(queries.whatif(caller(request).actor, whatif))


def _shown(one: queries.Line) -> WhatIf:
    return WhatIf.model_validate(
        {
            "id": one.id,
            "type": one.card_type,
            "since": one.question.since,
            "until": one.question.until,
            "state": one.state,
            "answer": _answer(one.told) if one.told else None,
        }
    )


def _answer(told: Told) -> WhatIfAnswer:
    kept = {key: value for key, value in asdict(told).items() if key not in ("remind", "escalate")}
    return WhatIfAnswer.model_validate({**kept, "verdict": wording.verdict(told), "error": wording.error(told.test)})
