"""What this room tells others: channels, addresses, choices, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from marshrut.kernel.outside import FormLine

State = Literal["queued", "held", "sending", "retry", "sent", "acknowledged", "failed", "suppressed"]
Manner = Literal["now", "digest", "none"]
#: nothing is held · outside the person's working time · hours of the day, and whole days of the week
QuietKind = Literal["none", "schedule", "hours"]


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel as an administrator sees it: every wire that is installed, and those set once whose wire is gone.

    Of secrets only that they are there. `hears`: "hook", "poll", "both" or "never"; `hook`: path where the other side
    calls us, "" when it does not.
    """

    code: str
    title: str
    #: False: the wire is not installed any more
    installed: bool
    connected: bool
    active: bool
    form: tuple[FormLine, ...]
    version: int
    limit_sum: Decimal | None
    short: bool
    links: bool
    presses: bool
    hears: str
    hook: str
    failures: int
    closed_until: datetime | None
    #: it asked us to wait until then
    waits_until: datetime | None
    last_ok_at: datetime | None
    heard_at: datetime | None
    #: code of what is wrong, in plain words, what to do, and the other side's own words
    error: str
    error_title: str
    advice: str
    error_words: str
    error_at: datetime | None
    #: not sent yet, of these held for quiet hours or a digest
    waiting: int
    held: int
    sent_today: int
    failed_today: int
    #: people who can be reached there
    people: int
    #: active, something to send, and nothing has come through for an hour
    silent: bool


@dataclass(frozen=True, slots=True)
class AddressInfo:
    """Where a person is found. `state`: "on", "off", "blocked" or "unconfirmed"; `why`: a sentence for all but "on"."""

    id: int
    channel: str
    channel_title: str
    label: str
    state: Literal["on", "off", "blocked", "unconfirmed"]
    why: str
    linked_at: datetime
    #: mark of the browser it is; "" for all else
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """`since`, `until`: "20:00"; `days`: 0 is Monday, quiet all day."""

    kind: QuietKind
    since: str = ""
    until: str = ""
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A line of the matrix. `mandatory`: not every channel can be "none". `manners`: by code of the channel."""

    key: str
    title: str
    hint: str
    mandatory: bool
    manners: Mapping[str, Manner]


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """A column: an active channel in the person's order. `reached`: the person has a live address there."""

    code: str
    title: str
    links: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class PreferenceInfo:
    """What holds for a person, and whether it is their own or the company's. `person` None: the company's defaults."""

    person: int | None
    version: int
    channels: tuple[ChannelChoice, ...]
    groups: tuple[GroupChoice, ...]
    quiet: Quiet
    #: hours of the digest in the person's own time, like "09:00"
    digest: tuple[str, ...]
    own_order: bool = False
    own_matrix: bool = False
    own_quiet: bool = False
    own_digest: bool = False
    #: minutes from the first try to the next channel (company's)
    minutes: int = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to tell somebody something, and a sentence of what came of it («Отправлено в Telegram»)."""

    id: int
    notice: int | None
    kind: Literal["notice", "digest", "test", "reply"]
    group: str
    group_title: str
    person: int
    person_name: str
    channel: str
    channel_title: str
    label: str
    n: int
    state: State
    state_title: str
    #: "plain", "moving", "good", "warn" or "bad"
    tone: str
    why: str
    why_title: str
    said: str
    number: str
    at: datetime
    next_at: datetime | None
    ended_at: datetime | None
    tries: int
    #: it went in a message with others
    together: bool
    may_retry: bool


@dataclass(frozen=True, slots=True)
class Attempts:
    """A page of the log, newest first. `after` asks for the next page, None on the last."""

    lines: tuple[Attempt, ...]
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What the log is narrowed to; everything given must hold. Days are those of the company's zone."""

    channel: str = ""
    state: str = ""
    why: str = ""
    person: int | None = None
    group: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """«Куда ушло, почему я это получил» of one notice, for whoever got it."""

    notice: int
    group: str
    group_title: str
    attempts: tuple[Attempt, ...]
    #: one sentence: why there is no attempt at all, "" when there are some
    why_none: str
