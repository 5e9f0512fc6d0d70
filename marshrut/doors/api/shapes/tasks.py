"""Tasks: in lists, in full, and what is done with them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from marshrut.definitions.schema.pack import TaskKind

from .base import TEXT, Answer, Body, FieldValues, Id, Instant, Links, Moment, Ref
from .cards import CardLine, CardName, StageName

State = Literal["open", "done", "cancelled"]
Act = Literal[
    "take", "complete", "pause", "resume", "delegate", "take_back", "forward", "ask_opinion", "add_approver", "undo"
]


class OutcomeName(Answer):
    key: str = Field(examples=["approved"])
    title: str = Field(examples=["Согласовано"])


class Because(Answer):
    """A listed reason; the decision names its key. `explain`: it asks for words of its own as well."""

    key: str = Field(examples=["other"])
    title: str = Field(examples=["Другая причина"])
    explain: bool


class Outcome(Answer):
    """A button the person may press now. `skip`: the task is finished without being done."""

    key: str = Field(examples=["approved"])
    title: str = Field(examples=["Согласовать"])
    style: Literal["positive", "negative", "neutral"]
    reason: Literal["no", "optional", "required"]
    reasons: tuple[Because, ...] = Field(description="One of these must be chosen, where there are any.")
    skip: bool
    needs: tuple[str, ...] = Field(description="Fields that must be filled, on the card or with the decision.")


class CountedDay(Answer):
    """A day between the start and the deadline."""

    day: date
    why: str = Field(examples=["рабочий день"])
    counted: str = Field(examples=["8 ч"])
    off: bool


class Deadline(Answer):
    """«Почему этот срок?»"""

    sentences: tuple[str, ...]
    days: tuple[CountedDay, ...]


class Behalf(Answer):
    """Who holds the task for somebody else, and why."""

    holder: Ref
    person: Ref = Field(description="In whose name the holder decides.")
    ground: str = Field(examples=["замещение на время отпуска по 7 декабря 2026"])


class Opinion(Answer):
    """A question to a colleague; the decision does not wait for the answer."""

    task: int = Field(examples=[43])
    person: Ref
    asked_by: Ref
    question: str
    answer: str = Field(description="Empty while there is none.")
    answered_at: Instant | None


class Caller(Answer):
    """A contact of a partner with the ways to reach them."""

    id: int
    name: str = Field(examples=["Соколова Вера"])
    post: str = Field(examples=["главный бухгалтер"])
    phone: str
    email: str


class Partner(Answer):
    """A company that the task is done with. `accounting`: contacts recorded so, if any."""

    field: str = Field(description="The field of the card that names it.", examples=["customer"])
    company: Ref
    address: str = Field(description="Where post goes: the postal address, else the actual, else the legal one.")
    accounting: tuple[Caller, ...]
    contacts: tuple[Caller, ...] = Field(description="Everybody recorded there, accounting too.")


class TaskName(Answer):
    """What every answer about a task says."""

    id: int = Field(examples=[42])
    key: str = Field(examples=["approve"])
    title: str = Field(examples=["Согласуйте заявку на оплату"])
    stage: StageName
    state: State
    assignee: Ref
    on_behalf_of: Ref | None = Field(description="For whom the assignee holds it; null: for themselves.")
    also: tuple[Ref, ...] = Field(description="Others who may do it instead.")
    opened_at: Instant
    taken_at: Instant | None
    due_at: Instant | None
    overdue: bool
    paused_until: Instant | None
    outcome: OutcomeName | None
    decided_by: Ref | None
    decided_at: Instant | None
    links: Links


class TaskLine(TaskName):
    card: CardLine


class Task(TaskName):
    """A task in full. `may` and `outcomes` are what the token's person may do with it now."""

    card: CardName
    kind: TaskKind
    round: int
    text: str = Field(description="What to do and how.")
    form: tuple[str, ...] = Field(description="Fields that are filled in with the decision.")
    partners: tuple[Partner, ...] = Field(description="Companies that the task is done with.")
    reason: str
    because: Because | None = Field(description="The listed reason that was chosen.")
    skipped: bool = Field(description="It was finished without being done.")
    may: tuple[Act, ...]
    outcomes: tuple[Outcome, ...]
    behalf: tuple[Behalf, ...]
    question: str = Field(description="Of an opinion: what is asked.")
    asked_by: Ref | None
    opinions: tuple[Opinion, ...] = Field(description="What was asked about this task.")
    undo_until: Instant | None = Field(description="Until when the person may undo their decision; null: they may not.")
    why_theirs: tuple[str, ...] = Field(description="Why the task is with its assignee, in sentences.")
    why_due: Deadline | None


class TaskPage(Answer):
    items: tuple[TaskLine, ...]
    next: int | None = Field(description="The `offset` of the next page; null on the last one.")


class TaskChanged(Answer):
    """The step was made. A repeated call with the same key gets the very same answer."""

    task: int = Field(examples=[42])
    card: int = Field(examples=[17])
    version: int = Field(examples=[5], description="Version of the card after the step.")
    links: Links


Reason = Annotated[str, Field(max_length=TEXT, examples=["Не та статья затрат"])]


class Decision(Body):
    outcome: str = Field(min_length=1, max_length=40, examples=["approved"])
    reason: Reason = ""
    because: str = Field(default="", max_length=40, description="Key of a listed reason.", examples=[""])
    fields: FieldValues = Field(default={}, description="Fields of the task's form.", examples=[{}])
    edition: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=10**9,
        description="The content you saw; when it changed since: 409 changed_since_seen. Or send If-Match.",
        examples=[4],
    )


class Delegation(Body):
    to: Id
    reason: Reason = ""


class Question(Body):
    person: Id
    question: Annotated[str, Field(min_length=1, max_length=TEXT, examples=["Поставщик уже работал с нами?"])]


class Approver(Body):
    person: Id
    reason: Reason = ""


class Sleep(Body):
    until: Moment
    reason: Reason = ""


class Inbox(Body):
    list: Literal["mine", "asked", "done"] = "mine"
    limit: int = Field(default=50, ge=1, le=200)
    offset: int = Field(default=0, ge=0, le=100_000)
