"""The tables of one card, in memory: decisions go in and cards come out through `cards.codec`, as in the database.

It keeps to what `cards_apply` and `step.READ` do: one name of a timer is one row, a cancelled row goes, a settled one
stays; a card is read with the tasks of its round and the armed timers of its visit.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from marshrut.cards import codec
from marshrut.engine.decision import Decision
from marshrut.engine.definition import Definition
from marshrut.engine.state import CardState, TimerState
from marshrut.kernel.actor import Actor

Row = dict[str, Any]


class Rows:
    def __init__(self, author: int, *, has_parent: bool = False) -> None:
        self.fresh = CardState(author=author, has_parent=has_parent)
        self.row: Row = {"author_id": author, "parent_id": 1 if has_parent else None, "version": 0, "fields": {}}
        self.tasks: dict[int, Row] = {}
        self.timers: dict[int, Row] = {}
        self.children: dict[tuple[int, str], Row] = {}
        self.effects: dict[str, Row] = {}
        self.lines: list[Row] = []
        self._ids = count(1)

    def card(self) -> CardState:
        """The card as the next command reads it."""
        if not self.row["version"]:
            return self.fresh
        tasks = [self.tasks[n] for n in sorted(self.tasks) if self.tasks[n]["round"] == self.row["round"]]
        skipped = sum(row["skipped"] for row in self.tasks.values() if row["round"] < self.row["round"])
        children = list(self.children.values())
        read = {**self.row, "tasks": tasks, "skipped_before": skipped, "timers": self.armed(), "children": children}
        return codec.card_state(json.loads(json.dumps(read)))

    def armed(self) -> list[Row]:
        return [row for row in self.timers.values() if row["state"] == "armed" and row["visit"] == self.row["visit"]]

    def write(
        self, definition: Definition, before: CardState, decision: Decision, by: int | None, at: datetime
    ) -> None:
        actor = Actor.robot("timer", "timer") if by is None else Actor.person(by)
        plan = json.loads(json.dumps(codec.plan(definition, before, decision, actor, at)))
        if not plan["lines"]:
            said = plan.keys() - {"at", "row", "lines", "person", "settled"}
            assert not said, f"nothing is written without a line of history: {plan}"
            if decision.settled and decision.settled[0].id is not None:
                self.timers[decision.settled[0].id]["state"] = "stale"
            return
        self.row.update(plan["row"], version=self.row["version"] + 1)
        self.row["fields"] = plan.get("fields", self.row["fields"])
        for task in plan.get("tasks", ()):
            named = {"assignee_id": task["assignee"], "decided_by_id": task["decided_by"]}
            self.tasks[task["n"]] = {**task, **named}
        for child in plan.get("children", ()):
            self.children[child["visit"], child["key"]] = child
        for number in plan.get("cancelled", ()):
            del self.timers[number]
        if "settled" in plan:
            self.timers[plan["settled"]]["state"] = "fired"
        for timer in plan.get("timers", ()):
            self._arm(timer)
        for effect in plan.get("effects", ()):
            known = self.effects.setdefault(effect["dedup"], effect)
            assert known is effect or effect["kind"] in ("create_card", "card_shared"), (
                f"swallowed as a repetition: {effect}"
            )
        self.lines += [{**line, "body": json.loads(line["body"])} for line in plan["lines"]]

    def _arm(self, timer: Row) -> None:
        name = ("visit", "task", "key", "ordinal")
        twins = [row for row in self.timers.values() if all(row[part] == timer[part] for part in name)]
        assert not twins, f"the name of a timer is used twice: {timer}"
        number = next(self._ids)
        self.timers[number] = {**timer, "id": number, "state": "armed"}


def comparable(card: CardState) -> CardState:
    """Without what only rows have: ids of timers, and the order in which rows are read."""
    timers = sorted((replace(timer, id=None) for timer in card.timers), key=_by_name)
    return replace(
        card,
        fields=dict(card.fields),
        tasks=tuple(
            replace(
                task,
                amounts=dict(task.amounts),
                behalf=dict(task.behalf),
                why=json.loads(json.dumps(dict(task.why))),
            )
            for task in card.tasks
        ),
        timers=tuple(timers),
        children=tuple(sorted(card.children, key=lambda child: (child.visit, child.key))),
    )


def _by_name(timer: TimerState) -> tuple[int, str, int]:
    return timer.task or 0, timer.key, timer.ordinal
