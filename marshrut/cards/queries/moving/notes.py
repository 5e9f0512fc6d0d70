"""What becomes of cards that land alike: what stays, begins and ends, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.definitions.schema.pack import CardType, Stage, StageTimer
from marshrut.engine.moving import Landing, Redated
from marshrut.kernel.wording import moment

from .names import quoted, stage_title, task_title


def notes(alike: Sequence[Landing], old: CardType, new: CardType, here: Stage) -> list[str]:
    """`alike`: one of each card, with the same changes at other times; `here`: the stage that they leave."""
    landed, dates = alike[0], _dates(alike)
    said = [_kept(quoted(task_title(new, key)), dates.get(("task", key), [])) for key in landed.kept]
    said += [
        _("{task} is closed: the new version has no such task here").format(task=quoted(task_title(old, key)))
        for key in landed.closed
    ]
    said += [_("{task} is opened: it is new").format(task=quoted(task_title(new, key))) for key in landed.opened]
    said += [
        _("reminders of {task} begin anew, by the new rules").format(task=quoted(task_title(new, key)))
        for key in landed.anew
    ]
    lost = [quoted(old.fields[key].title.say(get_language() or "ru")) for key in landed.lost]
    if lost:
        said.append(
            _("there is no field for {fields} any more: what stood there is kept in the history").format(
                fields=", ".join(lost)
            )
        )
    lacking = [quoted(new.fields[key].title.say(get_language() or "ru")) for key in landed.lacking]
    if lacking:
        said.append(_("the stage asks for {fields}, which is empty").format(fields=", ".join(lacking)))
    there = new.by_stage[landed.stage]
    timers = {one.key: (kind, one) for kind, stage in ((old, here), (new, there)) for one in stage.timers}
    said += [_timer(_called(*timers[key]), redated) for (what, key), redated in dates.items() if what == "timer"]
    if here.key != there.key and there.on_enter:
        said.append(_("what robots do on entering the stage is not done"))
    return said


def _dates(alike: Sequence[Landing]) -> dict[tuple[str, str], list[Redated]]:
    found: dict[tuple[str, str], list[Redated]] = {}
    for one in (one for landed in alike for one in landed.redated):
        found.setdefault((one.what, one.key), []).append(one)
    return found


def _kept(task: str, redated: list[Redated]) -> str:
    if not redated:
        return _("{task} stays with whoever has it, with the same deadline").format(task=task)
    return _("{task} stays with whoever has it; its deadline was {was}, becomes {due}").format(
        task=task, was=_when(one.was for one in redated), due=_when(one.due for one in redated)
    )


def _called(kind: CardType, timer: StageTimer) -> str:
    """By what it does: timers of a stage have no titles."""
    language = get_language() or "ru"
    for robot in timer.robots:
        if robot.stage is not None:
            return _("going on to the stage {stage} by time").format(stage=quoted(stage_title(kind, robot.stage)))
        if robot.text is not None:
            return _("the reminder of the stage {text}").format(text=quoted(robot.text.say(language)))
    return _("the timer of the stage")


def _timer(timer: str, redated: list[Redated]) -> str:
    was, due = _when(one.was for one in redated), _when(one.due for one in redated)
    if redated[0].due is None:
        sentence = _("{timer}: it was due {was}, and comes no more")
    elif redated[0].was is None:
        sentence = _("{timer}: it was not due, will be {due}")
    elif redated[0].over:
        sentence = _("{timer}: it was due {was}; by the new version it is due already and comes at once")
    else:
        sentence = _("{timer}: it was due {was}, will be {due}")
    return sentence.format(timer=timer, was=was, due=due)


def _when(moments: Iterable[datetime | None]) -> str:
    """Of one card the moment, of several from the first to the last."""
    known = sorted(one for one in moments if one is not None)
    if not known:
        return _("not set")
    ends = [moment(one, timezone.get_current_timezone()) for one in (known[0], known[-1])]
    return " — ".join(dict.fromkeys(ends))
