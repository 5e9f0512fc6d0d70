"""Does the model see anything? Plants one bug at a time into the engine, in memory, and plays cards until it is found.

    python -m tests.support.mutations [--runs 300] [name …]

Not part of the suite: some three minutes. Prints each bug with the check that found it, and how many were found.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ENGINE = Path(__file__).resolve().parents[2] / "marshrut" / "engine"


@dataclass(frozen=True)
class Bug:
    name: str
    module: str
    right: str
    wrong: str


LEFT = 'close(run, task, "left")'
ESCALATE_AWAY = "run.change(task, assignee=(people or [task.assignee])[0], escalated="
AMOUNTS_NOW = "since, rung.span.unit, run.definition.amount(rung.span.amount))"
WAKE_AND_TAKE = "    if task.paused is not None:\n        task = resume(run, task)\n    if run.actor in task.co"
NO_OTHERS = "for other in ():\n        if other"
NOT_AN_OPINION = "t.visit == run.visit and t.key != OPINION for t in run.open"
SAID = 'run.say("task.cancelled", {"task": task.n, "key": task.key, "because": because}, automatic=True)'
VOICES = "any(to in (*holders(one), *owners(one), one.decided_by)"
OF_NO_ONE = "    if troubles and run.actor is None:\n        raise"
SETTLED = 'if kept["after"] != _acts(run) or _children'

BUGS = (
    Bug("timers outlive the visit", "stages", "if timer.visit == run.visit]", "if timer.visit > run.visit]"),
    Bug(
        "tasks outlive the visit",
        "stages",
        f"for task in run.open_tasks():\n        {LEFT}",
        f"for task in ():\n        {LEFT}",
    ),
    Bug("a person votes twice", "tasks", "if not rule.chain and any(other.dec", "if rule.chain and any(other.dec"),
    Bug("one vote too few is enough", "tasks", "if outcome.decisive else task.quorum", "if True else task.quorum"),
    Bug("a lost group waits for ever", "tasks", "if waiting and any(", "if waiting or any("),
    Bug("what was not seen is approved", "tasks", "what.edition != run.edition", "what.edition > run.edition"),
    Bug("duties are not separated", "people", "    return frozenset(people)", "    return frozenset()"),
    Bug("an escalation takes the task away", "ladders", "run.change(task, escalated=", ESCALATE_AWAY),
    Bug("the author is escalated to", "people", "| {run.author, *holders(task), *_b", "| {*holders(task), *_b"),
    Bug("a restart keeps the round", "stages", "run.round += 1", "run.round += 0"),
    Bug("a restart keeps the lock", "stages", "run.locked = False", "run.locked = run.locked"),
    Bug("a blank reason will do", "tasks", "reason, chosen = said(raw),", "reason, chosen = raw,"),
    Bug("a timer fires twice", "decide", "if not armed or what.visit", "if what.visit"),
    Bug("a new holder's ladder has old names", "ladders", "if task.turn else rung.key", "if False else rung.key"),
    Bug("missed repetitions are made up for", "ladders", "while rung.every is not None and", "while False and"),
    Bug("a late timer steals time", "ladders", "if run.now - timer.due_at <= LATE", "if True"),
    Bug("a taken task is still nagged about", "ladders", "if timer.key in idle:", "if timer.key not in idle:"),
    Bug("settings touch running tasks", "ladders", "since, rung.span.unit, task.amounts[rung.key])", AMOUNTS_NOW),
    Bug("a pause eats the deadline", "sleeping", "if asleep.due_left is not None:", "if asleep.due_left is True:"),
    Bug("a pause is one day longer", "sleeping", "timedelta(days=rule.max_days)", "timedelta(days=rule.max_days + 1)"),
    Bug("a sleeping task is taken asleep", "tasks", WAKE_AND_TAKE, "    if run.actor in task.co"),
    Bug("a child is awaited anew", "children", "not any(_same(child, robot, run.visit)", "not any(False"),
    Bug("the card forgets its children", "stages", 'child.state == "awaited" for', 'child.state == "never" for'),
    Bug("the last task is not waited for", "stages", NOT_AN_OPINION, "False for t in run.open"),
    Bug("others of the group stay open", "tasks", "for other in run.open_tasks():\n        if other", NO_OTHERS),
    Bug("a robot's change is no new edition", "run", "self.edition += 1\n", "self.edition += 0 if automatic else 1\n"),
    Bug("a notice at night", "telling", "if opening <= run.now:", "if True:"),
    Bug("what waits is doubled", "telling", "timer.key == key and", "timer.key != key and"),
    Bug("rework is no new round", "stages", "or stage.anew or", "or"),
    Bug("a setting of 0 nags at once", "ladders", "if off(task, rung):", "if rung.every and off(task, rung):"),
    Bug("a timer that is off fires", "stages", "if run.definition.off(", "if timer.every and run.definition.off("),
    Bug("a number is taken back", "undoing", "papers.REGISTER, corr", "corr"),
    Bug("papers are not filed", "decide", "    papers.file(run)\n", ""),
    Bug(
        "a changed letter is kept quiet",
        "correspondence",
        "_filled(run.fields) != _filled(",
        "_filled(run.fields) is (",
    ),
    Bug("who joins does not see the other card", "correspondence", "if new or gone or any(", "if gone or any("),
    Bug("another card is not opened", "correspondence", "if new or gone or any(", "if new and any("),
    Bug("a signal of an earlier visit is heard", "signals", "not in (None, run.visit):", "is False:"),
    Bug("a signal changes nothing seen", "signals", "run.edition += 1", "run.edition += 0"),
    Bug("a program empties what was demanded", "content", "            _still_demanded(run)\n", "            pass\n"),
    Bug("people write the system's numbers", "content", "card_type.fields[key].by_system}", "False}"),
    Bug(
        "a failed card is as good as a finished one",
        "decide",
        'if what.kind == "failure" else None',
        "if False else None",
    ),
    Bug("of several people the first only", "people", "else list(value or ())", "else list(value or ())[:1]"),
    Bug("a new card is always of the same author", "children", "(robot.author,) if robot.author else ()", "()"),
    Bug("a skip is kept as done", "tasks", "skipped=outcome.skip,", "skipped=False,"),
    Bug("nobody asks why it is skipped", "tasks", "if outcome.reasons and not key:", "if False:"),
    Bug("any reason will do", "tasks", "if key and outcome.because(key) is None:", "if False:"),
    Bug("“other” explains itself", "tasks", "(chosen is not None and chosen.explain)", "False"),
    Bug("skips of earlier rounds are forgotten", "run", "self.before.skipped_before + sum(", "sum("),
    Bug("robots take the author for who decided", "tasks", "Pressed(run.actor,", "Pressed(run.author,"),
    Bug("an undone skip still counts", "undoing", '"skipped": False, ', ""),
    Bug("what robots filled in stays", "undoing", '        before["fields"] = changed\n', "        pass\n"),
    Bug("people who followed a robot are forgotten", "undoing", "bool(followed or statuses", "bool(statuses"),
    Bug("one for good is made on every visit", "children", "if robot.once and any(", "if False and any("),
    Bug("nobody tells the child that was left", "children", "if child.key in told:", "if False:"),
    Bug("a wrong digit is kept", "following", "    if troubles and run.actor is not None:\n        raise", OF_NO_ONE),
    Bug("a number is kept where there is none", "following", "kept[key] = track.number or None", "pass"),
    Bug("nobody follows another number", "following", "if other or run.visit", "if run.visit"),
    Bug("repeated notices are swallowed", "telling", "{place}.{index}.{time}", "{place}.{index}"),
    Bug("the chain goes to who has left", "opening", "and run.company.active(person)]\n    if left", "]\n    if left"),
    Bug("a rejection in a chain goes on", "tasks", 'if outcome.style == "positive" and open', "if open"),
    Bug("a form changes what was approved", "tasks", "if run.locked and run.def", "if not run and run.def"),
    Bug("one's own card above the limit", "own_cards", "or not _own(run, task):", "or True:"),
    Bug("own approval is not marked", "own_cards", '{"self": True}', "{}"),
    Bug(
        "withdrawn after a decision",
        "decide",
        "if run.stage not in rule.late and any(",
        "if run.stage in rule.late and any(",
    ),
    Bug("earlier rounds still count", "run", "task.round == self.round)", "True)"),
    Bug("deputies vote beside their own task", "people", "or person in _beside(run, task)", "or False"),
    Bug("handed over to who has voted", "handing", VOICES, VOICES.replace(", one.decided_by", "")),
    Bug("an edit leaves the wrong people", "opening", "or not _fields_of_people(run, rule) & changed", "or True"),
    Bug("an edit leaves the old deadline", "opening", "if until.at == task.due_at:", "if True:"),
    Bug("a closed task leaves no trace", "closing", SAID, "pass"),
    Bug(
        "who is away still holds it",
        "covering",
        "for task in (*tasks, *tasks):",
        "for task in ():",
    ),
    Bug("a new task waits for who is away", "opening", "covering.settled(run, task, beside)", "task"),
    Bug("the author stands in", "covering", "people = {run.author, *barred", "people = {*barred"),
    Bug("the barred stand in", "covering", "*barred(run, rule), *(other", "*(other"),
    Bug("a voter stands in for another", "covering", "beside = group if not rule.chain else []", "beside = []"),
    Bug("the next voter stands in", "covering", "| found.keys() | beside)", "| found.keys())"),
    Bug("a head before colleagues", "covering", "if several and way and way", "if False and way and way"),
    Bug("lent for ever", "covering", "bool(today) and today[-1].to == way[-1].of", "True"),
    Bug(
        "for whom it was is forgotten",
        "people",
        "(task.decided_by, owner(task, task.decided_by))",
        "(task.decided_by,)",
    ),
    Bug("what is lent is given away", "handing", 'if granted == "delegate":', "if granted is None:"),
    Bug("a question outlives its task", "closing", "other.parent == task.n", "other.parent == 0"),
    Bug("an added approver is not needed", "handing", "quorum = task.quorum + 1", "quorum = task.quorum"),
    Bug("undone though others acted", "undoing", SETTLED, "if _children"),
    Bug("undone for ever", "undoing", "timedelta(minutes=minutes)", "timedelta(days=minutes)"),
    Bug("undoing keeps the lock", "undoing", 'run.locked = kept["locked"]', "run.locked = run.locked"),
    Bug("what robots did is undone", "undoing", "if not worked and not stands", "if not stands"),
    Bug("a date edited asleep is lost", "sleeping", "    if dated:", "    if False:"),
    Bug("who wakes has the other one's ladder", "sleeping", "in () if anew else asleep", "in asleep"),
    Bug(
        "today's policy, not the frozen one",
        "own_cards",
        "forbidden(run, frozen(run, task))",
        "forbidden(run)",
    ),
    Bug(
        "undoing leaves what was filled in",
        "undoing",
        'if filled := kept.get("fields")',
        'if filled := kept.get("nothing")',
    ),
    Bug("an added approver need not vote", "tasks", 'and "added" in other.why', "and False"),
    Bug("who decides for the author is a second person", "own_cards", "way[0].of == run.author", "False"),
    Bug("what the author handed on is another's", "own_cards", 'handed.get("by") == run.author', "False"),
    Bug("an edit leaves it with whom the author asked", "opening", "if lent or {one", "if {one"),
    Bug("afternoon is morning", "deadlines", "< time.fromisoformat(cutoff)", "< time.max"),
    Bug("days are turned into hours", "deadlines", "add_days(start, amount)", "add_minutes(start, amount * 480)"),
)


class Planter(MetaPathFinder):
    """Loads one module of the engine with the bug in it."""

    def __init__(self, bug: Bug) -> None:
        self.bug = bug

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != f"marshrut.engine.{self.bug.module}":
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = Planted(fullname, spec.origin, self.bug)
        return spec


class Planted(SourceFileLoader):
    def __init__(self, fullname: str, path: str, bug: Bug) -> None:
        super().__init__(fullname, path)
        self.bug = bug

    def get_code(self, fullname: str) -> CodeType:
        return compile(planted(self.bug), self.path, "exec")


def planted(bug: Bug) -> str:
    source = (ENGINE / f"{bug.module}.py").read_text(encoding="utf-8")
    if source.count(bug.right) != 1:
        raise SystemExit(f"“{bug.name}” has no place in {bug.module}.py any more: change tests/support/mutations.py")
    return source.replace(bug.right, bug.wrong)


def play(bug: Bug, runs: int) -> None:
    """Ends with code 1 and what was seen when the bug is found."""
    sys.meta_path.insert(0, Planter(bug))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.unit.engine.test_model import CardLives

    plan = settings(
        max_examples=runs,
        stateful_step_count=50,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(CardLives, settings=plan)
    except Exception as seen:  # noqa: BLE001 - whatever it was, the bug was seen
        print(_where(seen), file=sys.stderr)
        raise SystemExit(1) from None


def _where(seen: BaseException) -> str:
    """The name of the check, or what differed."""
    told = str(seen).split("\n", 1)[0][:60]
    trace = seen.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = trace.tb_frame.f_code.co_name if trace else ""
    return f"{type(seen).__name__} in {place}: {told}"


def check(bug: Bug, runs: int) -> tuple[bool, str]:
    planted(bug)
    ordered = [sys.executable, "-m", "tests.support.mutations", "--play", bug.name, "--runs", str(runs)]
    done = subprocess.run(ordered, check=False, capture_output=True, text=True)
    return done.returncode == 1, (done.stderr.strip().splitlines() or [""])[-1]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--runs", type=int, default=300)
    asked.add_argument("--play")
    given = asked.parse_args()
    if given.play:
        play(next(bug for bug in BUGS if bug.name == given.play), given.runs)
        return
    bugs = [bug for bug in BUGS if not given.names or any(name in bug.name for name in given.names)]
    found = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for bug, (seen, told) in zip(bugs, pool.map(lambda bug: check(bug, given.runs), bugs), strict=True):
            found += seen
            print(f"{'found' if seen else 'MISSED':8}{bug.name:45}{told}", flush=True)
    print(f"found {found} of {len(bugs)}")


if __name__ == "__main__":
    main()
