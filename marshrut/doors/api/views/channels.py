"""Channels for administrators: read, check, switch; rules for everybody; the log of deliveries.

Channels are connected on their page and at the console, where their keys and passwords are typed.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query

from marshrut.channels import commands, queries

from ..bearer import caller
from ..door import api
from ..present import channels as present
from ..shapes.base import Key, PathId
from ..shapes.channels import (
    Channel,
    ChannelChanged,
    ChannelCheck,
    ChannelList,
    ChannelSwitch,
    DeliveryFilter,
    DeliveryPage,
    Retried,
    Rules,
    RulesBody,
    RulesChanged,
)

Code = Annotated[str, Path(max_length=40, examples=["telegram"])]


@api.get("/channels", response=ChannelList, tags=["channels"], summary="List channels")
def list_channels(request: HttpRequest) -> ChannelList:
    """For administrators, others get none. Keys and passwords are never told."""
    return ChannelList(items=tuple(map(present.channel, queries.channels(caller(request).actor))))


@api.get("/channels/rules", response=Rules, tags=["channels"], summary="Read the rules for everybody")
def read_channel_rules(request: HttpRequest) -> Rules:
    """Where notices of those go who have chosen nothing of their own."""
    return present.rules(queries.defaults(caller(request).actor))


@api.patch("/channels/rules", response=RulesChanged, tags=["channels"], summary="Change the rules for everybody")
def set_defaults(request: HttpRequest, body: RulesBody, key: Key = None) -> RulesChanged:
    """What people chose themselves stays."""
    return RulesChanged(**commands.set_defaults(caller(request).actor, key=key, **body.given()))


@api.get("/channels/deliveries", response=DeliveryPage, tags=["channels"], summary="Log of deliveries")
def list_deliveries(request: HttpRequest, wanted: Annotated[DeliveryFilter, Query()]) -> DeliveryPage:
    """Newest first; what was said is never told."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"after", "limit"}))
    found = queries.deliveries(caller(request).actor, narrowed, after=wanted.after, limit=wanted.limit)
    return DeliveryPage(items=tuple(map(present.delivery, found.lines)), next=found.after)


@api.post("/channels/deliveries/{delivery}/retry", response=Retried, tags=["channels"], summary="Send once more")
def retry_delivery(request: HttpRequest, delivery: PathId, key: Key = None) -> Retried:
    """What failed or was not needed, as a new attempt (409 not_over: it is still on its way)."""
    return Retried(**commands.retry_delivery(caller(request).actor, delivery=delivery, key=key))


@api.get("/channels/{channel}", response=Channel, tags=["channels"], summary="Read a channel")
def read_channel(request: HttpRequest, channel: Code) -> Channel:
    """How it does, how much waits for it, what was sent today."""
    return present.channel(queries.channel(caller(request).actor, channel))


@api.post("/channels/{channel}/check", response=ChannelCheck, tags=["channels"], summary="Check a channel")
def check_channel(request: HttpRequest, channel: Code, key: Key = None) -> ChannelCheck:
    """Tries the account step by step and writes to nobody. Takes as long as the other side does."""
    return ChannelCheck(**commands.check_channel(caller(request).actor, channel=channel, key=key))


@api.post("/channels/{channel}/switch", response=ChannelChanged, tags=["channels"], summary="Switch a channel")
def switch_channel(request: HttpRequest, channel: Code, body: ChannelSwitch, key: Key = None) -> ChannelChanged:
    """What waits for a channel that goes off goes the next way."""
    return ChannelChanged(**commands.switch_channel(caller(request).actor, channel=channel, on=body.on, key=key))
