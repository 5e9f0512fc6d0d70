"""What this room tells others about bases: those who connect them, whose parties they have, what is read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marshrut.kernel.outside import FormLine


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party that matches no company: one row for all its documents."""

    id: int
    base: str
    base_title: str
    ref: str
    name: str
    inn: str
    kpp: str
    documents: int
    newest: date | None
    #: code of `sentences.UNMATCHED` and its sentence
    why: str
    why_title: str
    #: companies of crm it may be
    candidates: tuple[tuple[int, str], ...]
    #: a company can be made of its requisites
    may_create: bool


@dataclass(frozen=True, slots=True)
class Days:
    """Working days until overdue and until critical, of one kind."""

    kind: str
    title: str
    warn: int
    critical: int


@dataclass(frozen=True, slots=True)
class BaseInfo:
    """A base as an administrator sees it; of secrets only that they are there. `key` "" for one not yet made."""

    key: str
    title: str
    source: str
    source_title: str
    active: bool
    form: tuple[FormLine, ...]
    owner_id: int | None
    owner: str
    every: int
    silent_after: int
    days: tuple[Days, ...]
    version: int
    added_at: datetime | None
    cursor: datetime | None
    profile: dict[str, Any]
    first_began_at: datetime | None
    first_done_at: datetime | None
    failures: int
    closed_until: datetime | None
    last_ok_at: datetime | None
    #: code of what is wrong, in plain words, what to do, and words of the base
    error: str
    error_title: str
    advice: str
    error_words: str
    error_at: datetime | None
    #: active, and no good answer for longer than `silent_after`
    silent: bool
    #: "" when nobody reads it now
    reading: str
    documents: int
    open: int
    unmatched: int
    gone: int
    odd: int


@dataclass(frozen=True, slots=True)
class RunLine:
    id: int
    base: str
    lane: str
    lane_title: str
    by: str
    started_at: datetime
    finished_at: datetime | None
    read: int
    new: int
    changed: int
    unchanged: int
    requests: int
    failed_windows: int
    trouble: str
    trouble_title: str
    words: str


@dataclass(frozen=True, slots=True)
class Odd:
    """Something the doctor page shows: `what` is "oddity", "suspicious", "unproved", "unknown" or "gone"."""

    card: int
    label: str
    name: str
    what: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Silent:
    """A base that does not answer, for the red banner (A2.3)."""

    base: str
    title: str
    since: datetime | None
    minutes: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class OpenRef:
    """For sources: a document to be looked at again."""

    place: str
    ref: str
    version: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunBase:
    """For sources: what is known of a base before it is read."""

    key: str
    cursor: datetime | None
    profile: dict[str, Any]
    first_done: bool
    #: lane -> when it was last read to its end
    lanes: dict[str, datetime]
    #: when its first filling began: where nobody says since when to read, that year is meant
    began: datetime | None = None
