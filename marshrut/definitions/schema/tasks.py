"""Steps for people: outcomes, deadlines, ladders, forms."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Constrain
from pydantic import model_validator

from .base import Key, Model, Span, Words
from .people import Resolver
from .robots import Robot

TaskKind = Literal["approve", "acknowledge", "provide", "provide_or_refuse", "sign", "register", "perform"]
While = Literal["untaken", "taken", "open"]


class Because(Model):
    """A listed reason, for whoever presses the button to choose (A0.2)."""

    key: Key
    title: Words
    #: the reason asks for words of their own as well
    explain: bool = False


class Outcome(Model):
    """One button of a task."""

    key: Key
    #: what the button says
    title: Words
    #: what the timeline says, e.g. «Согласовано»
    done: Words | None = None
    style: Literal["positive", "negative", "neutral"] = "positive"
    #: whether the person says why; a blank reason is none
    reason: Literal["no", "optional", "required"] = "no"
    #: one of these reasons is chosen with it
    reasons: tuple[Because, ...] = ()
    #: the task is finished without being done: journaled and counted as a skip
    skip: bool = False
    #: of several people, one is enough for this outcome
    decisive: bool = False
    #: fields that must be filled before the button works
    needs: tuple[Key, ...] = ()
    #: where the card goes at once; without it the stage goes on when its last task is done
    to: Key | None = None
    #: condition of the button
    when: str | None = None
    robots: tuple[Robot, ...] = ()

    def because(self, key: str) -> Because | None:
        """The listed reason of that key."""
        return next((one for one in self.reasons if one.key == key), None)


class Due(Model):
    """A rule of the deadline; the first rule of the list that gives a time wins."""

    #: end of the working day named in this date field (S4.7)
    field: Key | None = None
    #: before this time of day: end of the same working day, else of the next one (S4.8)
    cutoff: str | None = None
    after: Span | None = None

    @model_validator(mode="after")
    def one_rule(self) -> Due:
        if sum(rule is not None for rule in (self.field, self.cutoff, self.after)) != 1:
            raise ValueError("give exactly one of field, cutoff, after")
        return self


class Rung(Model):
    """A step of a reminder ladder, counted in the working time of the task's assignee."""

    key: Key
    #: once, or again and again; a setting of 0 switches it off
    after: Span | None = None
    every: Span | None = None
    #: instead: once, so long before the deadline; not when there is no time left for it
    before: Span | None = None
    #: "opened", "due" (the deadline), "taken", or the key of an earlier rung
    since: Key = "opened"
    #: works only while the task is not taken, taken but not decided, or both
    while_: While = Constrain("untaken", alias="while")
    #: check: a quiet line in the timeline; remind: the assignees; escalate: tell `to` and let them decide instead
    do: Literal["check", "remind", "escalate"]
    #: whom to tell; without it the assignees
    to: tuple[Resolver, ...] = ()
    #: escalated people may decide instead of the assignee
    may_decide: bool = True
    text: Words | None = None
    #: a check also nudges the assignee lightly
    nudge: bool = False
    #: for every: how often at most
    times: int = 1000

    @model_validator(mode="after")
    def one_span(self) -> Rung:
        if self.before is not None and (self.after or self.every):
            raise ValueError("give exactly one of after, every, before")
        if self.before is None and (self.after is None) == (self.every is None):
            raise ValueError("give exactly one of after, every")
        if self.do == "escalate" and not self.to:
            raise ValueError("an escalation names whom it tells: to")
        return self

    @property
    def span(self) -> Span:
        span = self.after or self.every or self.before
        assert span is not None
        return span

    @property
    def event(self) -> str:
        """What it counts from."""
        return "due" if self.before is not None else self.since


class AddressOf(Model):
    """The address for post of a company: the one for letters, else where it is, else where it is registered (S0.21)."""

    #: a company field of the card
    address_of: Key


class FormField(Model):
    """A field that is filled in with the task."""

    field: Key
    #: for the positive outcomes
    required: bool = False
    #: asked for with these outcomes only; unless told with the positive ones
    outcomes: tuple[Key, ...] = ()
    #: stands on the form of the card as well: the task completes or corrects what was entered
    on_card: bool = False
    #: what is offered while the field is empty: today, what this person gave here last time, or an address
    prefill: Literal["today", "last"] | AddressOf | None = None
    #: of a file: a phone offers its camera
    photo: bool = False


class Pause(Model):
    """The assignee may put the task to sleep; its deadline and ladder wait (A0.1)."""

    #: calendar days of one pause
    max_days: int = Constrain(7, ge=1, le=365)
    reason: Literal["optional", "required"] = "required"
    #: from this pause on, the head of the assignee is told (A0.1)
    tell_head_from: int = 3


class Task(Model):
    """A step for people on a stage."""

    key: Key
    title: Words
    kind: TaskKind = "approve"
    #: what to do and how; shown in the task
    text: Words | None = None
    #: what the notice about the new task says (S1.11)
    notice: Words | None = None
    #: a mark on the card, in lists and on the board while the task is open, e.g. «нет вх. №»
    badge: Words | None = None
    assignee: tuple[Resolver, ...] = Constrain(min_length=1)
    #: of several assignees: all, any, or a number of them (N of M)
    decide: Literal["all", "any"] | int = "any"
    #: one after another instead of all at once
    chain: bool = False
    #: may decide instead at any time, without being asked (S4.13)
    may_also: tuple[Resolver, ...] = ()
    #: duty separation: who decided these tasks of the round may not decide this one (A4.8)
    not_decided_by: tuple[Key, ...] = ()
    #: who decides when nobody is left, also when whoever has the task is dismissed and no head can take it
    otherwise: tuple[Resolver, ...] = ()
    #: «Взять в работу» exists
    take: bool = True
    #: the assignee may hand it to a colleague
    delegate: bool = True
    #: fields shown in the task
    show: tuple[Key, ...] = ()
    #: company fields: their pages, contacts and, where recorded, accounting contacts stand in the task (S0.5, S0.7)
    partners: tuple[Key, ...] = ()
    #: the file field whose folder is linked
    folder: Key | None = None
    #: fields filled in with the task
    form: tuple[FormField, ...] = ()
    outcomes: tuple[Outcome, ...] = Constrain(min_length=1)
    due: tuple[Due, ...] = ()
    ladder: tuple[Rung, ...] = ()
    #: without it the task cannot be put to sleep
    pause: Pause | None = None
    #: a subtask of this task of the same stage
    parent: Key | None = None
    #: condition on entering the stage; without it always
    when: str | None = None

    def outcome(self, key: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)

    def asked(self, outcome: Outcome) -> tuple[FormField, ...]:
        """What is filled in with this outcome."""
        return tuple(entry for entry in self.form if _goes_with(entry, outcome))


def _goes_with(entry: FormField, outcome: Outcome) -> bool:
    if entry.field in outcome.needs:
        return True
    return outcome.key in entry.outcomes if entry.outcomes else outcome.style == "positive"
