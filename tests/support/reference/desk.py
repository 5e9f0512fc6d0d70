"""What people do with tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.pack import Task
from marshrut.engine import happenings as h

from .page import EMPTY, No, Slip
from .route import Route


class Desk(Route):
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

    def on_take(self, what: h.Take) -> None:
        slip, _ = self.slip(what.task)
        if slip["taken"]:
            raise No("already_taken")
        if slip["sleep"]:
            self.wake(slip)
        slip["taken"] = True
        if self.actor in slip["people"]:
            slip["people"] = [self.actor, *(person for person in slip["people"] if person != self.actor)]
        idle = [rung.key for rung in self.rule(slip).ladder if not self.means(slip, rung)]
        self.alarms = [a for a in self.alarms if a["task"] != slip["n"] or a["key"].partition("@")[0] not in idle]
        self.rungs_since(slip, "taken", self.now)

    def on_complete(self, what: h.Complete) -> None:
        slip, _ = self.slip(what.task)
        rule = self.rule(slip)
        outcome = rule.outcome(what.outcome)
        assert outcome
        if what.edition not in (None, self.edition):
            raise No("changed_since_seen")
        if not self.true(outcome.when):
            raise No("outcome_unavailable")
        if not rule.chain and self.actor in [other["by"] for other in self.group(slip)]:
            raise No("already_voted")
        if outcome.reason == "required" and not what.reason.strip():
            raise No("reason_required")
        self.fill(rule, outcome.style == "positive", set(outcome.needs), what.fields)
        if self.actor == self.author and outcome.style != "negative" and self.over_own_limit(slip):
            raise No("over_self_limit")
        self.unwind(slip)
        slip.update(state="done", outcome=outcome.key, by=self.actor, sleep=None)
        self.locked = self.locked or (rule.kind == "approve" and outcome.style == "positive")
        barred = self.barred(rule)
        rest = [person for person in slip["rest"] if self.company.active(person) and person not in barred]
        if rest and outcome.style == "positive":
            self.open_slip(rule, rest[:1], rest=rest[1:], group=slip["group"])
            return
        winner = outcome.key if rule.chain else self.winner(rule, slip)
        if winner:
            self.finish(rule, slip, winner)

    def fill(self, rule: Task, positive: bool, needs: set[str], given: Mapping[str, Any]) -> None:
        form = {entry.field: entry.required for entry in rule.form}
        changes = {key: v for key, v in given.items() if v is not None and self.fields.get(key) != v}
        filled = self.fields | changes
        needed = needs | {key for key, required in form.items() if required and positive}
        frozen = self.locked and any(
            self.route.fields[key].locked_by_approval and self.fields.get(key) not in EMPTY for key in changes
        )
        if set(given) - set(form) or frozen or any(filled.get(key) in EMPTY for key in needed):
            raise No("bad_fields")
        if changes:
            self.fields.update(changes)
            self.edition += 1

    def over_own_limit(self, slip: Slip) -> bool:
        """By the limit as it was when the task was opened."""
        limit = slip["amounts"].get("own limit")
        sums = [self.fields.get(r.self_limit_field or "") for r in self.rule(slip).assignee if r.when_self == "self"]
        return limit is not None and any(Decimal(sum_ or 0) > limit for sum_ in sums)

    def winner(self, rule: Task, slip: Slip) -> str | None:
        """Enough votes for one outcome, or the negative one as soon as nothing can get enough any more."""
        votes = [other["outcome"] for other in self.group(slip) if other["state"] == "done"]
        left = sum(other["state"] == "open" for other in self.group(slip))
        for o in rule.outcomes:
            if votes.count(o.key) >= (1 if o.decisive else slip["need"]):
                return o.key
        if left and any(votes.count(o.key) + left >= slip["need"] for o in rule.outcomes if not o.decisive):
            return None
        voted = [o for o in rule.outcomes if o.key in votes]
        return ([o.key for o in voted if o.style == "negative"] or [voted[-1].key])[0]

    def finish(self, rule: Task, slip: Slip, winner: str) -> None:
        for other in self.group(slip):
            if other["state"] == "open":
                self.unwind(other)
                other.update(state="cancelled", sleep=None)
        outcome, visit = rule.outcome(winner), self.visit
        assert outcome
        self.robots(outcome.robots)
        if self.visit == visit:
            if outcome.to:
                self.enter(outcome.to)
            else:
                self.go_on()

    def on_delegate(self, what: h.Delegate) -> None:
        slip, right = self.slip(what.task)
        rule = self.rule(slip)
        if not rule.delegate:
            raise No("not_delegable")
        if right != "own":
            raise No("not_your_task")
        if not self.company.active(what.to):
            raise No("no_such_person")
        if what.to in slip["rest"] or any(what.to in (*o["people"], o["by"]) for o in self.group(slip)):
            raise No("already_theirs")
        if (what.to == self.author and rule.kind == "approve") or what.to in self.barred(rule):
            raise No("may_not_decide")
        if slip["sleep"]:
            self.wake(slip)
        self.unwind(slip)
        helpers = [person for person in slip["helpers"] if person != what.to]
        slip.update(people=[what.to], taken=False, helpers=helpers, turn=slip["turn"] + 1, delegated=True)
        self.hand_over(slip)

    def on_pause(self, what: h.Pause) -> None:
        slip, right = self.slip(what.task)
        rule = self.rule(slip).pause
        if rule is None or right != "own":
            raise No("not_pausable")
        if slip["sleep"]:
            raise No("already_paused")
        if not self.now < what.until <= self.now + timedelta(days=rule.max_days):
            raise No("pause_length")
        if rule.reason == "required" and not what.reason.strip():
            raise No("reason_required")
        hours = self.company.work_time(slip["people"][0])
        left = hours.between(self.now, slip["due"]) if slip["due"] and slip["due"] > self.now else None
        mine = [a | {"left": hours.between(self.now, a["due"])} for a in self.alarms if a["task"] == slip["n"]]
        self.unwind(slip)
        slip.update(sleep={"until": what.until, "left": left, "alarms": mine}, pauses=slip["pauses"] + 1)
        self.wind("resume", slip, what.until, slip["pauses"])
        head = self.company.head_above(slip["people"][0])
        if slip["pauses"] >= rule.tell_head_from and head:
            self.sent.append(("paused_often", head, slip["n"]))

    def on_resume(self, what: h.Resume) -> None:
        slip, right = self.slip(what.task)
        if right != "own":
            raise No("not_your_task")
        if not slip["sleep"]:
            raise No("not_paused")
        self.wake(slip)

    def wake(self, slip: Slip) -> None:
        """Every clock goes on with the working minutes it had left, not before the next opening."""
        hours, sleep = self.company.work_time(slip["people"][0]), slip["sleep"]
        start = hours.next_opening(self.now)
        self.unwind(slip)
        slip["sleep"] = None
        if sleep["left"] is not None:
            slip["due"] = hours.add_minutes(start, sleep["left"])
        for alarm in sleep["alarms"]:
            self.wind(alarm["key"], slip, hours.add_minutes(start, alarm["left"]), alarm["ordinal"])
