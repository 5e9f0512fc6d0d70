"""Random cards on random routes: the engine against the reference notebook, and what must always hold.

Each step is decided by the engine on a card read back from rows, so the engine is "restarted" after every step.
200 lives of 50 steps; MARSHRUT_LONG=1 makes them 5,000 of 100.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from marshrut.definitions.schema.pack import Outcome, Task
from marshrut.engine import happenings as h
from marshrut.engine.decide import decide
from marshrut.engine.decision import Decision, Refusal
from marshrut.engine.state import TaskState
from tests.support import definitions, offices, retelling
from tests.support.comparing import compare, same
from tests.support.invariants import CHECKS, Life, Step
from tests.support.offices import PEOPLE, Office
from tests.support.parts import LEARNED, VALUES, Part
from tests.support.reference import Notebook
from tests.support.rows import Rows, comparable

Fields = Mapping[str, Any]

LONG = bool(os.environ.get("MARSHRUT_LONG"))
THURSDAY = datetime(2026, 7, 2, 7, 0, tzinfo=UTC)
#: timers let fire by one tick of the clock; the clock stops at the last one
AT_ONCE = 8


@dataclass(frozen=True)
class Hand:
    """Who acts on what: the `n`-th task by its holder, by somebody told to decide, by a deputy, or by anybody."""

    n: int
    manner: str
    other: int


hands = st.sampled_from(
    [
        Hand(n, manner, other)
        for other in PEOPLE
        for n in range(3)
        for manner in ("holder", "holder", "holder", "helper", "deputy", "anybody")
    ]
)
someone = st.sampled_from(PEOPLE)
numbers = st.integers(0, 11)
minutes = st.sampled_from((60, 7, 240, 1440, 600, 3 * 1440, 8 * 1440))


class CardLives(RuleBasedStateMachine):
    """`play` gives one happening to the engine and to the notebook, and compares.

    There are no preconditions: what cannot be done now lets the card go on instead, so that few steps are wasted.
    """

    @initialize(
        paper=definitions.papers(),
        company=offices.companies(),
        author=st.sampled_from((1, 2, 5, 2, 3)),
        fields=definitions.contents(),
        start=st.sampled_from((True, True, True, False)),
    )
    def open_the_office(self, paper: Part, company: Office, author: int, fields: Fields, start: bool) -> None:
        self.definition = definitions.definition(paper)
        self.company = company
        self.author = author
        self.now = THURSDAY
        self.asked = {entry.field for s in self.definition.card_type.stages for t in s.tasks for entry in t.form}
        self.begin(fields, start)

    def begin(self, fields: Fields, start: bool) -> None:
        """A new card; what may not set out stays a draft."""
        self.rows = Rows(self.author, has_parent=True)
        self.card = self.rows.card()
        self.life = Life()
        self.book = Notebook(self.definition.card_type, self.definition.settings, self.company, self.author)
        self.settled: list[h.Fire] = []
        self.dead: set[int] = set()
        fields = self.own(fields)
        if self.play(h.Create(fields, start), self.author):
            self.play(h.Create(fields, start=False), self.author)

    def own(self, fields: Fields) -> Fields:
        """Without what only tasks ask for."""
        return {key: value for key, value in fields.items() if key not in self.asked}

    # -- one step ------------------------------------------------------------------------------------------------------

    def play(self, what: h.Happening, actor: int | None = None) -> str | None:
        """Returns the code of the refusal that both gave."""
        before = self.card
        expected = self.book.do(what, actor, self.now)
        try:
            decision = decide(self.definition, before, what, self.now, self.company, actor)
        except Refusal as refusal:
            same("refusals", refusal.code, expected)
            same("the card before and after a refusal", self.rows.card(), before)
            return expected
        same("refusals", None, expected)
        same("the card before and after deciding", self.rows.card(), before)
        again = decide(self.definition, self.rows.card(), what, self.now, self.company, actor)
        same("two decisions on the same", again, decision)
        step = Step(what, actor, self.now, before, decision, self.definition, self.company)
        for check in CHECKS:
            check(step, self.life)
        self.rows.write(self.definition, before, decision, actor, self.now)
        self.card = self.rows.card()
        same("decided and read back", comparable(decision.card), comparable(self.card))
        compare(decision, self.book)
        told = retelling.tell(self.rows.lines, self.definition.card_type.start.key)
        retelling.agrees(told, decision.card)
        return None

    # -- people --------------------------------------------------------------------------------------------------------

    def task(self, hand: Hand) -> TaskState:
        return self.card.open_tasks[hand.n % len(self.card.open_tasks)]

    def rule_of(self, task: TaskState) -> Task:
        return self.definition.task(task.stage, task.key)

    def somebody(self, task: TaskState, hand: Hand) -> int:
        people = {
            "holder": [task.assignee, *task.co],
            "helper": list(task.escalated),
            "deputy": [p for one in self.rule_of(task).may_also for p in self.company.holders(one.role or "")],
        }.get(hand.manner)
        return people[hand.other % len(people)] if people else hand.other

    def complete(self, task: TaskState, outcome: Outcome, hand: Hand, reason: str) -> None:
        form = self.rule_of(task).form
        fields = {entry.field: VALUES[entry.field][hand.other % 2] for entry in form if hand.other != 7}
        edition = self.card.edition - (hand.other == 8)
        listed = [one.key for one in outcome.reasons] + ["" if outcome.reasons or hand.other != 6 else "lost"]
        because = listed[(hand.other + len(reason)) % len(listed)]
        self.play(h.Complete(task.n, outcome.key, reason, fields, edition, because), self.somebody(task, hand))

    # -- the card ------------------------------------------------------------------------------------------------------

    @rule(hand=hands)
    def go_on(self, hand: Hand) -> None:
        """Whatever brings the card further."""
        awaited = [child for child in self.card.children if child.state == "awaited" and child.visit == self.card.visit]
        if self.card.stage == "draft":
            if self.play(h.Start(), self.author):
                self.play(h.Edit(self.own({key: values[0] for key, values in VALUES.items()})), self.author)
        elif self.card.open_tasks:
            task = self.task(hand)
            self.complete(task, self.rule_of(task).outcomes[0], hand, "Не против" if task.question else "")
        elif awaited:
            self.play(h.ChildFinished(awaited[0].key, awaited[0].visit, "success"))
        elif self.card.stage == "refused" and self.definition.card_type.restart and hand.n < 2:
            self.play(h.Restart(), self.author)
        elif self.definition.stages[self.card.stage].final:
            self.begin({key: values[0] for key, values in VALUES.items()}, start=hand.n < 2)
        else:
            self.pass_until(self.now + timedelta(days=2))

    @rule(key=st.sampled_from(list(VALUES)), more=st.sampled_from((None, *VALUES)), n=numbers, hand=hands)
    def edit(self, key: str, more: str | None, n: int, hand: Hand) -> None:
        if self.card.stage == "done" and hand.n:
            self.go_on(hand)
            return
        fields: Fields = {name: VALUES[name][n % len(VALUES[name])] for name in (key, more) if name}
        fields = self.own(fields) if n else {**fields, "number": "Свой"}
        self.play(h.Edit(fields, self.card.edition - (n == 11)), self.author)

    @rule(knock=st.sampled_from(("restart", "start", "closed", "child", "withdraw", "child")), hand=hands)
    def knock(self, knock: str, hand: Hand) -> None:
        """Mostly what is not possible now."""
        if knock in ("restart", "start"):
            self.play(h.Restart() if knock == "restart" else h.Start(), self.author)
        elif knock == "withdraw" and hand.manner != "holder":
            self.play(h.Withdraw("Передумал"), self.author)
        elif knock == "closed" and (closed := [task for task in self.card.tasks if task.state != "open"]):
            refused = self.play(h.Complete(closed[-1 - hand.n % len(closed)].n, "yes"), hand.other)
            assert refused in ("already_decided", "task_closed")
        elif knock == "child" and self.card.children:
            child = self.card.children[-1 - hand.other % len(self.card.children)]
            self.play(h.ChildFinished(child.key, child.visit, "failure" if hand.n else "success"))
        else:
            self.go_on(hand)

    @rule(n=numbers, hand=hands, key=st.sampled_from((None, *LEARNED)))
    def listen(self, n: int, hand: Hand, key: str | None) -> None:
        """The outside tells something, mostly what the stage listens to; or a program writes what it learned."""
        learned = {key: LEARNED[key][n % len(LEARNED[key])]} if key else {}
        known = [signal.key for signal in self.definition.stages[self.card.stage].signals]
        if not known and hand.n:
            self.play(h.Note(learned))
            return
        visit = {0: None, 1: self.card.visit - 1}.get(n, self.card.visit)
        self.play(h.Signal((known or ["bell"])[hand.other % max(1, len(known))], visit, "Так вышло", learned))

    @rule(n=numbers, hand=hands)
    def move(self, n: int, hand: Hand) -> None:
        stage, who = self.definition.stages[self.card.stage], hand.other
        ways = [move.to for move in stage.moves] or [one.key for one in self.definition.card_type.stages]
        if self.card.open_tasks and hand.manner != "anybody":
            task = self.task(hand)
            who = self.somebody(task, hand)
            ways += [one.to for one in self.rule_of(task).outcomes if one.to]
        self.play(h.Move(ways[n % len(ways)], self.card.edition - (n == 11)), who)

    # -- tasks ---------------------------------------------------------------------------------------------------------

    @rule(hand=hands)
    def take(self, hand: Hand) -> None:
        if not self.card.open_tasks:
            self.go_on(hand)
            return
        task = self.task(hand)
        self.play(h.Take(task.n), self.somebody(task, hand))

    @rule(hand=hands, n=numbers)
    def decide(self, hand: Hand, n: int) -> None:
        """Any button, mostly with a reason."""
        if not self.card.open_tasks:
            self.go_on(hand)
            return
        task = self.task(hand)
        outcomes = self.rule_of(task).outcomes
        self.complete(task, outcomes[-1 - n % len(outcomes)], hand, "Нет бюджета" if n < 10 else " \t")

    @rule(hand=hands)
    def say_no(self, hand: Hand) -> None:
        """Whose task it is refuses; of a group or chain, whose turn it is."""
        tasks = [task for task in self.card.open_tasks if self.rule_of(task).outcome("no")]
        if not tasks:
            self.go_on(hand)
            return
        several = [task for task in tasks if task.quorum > 1 or task.chain] or tasks
        task = several[hand.n % len(several)]
        self.play(h.Complete(task.n, "no", "Не годится"), task.assignee)

    @rule(hand=hands, to=someone)
    def forward(self, hand: Hand, to: int) -> None:
        """To anybody, for good; sometimes to a deputy who has voted in the group."""
        if not self.card.open_tasks:
            self.go_on(hand)
            return
        task, who = self.task(hand), self.somebody(self.task(hand), hand)
        for one in self.card.open_tasks if hand.n else ():
            group = [other for other in self.card.tasks if other.group == one.group]
            if deputies := {other.decided_by for other in group} - {other.assignee for other in group} - {None}:
                task, who, to = one, one.assignee, min(filter(None, deputies))
        self.play(h.Forward(task.n, to, "Прошу"), who)

    @rule(hand=hands, to=someone, back=st.booleans())
    def lend(self, hand: Hand, to: int, back: bool) -> None:
        """A colleague decides on my behalf; what is lent is mostly taken back, decided or lent on."""
        if not self.card.open_tasks:
            self.go_on(hand)
            return
        ways = {task.n: [way[-1] for way in task.behalf.values()] for task in self.card.open_tasks}
        lent = [n for n, links in ways.items() if any(link.because == "delegation" for link in links)]
        task = self.task(hand)
        if lent and back:
            self.play(h.TakeBack(lent[0]), ways[lent[0]][0].of if hand.n else hand.other)
        else:
            self.play(h.Delegate(task.n, to, "На день"), self.somebody(task, hand))

    @rule(hand=hands, person=someone, question=st.sampled_from(("Как вам?", "Стоит ли?", " ")))
    def ask(self, hand: Hand, person: int, question: str) -> None:
        tasks = [task for task in self.card.open_tasks if not task.question or hand.n == 2]
        if not tasks:
            self.go_on(hand)
            return
        task = tasks[hand.n % len(tasks)]
        self.play(h.Ask(task.n, person, question), self.somebody(task, hand))

    @rule(hand=hands, person=someone)
    def add_approver(self, hand: Hand, person: int) -> None:
        if not self.card.open_tasks:
            self.go_on(hand)
            return
        task = self.task(hand)
        self.play(h.AddApprover(task.n, person, "И вы"), self.somebody(task, hand))

    @rule(hand=hands, later=st.sampled_from((0, 0, 0, 6)))
    def undo(self, hand: Hand, later: int) -> None:
        """Mostly the last decision, by who made it."""
        done = [task for task in self.card.tasks if task.state == "done"]
        if not done:
            self.go_on(hand)
            return
        task = max(done, key=lambda one: (one.decided_at, one.n)) if hand.n else done[hand.other % len(done)]
        if later:
            self.pass_until(self.now + timedelta(minutes=later))
        self.play(h.Undo(task.n), hand.other if hand.manner == "anybody" else task.decided_by)

    @rule(hand=hands, days=st.sampled_from((1, 7, 1, 2, 8)), reason=st.sampled_from(("Ждём", "Ждём", "Ждём", "")))
    def sleep(self, hand: Hand, days: int, reason: str) -> None:
        """Pause a task; what sleeps already is woken, taken or handed over."""
        tasks = [task for task in self.card.open_tasks if self.rule_of(task).pause]
        if not tasks:
            self.go_on(hand)
            return
        asleep = [task for task in tasks if task.paused]
        task = asleep[0] if asleep and hand.n else tasks[hand.n % len(tasks)]
        who = hand.other if hand.manner == "anybody" else task.assignee
        if task.paused and reason:
            ways = (h.Take(task.n), h.Resume(task.n), h.Forward(task.n, 1 + hand.other % 8))
            self.play(ways[hand.other % 3], who)
        else:
            self.play(h.Pause(task.n, self.now + timedelta(days=days), reason), who)

    # -- time and company ----------------------------------------------------------------------------------------------

    @rule(late=st.sampled_from((0, 0, 1, 20)))
    def wait_for_a_timer(self, late: int) -> None:
        """Until the next one is due, or `late` minutes longer."""
        due = min([timer.due_at for timer in self.card.timers], default=self.now)
        self.pass_until(max(self.now, due) + timedelta(minutes=late), asleep=late > 1)

    @rule(minutes=minutes, asleep=st.booleans(), again=numbers)
    def tick(self, minutes: int, asleep: bool, again: int) -> None:
        self.pass_until(self.now + timedelta(minutes=minutes), asleep)
        if self.settled:
            self.fire_again(self.settled[-1 - again % len(self.settled)])

    def pass_until(self, until: datetime, asleep: bool = False) -> None:
        """Due timers fire in order; `asleep`: the worker was off and fires late whatever became due."""
        for _ in range(AT_ONCE):
            due = [row for row in self.rows.armed() if row["id"] not in self.dead and _at(row) <= until]
            if not due:
                self.now = until
                return
            first = min(due, key=lambda row: (_at(row), row["id"]))
            self.now = until if asleep else max(self.now, _at(first))
            self.fire(first)

    def fire(self, row: dict[str, Any]) -> None:
        what = h.Fire(row["key"], row["visit"], _at(row), row["task"], row["ordinal"], row["id"])
        if self.play(what) is not None:
            self.dead.add(row["id"])  # its robots cannot do their work: the worker gives up, a person is told
        else:
            self.settled.append(what)

    def fire_again(self, what: h.Fire) -> None:
        """A timer that is settled comes once more, from a worker that was slow."""
        self.play(h.Cover())
        decision = decide(self.definition, self.card, what, self.now, self.company)
        same("the card before and after a stale timer", comparable(decision.card), comparable(self.card))
        assert decision == Decision(decision.card, settled=decision.settled)
        same("how the timer ended", decision.settled and decision.settled[1], "stale")

    @rule(who=someone, hours=st.sampled_from((1, 4, 9)))
    def change_the_office(self, who: int, hours: int) -> None:
        """Somebody is dismissed, or a holder with everybody above him, or all are back; a setting changes, which
        touches only tasks opened from now on."""
        next_ones = [person for task in self.card.open_tasks for person in task.chain[:1]]
        gone = {next_ones[0] if next_ones and hours > 1 else who}
        if hours == 9 and self.card.open_tasks:
            holder = self.card.open_tasks[0].assignee
            gone = {holder, *self.company.heads_up(holder)}
        self.company = offices.without(self.company, frozenset() if self.company.gone else frozenset(gone))
        self.definition = definitions.changed(self.definition, wait=hours, nudge=hours % 4)
        self.book.company, self.book.settings = self.company, self.definition.settings

    @rule(who=someone, n=numbers, hours=st.sampled_from((3, 30, 200)), at_once=st.booleans(), held=st.booleans())
    def go_away(self, who: int, n: int, hours: int, at_once: bool, held: bool) -> None:
        """Somebody is away from now on or from a little later; or everybody is back."""
        if held and self.card.open_tasks:
            who = self.card.open_tasks[n % len(self.card.open_tasks)].assignee
        since = self.now if at_once else self.now + timedelta(hours=2)
        away = {**self.company.absences, who: offices.absent(who, since, hours, *offices.DEPUTIES[n % 6])}
        self.company = replace(self.company, absences={} if n == 11 else away)
        self.book.company = self.company
        if at_once:
            self.play(h.Cover())


def _at(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["due_at"])


TestCardLives = CardLives.TestCase
TestCardLives.settings = settings(
    max_examples=5_000 if LONG else 200,
    stateful_step_count=100 if LONG else 50,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
