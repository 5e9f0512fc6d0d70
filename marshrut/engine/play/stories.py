"""Stories of packs, told: given, what happens, what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marshrut.calendars.rules import Calendar
from marshrut.definitions.schema.pack import Pack
from marshrut.definitions.schema.stories import Refused, Step, Story

from ..decision import Refusal
from . import expecting
from .acting import perform
from .cast import Untold
from .scene import Scene, begin, stage
from .told import Failure, Told

__all__ = ["Failure", "Told", "tell"]

PLAIN: Final = Calendar()


def tell(pack: Pack, story: Story, *, others: Sequence[Pack] = (), calendar: Calendar = PLAIN) -> Told:
    """Play the story to its end, or to the first step that goes otherwise than written.

    `others`: packs whose cards this one makes; of those that are not given none is made. `calendar`: unless given that
    of the law, without days that a government moved.
    """
    try:
        scene = stage(pack, story, others, calendar)
    except Untold as missing:
        return Told((Failure(0, missing.code, found=missing.name),), (), {})
    failures, marks = _begun(scene, story), [len(scene.world.log)]
    for number, step in enumerate(story.steps, 1):
        if failures:
            break
        failures = _taken(scene, step, number)
        marks.append(len(scene.world.log))
    names = {number: name for name, number in scene.cast.people.items()}
    return Told(tuple(failures), tuple(scene.world.log), names, scene.world.cards, tuple(marks))


def _begun(scene: Scene, story: Story) -> list[Failure]:
    try:
        begin(scene, story)
    except Refusal as refusal:
        return [_refused(0, refusal)]
    except Untold as missing:
        return [Failure(0, missing.code, found=missing.name)]
    return _broken(scene, 0)


def _taken(scene: Scene, step: Step, number: int) -> list[Failure]:
    try:
        if step.expect is not None:
            found = expecting.differences(scene, step.expect, number)
            scene.seen = len(scene.world.log)
            return found
        if step.refused is not None:
            return _must_be_refused(scene, step.refused, number)
        _happens(scene, step)
    except Refusal as refusal:
        return [_refused(number, refusal)]
    except Untold as missing:
        return [Failure(number, missing.code, found=missing.name)]
    return _broken(scene, number)


def _happens(scene: Scene, step: Step) -> None:
    if step.wait is not None:
        scene.wait(step.wait)
    elif step.until is not None:
        scene.until(step.until)
    elif step.absent is not None:
        edges = scene.cast.absent(step.absent)
        scene.comes_or_goes([scene.cast.person(step.absent.who)], edges)
    elif step.dismissed is not None:
        scene.cast.dismissed(step.dismissed.who)
        scene.comes_or_goes([scene.cast.person(step.dismissed.who)])
    elif step.back is not None:
        scene.cast.back(step.back.who, scene.world.now)
        scene.comes_or_goes([scene.cast.person(step.back.who)])
    else:
        perform(scene, step)


def _must_be_refused(scene: Scene, step: Refused, number: int) -> list[Failure]:
    try:
        perform(scene, step)
    except Refusal as refusal:
        if step.code in (None, refusal.code, *refusal.fields.values()):
            return []
        return [Failure(number, "refused_otherwise", step.code, _said(refusal), step.act)]
    return [Failure(number, "not_refused", step.code, None, step.act)]


def _refused(number: int, refusal: Refusal) -> Failure:
    return Failure(number, "refused", None, _said(refusal))


def _said(refusal: Refusal) -> str:
    """The code, and the fields it points at."""
    fields = ", ".join(f"{key}: {code}" for key, code in refusal.fields.items())
    return f"{refusal.code} ({fields})" if fields else refusal.code


def _broken(scene: Scene, number: int) -> list[Failure]:
    """What the system was to do by itself, and could not."""
    found = [Failure(number, "broken", one.effect.kind, _said(one.refusal)) for one in scene.world.broken]
    scene.world.broken.clear()
    return found
