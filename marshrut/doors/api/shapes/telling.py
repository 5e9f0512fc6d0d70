"""Where notices come to: addresses of people, their choices, what became of a notice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Answer, Body, Id, Instant, PathId
from .channels import ChannelKey, Choices, Delivery


class NoticeAddress(Answer):
    """An account of a messenger, a mailbox or a browser. `label` is masked; `why` says why it is not used."""

    id: Id
    channel: str = Field(examples=["telegram"])
    channel_title: str
    label: str
    state: Literal["on", "off", "blocked", "unconfirmed"]
    why: str
    linked_at: Instant


class NoticeAddressList(Answer):
    items: tuple[NoticeAddress, ...]


class NoticeAddressesWanted(Body):
    """`person`: for administrators, whose; your own without it."""

    person: PathId | None = None


class NoticeChoices(Choices):
    """`own`: which of these you chose; the rest is as in the company."""

    own: tuple[Literal["order", "matrix", "quiet", "digest"], ...]


class ChoicesChanged(Answer):
    person: Id
    version: int


class AddressUnlinked(Answer):
    address: Id


class Everything(Body):
    """`person`: for administrators, whose; your own without it."""

    person: Id | None = None


class UnlinkedCount(Answer):
    unlinked: int


class TestWanted(Body):
    channel: ChannelKey = Field(examples=["telegram"])


class TestSent(Answer):
    deliveries: Annotated[tuple[Id, ...], Field(examples=[[17]])]


class NoticeTrace(Answer):
    """`why_none`: why it went nowhere but to the portal, "" when it did."""

    notice: Id
    group: str
    group_title: str
    why_none: str
    attempts: tuple[Delivery, ...]
