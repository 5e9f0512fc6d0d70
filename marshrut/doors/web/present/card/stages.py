"""The bar of stages."""

from __future__ import annotations

from marshrut.cards.queries import CardView, Visit
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import Stage, StageState


def stage_bar(view: CardView, viewer: Viewer, stays: tuple[Visit, ...]) -> tuple[Stage, ...]:
    """Stages of the way; a refusing end and a stage of rework show only when the card stands there."""
    here = view.card_type.by_stage[view.state.stage]
    stayed = [visit.stage for visit in stays if visit.round == view.state.round]
    if here.kind == "failure":
        stayed = stayed[:-2]  # the stage it was refused on was not passed
    elif here.key in stayed[:-1]:
        stayed = stayed[: stayed.index(here.key)]  # it came back: what lay behind is ahead again
    passed = set(stayed)
    shown = [
        stage
        for stage in view.card_type.stages
        if not stage.reserved and (stage.key == here.key or (stage.kind in ("work", "success") and not stage.anew))
    ]
    if here.anew:  # from here the way begins anew
        shown.sort(key=lambda stage: stage.key != here.key)
    marks = []
    for stage in shown:
        state = StageState.DONE if stage.key in passed else StageState.TODO
        if stage.key == here.key:
            state = {"success": StageState.WON, "failure": StageState.LOST}.get(stage.kind, StageState.NOW)
        marks.append(Stage(stage.key, stage.title.say(viewer.language), stage.color, state))
    return tuple(marks)
