"""Control of letters, journals, promises and the daily proof."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .absences import Day
from .base import Answer, Body, Instant

Book = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_-]+$", examples=["letter_in"])]


class PersonAtWork(Answer):
    """`oldest` are working minutes that the oldest task has waited."""

    person: int
    letters: int
    late: int
    taken: int
    oldest: int
    away: bool


class StageAtWork(Answer):
    """`median` and `worst` are working minutes on the stage so far."""

    type: str
    stage: str
    letters: int
    late: int
    median: int
    worst: int
    worst_card: int


class FollowUps(Answer):
    """A task that stays open on letters after they are finished, as the counterparty's incoming number."""

    type: str
    task: str
    letters: int
    late: int


class AboutLetters(Answer):
    """Errands or acquaintance lists on their way."""

    type: str
    cards: int
    late: int


class ControlFigures(Answer):
    everybody: bool = Field(description="Not only your own departments.")
    letters: int
    late: int
    unanswered: int = Field(description="Done, or waiting for the answer, and no answer has left.")
    people: list[PersonAtWork]
    stages: list[StageAtWork]
    follow_ups: list[FollowUps]
    about: list[AboutLetters]


class ControlWanted(Body):
    person: int | None = Field(default=None, ge=1, le=2**53 - 1)
    after: str | None = Field(default=None, max_length=40)


class WaitingLetter(Answer):
    """`minutes`: working time since it came to its stage."""

    card: int
    type: str
    number: str
    subject: str
    partner: str
    stage: str
    holders: list[int]
    since: Instant
    minutes: int
    due_at: Instant | None
    late: bool


class WaitingLetters(Answer):
    items: list[WaitingLetter]
    total: int
    next: str | None = Field(default=None, description="Ask for the next page with `after`.")


ControlList = Literal["open", "late", "unanswered", "numbers"]


class JournalBook(Answer):
    key: str = Field(examples=["letter_in"])
    title: str
    direction: Literal["", "in", "out"]


class JournalBooks(Answer):
    items: list[JournalBook]


class JournalFilter(Body):
    since: Day | None = None
    until: Day | None = None
    organisation: Annotated[int | None, Field(ge=1, le=2**53 - 1)] = None
    partner: Annotated[int | None, Field(ge=1, le=2**53 - 1)] = None
    state: Literal["", "open", "done", "late", "void"] = ""


class JournalWanted(JournalFilter):
    after: str | None = Field(default=None, max_length=60)
    limit: int = Field(default=50, ge=1, le=200)


class JournalTaken(JournalFilter):
    form: Literal["csv", "xlsx", "pdf"] = Field(default="xlsx", alias="format")


class JournalEntry(Answer):
    """`closed`: only the book speaks, the letter's card is not yours to see."""

    number: str
    on: date
    card: int | None
    closed: bool
    organisation: str
    partner: str
    their_number: str
    their_date: date | None
    subject: str
    addressee: int | None
    executor: int | None
    term: date | None
    stage: str
    finished_at: Instant | None
    sent_on: date | None
    way: str
    track: str
    answers: list[str]
    void_at: Instant | None
    void_why: str


class JournalLines(Answer):
    items: list[JournalEntry]
    total: int
    next: str | None = None


class OutsideLetter(Answer):
    number: str
    document: int
    card: int | None
    why: str = Field(examples=["nobody"])


class Proved(Answer):
    """registered = live + final + what stands in `outside`."""

    day: date
    registered: int
    live: int
    final: int
    outside: list[OutsideLetter]


class ProofOfDay(Answer):
    """`outside` counts all; `letters` are those of them that you may see."""

    day: date
    at: Instant
    registered: int
    live: int
    final: int
    outside: int
    letters: list[OutsideLetter]


class TookTime(Answer):
    """Working minutes; null without letters."""

    count: int
    median: int | None
    most: int | None = Field(description="Nine of ten letters take no longer.")


class SharedWork(Answer):
    """Lines of history: `system` of `total` were written by the product itself."""

    system: int
    total: int


class PromiseMonth(Answer):
    month: date = Field(description="Its first day.")
    answered: TookTime
    done: TookTime
    moves: SharedWork
    steps: SharedWork


class BaselineFigures(Answer):
    answered: int | None
    done: int | None
    note: str
    by: int | None
    at: Instant


class PromiseFigures(Answer):
    months: list[PromiseMonth]
    baseline: BaselineFigures | None
    proofs: list[ProofOfDay]


class NewBaseline(Body):
    """Working hours that a letter took before; null: not known."""

    answered: Annotated[int | None, Field(strict=True, ge=1, le=4000)] = None
    done: Annotated[int | None, Field(strict=True, ge=1, le=4000)] = None
    note: str = Field(default="", max_length=500)


class BaselineSet(Answer):
    answered: int | None
    done: int | None
