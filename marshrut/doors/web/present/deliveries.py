"""The log of deliveries in words: who was told by which way, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.channels.queries import Attempt, Attempts, ChannelInfo, GroupChoice
from marshrut.doors.web import formats
from marshrut.doors.web.screens.channels import DeliveriesScreen, DeliveryRow
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone

from .channels import LOG, tabs
from .draft import Draft
from .viewer import Viewer

TONES: Final = {"plain": Tone.NEUTRAL, "moving": Tone.INFO, "good": Tone.OK, "warn": Tone.WARN, "bad": Tone.BAD}
#: what the log may be asked for, in the order of its address
NAMES: Final = ("channel", "state", "group", "person", "since", "until")


def states() -> tuple[tuple[str, str], ...]:
    return (
        ("failed", pgettext("deliveries", "Not delivered")),
        ("held", pgettext("deliveries", "Waiting for their hour")),
        ("retry", pgettext("deliveries", "Tried again")),
        ("suppressed", pgettext("deliveries", "Not needed")),
        ("sent", pgettext("deliveries", "Sent")),
        ("acknowledged", pgettext("deliveries", "Answered")),
    )


def screen(
    found: Attempts,
    asked: Mapping[str, str],
    channels: Sequence[ChannelInfo],
    groups: Sequence[GroupChoice],
    viewer: Viewer,
) -> DeliveriesScreen:
    """`asked`: what `NAMES` were asked for, "" for nothing."""
    narrowed = any(asked.values())
    return DeliveriesScreen(
        tabs=tabs(LOG),
        chips=_chips(asked),
        fields=_fields(asked, channels, groups, viewer),
        rows=tuple(_row(one, viewer) for one in found.lines),
        here=address(asked),
        reset_url=LOG if narrowed else "",
        more_url=address({**asked, "after": str(found.after)}) if found.after else "",
        empty=None if found.lines else _empty(narrowed=narrowed),
    )


def address(asked: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{LOG}?{query}" if query else LOG


def _empty(*, narrowed: bool) -> Empty:
    if narrowed:
        return Empty("nothing", _("No such deliveries"), action=Link(_("Reset the filter"), LOG))
    return Empty("start", _("Nothing was sent yet"), _("Every attempt to tell somebody stands here, with its reason."))


def _chips(asked: Mapping[str, str]) -> tuple[Tab, ...]:
    return tuple(
        Tab(words, address({**asked, "state": "" if asked["state"] == key else key}), asked["state"] == key)
        for key, words in states()
    )


def _fields(
    asked: Mapping[str, str], channels: Sequence[ChannelInfo], groups: Sequence[GroupChoice], viewer: Viewer
) -> tuple[Field, ...]:
    person = int(asked["person"] or 0)
    draft = Draft({**asked, "person_text": viewer.chart.name(person) if viewer.chart.exists(person) else ""})
    known = [(one.code, one.title) for one in channels if one.connected]
    every = pgettext("deliveries", "Any")
    notices = pgettext("channels", "Notices")
    kinds = [(one.key, one.title) for one in groups]
    return (
        draft.field("channel", _("Channel"), Kind.CHOICE, options=known, placeholder=every),
        draft.field("state", _("What came of it"), Kind.CHOICE, options=states(), placeholder=every),
        draft.field("group", notices, Kind.CHOICE, options=kinds, placeholder=every),
        draft.field("person", _("Person"), Kind.PERSON, source="/people/suggest/"),
        draft.field("since", pgettext("days", "From"), Kind.DATE),
        draft.field("until", pgettext("days", "Until"), Kind.DATE),
    )


def _row(one: Attempt, viewer: Viewer) -> DeliveryRow:
    return DeliveryRow(
        id=one.id,
        person=Link(one.person_name, f"/org/people/{one.person}/"),
        about=_about(one),
        channel=f"{one.channel_title} {one.label}".strip(),
        badge=Badge(one.state_title, TONES[one.tone]),
        why=_why(one),
        when=formats.ago(one.at, viewer.now, viewer.zone),
        iso=one.at.astimezone(viewer.zone).isoformat(),
        number=f"№ {one.number}" if one.number else "",
        attempt=_("attempt {n}").format(n=one.n) if one.n > 1 else "",
        next=_("Next: {when}").format(when=formats.moment(one.next_at, viewer.zone)) if one.next_at else "",
        retry_url=f"{LOG}{one.id}/retry" if one.may_retry else "",
    )


def _about(one: Attempt) -> str:
    kinds = {
        "digest": pgettext("deliveries", "digest"),
        "test": pgettext("deliveries", "test message"),
        "reply": pgettext("deliveries", "answer to the person"),
    }
    said = kinds.get(one.kind, one.group_title)
    return f"{said} · {_('in one message with others')}" if one.together and one.kind == "notice" else said


def _why(one: Attempt) -> str:
    return " ".join(filter(None, (one.why_title, f"({one.said})" if one.said else "")))
