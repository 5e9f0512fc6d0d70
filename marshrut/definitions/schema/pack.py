"""The parts of a pack: settings, fields, stages, tasks, outcomes, deadlines, ladders, robots, access.

The words are those of docs/glossary.md. Cross-references are checked in `definitions.validation`, not here.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field as Constrain
from pydantic import model_validator

from .base import Amount, Key, Model, Span, Words

FieldKind = Literal[
    "text", "long_text", "number", "money", "date", "choice", "person", "company", "file", "card", "yes_no"
]
TaskKind = Literal["approve", "acknowledge", "provide", "provide_or_refuse", "sign", "register", "perform"]
StageKind = Literal["start", "work", "success", "failure"]
While = Literal["untaken", "taken", "open"]


class Setting(Model):
    """A threshold that an administrator edits on a page; applied to tasks opened afterwards."""

    kind: Literal["work_hours", "work_days", "hours", "days", "time", "money", "count"]
    title: Words
    help: Words | None = None
    default: int | str
    min: int = 0
    max: int = 10_000


class Choice(Model):
    key: Key
    title: Words


class Field(Model):
    """A typed field of a card. Money is kept as a decimal string in roubles, a date as ISO text, a file as ids."""

    kind: FieldKind
    title: Words
    help: Words | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    max_length: int = 500
    #: the kinds of card a "card" field may point at
    card_type: str | None = None
    #: cannot be changed after the first approval of the round (A4.13)
    locked_by_approval: bool = False


class Resolver(Model):
    """Who: exactly one way of finding people."""

    author: bool = False
    #: head of the department of the author ("author") or of the person in a field; nearest filled seat above
    head_of: str | None = None
    #: every head from that person's own upwards, one after another
    heads_of: str | None = None
    levels: int | None = None
    up_to_field: str | None = None
    role: str | None = None
    person_in: str | None = None
    #: the person who decided the named task of this round
    decided: Key | None = None
    #: the assignees of the task this step belongs to
    assignees: bool = False
    #: for head_of: the person *is* the head: they decide themselves, the next head up does, or they are left out
    when_self: Literal["self", "next_up", "skip"] = "next_up"
    #: with when_self "self": above this sum (setting or roubles) of `self_limit_field` the next head up decides
    self_limit: Amount | None = None
    self_limit_field: str | None = None

    @model_validator(mode="after")
    def one_way(self) -> Resolver:
        ways = [self.author, self.head_of, self.heads_of, self.role, self.person_in, self.decided, self.assignees]
        if sum(bool(way) for way in ways) != 1:
            raise ValueError("give exactly one of author, head_of, heads_of, role, person_in, decided, assignees")
        return self


class Robot(Model):
    """One thing the system does by itself."""

    do: Literal["notify", "set", "move", "create_card"]
    when: str | None = None
    # notify
    to: tuple[Resolver, ...] = ()
    text: Words | None = None
    # set: field -> expression
    fields: dict[Key, str] = {}
    # move
    stage: Key | None = None
    # create_card: a child of this card, its fields computed by `fields`
    key: Key | None = None
    card_type: str | None = None
    wait: bool = False

    @model_validator(mode="after")
    def has_its_parts(self) -> Robot:
        needed = {"notify": ("to", "text"), "set": ("fields",), "move": ("stage",), "create_card": ("key", "card_type")}
        missing = [part for part in needed[self.do] if not getattr(self, part)]
        if missing:
            raise ValueError(f"“{self.do}” needs {', '.join(missing)}")
        return self


class Outcome(Model):
    """One button of a task."""

    key: Key
    title: Words
    #: what the timeline says, e.g. «Согласовано»
    done: Words | None = None
    style: Literal["positive", "negative", "neutral"] = "positive"
    reason: Literal["no", "optional", "required"] = "no"
    #: of several people, one is enough for this outcome
    decisive: bool = False
    #: fields that must be filled before the button works
    needs: tuple[Key, ...] = ()
    #: where the card goes at once; without it the stage goes on when its last task is done
    to: Key | None = None
    when: str | None = None
    robots: tuple[Robot, ...] = ()


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
    after: Span | None = None
    every: Span | None = None
    #: "opened", "taken", or the key of an earlier rung
    since: Key = "opened"
    while_: While = Constrain("untaken", alias="while")
    #: check: a quiet line in the timeline; remind: the assignees; escalate: tell `to` and let them decide instead
    do: Literal["check", "remind", "escalate"]
    to: tuple[Resolver, ...] = ()
    #: escalated people may decide instead of the assignee
    may_decide: bool = True
    text: Words | None = None
    #: a check also nudges the assignee lightly
    nudge: bool = False
    times: int = 1000

    @model_validator(mode="after")
    def one_span(self) -> Rung:
        if (self.after is None) == (self.every is None):
            raise ValueError("give exactly one of after, every")
        if self.do == "escalate" and not self.to:
            raise ValueError("an escalation names whom it tells: to")
        return self

    @property
    def span(self) -> Span:
        span = self.after or self.every
        assert span is not None
        return span


class FormField(Model):
    field: Key
    required: bool = False


class Pause(Model):
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
    assignee: tuple[Resolver, ...] = Constrain(min_length=1)
    #: of several assignees: all, any, or a number of them (N of M)
    decide: Literal["all", "any"] | int = "any"
    #: one after another instead of all at once
    chain: bool = False
    #: may decide instead at any time, without being asked (S4.13)
    may_also: tuple[Resolver, ...] = ()
    #: duty separation: who decided these tasks of the round may not decide this one (A4.8)
    not_decided_by: tuple[Key, ...] = ()
    #: who decides when nobody is left
    otherwise: tuple[Resolver, ...] = ()
    #: «Взять в работу» exists
    take: bool = True
    delegate: bool = True
    show: tuple[Key, ...] = ()
    form: tuple[FormField, ...] = ()
    outcomes: tuple[Outcome, ...] = Constrain(min_length=1)
    due: tuple[Due, ...] = ()
    ladder: tuple[Rung, ...] = ()
    pause: Pause | None = None
    #: a subtask of this task of the same stage
    parent: Key | None = None
    when: str | None = None

    def outcome(self, key: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


class Move(Model):
    """Where a person may carry the card by hand."""

    to: Key
    by: tuple[Resolver, ...]
    when: str | None = None


class StageTimer(Model):
    """Robots on a timer, counted from entering the stage."""

    key: Key
    after: Span | None = None
    every: Span | None = None
    robots: tuple[Robot, ...]

    @model_validator(mode="after")
    def one_span(self) -> StageTimer:
        if (self.after is None) == (self.every is None):
            raise ValueError("give exactly one of after, every")
        return self

    @property
    def span(self) -> Span:
        span = self.after or self.every
        assert span is not None
        return span


class Stage(Model):
    key: Key
    title: Words
    kind: StageKind = "work"
    color: str = Constrain("#5b8def", pattern=r"^#[0-9a-f]{6}$")
    #: declared for later: hidden, not reachable (S4.27)
    reserved: bool = False
    #: fields that must be filled to enter
    require: tuple[Key, ...] = ()
    on_enter: tuple[Robot, ...] = ()
    tasks: tuple[Task, ...] = ()
    #: where the card goes when every task is done and every awaited child is final
    next: Key | None = None
    moves: tuple[Move, ...] = ()
    timers: tuple[StageTimer, ...] = ()

    @property
    def final(self) -> bool:
        return self.kind in ("success", "failure")

    def task(self, key: str) -> Task | None:
        return next((task for task in self.tasks if task.key == key), None)


class Grant(Model):
    """Who may do what with cards of this type; nothing else is allowed."""

    who: str = Constrain(pattern=r"^(everyone|author|participant|head|role:[a-z][a-z0-9_]*)$")
    may: tuple[Literal["create", "view", "edit", "comment", "attach", "start", "withdraw", "restart"], ...]


class Withdraw(Model):
    """The author may take the card back before the first decision."""

    to: Key


class Restart(Model):
    """The author may start a new round from these stages (S4.21, A4.11)."""

    from_: tuple[Key, ...] = Constrain(alias="from")
    to: Key


class CardType(Model):
    key: Key
    title: Words
    #: what the «Создать» button says
    create: Words
    prefix: str = ""
    #: the line people recognise the card by
    name: Words
    #: field shown as the sum on boards, field shown as the counterparty
    amount_field: Key | None = None
    company_field: Key | None = None
    fields: dict[Key, Field]
    stages: tuple[Stage, ...] = Constrain(min_length=2)
    first: Key
    withdraw: Withdraw | None = None
    restart: Restart | None = None
    access: tuple[Grant, ...] = ()

    @cached_property
    def by_stage(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @property
    def start(self) -> Stage:
        """The stage of drafts."""
        return next(stage for stage in self.stages if stage.kind == "start")

    def task(self, key: str) -> tuple[Stage, Task] | None:
        return next(((s, t) for s in self.stages for t in s.tasks if t.key == key), None)


class Pack(Model):
    """pack.yaml with its card types."""

    key: Key
    version: str = Constrain(pattern=r"^\d+\.\d+\.\d+$")
    title: Words
    description: Words | None = None
    #: company roles the pack needs, with the name people see
    roles: dict[Key, Words] = {}
    settings: dict[Key, Setting] = {}
    card_types: tuple[CardType, ...] = Constrain(min_length=1)

    def card_type(self, key: str) -> CardType | None:
        return next((card_type for card_type in self.card_types if card_type.key == key), None)
