"""Takes a branch of a card through the real commands: as people press, programs tell and time passes."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from marshrut.cards import commands, queries, reconcile
from marshrut.cards.commands import Adopted
from marshrut.cards.models import Card, Child, Task
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import Field, Outcome, Stage
from marshrut.definitions.schema.tasks import Task as Rule
from marshrut.engine.people import everyone, right
from marshrut.engine.run import Run
from marshrut.history.models import Event
from marshrut.jobs.models import Timer
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Invalid
from tests.support.branches import Branch, Route, Scene, comes_untaken, outcome_of
from tests.support.desk import MAIL, Desk
from tests.support.office import SYSTEM

#: times that something is filled in because a refusal asked for it
PATIENCE = 6
#: timers that may come before the one that is waited for
MANY = 400


@dataclass
class Walker:
    """`samples`: values of fields by their key, where those by their kind will not do."""

    desk: Desk
    scene: Scene
    samples: Mapping[str, Callable[[], Any]] = field(default_factory=dict)

    # -- getting there -------------------------------------------------------------------------------------------------

    def route(self, card: int) -> Route:
        seen = queries.seen(SYSTEM, card)
        pack = next(one.pack for one in definitions.active() if one.pack.key == seen.definition.pack)
        return Route(pack, seen.definition.card_type, self.scene)

    def make(self, card_type: str, by: str) -> int:
        """A draft with what the first stage demands; what a source leads, where it has it at first."""
        kind = queries.definition_today(card_type).card_type
        first = kind.by_stage[kind.first]
        wanted = {*first.require, *(one.field for one in first.require_that)}
        given = {key: self.sample(kind.fields[key], key, {}) for key in kind.fields if key in wanted}
        author = self.desk.office.id(by)
        if kind.edoc is not None:
            row = Adopted("walk", author, kind.first, given)
            card = commands.adopt_cards(MAIL, card_type=card_type, rows=[row])["walk"]
        else:
            made = commands.create_card(MAIL, card_type=card_type, fields=given, start=False, author=author)
            card = int(made["card"])
        if self.scene.fields:
            commands.note_card(MAIL, card=card, fields=self.scene.fields)
        self.desk.settle()
        return card

    def bring(self, card: int, *stages: str) -> None:
        """To one of the stages, by the shortest way."""
        way = self.route(card).way(self.desk.stage(card), *stages)
        assert way is not None, f"no way to {stages} from {self.desk.stage(card)} in {self.scene.name}"
        for branch in way:
            self.take(card, branch)
        assert self.desk.stage(card) in stages

    # -- taking a branch -----------------------------------------------------------------------------------------------

    def take(self, card: int, branch: Branch) -> None:
        """Do it, and everything that follows at once; the card stands where the definition says."""
        left = self._awaited(card)
        visit = self.desk.state(card).visit
        getattr(self, f"_{branch.kind}")(card, branch)
        self.desk.settle()
        self._stands(card, branch, visit)
        for child, signal in left if self.desk.state(card).visit != visit else ():
            self._was_told(child, signal)
        assert self.owned(card), "nobody is left who could do anything"
        assert reconcile.findings() == []

    def _start(self, card: int, _branch: Branch) -> None:
        self._asked(card, lambda _fields: commands.start_card(self._author(card), card=card))

    def _outcome(self, card: int, branch: Branch) -> None:
        """Everybody whose voice is needed says the same."""
        stage = self._stage(card)
        outcome = outcome_of(stage, branch)
        visit = self.desk.state(card).visit
        while self.desk.state(card).visit == visit and branch.task in self.desk.open(card):
            self._press(card, self.desk.task(card, branch.task), outcome, branch.more)
            self.desk.settle()

    def _press(self, card: int, task: Task, outcome: Outcome, because: str = "", by: int | None = None) -> None:
        actor = Actor.person(by or task.assignee_id)
        chosen = outcome.because(because)
        spoken = outcome.reason == "required" or bool(chosen and chosen.explain)
        rule = self._rule(card, task.key)

        def press(fields: Mapping[str, Any]) -> Any:
            return commands.complete_task(
                actor, task=task.pk, outcome=outcome.key, because=because, fields=fields, reason="Так" if spoken else ""
            )

        if outcome.reasons:
            self._refused(lambda: commands.complete_task(actor, task=task.pk, outcome=outcome.key), "because_missing")
        if spoken:
            silent = partial(commands.complete_task, actor, task=task.pk, outcome=outcome.key, because=because)
            self._refused(silent, "reason_required", "bad_fields")
        self._asked(card, press, {entry.field for entry in rule.form}, actor.person_id)

    def _signal(self, card: int, branch: Branch) -> None:
        visit = self.desk.state(card).visit
        self._asked(card, lambda _fields: commands.signal_card(MAIL, card=card, key=branch.key, visit=visit))

    def _move(self, card: int, branch: Branch) -> None:
        moves = [one for one in self._stage(card).moves if one.to == branch.key]
        move = self._stage(card).moves[int(branch.more)] if branch.more else moves[0]
        who = everyone(self._run(card), move.by)
        assert who, "nobody may carry it"
        actor = Actor.person(who[0].person)
        self._asked(card, lambda _fields: commands.move_card(actor, card=card, to=branch.key))

    def _place(self, card: int, branch: Branch) -> None:
        assert commands.place_cards(MAIL, rows=[commands.Placed(card, branch.key, note="Так")]) == {}

    def _timer(self, card: int, branch: Branch) -> None:
        due = Timer.objects.get(subject=card, key=f"stage/{branch.key}", state="armed").due_at
        self.desk.now.until(due)
        fired = Event.objects.filter(subject=f"card:{card}", kind="stage.timer", body__timer=branch.key)
        assert fired.exists()

    def _ladder(self, card: int, branch: Branch) -> None:
        """Whoever is asked last may decide instead, and does."""
        task = self.desk.task(card, branch.task)
        rule = self._rule(card, branch.task)
        rungs = [rung for rung in rule.ladder if comes_untaken(rule, rung)]
        ends = [rung for rung in rungs if rung.do == "escalate"] or rungs
        told = Event.objects.filter(subject=f"card:{card}", kind__startswith="task.", body__rung=ends[-1].key)
        for _ in range(MANY):
            if told.exists():
                break
            self.desk.now.until(Timer.objects.filter(subject=card, state="armed").earliest("due_at").due_at)
        assert told.exists(), f"{ends[-1].key} never came"
        if not ends[-1].may_decide or ends[-1].do != "escalate":
            return
        run = self._run(card)
        state = run.tasks[task.n]
        helpers = [one for one in state.escalated if run.company.active(one) and right(run, state, one)]
        assert helpers, "nobody may decide instead"
        first = rule.outcomes[0]
        self._press(card, task, first, first.reasons[0].key if first.reasons else "", helpers[-1])

    def _pause(self, card: int, branch: Branch) -> None:
        """To the longest day and no longer, with a reason; the head hears of it in time; then the task is back."""
        rule = self._rule(card, branch.task)
        assert rule.pause is not None
        task = self.desk.task(card, branch.task)
        actor, longest = Actor.person(task.assignee_id), timedelta(days=rule.pause.max_days)
        for time in range(1, rule.pause.tell_head_from + 1):
            until = clock.now() + longest
            for reason, moment in (("Так", until + timedelta(days=1)), ("", until)):
                if reason or rule.pause.reason == "required":
                    self._refused(partial(commands.pause_task, actor, task=task.pk, until=moment, reason=reason))
            commands.pause_task(actor, task=task.pk, until=until, reason="Так")
            self.desk.settle()
            assert self._run(card).tasks[task.n].paused is not None
            told = [one for who in self.desk.office.people for one in self.desk.notices(who, "paused_often")]
            assert bool(told) is (time >= rule.pause.tell_head_from)
            self.desk.now.until(until)
            assert branch.task in self.desk.open(card)
            assert self._run(card).tasks[task.n].paused is None

    def _child(self, card: int, branch: Branch) -> None:
        visit = self.desk.state(card).visit
        child = Child.objects.system("test").get(card_id=card, visit=visit, key=branch.key).child_id
        assert child is not None
        kinds = queries.seen(SYSTEM, child).definition.card_type.stages
        Walker(self.desk, Scene("child", self.scene.settings), self.samples).bring(
            child, *(one.key for one in kinds if one.kind == branch.more)
        )

    def _withdraw(self, card: int, _branch: Branch) -> None:
        commands.withdraw_card(self._author(card), card=card)

    def _restart(self, card: int, _branch: Branch) -> None:
        self._asked(card, lambda _fields: commands.restart_card(self._author(card), card=card))

    # -- what is asked for ---------------------------------------------------------------------------------------------

    def _asked(
        self, card: int, act: Callable[[Mapping[str, Any]], Any], form: Container[str] = (), by: int | None = None
    ) -> None:
        """What a refusal names is filled in, in the form of the task or on the card, until it is done."""
        given: dict[str, Any] = {}
        for _ in range(PATIENCE):
            try:
                act(given)
            except Invalid as refusal:
                lacking = [key for key in refusal.fields if key not in given]
                if not lacking:
                    raise
                kind = queries.seen(SYSTEM, card).definition.card_type
                known = {**self.desk.fields(card), **given}
                values = {key: self.sample(kind.fields[key], key, known, by) for key in lacking}
                given |= {key: value for key, value in values.items() if key in form}
                if beside := {key: value for key, value in values.items() if key not in form}:
                    self._edit(card, beside)
            else:
                return
        raise AssertionError("still refused")

    def _edit(self, card: int, values: Mapping[str, Any]) -> None:
        """By the author; what goes with it is filled in as well."""
        author = self._author(card)
        every = dict.fromkeys(queries.seen(SYSTEM, card).definition.card_type.fields, "")
        self._asked(card, lambda more: commands.edit_card(author, card=card, fields={**values, **more}), every)

    def _refused(self, act: Callable[[], Any], *codes: str) -> None:
        with pytest.raises((Invalid, Conflict)) as refusal:
            act()
        assert not codes or refusal.value.code in codes

    def sample(self, rule: Field, key: str, known: Mapping[str, Any], by: int | None = None) -> Any:
        if key in self.samples:
            return self.samples[key]()
        today = clock.now().date().isoformat()
        if rule.kind == "track_number":
            return "80087700000000" if known.get(str(rule.way)) in ("post", "ems", None) else "1234567890"
        plain: Mapping[str, Any] = {
            "text": "Так", "long_text": "Так", "number": "1", "money": "1000", "date": today, "yes_no": True,
        }  # fmt: skip
        if rule.kind in plain:
            return plain[rule.kind]
        if rule.kind == "choice":
            return rule.choices[0].key
        if rule.kind == "person":
            person = self.desk.office.id("boris")
            return [person] if rule.several else person
        if rule.kind == "company":
            return self.desk.ours if rule.ours else self.desk.partner()
        assert rule.kind == "file", f"say in samples what stands in {key}"
        names = {person.pk: name for name, person in self.desk.office.people.items()}
        return [self.desk.store(names[by] if by else "alisa", f"{key}.pdf", clock.now().isoformat())]

    # -- how it stands -------------------------------------------------------------------------------------------------

    def _stands(self, card: int, branch: Branch, visit: int) -> None:
        seen = queries.seen(SYSTEM, card)
        values = Run(seen.definition, seen.state, clock.now(), seen.chart, None).values()
        last = seen.state.visit != visit or not seen.state.open_tasks
        if branch.kind == "ladder":
            return  # whoever decided at its end took an outcome, which has branches of its own
        expected = self.route(card).leads(branch, {"because": branch.more, **values}, last=last)
        assert seen.state.stage == expected

    def owned(self, card: int) -> bool:
        """It is finished, or somebody living has it: a task, a card that is waited for, or a hand to carry it."""
        seen = queries.seen(SYSTEM, card)
        if self._stage(card).final or self._stage(card).kind == "start":
            return True
        if seen.definition.card_type.edoc is not None:
            return True  # the source says where it goes
        if any(seen.chart.active(task.assignee) for task in seen.state.open_tasks):
            return True
        children = Child.objects.system("test").filter(card_id=card, visit=seen.state.visit, state="awaited")
        if any(one.child_id is not None and self.owned(one.child_id) for one in children):
            return True
        run = self._run(card)
        carried = any(run.holds(move.when) and everyone(run, move.by) for move in self._stage(card).moves)
        return carried and any(one.task is None for one in seen.state.timers)

    def _awaited(self, card: int) -> list[tuple[int, str]]:
        """Cards that are waited for and are given a signal when they are not any more."""
        told = {robot.key: robot.left for robot in self._stage(card).on_enter if robot.left}
        rows = Child.objects.system("test").filter(
            card_id=card, visit=self.desk.state(card).visit, state="awaited", key__in=told
        )
        return [(row.child_id, str(told[row.key])) for row in rows if row.child_id is not None]

    def _was_told(self, child: int, signal: str) -> None:
        """It came to its end, or heard that nobody waits for it."""
        assert Card.objects.system("test").get(pk=child).finished_at is not None, f"{signal} was not heard"

    def _stage(self, card: int) -> Stage:
        seen = queries.seen(SYSTEM, card)
        return seen.definition.stages[seen.state.stage]

    def _rule(self, card: int, task: str) -> Rule:
        found = self._stage(card).task(task)
        assert found is not None
        return found

    def _run(self, card: int) -> Run:
        seen = queries.seen(SYSTEM, card)
        return Run(seen.definition, seen.state, clock.now(), seen.chart, None)

    def _author(self, card: int) -> Actor:
        return Actor.person(self.desk.state(card).author)
