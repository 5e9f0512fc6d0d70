"""What people do with tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from marshrut.definitions.schema.pack import Outcome, Task
from marshrut.engine import happenings as h

from .handover import HOLDING, Handover
from .page import EMPTY, OPINION, WRONG_TRACK, No, Slip


class Desk(Handover):
    def on_take(self, what: h.Take) -> None:
        slip, _ = self.slip(what.task)
        if not self.rule(slip).take:
            raise No("nothing_to_take")
        if slip["taken"]:
            raise No("already_taken")
        if slip["sleep"]:
            self.wake(slip)
        slip.update(taken=True, taker=self.actor)
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
        listed = {one.key: one.explain for one in outcome.reasons}
        if listed and not what.because:
            raise No("because_missing")
        if what.because and what.because not in listed:
            raise No("because_unknown")
        if (outcome.reason == "required" or listed.get(what.because)) and not what.reason.strip():
            raise No("reason_required")
        held = dict(self.fields)
        self.fill(rule, outcome.style == "positive", set(outcome.needs), what.fields)
        own = self.authors(slip, self.actor) and rule.kind == "approve" and outcome.style != "negative"
        if own and self.own_is_too_much(slip["own"]):
            raise No("over_self_limit")
        before = self.stand(slip) | {"held": held}
        self.unwind(slip)
        slip.update(state="done", outcome=outcome.key, by=self.actor, sleep=None, at=self.now)
        slip.update(skipped=outcome.skip, because=what.because)
        self.forget_questions(slip)
        if slip["key"] == OPINION:
            self.answered(slip)
            return
        self.locked = self.locked or (rule.kind == "approve" and outcome.style == "positive")
        self.go_where_it_leads(slip, outcome)
        self.keep_for_undoing(slip, before)

    def go_where_it_leads(self, slip: Slip, outcome: Outcome) -> None:
        rule = self.rule(slip)
        stood_in = {other["by"] for other in self.group(slip) if other["by"] in other["ways"]}
        barred = self.barred(rule) | stood_in
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
        asked = needs | {key for key in form if positive}
        wrong = self.straighten(changes, lacking="track" in asked)
        filled = self.fields | changes
        needed = needs | {key for key, required in form.items() if required and positive}
        frozen = self.locked and any(
            self.route.fields[key].locked_by_approval and self.fields.get(key) not in EMPTY for key in changes
        )
        if wrong or set(given) - set(form) or frozen or any(filled.get(key) in EMPTY for key in needed):
            raise No("bad_fields")
        if changes:
            self.fields.update(changes)
            self.edition += 1

    def straighten(self, changes: dict[str, Any], *, lacking: bool) -> bool:
        """A number goes with its way: nothing given by hand has one, what the post takes needs one. Is it wrong?"""
        if not {"way", "track"} & set(changes):
            return False
        now = self.fields | changes
        if now.get("way") == "by_hand" and now.get("track"):
            changes["track"] = None
            if self.fields.get("track") is None:
                del changes["track"]
        elif now.get("way") == "post":
            return now.get("track") == WRONG_TRACK or (lacking and not now.get("track"))
        return False

    def winner(self, rule: Task, slip: Slip) -> str | None:
        """Enough votes for one outcome, or the negative one as soon as nothing can get enough any more."""
        votes = [other["outcome"] for other in self.group(slip) if other["state"] == "done"]
        left = sum(other["state"] == "open" for other in self.group(slip))
        expected = any(other["state"] == "open" and other["added"] for other in self.group(slip))
        won = [o for o in rule.outcomes if votes.count(o.key) >= (1 if o.decisive else slip["need"])]
        won = [o for o in won if not expected or o.style != "positive"]
        if won:
            return ([o.key for o in won if o.style == "negative"] or [won[0].key])[0]
        if left and any(votes.count(o.key) + left >= slip["need"] for o in rule.outcomes if not o.decisive):
            return None
        voted = [o for o in rule.outcomes if o.key in votes]
        return ([o.key for o in voted if o.style == "negative"] or [voted[-1].key])[0]

    def finish(self, rule: Task, slip: Slip, winner: str) -> None:
        for other in self.group(slip):
            self.put_away(other)
        outcome, visit = rule.outcome(winner), self.visit
        assert outcome
        self.pressed = (self.actor, slip["because"] if slip["outcome"] == winner else "")
        self.robots(outcome.robots)
        if self.visit == visit:
            if outcome.to:
                self.enter(outcome.to)
            else:
                self.go_on()

    def on_pause(self, what: h.Pause) -> None:
        slip, right = self.slip(what.task)
        rule = self.rule(slip).pause
        if rule is None or right not in HOLDING:
            raise No("not_pausable")
        if slip["sleep"]:
            raise No("already_paused")
        here = self.company.work_time(slip["people"][0])
        asleep = here.local(what.until).date() - here.local(self.now).date()
        if what.until <= self.now or asleep > timedelta(days=rule.max_days):
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
        if right not in HOLDING:
            raise No("not_your_task")
        if not slip["sleep"]:
            raise No("not_paused")
        self.wake(slip)
