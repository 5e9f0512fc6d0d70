"""The working copy of one decision: the card as it changes, and what piles up to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import Task
from marshrut.org.rules.absence import Matter

from .company import Company
from .decision import Decision, Effect, Line, Refusal, Visit
from .definition import Definition
from .fields import for_conditions
from .named import BECAUSE, ME, NO_TASK, SKIPPED, TODAY, Pressed
from .state import NOTHING, CardState, ChildState, TaskState, TimerState

#: stages entered within one decision before we call it a circle
MAX_HOPS = 25


class Run:
    """Mutable, lives for one `decide` and never leaves it."""

    def __init__(
        self,
        definition: Definition,
        card: CardState,
        now: datetime,
        company: Company,
        actor: int | None,
        deciding: bool = False,
        managing: bool = False,
    ) -> None:
        """`deciding`, `managing`: see `decide`."""
        self.definition = definition
        self.before = card
        self.now = now
        self.company = company
        self.actor = actor
        self.deciding, self.managing = deciding, managing
        self.author = card.author
        self.stage, self.visit, self.round = card.stage, card.visit, card.round
        self.edition, self.locked, self.last_task = card.edition, card.locked, card.last_task
        self.fields: dict[str, Any] = dict(card.fields)
        self.tasks: dict[int, TaskState] = {task.n: task for task in card.tasks}
        self.timers: list[TimerState] = list(card.timers)
        self.children: list[ChildState] = list(card.children)
        self.touched: dict[int, None] = {}
        self.lines: list[Line] = []
        self.visits: list[Visit] = []
        self.armed: list[TimerState] = []
        self.cancelled: list[TimerState] = []
        self.effects: dict[str, Effect] = {}
        self.touched_children: list[ChildState] = []
        self.finished_at: datetime | None = None
        self.hops = 0
        #: the decision whose robots are at work
        self.pressed = Pressed()
        #: what is being entered gives tasks of this round no more time than they had
        self.same_term = False

    # -- reading ---------------------------------------------------------------------------------------------------

    def holds(self, condition: str | None) -> bool:
        return condition is None or parse(condition).holds(self.values())

    def values(self) -> dict[str, Any]:
        return {
            **self.definition.known,
            TODAY: self.company.work_time(None).local(self.now).date(),
            SKIPPED: Decimal(self.skipped),
            NO_TASK: not self.open_tasks(),
            ME: self.pressed.me and Decimal(self.pressed.me),
            BECAUSE: self.pressed.because,
            **for_conditions(self.definition.card_type, self.fields, self.author),
        }

    @property
    def skipped(self) -> int:
        """How many tasks of the card were finished without being done, in every round."""
        return self.before.skipped_before + sum(task.skipped for task in self.tasks.values())

    @property
    def today(self) -> date:
        """Where the actor is."""
        return self.company.work_time(self.actor).local(self.now).date()

    def matter(self) -> Matter:
        """What the paper is, for choosing among several substitutes."""
        card_type = self.definition.card_type
        amount = self.fields.get(card_type.amount_field) if card_type.amount_field else None
        return Matter(card_type.key, None if amount is None else Decimal(amount))

    def rule_of(self, task: TaskState) -> Task:
        return self.definition.task(task.stage, task.key)

    def open_tasks(self) -> list[TaskState]:
        return [task for task in self.tasks.values() if task.state == "open"]

    def beside(self, task: TaskState) -> list[TaskState]:
        """The tasks that decide together with this one, itself among them. What was closed has no voice any more."""
        return [other for other in self.tasks.values() if other.group == task.group and other.state != "cancelled"]

    def decided(self, key: str) -> list[TaskState]:
        """Decisions on the named task in this round, oldest first."""
        return [
            task
            for task in self.tasks.values()
            if task.key == key and task.state == "done" and task.round == self.round and task.decided_by is not None
        ]

    def task(self, n: int) -> TaskState:
        found = self.tasks.get(n)
        if found is None:
            raise Refusal("not_found", "no_such_task")
        return found

    # -- writing ---------------------------------------------------------------------------------------------------

    def say(
        self,
        kind: str,
        body: Mapping[str, Any] = NOTHING,
        values: Mapping[str, Any] = NOTHING,
        *,
        automatic: bool = False,
    ) -> None:
        self.lines.append(Line(kind, body, values, automatic))

    def put(self, task: TaskState) -> TaskState:
        self.tasks[task.n] = task
        self.touched[task.n] = None
        return task

    def change(self, task: TaskState, **changes: Any) -> TaskState:
        return self.put(replace(self.tasks[task.n], **changes))

    def write(self, changes: Mapping[str, list[Any]], *, automatic: bool = False, **body: Any) -> None:
        """New content makes a new edition: nobody decides on what they have not seen. `changes`: key -> [old, new]."""
        self.fields.update({key: new for key, (_, new) in changes.items()})
        self.edition += 1
        self.say("card.edited", {"fields": sorted(changes), **body}, changes, automatic=automatic)

    def arm(self, timer: TimerState) -> None:
        self.armed.append(timer)
        self.timers.append(timer)

    def disarm(self, timer: TimerState) -> None:
        """Cancel a timer, whether it came with the card or was armed in this very decision."""
        self.timers.remove(timer)
        if timer in self.armed:
            self.armed.remove(timer)
        else:
            self.cancelled.append(timer)

    def timers_of(self, task: TaskState) -> list[TimerState]:
        return [timer for timer in self.timers if timer.task == task.n and timer.visit == task.visit]

    def effect(self, effect: Effect) -> None:
        self.effects.setdefault(effect.dedup, effect)

    def tell(self, notice: str, person: int, about: str, **payload: Any) -> None:
        """A notice to one person; `about` makes the de-duplication key unique within the card."""
        self.effect(Effect("notify", f"{notice}:{about}:{person}", {"notice": notice, "person": person, **payload}))

    def child(self, child: ChildState) -> None:
        self.children = [known for known in self.children if (known.key, known.visit) != (child.key, child.visit)]
        self.children.append(child)
        self.touched_children.append(child)

    def hop(self) -> None:
        self.hops += 1
        if self.hops > MAX_HOPS:
            raise Refusal("conflict", "robots_in_circle")

    def decision(self) -> Decision:
        card = replace(
            self.before,
            fields=self.fields,
            stage=self.stage,
            visit=self.visit,
            round=self.round,
            edition=self.edition,
            locked=self.locked,
            tasks=tuple(task for task in self.tasks.values() if task.round == self.round),
            timers=tuple(self.timers),
            children=tuple(self.children),
            last_task=self.last_task,
            skipped_before=self.skipped - sum(t.skipped for t in self.tasks.values() if t.round == self.round),
        )
        return Decision(
            card,
            tuple(self.lines),
            tuple(self.tasks[n] for n in self.touched),
            tuple(self.visits),
            tuple(self.armed),
            tuple(self.cancelled),
            None,
            tuple(self.effects.values()),
            tuple(self.touched_children),
            self.finished_at,
        )
