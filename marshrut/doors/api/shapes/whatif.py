"""What if: a question about the past, and its answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Answer, Body, Instant

Short = Annotated[str, StringConstraints(max_length=60)]
Id = Annotated[int, Field(strict=True, ge=1, le=10**12)]


class WhatIfApprover(Body):
    """Whoever leaves the stage for a good end is approved by them first: a person, or the holders of a role."""

    stage: Short = Field(examples=["unit_approval"])
    role: Short = Field(default="", examples=["director"])
    person: Id | None = None


class WhatIfStandIn(Body):
    """Tasks of `person` go to `deputy` in their absences; between two moments also in one that nobody entered."""

    person: Id
    deputy: Id
    since: Instant | None = None
    until: Instant | None = None


class WhatIfQuestion(Body):
    """What would have been different."""

    type: Short = Field(description="The kind of card.", examples=["payment_request"])
    months: Annotated[int, Field(strict=True, ge=1, le=12)] = 3
    settings: dict[Short, Annotated[str, StringConstraints(max_length=60)]] = Field(
        default={}, description="Other thresholds, as they are typed.", examples=[{"remind_after": "1"}]
    )
    approver: WhatIfApprover | None = None
    stand_ins: Annotated[list[WhatIfStandIn], Field(max_length=50)] = []
    version: Id | None = Field(default=None, description="Another installed version of the pack.")
    seed: Annotated[int, Field(strict=True, ge=0, le=2**53)] = 1


class WhatIfAsked(Answer):
    id: int
    state: Literal["waiting", "done", "failed"]


class WhatIfTook(Answer):
    """Working minutes of the company: half took no longer than `median`, nine of ten no longer than `most`."""

    cards: int
    median: int
    most: int


class WhatIfPart(Answer):
    """Of a stage, or of the whole way. `told`: messages that reminders and escalations sent."""

    took: WhatIfTook
    tasks: int
    late: int
    reminders: int
    escalations: int
    told: int


class WhatIfFigures(Answer):
    cards: int
    ended: int
    success: int
    whole: WhatIfPart
    stages: dict[str, WhatIfPart]


class WhatIfTest(Answer):
    """The last third of the time foretold from the rest: by how many percent it was off; null: too few cards."""

    cards: int
    median: int | None
    most: int | None
    ended: int | None = Field(default=None, description="Percent of the cards of that third that came to an end.")
    foretold: int | None = Field(default=None, description="Percent of them that were foretold to.")


class WhatIfAnswer(Answer):
    """`real` is what was, `unchanged` the same played again, `changed` by the other rules."""

    real: WhatIfFigures
    unchanged: WhatIfFigures
    changed: WhatIfFigures
    test: WhatIfTest
    as_real: int = Field(description="Answers given as long after the same thing as really.")
    drawn: int = Field(description="Answers drawn from habits.")
    lost: int = Field(description="Acts that could not be done again.")
    verdict: str
    error: str


class WhatIf(Answer):
    id: int
    type: str
    since: Instant
    until: Instant
    state: Literal["waiting", "done", "failed"]
    answer: WhatIfAnswer | None = Field(description="Null: not played yet, or no card set out in that time.")


class WhatIfList(Answer):
    items: tuple[WhatIf, ...]
