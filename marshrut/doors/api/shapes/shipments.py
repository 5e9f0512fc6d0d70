"""Shipments, and carriers without their secrets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .absences import Day
from .base import Answer, Body, Id, Instant, Links, PathId
from .cards import StageName

State = Literal["transit", "arrived", "trouble", "delivered", "stopped"]
Status = Literal[
    "unknown", "registered", "accepted", "in_transit", "arrived", "out_for_delivery", "delivered", "delivery_failed",
    "returning", "returned", "lost", "cancelled",
]  # fmt: skip
Said = Literal[
    "unknown", "registered", "accepted", "in_transit", "arrived", "out_for_delivery", "delivered", "delivery_failed",
    "returning", "returned", "lost", "cancelled", "note", "unknown_event",
]  # fmt: skip
#: of the page before
After = Annotated[str | None, Field(max_length=40, examples=["17"])]


class ShipmentFilter(Body):
    """Everything given must hold. `q`: part of the number, or words of the card. Days are those of creation."""

    state: Literal["", "transit", "arrived", "trouble", "delivered", "stopped"] = ""
    way: str = Field(default="", max_length=40)
    company: PathId | None = None
    direction: Literal["", "to_us", "from_us"] = ""
    q: str = Field(default="", max_length=200)
    since: Day | None = None
    until: Day | None = None
    after: After = None
    limit: int = Field(default=50, ge=1, le=200)


class Shipment(Answer):
    """`about`: the card it belongs to, if you may see it. `leg` is "return" on the way back to the sender.

    `silence` is a code of why the carrier is not asked, "" when it is; `why_silent` says it for people.
    """

    card: Id
    label: str = Field(examples=["ОТ-17"])
    name: str
    type: str
    about: Id | None
    about_label: str
    direction: str
    company: Id | None
    company_name: str
    way: str
    way_title: str
    number: str
    status: Status
    status_title: str
    leg: Literal["forward", "return"]
    state: State
    last_at: Instant | None
    last_text: str
    last_place: str
    trouble: str
    public_url: str
    next_poll_at: Instant | None
    polled_at: Instant | None
    silence: str
    why_silent: str
    stage: StageName
    holders: tuple[Id, ...]
    due_at: Instant | None
    created_at: Instant
    finished_at: Instant | None
    links: Links


class ShipmentPage(Answer):
    items: tuple[Shipment, ...]
    next: str | None


class ShipmentList(Answer):
    items: tuple[Shipment, ...]


class ShipmentCounts(Answer):
    transit: int
    arrived: int
    trouble: int
    delivered: int
    stopped: int


class ShipmentEvent(Answer):
    """What the carrier said. `status` "note" changes nothing; "unknown_event": nobody knows what its code means.

    `void`: taken back by the carrier.
    """

    at: Instant
    code: str
    text: str
    place: str
    leg: Literal["", "forward", "return"]
    status: Said
    alert: str
    void: bool


class ShipmentWay(Answer):
    """Newest event first. `may_poll`: the carrier may be asked now; else `why_not_poll` says why not."""

    shipment: Shipment
    events: tuple[ShipmentEvent, ...]
    may_poll: bool
    why_not_poll: str


class Polled(Answer):
    card: Id
    asked: bool
    links: Links


class Carrier(Answer):
    """`error` is a code of what is wrong ("" when nothing is); `quota`: requests a day, none: as many as one likes.

    `shipments`: those it is asked about, `waiting`: of them late by an hour; `silent`: no good answer for a day.
    """

    code: str
    title: str
    connected: bool
    active: bool
    quota: int | None
    quota_used: int
    last_ok_at: Instant | None
    error: str
    error_title: str
    error_at: Instant | None
    closed_until: Instant | None
    shipments: int
    waiting: int
    silent: bool
    version: int
    links: Links


class CarrierList(Answer):
    items: tuple[Carrier, ...]


class CarrierStep(Answer):
    """`advice`: what to do when it did not work."""

    key: str
    title: str
    outcome: Literal["ok", "bad", "warn", "skipped"]
    said: str
    advice: str


class CarrierCheck(Answer):
    ok: bool
    steps: tuple[CarrierStep, ...]
