"""Where a person's notices come to, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import segno
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.channels.queries import PUSH, AddressInfo, ChannelChoice, PreferenceInfo
from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.doors.web.screens.telling import (
    AddressRow,
    LinkScreen,
    LinkWait,
    PersonChannelsScreen,
    TellingScreen,
    WayRow,
)

from . import channel_rules
from .channels import ICONS
from .draft import Draft
from .viewer import Viewer

PATH: Final = "/profile/notifications/"
#: side of the picture in points
SIDE: Final = 4


def screen(
    one: PreferenceInfo, addresses: Sequence[AddressInfo], push_key: str, viewer: Viewer, draft: Draft | None = None,
    version: int | None = None, mark: str = "",
) -> TellingScreen:  # fmt: skip
    """`draft`: choices that were refused, opened at `version`; `mark`: of the browser the page is open in."""
    shown = draft or channel_rules.draft(one)
    rules = channel_rules.screen(shown, one, version)
    return TellingScreen(
        ways=_ways(one.channels, addresses, push_key, viewer, mark),
        push_key=push_key,
        only_portal="" if one.channels else _("Your company has connected nothing else yet."),
        columns=rules.columns,
        rows=rules.rows,
        quiet=channel_rules.quiet(shown, _("Outside of my working time")),
        digest=channel_rules.digest(shown, _("By your own clock. All empty: as in the company.")),
        version=rules.version,
        own=one.own_order or one.own_matrix or one.own_quiet or one.own_digest,
        may_unlink_all=any(_removable(address) for address in addresses),
        form_error=shown.error,
    )


def _ways(
    channels: Sequence[ChannelChoice], addresses: Sequence[AddressInfo], push_key: str, viewer: Viewer, mark: str
) -> tuple[WayRow, ...]:
    last = len(channels) - 1
    return tuple(
        _way(
            one, [found for found in addresses if found.channel == one.code], push_key, viewer, mark, at > 0, at < last
        )
        for at, one in enumerate(channels)
    )


def _way(
    one: ChannelChoice, addresses: Sequence[AddressInfo], push_key: str, viewer: Viewer, mark: str, up: bool, down: bool
) -> WayRow:
    live = [found for found in addresses if found.state == "on"]
    linked = pgettext("channel", "Link one more") if live else pgettext("channel", "Link")
    return WayRow(
        code=one.code,
        title=one.title,
        icon=ICONS.get(one.code, "plug"),
        badge=_badge(one, addresses),
        sub=_sub(one, addresses),
        addresses=tuple(_address(found, viewer, mark) for found in addresses if found.state != "off"),
        link=linked if one.links else "",
        browser=_("Turn on in this browser") if one.code == PUSH and push_key else "",
        test=one.reached,
        up=up,
        down=down,
    )


def _badge(one: ChannelChoice, addresses: Sequence[AddressInfo]) -> Badge:
    if one.reached:
        return Badge(pgettext("way", "works"), Tone.OK)
    states = {found.state for found in addresses}
    if "unconfirmed" in states:
        return Badge(pgettext("way", "waits for you"), Tone.WARN)
    if "blocked" in states:
        return Badge(pgettext("way", "shut out"), Tone.BAD)
    return Badge(pgettext("way", "not linked") if one.links else pgettext("way", "off"))


def _sub(one: ChannelChoice, addresses: Sequence[AddressInfo]) -> str:
    """What it is good for, until something is linked; mail needs nothing."""
    if addresses:
        return ""
    if one.code == PUSH:
        return _("This browser or phone shows notices even while the portal is closed. For your own devices only.")
    return _("Tasks come as messages; what is simple is decided right there.") if one.links else ""


def _address(one: AddressInfo, viewer: Viewer, mark: str = "") -> AddressRow:
    since = _("since {day}").format(day=formats.day(one.linked_at.astimezone(viewer.zone).date()))
    return AddressRow(
        id=one.id,
        label=one.label,
        detail=since if one.state == "on" else one.why,
        badge=Badge(_("This browser"), Tone.OK) if mark and one.browser == mark else None,
        confirm=one.state == "unconfirmed",
        again=_again(one),
        removable=_removable(one),
    )


def _removable(one: AddressInfo) -> bool:
    """The mailbox is the person's own address: it is switched off in the table below, not taken away."""
    return one.state != "off" and one.channel != "email"


def _again(one: AddressInfo) -> bool:
    return one.state == "blocked" and one.channel == "email"


def linking(title: str, code: str, address: str, until: datetime, ticket: int, viewer: Viewer) -> LinkScreen:
    return LinkScreen(
        title=_("Link {channel}").format(channel=title),
        code=code,
        address=address,
        picture=segno.make(address, error="m", micro=False).svg_data_uri(
            scale=SIDE, border=2, dark="#000", light="#fff"
        ),
        until=formats.clock(until, viewer.zone),
        wait=waiting("open", ticket, code),
    )


def waiting(state: str, ticket: int, code: str, asks: tuple[int, str] | None = None) -> LinkWait:
    """`state`: see `queries.link_state`; `asks`: id and name of the account that waits for a word of its person."""
    here = f"{PATH}link/{ticket}/?channel={code}&seen={state}"
    if state == "linked":
        return LinkWait(text=_("Linked. Notices come there from now on."), tone="ok", done=True)
    if asks is not None:
        words = _("“It is me” was pressed there by {name}. Is this account yours?").format(name=asks[1])
        return LinkWait(text=words, tone="warn", confirm=asks[0])
    if state == "opened":
        return LinkWait(text=_("The link is open there. Press “It is me” in the conversation."), tone="warn", url=here)
    if state == "open":
        return LinkWait(text=_("Waiting until the link is opened. This page changes by itself."), tone="info", url=here)
    return LinkWait(text=_("The link is over: it works once, for fifteen minutes."), tone="bad", again=code)


def of_person(person: int, addresses: Sequence[AddressInfo], viewer: Viewer) -> PersonChannelsScreen:
    url = f"/org/people/{person}/"
    live = [one for one in addresses if one.state != "off"]
    rows = tuple(
        AddressRow(
            id=one.id,
            label=f"{one.channel_title}: {one.label}" if one.label else one.channel_title,
            detail=_address(one, viewer).detail,
            again=_again(one),
            removable=_removable(one),
        )
        for one in live
    )
    empty = Empty("start", _("Nothing is linked"), _("Notices come in the portal only.")) if not rows else None
    return PersonChannelsScreen(
        name=viewer.chart.name(person),
        url=f"{url}channels/",
        back=Link(viewer.chart.name(person), url),
        addresses=rows,
        may_unlink_all=any(row.removable for row in rows),
        empty=empty,
    )
