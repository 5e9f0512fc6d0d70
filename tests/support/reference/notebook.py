"""What happens to the card as a whole, and alarms that ring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from marshrut.definitions.schema.pack import Rung
from marshrut.engine import happenings as h

from .desk import Desk
from .page import EMPTY, OPINION, WRONG_TRACK, No, Slip


class Notebook(Desk):
    def do(self, what: h.Happening, actor: int | None, now: datetime) -> str | None:
        """Write down what happened; returns the code of a refusal, after which the notebook is as before."""
        before = self.copied()
        self.now, self.actor, self.hops, self.sent = now, actor or 0, 0, []
        try:
            if not isinstance(what, h.Fire):
                self.relieve()
            getattr(self, f"on_{type(what).__name__.lower()}")(what)
            over = {bool(one) and self.route.by_stage[one].final for one in (before["stage"], self.stage)}
            ended = len(over) > 1 and self.fields.get("paper")
            self.tell_others(before)
            self.correct_children(before)
            if ended or (self.fields.get("paper") or None) != (before["fields"].get("paper") or None):
                self.sent.append(("card_documents", self.edition))
        except No as refusal:
            vars(self).update(before, sent=[])
            return str(refusal)
        return None

    def tell_others(self, before: dict[str, Any]) -> None:
        """What a letter says now; who takes part now in the card that this one is about."""
        now, then = ({key: v for key, v in one.items() if v is not None} for one in (self.fields, before["fields"]))
        if self.route.letter and (not before["stage"] or now != then):
            self.sent.append(("letter_changed", self.edition))
        other = any((now.get(key), then.get(key)) != (now.get(key),) * 2 for key in ("way", "track"))
        if self.route.shipment and (other or self.visit != before["visit"]):
            self.sent.append(("shipment_changed", self.visit, self.edition))
        this_round = [slip for slip in self.slips if slip["round"] >= before["round"]]
        last_round = [slip for slip in before["slips"] if slip["round"] == before["round"]]
        new = self.concerned(now, this_round) - self.concerned(then, last_round)
        if not (now.get("about") or then.get("about")):
            return
        back = [bool(one) and self.route.by_stage[one].kind == "failure" for one in (before["stage"], self.stage)]
        if back[0] != back[1] or new or now.get("about") != then.get("about"):
            self.sent.append(("card_shared", self.edition))

    def correct_children(self, before: dict[str, Any]) -> None:
        """Who was waited for before and still is says what the card says now."""
        read = {"what": {"title"}, "sum": {"amount", "count"}, "who": {"owner"}}  # of parts.READ
        changed = {key for key in self.route.fields if self.fields.get(key) != before["fields"].get(key)}
        fields = sorted(name for name, keys in read.items() if keys & changed)
        for (key, visit), state in self.children.items():
            waits = state == before["children"].get((key, visit)) == "awaited"
            if fields and waits and visit == self.visit == before["visit"]:
                self.sent.append(("child_corrected", key, *fields))

    @staticmethod
    def concerned(fields: Mapping[str, Any], slips: Iterable[Slip]) -> set[int]:
        found = {fields.get("owner")}
        for slip in slips:
            steps = [step for way in slip["ways"].values() for step in way]
            found |= {*slip["people"], *slip["helpers"], slip["by"], slip["asked_by"]}
            found |= {person for step in steps for person in step[:2]}
        return {person for person in found if person}

    def on_cover(self, _what: object) -> None:
        """Nothing more than what comes before everything."""

    def on_create(self, what: h.Create) -> None:
        self.only_own(what.fields)
        given = {key: value for key, value in what.fields.items() if value is not None}
        if self.straighten(given, lacking=what.start):
            raise No("bad_fields")
        self.fields = {key: value for key, value in given.items() if value is not None}
        self.enter("draft")
        if what.start:
            self.on_start(what)

    def only_own(self, given: Iterable[str]) -> None:
        """What a task asks for is given there and nowhere else; what the system writes nobody gives."""
        if any(self.route.fields[key].by_system for key in given):
            raise No("bad_fields")
        if set(given) & {entry.field for stage in self.route.stages for task in stage.tasks for entry in task.form}:
            raise No("bad_fields")

    def on_start(self, _what: object) -> None:
        if self.stage != "draft":
            raise No("already_started")
        self.set_out()
        self.enter(self.route.first)
        self.warn(self.fields)

    def set_out(self) -> None:
        """What goes by post and is no draft any more has its number."""
        if self.actor and self.fields.get("way") == "post" and self.fields.get("track") in (None, WRONG_TRACK):
            raise No("bad_fields")

    def warn(self, changed: Iterable[str]) -> None:
        """A date that sets a deadline is over or a day off: the author is told at once (A4.7)."""
        hours, asked = self.company.work_time(None), self.fields.get("due")
        sets = any(due.field for stage in self.route.stages for task in stage.tasks for due in task.due)
        if sets and asked and "due" in changed:
            day = date.fromisoformat(asked)
            if hours.end_of_day(day) <= self.now or not hours.is_working(day):
                self.sent.append(("date_warning", self.author))

    def on_restart(self, _what: object) -> None:
        rule = self.route.restart
        if rule is None or self.stage not in rule.from_:
            raise No("cannot_restart")
        self.enter(rule.to, new_round=True)
        self.warn(self.fields)

    def on_withdraw(self, _what: h.Withdraw) -> None:
        if self.route.withdraw is None or self.route.by_stage[self.stage].kind != "work":
            raise No("cannot_withdraw")
        done = [slip for slip in self.slips if slip["state"] == "done" and slip["key"] != OPINION]
        own = [slip for slip in done if slip["by"] == self.author and self.rule(slip).kind != "approve"]
        late = self.stage in self.route.withdraw.late
        if not late and any(slip["round"] == self.round for slip in done if slip not in own):
            raise No("withdraw_too_late")
        self.enter(self.route.withdraw.to)

    def on_edit(self, what: h.Edit) -> None:
        kind = self.route.by_stage[self.stage].kind
        if kind == "success":
            raise No("card_finished")
        if what.edition not in (None, self.edition):
            raise No("changed_since_seen")
        self.only_own(what.fields)
        changes = {key: value for key, value in what.fields.items() if self.fields.get(key) != value}
        if self.straighten(changes, lacking=self.stage != "draft"):
            raise No("bad_fields")
        self.change(changes)
        if kind == "work":
            self.warn(changes)

    def change(self, changes: dict[str, Any]) -> None:
        """What was approved stays, what the stages of the round demanded stays filled."""
        kind = self.route.by_stage[self.stage].kind
        locked = self.locked and kind in ("work", "success")
        if locked and any(self.route.fields[key].locked_by_approval for key in changes):
            raise No("locked")
        seen = {self.stage, *(slip["stage"] for slip in self.slips if slip["round"] == self.round)}
        needed = {key for stage in seen for key in self.route.by_stage[stage].require} if kind == "work" else set()
        if changes and any((self.fields | changes).get(key) in EMPTY for key in needed):
            raise No("bad_fields")
        self.write(changes)

    def on_note(self, what: h.Note) -> None:
        """A program learned something."""
        changes = {key: value for key, value in what.fields.items() if self.fields.get(key) != value}
        self.straighten(changes, lacking=False)  # nobody is there to correct it
        self.change(changes)

    def on_signal(self, what: h.Signal) -> None:
        """The outside tells what this stage listens to."""
        if what.visit is not None and what.visit != self.visit:
            raise No("signal_stale")
        heard = [one for one in self.route.by_stage[self.stage].signals if one.key == what.key]
        if not heard:
            raise No("signal_unknown")
        self.edition += 1
        self.on_note(h.Note(what.fields))
        visit = self.visit
        self.robots(heard[0].robots)
        if heard[0].to and self.visit == visit:
            self.enter(heard[0].to)

    def on_move(self, what: h.Move) -> None:
        restart = self.route.restart
        if what.to == self.stage:
            raise No("already_there")
        if restart and self.stage in restart.from_ and what.to == restart.to and self.actor == self.author:
            self.on_restart(what)
            return
        for move in self.route.by_stage[self.stage].moves:
            if move.to == what.to and self.true(move.when) and self.actor in self.who(move.by):
                fresh, round_ = self.stage == "draft", self.round
                if fresh:
                    self.set_out()
                self.enter(what.to)
                self.warn(self.fields if fresh or self.round != round_ else ())
                return
        for slip in self.open():
            for outcome in sorted(self.rule(slip).outcomes, key=lambda one: one.skip):
                if outcome.to == what.to and self.right(slip, self.actor):
                    self.on_complete(h.Complete(slip["n"], outcome.key, edition=what.edition))
                    return
        raise No("move_not_allowed")

    def on_childfinished(self, what: h.ChildFinished) -> None:
        if self.children.get((what.key, what.visit)) != "awaited":
            raise No("child_unknown")
        self.children[what.key, what.visit] = what.kind
        failed = self.route.by_stage[self.stage].child_failed if what.kind == "failure" else None
        if what.visit == self.visit and failed:
            self.enter(failed)
        elif what.visit == self.visit:
            self.go_on()

    def on_fire(self, what: h.Fire) -> None:
        """An alarm of this visit rings; the caller knows that it is still armed."""
        name = {"key": what.key, "task": what.task, "ordinal": what.ordinal}
        self.alarms = [alarm for alarm in self.alarms if alarm | name != alarm]
        self.relieve()
        if what.task is None:
            self.ring_stage(what)
            return
        slip = next(slip for slip in self.slips if slip["n"] == what.task)
        if what.key == "resume":
            self.wake(slip)
            self.sent += [("task_returned", person, slip["n"]) for person in slip["people"]]
            return
        key, _, turn = what.key.partition("@")
        rung = next(rung for rung in self.rule(slip).ladder if rung.key == key)
        if self.means(slip, rung) and int(turn or 0) == slip["turn"]:  # not when it has just passed to somebody else
            self.climb(slip, rung, what)

    def climb(self, slip: Slip, rung: Rung, what: h.Fire) -> None:
        people = self.reached(self.who(rung.to, slip), set()) if rung.to else list(slip["people"])
        notice = {"check": "nudge", "remind": "reminder", "escalate": "escalation"}[rung.do]
        if rung.do == "escalate" and rung.may_decide:
            out = {self.author, *self.barred(self.rule(slip)), *slip["people"]}
            group = [] if self.rule(slip).chain else self.group(slip)
            beside = {p for other in group for p in (*other["people"], *self.owners(other))}
            people = self.reached(self.who(rung.to, slip), out | beside)
            people = [person for person in people if person not in out | beside]
            slip["helpers"] = list(dict.fromkeys((*slip["helpers"], *people)))
        if rung.do != "check" or rung.nudge:
            self.sent += [(notice, person, slip["n"]) for person in people]
        at = what.due_at if self.now - what.due_at <= timedelta(minutes=10) else self.now
        if what.ordinal == 1:
            self.rungs_since(slip, rung.key, at)
        if rung.every and what.ordinal < rung.times:
            self.wind_rung(slip, rung, what.due_at, what.ordinal + 1)

    def reached(self, people: list[int], out: set[int]) -> list[int]:
        """Instead of who is away, who stands in."""
        ways = [(person, self.stand_in(person, out)) for person in people]
        return list(dict.fromkeys(way[-1][1] if way else person for person, way in ways))

    def ring_stage(self, what: h.Fire) -> None:
        stage = self.route.by_stage[self.stage]
        if what.key.startswith("tell/"):
            _, key, number, person = what.key.split("/")
            robot = next(t for t in stage.timers if t.key == key).robots[int(number)]
            if self.true(robot.when) and int(person) in self.who(robot.to):
                self.sent.append(("robot", int(person)))
            return
        timer = next(t for t in stage.timers if "stage/" + t.key == what.key)
        if timer.every and not self.off(timer.span):
            due = what.due_at
            while due <= self.now or due == what.due_at:
                due = self.later(None, due, timer.span.unit, self.number(timer.span.amount))
            self.wind(what.key, None, due, what.ordinal + 1)
        self.robots(timer.robots, timer, what.ordinal)
