"""Papers of a card: files that are documents of a kind. What happens to them happens outside, as effects."""

from __future__ import annotations

from typing import Final

from marshrut.definitions.schema.pack import CardType, Robot, Stage

from .decision import Effect
from .run import Run

STATUS: Final = "document_status"
REGISTER: Final = "register_document"
FILED: Final = "card_documents"


def file(run: Run) -> None:
    """Other papers in the fields than before are filed; a card that finished lets its papers go, one that goes on again
    leads them again. Papers of an order follow its number and its customer (S0.19).
    """
    before, now, stages = run.before.fields, run.fields, run.definition.stages
    papers = [key for key, field in run.definition.card_type.fields.items() if field.document is not None]
    was = stages.get(run.before.stage)
    turned = (was is not None and was.final) != stages[run.stage].final
    other = {key for key in (*papers, *places(run.definition.card_type)) if differs(now.get(key), before.get(key))}
    if other & {*papers} or (other and any(now.get(key) for key in papers)):
        run.effect(Effect(FILED, f"papers:e{run.edition}", {"edition": run.edition}))
    elif turned and any(now.get(key) for key in papers):
        run.effect(Effect(FILED, f"papers:v{run.visit}", {"edition": run.edition}))


def places(card_type: CardType) -> set[str]:
    """Fields that say in which folder papers of orders lie."""
    fields = card_type.fields
    numbers = {field.filed_under for field in fields.values() if field.filed_under is not None}
    companies = {key for key, field in fields.items() if field.kind == "company" and not field.ours}
    return numbers | companies if numbers else set()


def differs(one: object, other: object) -> bool:
    return (one or None) != (other or None)


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
