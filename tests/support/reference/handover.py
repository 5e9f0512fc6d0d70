"""Handing on, asking, adding an approver, undoing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshrut.definitions.schema.pack import Stage
from marshrut.engine import happenings as h

from .page import OPINION, No, Slip
from .route import Route

#: what cannot be called back
OUTSIDE = ("create_card", "child_finished", "child_left", "register_document", "letter_send")
HOLDING = ("own", "substitute", "delegate")


class Handover(Route):
    def slip(self, n: int) -> tuple[Slip, str]:
        found = [slip for slip in self.slips if slip["n"] == n and slip["round"] == self.round]
        if not found:
            raise No("no_such_task")
        if found[0]["state"] != "open":
            raise No("already_decided" if found[0]["state"] == "done" else "task_closed")
        right = self.right(found[0], self.actor)
        if right is None:
            raise No("not_your_task")
        return found[0], right

    def wake(self, slip: Slip) -> None:
        """Every clock goes on with the working minutes it had left, not before the next opening."""
        hours, sleep = self.company.work_time(slip["people"][0]), slip["sleep"]
        start = hours.next_opening(self.now)
        self.unwind(slip)
        slip["sleep"] = None
        if sleep["left"] is not None:
            slip["due"] = hours.add_minutes(start, sleep["left"])
        for alarm in [] if "anew" in sleep else sleep["alarms"]:
            self.wind(alarm["key"], slip, hours.add_minutes(start, alarm["left"]), alarm["ordinal"])
        if "anew" in sleep:
            self.begin_ladder(slip)
        if "redate" in sleep:
            self.redate_now(slip)

    # -- to colleagues -------------------------------------------------------------------------------------------------

    def mine_to_give(self, n: int) -> Slip:
        slip, right = self.slip(n)
        if not self.rule(slip).delegate:
            raise No("not_delegable")
        if right not in ("own", "substitute"):
            raise No("not_yours_to_hand_on" if right == "delegate" else "not_your_task")
        return slip

    def can_have(self, slip: Slip, to: int, *, joins: bool = False) -> None:
        """A colleague who is here, has no voice in this yet, and may have one."""
        self.is_here(to)
        group = self.group(slip)
        if to in slip["rest"] or any(to in (*o["people"], *self.owners(o), o["by"]) for o in group):
            raise No("already_theirs")
        if to in self.barred(self.rule(slip)) or (to == self.author and (joins or self.rule(slip).kind == "approve")):
            raise No("may_not_decide")

    def is_here(self, person: int) -> None:
        if not self.company.active(person):
            raise No("no_such_person")
        if not self.here(person):
            raise No("colleague_away")

    def swap(self, slip: Slip, people: list[int], ways: dict[int, Any], to: list[int], **more: Any) -> None:
        self.unwind(slip)
        helpers = [person for person in slip["helpers"] if person not in people]
        slip.update(people=people, ways=ways, taken=False, taker=None, helpers=helpers, turn=slip["turn"] + 1, **more)
        self.hand_over(slip, to)

    def replaced(self, slip: Slip, gone: int, to: int, way: list[Any]) -> tuple[list[int], dict[int, Any]]:
        ways = {person: one for person, one in slip["ways"].items() if person != gone} | ({to: way} if way else {})
        return [to if person == gone else person for person in slip["people"]], ways

    def on_delegate(self, what: h.Delegate) -> None:
        slip = self.mine_to_give(what.task)
        self.can_have(slip, what.to)
        if slip["sleep"]:
            self.wake(slip)
        way = [*slip["ways"].get(self.actor, []), (self.actor, what.to, "delegation", "substitute")]
        self.swap(slip, *self.replaced(slip, self.actor, what.to, way), [what.to])

    def on_takeback(self, what: h.TakeBack) -> None:
        found = [slip for slip in self.slips if slip["n"] == what.task and slip["round"] == self.round]
        if not found:
            raise No("no_such_task")
        slip = found[0]
        lent = [p for p, way in slip["ways"].items() if way[-1][2] == "delegation" and way[-1][0] == self.actor]
        if slip["state"] != "open":
            raise No("task_closed")
        if not lent or not self.company.active(self.actor):
            raise No("not_your_task")
        if slip["sleep"]:
            self.wake(slip)
        self.sent.append(("task_gone", lent[0], slip["n"]))
        self.swap(slip, *self.replaced(slip, lent[0], self.actor, slip["ways"][lent[0]][:-1]), [])

    def on_forward(self, what: h.Forward) -> None:
        slip = self.mine_to_give(what.task)
        if slip["ways"].get(self.actor):
            self.on_delegate(h.Delegate(what.task, what.to))
            return
        self.can_have(slip, what.to)
        if slip["sleep"]:
            self.wake(slip)
        self.swap(slip, [what.to], {}, [what.to], delegated=True, lent=self.authors(slip, self.actor))

    def on_ask(self, what: h.Ask) -> None:
        slip, _ = self.slip(what.task)
        if slip["key"] == OPINION:
            raise No("not_askable")
        if not what.question.strip():
            raise No("question_required")
        self.is_here(what.person)
        if what.person == self.actor:
            raise No("ask_yourself")
        asked = [other for other in self.open() if other["key"] == OPINION and other["parent"] == slip["n"]]
        if any(what.person in other["people"] for other in asked):
            raise No("already_asked")
        n = len(self.slips) + 1
        fresh = {
            "n": n, "key": OPINION, "stage": self.stage, "visit": self.visit, "round": self.round, "group": n,
            "people": [what.person], "parent": slip["n"], "asked_by": self.actor, "opened": self.now, "due": None,
            "amounts": {}, "taken": False, "taker": None, "helpers": [], "ways": {}, "state": "open", "turn": 0,
            "outcome": None, "by": None, "sleep": None, "pauses": 0, "rest": [], "need": 1, "delegated": False,
            "added": False, "at": None, "undo": None, "skipped": False, "because": "", "own": None, "lent": False,
        }  # fmt: skip
        self.slips.append(fresh)
        self.sent.append(("opinion_asked", what.person, n))

    def answered(self, slip: Slip) -> None:
        asking = [other for other in self.slips if other["n"] == slip["parent"]]
        people = dict.fromkeys([slip["asked_by"], *(p for other in asking for p in other["people"])])
        self.sent += [("opinion_given", person, slip["n"]) for person in people if person != self.actor]

    def on_addapprover(self, what: h.AddApprover) -> None:
        slip, right = self.slip(what.task)
        rule = self.rule(slip)
        if rule.kind != "approve":
            raise No("not_an_approval")
        if right not in HOLDING:
            raise No("not_your_task")
        self.can_have(slip, what.person, joins=True)
        if rule.chain:
            slip.update(rest=[what.person, *slip["rest"]], added=True)
            return
        for other in self.group(slip):
            if other["state"] == "open":
                other["need"] = slip["need"] + (other is not slip)
        slip["need"] += 1
        self.open_slip(rule, [what.person], group=slip["group"], need=slip["need"], added=True)

    # -- undoing -------------------------------------------------------------------------------------------------------

    def stand(self, slip: Slip) -> dict[str, Any]:
        """How the card stands before a decision."""
        waiting = [other["n"] for other in self.open() if other is not slip and other["key"] != OPINION]
        self.worked, self.written = False, set()
        return {"visit": self.visit, "locked": self.locked, "last": len(self.slips), "open": waiting}

    def keep_for_undoing(self, slip: Slip, before: dict[str, Any]) -> None:
        """Not when a new round began, and not when a paper would keep a status of a stage that was left again."""
        if slip["round"] != self.round:
            return
        outside = any(note[0] in OUTSIDE for note in self.sent)
        stage = self.route.by_stage[slip["stage"]]
        changed = {key for key in {*self.fields, *before["held"]} if self.fields.get(key) != before["held"].get(key)}
        before["filled"] = {key: before["held"].get(key) for key in changed}
        again = {robot.field for robot in stage.on_enter if robot.do == "document_status" and not robot.when}
        left = {note[1] for note in self.sent if note[0] == "document_status"} - again
        if not self.worked and not outside and not left and not self.followed(stage):
            slip["undo"] = before | {"after": self.marks()}

    def followed(self, stage: Stage) -> bool:
        """Robots wrote what says who has a task of the stage, or until when."""
        says: set[str | None] = set()
        for rule in stage.tasks:
            for one in (*rule.assignee, *rule.otherwise):
                says |= {one.person_in, one.head_of, one.heads_of, one.up_to_field}
            says |= {due.field for due in rule.due} | ({"amount"} if self.own_policy(rule) else set())
        return bool(says & self.written)

    def marks(self) -> tuple[int, ...]:
        """What people's acts leave behind."""
        mine = [slip for slip in self.slips if slip["round"] == self.round]
        return (
            self.visit,
            self.edition,
            len(self.slips),
            sum(slip["state"] == "done" for slip in mine),
            sum(slip["taken"] for slip in mine),
            sum(slip["pauses"] for slip in mine),
            sum(self.handed_on(slip) for slip in mine),
            sum(len(slip["rest"]) for slip in mine if slip["state"] == "open"),
        )

    def on_undo(self, what: h.Undo) -> None:
        found = [slip for slip in self.slips if slip["n"] == what.task and slip["round"] == self.round]
        if not found:
            raise No("no_such_task")
        slip = found[0]
        if slip["state"] != "done" or slip["key"] == OPINION:
            raise No("nothing_to_undo")
        if slip["by"] != self.actor:
            raise No("not_your_decision")
        if self.now > slip["at"] + timedelta(minutes=self.route.undo_minutes):
            raise No("undo_late")
        kept = slip["undo"]
        if kept is None:
            raise No("undo_robots")
        moved = self.visit != kept["visit"]
        if kept["after"] != self.marks() or (moved and self.waited(kept["visit"])):
            raise No("undo_acted")
        self.take_decision_back(slip, kept, moved)

    def waited(self, visit: int) -> bool:
        return any(at == visit and state != "made" for (_, at), state in self.children.items())

    def take_decision_back(self, slip: Slip, kept: dict[str, Any], moved: bool) -> None:
        later = [other for other in self.open() if other["n"] > kept["last"]]
        told = dict.fromkeys(person for other in later for person in other["people"] if person != self.actor)
        for other in later:
            self.put_away(other)
        if moved:
            for other in self.open():
                self.put_away(other)
            self.alarms, self.visit, self.stage = [], self.visit + 1, slip["stage"]
            stage = self.route.by_stage[self.stage]
            self.wind_stage(stage)
            statuses = [robot for robot in stage.on_enter if robot.do == "document_status" and self.true(robot.when)]
            self.sent += [("document_status", robot.field, self.visit) for robot in statuses]
        self.locked = kept["locked"]
        self.fields.update(kept["filled"])
        self.edition += bool(kept["filled"])
        closed = [other for other in self.slips if other["n"] in kept["open"] and other["state"] == "cancelled"]
        numbers: dict[int, int] = {}
        for old in sorted([*closed, slip], key=lambda one: one["n"]):
            n = numbers[old["n"]] = len(self.slips) + 1
            again = {"n": n, "visit": self.visit, "state": "open", "taken": False, "taker": None, "turn": 0}
            again |= {"skipped": False, "because": ""}
            again |= {"outcome": None, "by": None, "at": None, "undo": None, "sleep": None, "ways": dict(old["ways"])}
            again["parent"] = numbers.get(old["parent"], old["parent"])
            self.slips.append(old | again)
        slip.update(state="cancelled", outcome=None, by=None, at=None, undo=None, skipped=False, because="")
        for fresh in self.slips[-len(numbers) :]:
            self.seat(fresh)
            self.hand_over(fresh)
        self.sent += [("task_undone", person, slip["n"]) for person in told]
