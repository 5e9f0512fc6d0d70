"""What must hold after every step of every card, whatever the route. Each check raises AssertionError."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshrut.definitions.schema.pack import Task
from marshrut.engine import happenings as h
from marshrut.engine.decision import Decision, Line
from marshrut.engine.definition import Definition
from marshrut.engine.people import HOLDING, deciders, owners, right
from marshrut.engine.run import Run
from marshrut.engine.state import CardState, TaskState, TimerState
from tests.support.offices import PEOPLE, Office
from tests.support.presence import nobody_stands_in_where_they_may_not, nothing_waits_for_who_is_not_there


@dataclass(frozen=True)
class Step:
    """One accepted happening."""

    what: h.Happening
    actor: int | None
    now: datetime
    before: CardState
    decision: Decision
    definition: Definition
    company: Office

    @property
    def card(self) -> CardState:
        return self.decision.card

    def rule(self, task: TaskState) -> Task:
        return self.definition.task(task.stage, task.key)

    def lines(self, kind: str) -> list[Line]:
        return [line for line in self.decision.lines if line.kind == kind]

    def rights(self, task: TaskState, card: CardState) -> set[int]:
        run = Run(self.definition, card, self.now, self.company, None)
        return {person for person in PEOPLE if right(run, task, person)}


@dataclass
class Life:
    """What was seen of the card so far."""

    keys: set[str] = field(default_factory=set)
    cards_made: set[tuple[Any, ...]] = field(default_factory=set)
    first_approval: dict[str, Any] = field(default_factory=dict)


def one_live_visit(step: Step, _life: Life) -> None:
    """Visits are numbered without gaps, and the last one is where the card is."""
    numbers = [visit.n for visit in step.decision.visits]
    assert numbers == list(range(step.before.visit + 1, step.card.visit + 1))
    if numbers:
        assert step.decision.visits[-1].stage == step.card.stage
    else:
        assert step.card.stage == step.before.stage


def open_tasks_belong_to_the_live_visit(step: Step, _life: Life) -> None:
    """Leaving a stage closes its tasks."""
    assert all((t.visit, t.stage, t.round) == _here(step.card) for t in step.card.open_tasks)


def _here(card: CardState) -> tuple[int, str, int]:
    return card.visit, card.stage, card.round


def timers_belong_to_what_is_live(step: Step, _life: Life) -> None:
    """Armed timers are those of the live visit and of its open tasks; a sleeping task has only its alarm clock."""
    tasks = {task.n: task for task in step.card.open_tasks}
    for timer in step.card.timers:
        assert timer.visit == step.card.visit
        assert timer.task is None or timer.task in tasks
    for task in tasks.values():
        keys = [timer.key for timer in step.card.timers if timer.task == task.n]
        assert ("resume" in keys) == (task.paused is not None)
        assert task.paused is None or keys == ["resume"]


def closed_stays_closed(step: Step, _life: Life) -> None:
    """What was decided or cancelled never changes again, neither by people nor by time."""
    for old in step.before.tasks:
        new = step.card.task(old.n)
        if old.state != "open" and new is not None and step.what != h.Undo(old.n):
            assert new == old
        if new is not None and new.state == "done" and old.state == "open":
            assert isinstance(step.what, h.Complete | h.Move)


def votes_are_of_distinct_people(step: Step, _life: Life) -> None:
    """K of N counts persons: nobody votes twice in a group."""
    for task in step.card.tasks:
        group = [t.decided_by for t in step.card.tasks if t.group == task.group and t.state == "done"]
        assert step.rule(task).chain or len(group) == len(set(group))


def a_group_ends_with_enough_votes(step: Step, _life: Life) -> None:
    """A group of several is closed by its quorum, by a decisive vote, or when nothing can reach the quorum any more."""
    for task in step.card.tasks:
        group = [t for t in step.card.tasks if t.group == task.group]
        done = [t for t in group if t.state == "done"]
        if step.rule(task).chain or not done or any(t.state == "open" for t in group):
            continue
        decisive = {o.key for o in step.rule(task).outcomes if o.decisive}
        votes = [t.outcome for t in done]
        quorum = max(t.quorum for t in group)  # who voted before one more was added knows less
        enough = max(votes.count(vote) for vote in votes) >= quorum
        # a vote that was taken back and given again is there twice
        left = len({owners(t) for t in group if t.state == "cancelled"} - {owners(t) for t in done})
        hopeless = all(votes.count(o.key) + left < quorum for o in step.rule(task).outcomes if not o.decisive)
        assert enough or hopeless or decisive & set(votes) or any(t.visit != step.card.visit for t in group)


def own_card_is_marked(step: Step, _life: Life) -> None:
    """The author's voice carries a mark, whoever lends it, and never speaks instead of somebody else (A4.8)."""
    for line in step.lines("task.completed"):
        task = step.card.task(line.body["task"]) or step.before.task(line.body["task"])
        assert task is not None
        author = step.before.author
        handed = task.why.get("delegated", {})
        lent = author in (line.body["for"], handed.get("by")) or handed.get("author", False)
        lent = lent and step.actor in (task.assignee, *task.co)
        own = step.rule(task).kind == "approve" and (step.actor == author or lent)
        off = task.why.get("self_approval", {}).get("policy") == "off"
        assert bool(line.body.get("self")) == (own and not off)
        assert not own or line.body["how"] in HOLDING


def a_new_round_begins_clean(step: Step, _life: Life) -> None:
    """Restarting kills earlier approvals: nothing decided is left, nothing is locked."""
    if step.card.round == step.before.round:
        return
    # out of a refusal, and on into rework by the robots of one step
    assert step.before.round < step.card.round <= step.before.round + 2
    assert all(task.state != "done" for task in step.card.tasks)
    assert not step.card.locked


def what_was_approved_is_what_goes_on(step: Step, life: Life) -> None:
    """From the first approval of a round its locked fields stay as they were approved (A4.13)."""
    fields = step.definition.card_type.fields
    if not step.card.locked:
        life.first_approval.pop(f"round {step.card.round}", None)  # it was taken back
    if not step.card.locked or step.definition.stages[step.card.stage].kind == "failure":
        return
    now = {key: step.card.fields.get(key) for key, one in fields.items() if one.locked_by_approval}
    approved = life.first_approval.setdefault(f"round {step.card.round}", now)
    assert {key: value for key, value in now.items() if approved[key] is not None and value != approved[key]} == {}


def time_takes_no_right_away(step: Step, _life: Life) -> None:
    """An escalation adds people who may decide; a timer never removes anybody who could."""
    passed = step.lines("task.passed") or step.lines("task.returned")  # somebody came or went: that is no timer's doing
    if not isinstance(step.what, h.Fire) or passed:
        return
    for old in step.before.open_tasks:
        new = step.card.task(old.n)
        if new is not None and new.state == "open" and step.card.fields == step.before.fields:
            assert step.rights(old, step.before) <= step.rights(new, step.card)


def separated_duties_stay_separate(step: Step, _life: Life) -> None:
    """Nobody decides a task who before decided one it is separated from, in the same round (A4.8)."""
    done = [task for task in step.card.tasks if task.state == "done"]
    for task in done:
        for key in step.rule(task).not_decided_by:
            others = {p for other in done if other.key == key and other.n < task.n for p in deciders(other)}
            assert task.decided_by not in ({step.card.author} if key == "author" else others)


def there_is_a_way_on(step: Step, _life: Life) -> None:
    """A card that is not final waits for a person who may decide, for a child, for a timer, or for a move by hand."""
    stage = step.definition.stages[step.card.stage]
    if stage.kind != "work":
        return
    waits = any(child.visit == step.card.visit and child.state == "awaited" for child in step.card.children)
    assert step.card.open_tasks or waits or any(robot.stage for timer in stage.timers for robot in timer.robots)
    if not step.company.gone and not step.company.absences:
        for task in step.card.open_tasks:
            assert step.rights(task, step.card), f"nobody may decide {task}"


def nobody_gone_gets_work(step: Step, _life: Life) -> None:
    """Tasks are given to active people only."""
    for line in step.lines("task.opened"):
        assert "again" in line.body or all(step.company.active(person) for person in line.body["to"])


def deadlines_fall_into_working_time(step: Step, _life: Life) -> None:
    """Unless the rule counts calendar time or a person asked for a day off."""
    for task in step.decision.tasks:
        due = task.why.get("due", {})
        free = due.get("unit") in ("hours", "days") or due.get("day_off") or due.get("past")
        if task.state != "open" or task.due_at is None or (free and "pauses" not in task.why):
            continue
        hours = step.company.work_time(task.assignee)
        spans = hours.intervals(hours.local(task.due_at).date()) or hours.intervals(hours.local(task.opened_at).date())
        moved = task.taken_by is not None or task.turn or task.behalf or "passed" in task.why  # to other hours
        assert moved or spans[0][0] <= task.due_at <= spans[-1][1]


def a_pause_keeps_the_minutes(step: Step, _life: Life) -> None:
    """Deadline and ladder sleep with their remaining working minutes and wake with the same (A0.1)."""
    for old in step.before.open_tasks:
        new = step.card.task(old.n)
        if new is None or new.state != "open" or (old.paused is None) == (new.paused is None):
            continue
        if new.turn != old.turn or old.why.keys() & {"anew", "redate"}:
            continue  # it passed to another person, or its date was edited
        hours, asleep = step.company.work_time(old.assignee), old.paused or new.paused
        assert asleep is not None
        awake, card = (old, step.before) if old.paused is None else (new, step.card)
        if new.assignee == old.assignee and asleep.due_left is not None and awake.due_at is not None:
            assert hours.between(step.now, awake.due_at) == asleep.due_left
        if isinstance(step.what, h.Pause | h.Resume):
            left = [(t.key, t.ordinal, hours.between(step.now, t.due_at)) for t in _of(card, awake)]
            assert sorted(left) == sorted(asleep.timers)


def _of(card: CardState, task: TaskState) -> list[TimerState]:
    return [timer for timer in card.timers if timer.task == task.n]


def a_refusal_has_its_reason(step: Step, _life: Life) -> None:
    """Where a reason is demanded, none is blank (S4.19)."""
    for task in step.decision.tasks:
        outcome = step.rule(task).outcome(task.outcome) if task.outcome else None
        assert outcome is None or outcome.reason != "required" or task.reason.strip()


def joins_close_once(step: Step, _life: Life) -> None:
    """The card goes on by itself only when no task is open and no child awaited; a finished child stays finished."""
    for old in step.before.children:
        new = next(child for child in step.card.children if (child.key, child.visit) == (old.key, old.visit))
        assert old.state in ("awaited", new.state)
    for line in step.lines("card.moved"):
        if line.body["because"]["rule"] == "all_done" and line is step.lines("card.moved")[0]:
            assert not any(c.visit == step.before.visit and c.state == "awaited" for c in step.card.children)


def effects_are_told_apart(step: Step, life: Life) -> None:
    """No two effects of a card's life have one key; a child is asked for once per rule and visit."""
    for effect in step.decision.effects:
        if effect.kind == "create_card":
            made = (effect.payload["key"], effect.payload["visit"])
            assert (made in life.cards_made) == (effect.dedup in life.keys)
            life.cards_made.add(made)
        elif effect.kind != "card_shared":  # the same people once more are no news
            assert effect.dedup not in life.keys, f"{effect.dedup} would be swallowed"
        life.keys.add(effect.dedup)


def timers_have_names_of_their_own(step: Step, _life: Life) -> None:
    """Of the armed timers no two have one name; that none is used again after firing, the rows watch."""
    names = [(timer.visit, timer.task, timer.key, timer.ordinal) for timer in step.card.timers]
    assert len(names) == len(set(names))


def nothing_changes_in_silence(step: Step, _life: Life) -> None:
    """A decision without a line of history changes nothing but the timer it put down."""
    if step.decision.lines:
        return
    settled = step.decision.settled
    gone = {settled[0].id} if settled else set()
    left = tuple(timer for timer in step.before.timers if timer.id not in gone)
    assert (step.card.tasks, step.card.timers, step.card.fields) == (step.before.tasks, left, step.before.fields)
    assert step.decision == Decision(step.card, settled=settled)


CHECKS: tuple[Callable[[Step, Life], None], ...] = (
    one_live_visit,
    open_tasks_belong_to_the_live_visit,
    timers_belong_to_what_is_live,
    closed_stays_closed,
    votes_are_of_distinct_people,
    a_group_ends_with_enough_votes,
    own_card_is_marked,
    a_new_round_begins_clean,
    nobody_stands_in_where_they_may_not,
    nothing_waits_for_who_is_not_there,
    what_was_approved_is_what_goes_on,
    time_takes_no_right_away,
    separated_duties_stay_separate,
    there_is_a_way_on,
    nobody_gone_gets_work,
    deadlines_fall_into_working_time,
    a_pause_keeps_the_minutes,
    a_refusal_has_its_reason,
    joins_close_once,
    effects_are_told_apart,
    timers_have_names_of_their_own,
    nothing_changes_in_silence,
)
