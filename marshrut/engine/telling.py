"""Notices of robots. Those of a timer may wait for the working time of whom they tell (A1.2, D18)."""

from __future__ import annotations

from marshrut.definitions.schema.pack import Robot, Stage

from .people import everyone
from .run import Run
from .state import TimerState

#: key of the timer of a waiting notice: tell/<timer>/<number of the robot>/<person>
WAITS = "tell/"
TIMER = "timer/"


def notify(run: Run, robot: Robot, place: str, index: int, time: int) -> None:
    """Tell everybody named, each once; what waits for somebody already is not doubled."""
    people = [one.person for one in everyone(run, robot.to)]
    if place.startswith(TIMER):
        _by_timer(run, robot, place, index, time, people)
        return
    for person in people:
        _tell(run, person, place, index, time)


def _by_timer(run: Run, robot: Robot, place: str, index: int, time: int, people: list[int]) -> None:
    told = []
    for person in people:
        if not (robot.in_working_hours and _waits(run, place, index, time, person)):
            _tell(run, person, place, index, time)
            told.append(person)
    if told:
        _say(run, place.rsplit("/", 1)[1], told)


def _tell(run: Run, person: int, place: str, index: int, time: int) -> None:
    run.tell("robot", person, f"v{run.visit}.{place}.{index}.{time}", place=place, index=index)


def _say(run: Run, timer: str, people: list[int]) -> None:
    run.say("stage.told", {"stage": run.stage, "timer": timer, "to": people}, automatic=True)


def _waits(run: Run, place: str, index: int, time: int, person: int) -> bool:
    """Whether it waits: for the person's next working time, or already."""
    key = f"{WAITS}{place.rsplit('/', 1)[1]}/{index}/{person}"
    if any(timer.key == key and timer.visit == run.visit for timer in run.timers):
        return True
    opening = run.company.work_time(person).next_opening(run.now)
    if opening <= run.now:
        return False
    run.arm(TimerState(key, run.visit, opening, None, time))
    return True


def fire(run: Run, stage: Stage, timer: TimerState) -> bool:
    """The working time began: tell, if the person is still to be told."""
    _word, key, number, person = timer.key.split("/")
    rule = next((rule for rule in stage.timers if rule.key == key), None)
    if rule is None or int(number) >= len(rule.robots):
        return False
    robot = rule.robots[int(number)]
    if not run.holds(robot.when) or int(person) not in {one.person for one in everyone(run, robot.to)}:
        return False
    _say(run, key, [int(person)])
    _tell(run, int(person), f"{TIMER}{stage.key}/{key}", int(number), timer.ordinal)
    return True
