"""Channels for administrators: all with how each does, one with its check, rules for all, the log of deliveries."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field
from .mailboxes import CheckStep
from .parts import Badge, Empty, Link, Tab, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """`url` is "" for the portal, which has nothing to set."""

    name: str
    url: str
    icon: str
    badge: Badge
    #: whom it reaches, or what is wrong
    sub: str
    seen: str = ""
    waiting: str = ""
    #: today's: «отправлено 14, не доставлено 2»
    today: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsScreen:
    tabs: tuple[Tab, ...]
    lead: str
    rows: tuple[ChannelRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelScreen:
    title: str
    url: str
    badge: Badge
    facts: tuple[tuple[str, str], ...]
    #: what the channel needs to be connected, while it is not
    needs: tuple[str, ...] = ()
    #: what it is, before it is connected; what to think of beforehand
    about: str = ""
    caution: str = ""
    warning: str = ""
    advice: str = ""
    tone: Tone = Tone.BAD
    steps: tuple[CheckStep, ...] = ()
    verdict: str = ""
    verdict_tone: Tone = Tone.OK
    connected: bool = False
    active: bool = False
    #: the program that carries it is not installed: its settings stay
    missing: bool = False
    #: where the other side calls us, "" when it does not
    hook: str = ""
    version: int = 0
    #: other places of the channel: its deliveries, those that failed
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """`column`: the channel, for phones, where a table has no head."""

    field: Field
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A group of notices: where it goes. `note` says what of it cannot be switched off."""

    title: str
    hint: str
    cells: tuple[MatrixCell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultsScreen:
    tabs: tuple[Tab, ...]
    url: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    order: tuple[Field, ...]
    quiet: tuple[Field, ...]
    late: tuple[Field, ...]
    version: int
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One attempt. `about` names the kind of notice, never what it says: administrators see no more of cards."""

    id: int
    person: Link
    about: str
    channel: str
    badge: Badge
    #: why it went so, "" when it went well
    why: str
    when: str
    iso: str
    #: short number, as it stands in the message; attempt
    number: str = ""
    attempt: str = ""
    next: str = ""
    retry_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesScreen:
    tabs: tuple[Tab, ...]
    chips: tuple[Tab, ...]
    fields: tuple[Field, ...]
    rows: tuple[DeliveryRow, ...]
    #: what is asked for, so that a press leads back to it
    here: str
    reset_url: str = ""
    more_url: str = ""
    empty: Empty | None = None
