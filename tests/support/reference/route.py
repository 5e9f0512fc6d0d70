"""Entering and leaving stages, robots, new content, giving tasks to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshrut.definitions.schema.pack import Robot, Stage, StageTimer, Task

from .page import EMPTY, OPINION, No, Slip
from .relief import Relief


class Route(Relief):
    def enter(self, key: str, *, new_round: bool = False) -> None:
        self.hops += 1
        if self.hops > 25:
            raise No("robots_in_circle")
        stage, came = self.route.by_stage[key], self.route.by_stage.get(self.stage)
        if any(self.fields.get(name) in EMPTY for name in stage.require):
            raise No("missing_fields")
        for slip in self.open():
            slip.update(state="cancelled", sleep=None)
        self.tell_children()
        if new_round or stage.anew or (came and came.kind == "failure" and stage.kind == "work"):
            self.round, self.locked = (
                self.round + 1,
                False,
            )  # also what was reworked is approved anew
        self.alarms, self.stage, self.visit = [], key, self.visit + 1
        visit = self.visit
        self.robots(stage.on_enter)
        if self.visit != visit:
            return
        if stage.final:
            self.sent.append(("child_finished", stage.kind))
        for rule in stage.tasks:
            if self.true(rule.when):
                self.give(rule, self.people_for(rule))
        self.wind_stage(stage)
        self.go_on()

    def tell_children(self) -> None:
        """The card goes on without waiting for what it made here."""
        stage = self.route.by_stage.get(self.stage)
        lists = (
            [stage.on_enter, *(one.robots for one in stage.timers), *(s.robots for s in stage.signals)] if stage else []
        )
        robots = [robot for some in lists for robot in some]
        leaving = {robot.key: robot.left for robot in robots if robot.left}
        for (key, visit), state in list(self.children.items()):
            if visit == self.visit and state == "awaited" and key in leaving:
                self.children[key, visit] = "left"
                self.sent.append(("child_left", key, leaving[key]))

    def wind_stage(self, stage: Stage) -> None:
        for timer in stage.timers:
            if not self.off(timer.span):
                due = self.later(None, self.now, timer.span.unit, self.number(timer.span.amount))
                self.wind("stage/" + timer.key, None, due)

    def go_on(self) -> None:
        """When the last task is done and the last awaited card is final."""
        next_ = self.route.by_stage[self.stage].next
        waits = any(state == "awaited" for (_, visit), state in self.children.items() if visit == self.visit)
        if next_ and not waits and all(slip["key"] == OPINION for slip in self.open()):
            self.enter(next_)

    def robots(self, robots: Iterable[Robot], timer: StageTimer | None = None, time: int = 1) -> None:
        for number, robot in enumerate(robots):
            if not self.true(robot.when):
                continue
            if robot.do == "notify" and timer and robot.in_working_hours:
                self.tell_at_work(robot, f"tell/{timer.key}/{number}", time)
            elif robot.do == "document_status":
                self.sent.append(("document_status", robot.field, self.visit))
            elif robot.do == "send_letter":
                self.sent.append(("letter_send", self.visit))
            elif robot.do == "register_document":
                self.sent.append(("register_document", robot.field))
            elif robot.do == "notify":
                self.sent += [("robot", person) for person in self.who(robot.to)]
            elif robot.do == "set":
                new = {key: self.value(source) for key, source in robot.fields.items()}
                changes = {key: value for key, value in new.items() if self.fields.get(key) != value}
                self.written |= set(changes)
                self.write(changes)
            elif robot.do == "create_card":
                self.make_card(robot)
            else:
                self.worked = True
                self.enter(str(robot.stage))
                return

    def make_card(self, robot: Robot) -> None:
        if robot.once and robot.key in {key for key, _ in self.children}:
            return
        author = self.who([robot.author])[:1] if robot.author else []
        self.sent.append(("create_card", str(robot.key), *author))
        if robot.wait:
            self.children.setdefault((str(robot.key), self.visit), "awaited")
        elif robot.once:
            self.children[str(robot.key), self.visit] = "made"

    def tell_at_work(self, robot: Robot, key: str, time: int) -> None:
        """Now, to who is at work; others find it when they come, once, however often it was said meanwhile."""
        for person in self.who(robot.to):
            opening = self.company.work_time(person).next_opening(self.now)
            if any(alarm["key"] == f"{key}/{person}" for alarm in self.alarms):
                continue
            if opening > self.now:
                self.wind(f"{key}/{person}", None, opening, time)
            else:
                self.sent.append(("robot", person))

    def write(self, changes: Mapping[str, Any]) -> None:
        """New content: a new edition; people and deadlines that depend on it change."""
        if not changes:
            return
        self.fields.update(changes)
        self.edition += 1
        for slip in [slip for slip in self.open() if slip["key"] != OPINION]:
            rule = self.rule(slip)
            used = {
                key
                for r in (*rule.assignee, *rule.otherwise)
                for key in (r.person_in, r.head_of, r.heads_of, r.up_to_field)
            }
            if self.own_policy(rule):
                used.add("amount")
            group = self.group(slip)
            too_much = self.own_is_too_much(self.own_policy(rule)) and rule.kind == "approve"
            lent = too_much and any(
                self.handed_on(other) and self.authors(other, person) for other in group for person in other["people"]
            )
            begun = rule.chain or any(
                other["state"] == "done" or (self.handed_on(other) and not lent) or other["added"] for other in group
            )
            if not used & set(changes) or slip["state"] != "open":
                continue
            if begun:
                if rule.decide == "all" and not rule.chain:
                    self.join(rule, group)
                continue
            people = self.people_for(rule)
            if lent or set(people) != {person for other in group for person in self.owners(other)}:
                for other in group:
                    self.put_away(other)
                self.give(rule, people)

        for slip in self.open():
            self.redate(slip, set(changes))

    def join(self, rule: Task, group: list[Slip]) -> None:
        """Where everybody of a list decides, who is listed now decides as well."""
        lists = [one for one in rule.assignee if one.person_in == "people"]
        too_much = self.own_is_too_much(self.own_policy(rule))
        known = {person for other in group for person in (*other["people"], *self.owners(other), other["by"])}
        out = known | self.barred(rule) | ({self.author} if too_much else set())
        new = [person for person in self.who(lists, own=not too_much) if person not in out]
        need = max(other["need"] for other in group) + len(new)
        for other in group:
            if other["state"] == "open":
                other["need"] = need
        for person in new:
            self.open_slip(rule, [person], known | set(new), group=group[0]["group"], need=need)

    @staticmethod
    def handed_on(slip: Slip) -> bool:
        return slip["delegated"] or any(way[-1][2] == "delegation" for way in slip["ways"].values())

    def put_away(self, slip: Slip) -> None:
        """Closed without a decision, with the questions asked in it."""
        if slip["state"] == "open":
            self.unwind(slip)
            slip.update(state="cancelled", sleep=None)
            self.forget_questions(slip)

    def forget_questions(self, slip: Slip) -> None:
        for other in self.open():
            if other["key"] == OPINION and other["parent"] == slip["n"]:
                self.put_away(other)

    def redate(self, slip: Slip, changed: set[str]) -> None:
        """A deadline that comes from a changed field moves; of a sleeping task when it wakes."""
        if not any(one.field in changed for one in self.rule(slip).due):
            return
        if slip["sleep"]:
            slip["sleep"]["redate"] = True
        else:
            self.redate_now(slip)

    def redate_now(self, slip: Slip) -> None:
        due = self.deadline(self.rule(slip), slip["people"][0], slip["opened"])
        if due != slip["due"]:
            slip["due"] = due
            self.sent += [("task_redated", person, slip["n"]) for person in slip["people"] if person != self.actor]
            self.begin_anew(slip)

    def give(self, rule: Task, people: list[int]) -> None:
        if rule.chain:
            self.open_slip(rule, people[:1], rest=people[1:])
        elif rule.decide == "any":
            self.open_slip(rule, people)
        else:
            need = len(people) if rule.decide == "all" else min(rule.decide, len(people))
            first = len(self.slips) + 1
            for person in people:
                self.open_slip(rule, [person], set(people), group=first, need=need)

    def open_slip(self, rule: Task, people: list[int], beside: Iterable[int] = (), **more: Any) -> None:
        n = len(self.slips) + 1
        parent = [s["n"] for s in self.open() if s["key"] == rule.parent]
        amounts = {rung.key: self.number(rung.span.amount) for rung in rule.ladder}
        slip: Slip = {
            "n": n, "key": rule.key, "stage": self.stage, "visit": self.visit, "round": self.round, "group": n,
            "people": list(people), "rest": [], "need": 1, "state": "open", "outcome": None, "by": None, "taken": False,
            "taker": None, "ways": {}, "added": False, "asked_by": None, "at": None, "undo": None,
            "skipped": False, "because": "",
            "own": self.own_policy(rule), "lent": False,
            "helpers": [], "sleep": None, "pauses": 0, "turn": 0, "parent": parent[0] if parent else None,
            "due": None, "opened": self.now, "amounts": amounts, "delegated": False,
        }  # fmt: skip
        self.slips.append(slip | more)
        self.seat(self.slips[-1], beside)
        self.slips[-1]["due"] = self.deadline(rule, self.slips[-1]["people"][0], self.now)
        self.hand_over(self.slips[-1])

    def seat(self, slip: Slip, beside: Iterable[int] = ()) -> None:
        """Given at once to those who are there; people of `beside` get one of their own."""
        seats = self.seats(slip, beside)
        if {person for person, _ in seats} != set(slip["people"]):
            slip.update(people=[person for person, _ in seats], ways={person: way for person, way in seats if way})

    def hand_over(self, slip: Slip, to: Iterable[int] | None = None) -> None:
        people = slip["people"] if to is None else to
        self.sent += [("task_opened", person, slip["n"]) for person in people]
        self.begin_ladder(slip)
