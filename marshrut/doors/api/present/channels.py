"""Channels as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshrut.channels import queries

from ..shapes.base import Links
from ..shapes.channels import Channel, Delivery, Group, Quiet, Rules


def channel(one: queries.ChannelInfo) -> Channel:
    where = Links(self=f"/api/channels/{one.code}", page=f"/channels/{one.code}/")
    told = {name: getattr(one, name) for name in Channel.model_fields if name != "links"}
    return Channel(links=where, **told)


def choices(one: queries.PreferenceInfo) -> dict[str, Any]:
    """What every set of choices has in common."""
    return {
        "order": tuple(channel.code for channel in one.channels),
        "groups": tuple(
            Group(key=group.key, title=group.title, mandatory=group.mandatory, manners=dict(group.manners))
            for group in one.groups
        ),
        "quiet": Quiet(**asdict(one.quiet)),
        "digest": one.digest,
        "version": one.version,
    }


def rules(one: queries.PreferenceInfo) -> Rules:
    return Rules(**choices(one), minutes=one.minutes)


def delivery(one: queries.Attempt) -> Delivery:
    return Delivery(**{name: getattr(one, name) for name in Delivery.model_fields})
