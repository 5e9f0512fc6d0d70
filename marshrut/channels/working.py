"""What the worker does for channels: routes notices, sends in lanes of their own, releases what was held, passes on
what is late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshrut.automation import house, telling
from marshrut.automation.telling import Delivered
from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect, on_effect, on_housekeeping

from . import commands, knocking, polling, sending, sentences, wire
from .commands import steps
from .models import Channel
from .queries import late
from .queries.channels import title_of
from .rules.groups import PRESSING, group_of
from .sending import ROBOT

ROUTE: Final = "channel_route"
ROUTE_BULK: Final = "channel_route-bulk"
#: tries of an effect that fails in an unforeseen way
TRIES: Final = 5
#: of the news: sending is mostly waiting, with an answer in 150 ms one hand would send 6 a second where 30 may go
HANDS: Final = 3
#: seconds between looks at what is held and what is late
EVERY: Final = 5.0
HOUR: Final = 3600.0
#: notice that nobody is reached at an address any more
LOST: Final = "channel_lost"


def register() -> None:
    on_effect(ROUTE, lane="channels", inside=True)(route)
    on_effect(ROUTE_BULK, lane="channels-bulk", inside=True)(route)
    on_housekeeping("channels.release", EVERY)(release)
    on_housekeeping("channels.late", EVERY)(pass_on_late)
    on_housekeeping("channels.tidy", HOUR)(tidy)
    house.also(LOST, lost)
    telling.listeners.append(told)
    wire.welcome(carry)
    polling.register()
    knocking.register()


def carry(there: wire.Wire) -> None:
    """Two lanes for every wire, so that the news never stand before a decision."""
    for bulk, lane in ((False, there.code), (True, f"{there.code}-bulk")):
        name = steps.kind(there.code, bulk=bulk)
        on_effect(name, lane=lane, lease=wire.LONGEST, max_attempts=TRIES, hands=HANDS if bulk else 1)(sending.send)


def told(delivered: Delivered) -> None:
    """Installations that have the portal only pay one look at a table of a few rows."""
    if not Channel.objects.filter(active=True).exists():
        return
    name = ROUTE if group_of(delivered.about) in PRESSING else ROUTE_BULK
    row = effects.row(name, f"channel_route:{delivered.notice}", payload={"notice": delivered.notice})
    effects.enqueue([row])


def route(payload: dict[str, Any], _effect: TakenEffect) -> None:
    commands.route(ROBOT, notice=payload["notice"])


def release() -> None:
    while commands.release(ROBOT) >= commands.MOST:
        pass


def pass_on_late() -> None:
    for delivery in late.late():
        commands.pass_on(ROBOT, delivery=delivery)


def tidy() -> None:
    while commands.tidy(ROBOT):
        pass


def lost(_person: int, payload: Mapping[str, Any]) -> tuple[str, str]:
    text = sentences.LOST_MAIL if payload["channel"] == steps.MAIL else sentences.LOST_TEXT
    return str(sentences.LOST_TITLE).format(channel=title_of(payload["channel"])), str(text)
