"""Papers of a card: files that are documents of a kind. What happens to them happens outside, as effects."""

from __future__ import annotations

from typing import Final

from marshrut.definitions.schema.pack import Robot, Stage

from .decision import Effect
from .run import Run

STATUS: Final = "document_status"
REGISTER: Final = "register_document"
FILED: Final = "card_documents"


def file(run: Run) -> None:
    """When there are other papers in the fields than before, they are filed."""
    before, now = run.before.fields, run.fields
    papers = [key for key, field in run.definition.card_type.fields.items() if field.document is not None]
    if any((now.get(key) or None) != (before.get(key) or None) for key in papers):
        run.effect(Effect(FILED, f"papers:e{run.edition}", {"edition": run.edition}))


def status(run: Run, robot: Robot, place: str, index: int) -> None:
    """`visit` tells later words from earlier ones, in whatever order they arrive."""
    payload = {"visit": run.visit, "place": place, "index": index, "field": robot.field}
    run.effect(Effect(STATUS, f"status:v{run.visit}.{place}.{index}", payload))


def register(run: Run, robot: Robot, place: str, index: int, time: int) -> None:
    payload = {"visit": run.visit, "place": place, "index": index, "field": robot.field}
    run.effect(Effect(REGISTER, f"register:v{run.visit}.{place}.{index}.{time}", payload))


def restated(stage: Stage) -> set[str | None]:
    """Fields whose papers get their status on entering the stage, whatever stands on the card."""
    return {robot.field for robot in stage.on_enter if robot.do == STATUS and robot.when is None}


def restate(run: Run, stage: Stage) -> None:
    """The card is back on the stage: so are the statuses of its papers."""
    for index, robot in enumerate(stage.on_enter):
        if robot.do == STATUS and run.holds(robot.when):
            status(run, robot, f"enter/{stage.key}", index)
