"""What this room tells others about shipments and carriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from marshrut.kernel.outside import FormLine

from ..rules.statuses import Leg, Said, Status

State = Literal["transit", "arrived", "trouble", "delivered", "stopped"]
#: why nobody asks the carrier, "" when it is asked: "finished"; "no_number"; "by_hand": nobody can be asked about this
#: way; "no_account": the carrier is not connected; "closed": it does not answer; "refused": it does not accept our
#: account; "quota": today's requests are spent; "too_long": it was asked for 60 days; "not_found": it is asked, but
#: does not know the number
Silence = Literal[
    "", "finished", "no_number", "by_hand", "no_account", "closed", "refused", "quota", "too_long", "not_found",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """A status as people see it. `tone`: "plain", "moving", "good", "warn" or "bad"."""

    status: Status
    leg: Leg
    title: str
    tone: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """What the carrier said. `understood` False: nobody knows what the code means; `void`: taken back."""

    id: int
    at: datetime
    code: str
    text: str
    place: str
    leg: Leg | Literal[""]
    status: Said
    #: its status in words, "" for those that change none
    title: str
    alert: str
    understood: bool
    void: bool


@dataclass(frozen=True, slots=True)
class ShipmentLine:
    """A shipment the reader may see."""

    card: int
    #: like «ОТ-17»
    label: str
    name: str
    type: str
    #: the card it belongs to, None when there is none or the reader may not see it
    about: int | None
    about_label: str
    about_name: str
    direction: str
    company_id: int | None
    company: str
    way: str
    way_title: str
    number: str
    chip: Chip
    state: State
    last_at: datetime | None
    last_text: str
    last_place: str
    #: a sentence, "" when nothing is wrong
    trouble: str
    public_url: str
    next_poll_at: datetime | None
    polled_at: datetime | None
    silence: Silence
    #: a sentence for `silence`, "" when there is none
    why_silent: str
    stage: str
    stage_title: str
    #: "start", "work", "success" or "failure"
    stage_kind: str
    holders: tuple[int, ...]
    due_at: datetime | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """One shipment with its way, newest event first.

    `may_poll`: «Проверить сейчас» works, else `why_not_poll` says why.
    """

    line: ShipmentLine
    events: tuple[EventLine, ...]
    may_poll: bool
    why_not_poll: str


@dataclass(frozen=True, slots=True)
class Shipments:
    """A page of a list, newest first. `after` asks for the next page, None on the last."""

    lines: tuple[ShipmentLine, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of shipments is narrowed to; everything given must hold. Days are those of creation.

    `text`: part of the number, or words of the card.
    """

    state: State | Literal[""] = ""
    way: str = ""
    company: int | None = None
    direction: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CarrierInfo:
    """A carrier as an administrator sees it: every one that can be asked, connected or not.

    Of secrets only that they are there.
    """

    code: str
    title: str
    connected: bool
    active: bool
    form: tuple[FormLine, ...]
    quota: int | None
    #: requests a day that hold: `quota`, else the provider's own; None: no limit
    quota_limit: int | None
    quota_used: int
    version: int
    failures: int
    closed_until: datetime | None
    last_ok_at: datetime | None
    #: code of what is wrong, in plain words, what to do, and the carrier's own words
    error: str
    error_title: str
    advice: str
    error_words: str
    error_at: datetime | None
    #: open shipments of its ways, and those overdue for a question by an hour
    shipments: int
    waiting: int
    #: active, something to ask about, and no good answer for a day
    silent: bool
    stands_in: bool
    #: made-up ways, and people work here: it cannot be connected
    barred: bool = False
    #: path where the carrier may knock, a secret between it and us; "" when it does not
    hook: str = ""
