"""Stages of the route."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Constrain
from pydantic import model_validator

from .base import Key, Model, Span, Words
from .people import Resolver
from .robots import Robot
from .tasks import Task

StageKind = Literal["start", "work", "success", "failure"]


class Move(Model):
    """Where a person may carry the card by hand."""

    to: Key
    by: tuple[Resolver, ...]
    when: str | None = None


class StageTimer(Model):
    """Robots on a timer, counted from entering the stage."""

    key: Key
    #: once, or again and again while the card is on the stage; a setting of 0 switches it off
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


class FromMail(Model):
    """A mail that names the card gives the signal, with its attachments."""

    #: the file field that takes them
    files: Key
    #: a text field by whose value mails name the card, beside the number of the card itself
    number: Key | None = None
    #: the company field with whom the mail must come from
    partner: Key | None = None


class Signal(Model):
    """What the outside tells a card here: a mail came, was refused, or nobody knows. Programs give it, never people."""

    key: Key
    #: what the timeline says
    done: Words
    #: where the card goes; without it, it stays
    to: Key | None = None
    #: a text field that keeps what was told with it, e.g. why a mail was refused
    note_field: Key | None = None
    #: a task that was open before in this round opens with the deadline it had: what failed gives no more time
    same_term: bool = False
    mail: FromMail | None = None
    robots: tuple[Robot, ...] = ()


class Demand(Model):
    """What must hold to enter the stage, and the sentence for whoever did not see to it."""

    #: condition
    holds: str
    #: the field beside which it is said
    field: Key
    say: Words


class Stage(Model):
    key: Key
    title: Words
    kind: StageKind = "work"
    color: str = Constrain("#5b8def", pattern=r"^#[0-9a-f]{6}$")
    #: declared for later: hidden, not reachable (S4.27)
    reserved: bool = False
    #: entering it begins a new round: approvals begin anew and what they locked is open again, as for rework
    anew: bool = False
    #: fields that must be filled to enter
    require: tuple[Key, ...] = ()
    #: conditions that must hold to enter, where filling single fields does not say it
    require_that: tuple[Demand, ...] = ()
    on_enter: tuple[Robot, ...] = ()
    tasks: tuple[Task, ...] = ()
    #: where the card goes when every task is done and every awaited child is final
    next: Key | None = None
    #: where the card goes instead as soon as an awaited child ended in failure
    child_failed: Key | None = None
    moves: tuple[Move, ...] = ()
    signals: tuple[Signal, ...] = ()
    timers: tuple[StageTimer, ...] = ()

    @property
    def final(self) -> bool:
        return self.kind in ("success", "failure")

    def signal(self, key: str) -> Signal | None:
        return next((signal for signal in self.signals if signal.key == key), None)

    def task(self, key: str) -> Task | None:
        return next((task for task in self.tasks if task.key == key), None)
