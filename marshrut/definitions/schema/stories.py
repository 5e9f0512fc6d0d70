"""Stories of a pack: given, what happens, what is expected, on a virtual clock."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .base import Key, Model, Words

#: one name, or a list of them
Names = Key | tuple[Key, ...]
#: raw values by field; null: nothing
Values = dict[Key, Any]


class Person(Model):
    """Somebody of the cast: added, or changed."""

    #: roles they hold
    roles: tuple[Key, ...] = ()
    #: in whose department they work, by its head; unless told in that of `upper`
    head: Key | None = None


class OnCard(Model):
    """An act on a card."""

    #: the key of the robot that made the card, the newest if several; unless told the card of the story
    card: Key | None = None


class ByPerson(OnCard):
    """An act of a person on a card."""

    #: who does it; unless told the author of the card
    by: Key | None = None


class OnTask(OnCard):
    """An act of a person on a task."""

    #: the key of the task; of several with this key the one that `by` holds
    task: Key
    #: who does it; unless told the assignee
    by: Key | None = None


class Decide(OnTask):
    """The button of an outcome is pressed."""

    outcome: Key
    reason: str = ""
    #: the key of a listed reason
    because: str = ""
    #: what is filled in with the task; what it needs and is not told is filled in somehow
    fields: Values = {}


class Hand(OnTask):
    """A task is handed to a colleague, or an approver is added."""

    to: Key
    reason: str = ""


class AskOpinion(OnTask):
    """A colleague's opinion is asked."""

    to: Key
    question: str


class Sleep(OnTask):
    """A task is put to sleep."""

    until: str
    reason: str = ""


class Wait(Model):
    """Time passes, by the company's calendar; everything that comes due on the way happens."""

    work_days: int | None = None
    work_hours: int | None = None
    work_minutes: int | None = None
    days: int | None = None
    hours: int | None = None
    minutes: int | None = None

    @model_validator(mode="after")
    def one_unit(self) -> Wait:
        if len(self.model_fields_set) != 1:
            raise ValueError("give exactly one of work_days, work_hours, work_minutes, days, hours, minutes")
        return self


class Change(ByPerson):
    """Fields are edited."""

    fields: Values


class Carry(ByPerson):
    """The card is moved by hand."""

    to: Key


class TakeCardBack(ByPerson):
    """The card is withdrawn."""

    reason: str = ""


class Hear(OnCard):
    """The outside tells the card a signal."""

    key: Key
    fields: Values = {}
    note: str = ""


class Learn(OnCard):
    """A program writes fields."""

    fields: Values


class Led(OnCard):
    """The source says where its card is."""

    stage: Key
    fields: Values = {}
    note: str = ""


class Absence(Model):
    """Somebody is away, whole days."""

    who: Key
    from_: str = Field(alias="from")
    #: the last day
    until: str
    #: who stands in, in the order they are asked
    deputies: tuple[Key, ...] = ()


class Who(Model):
    who: Key


class Notice(Model):
    """Somebody was told something."""

    who: Key
    #: the kind of notice, as task_opened, reminder, escalation, robot; or the key of the rung
    notice: str | None = None
    #: a part of the Russian text of the pack
    text: str | None = None


class Expect(OnCard):
    """How the card stands now, and what happened since the expectation before. What is not said is not looked at."""

    stage: Key | None = None
    #: exactly the open tasks: key and who holds it; {} for none
    open: dict[Key, Names] | None = None
    #: exactly who may decide: the holders, those who were asked to, those who may at any time
    may: dict[Key, Names] = {}
    #: deadlines by the clock of Moscow; false: none
    due: dict[Key, str | Literal[False]] = {}
    #: some of the fields; null: empty, "*": anything
    fields: Values = {}
    #: some of the notices since the expectation before
    told: tuple[Notice, ...] = ()
    #: people who were told nothing since then
    untold: tuple[Key, ...] = ()
    ended: Literal["success", "failure", False] | None = None
    round: int | None = None
    #: cards that were made: the key of the robot, and their stage; false: none since the expectation before
    made: dict[Key, Key | Literal[False]] = {}
    #: some of the effects since then: kinds, or kinds with a part of what they carry
    effects: tuple[str | dict[str, Any], ...] = ()
    #: some of the lines of the timeline since then, by kind
    history: tuple[str, ...] = ()
    #: kinds of lines that the timeline does not have since then
    unsaid: tuple[str, ...] = ()


class Acts(Model):
    """What people and programs do."""

    decide: Decide | None = None
    take: OnTask | None = None
    edit: Change | None = None
    move: Carry | None = None
    start: ByPerson | None = None
    restart: ByPerson | None = None
    withdraw: TakeCardBack | None = None
    pause: Sleep | None = None
    resume: OnTask | None = None
    delegate: Hand | None = None
    forward: Hand | None = None
    add_approver: Hand | None = None
    ask: AskOpinion | None = None
    take_back: OnTask | None = None
    undo: OnTask | None = None
    signal: Hear | None = None
    note: Learn | None = None
    place: Led | None = None

    @property
    def act(self) -> str:
        """The word of the one thing that is told."""
        return next(word for word in type(self).model_fields if word != "code" and getattr(self, word) is not None)


class Refused(Acts):
    """An act that must be refused."""

    #: the code of the refusal
    code: str | None = None

    @model_validator(mode="after")
    def one_act(self) -> Refused:
        if len(self.model_fields_set - {"code"}) != 1:
            raise ValueError("give exactly one of decide, take, edit, move, start, restart, withdraw or another act")
        return self


class Step(Acts):
    """One thing that happens, or is expected."""

    wait: Wait | None = None
    #: time passes until then, by the clock of Moscow
    until: str | None = None
    absent: Absence | None = None
    dismissed: Who | None = None
    #: somebody is there again
    back: Who | None = None
    refused: Refused | None = None
    expect: Expect | None = None

    @model_validator(mode="after")
    def one_thing(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("give exactly one of decide, take, wait, until, refused, expect or another act")
        return self


class Story(Model):
    """A story that every version of the pack must tell as it is written here."""

    key: Key
    title: Words
    #: which demands it shows
    rows: tuple[str, ...] = ()
    #: the card type
    card: Key
    #: when it begins, by the clock of Moscow; unless told a Thursday at 10:00
    at: str = "2026-07-02 10:00"
    author: Key = "author"
    people: dict[Key, Person] = {}
    #: roles that nobody holds, people who are not there
    without: tuple[Key, ...] = ()
    settings: dict[Key, int | str] = {}
    #: of the card; what its first stage demands and is not told is filled in somehow, null: left empty
    fields: Values = {}
    #: false: stays a draft
    start: bool = True
    #: for cards that a source leads: the stage where it has the card at first
    adopt: Key | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
