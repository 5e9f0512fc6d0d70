"""Rules for everybody: what goes where, in which order, when there is quiet, how long is waited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.calendars.words import WEEKDAYS
from marshrut.channels.queries import ChannelChoice, GroupChoice, PreferenceInfo
from marshrut.doors.web.screens.channels import DefaultsScreen, MatrixCell, MatrixRow
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.kernel.errors import Refused

from .channels import RULES, tabs
from .draft import Draft

#: hours of the digest that a form offers
DIGESTS: Final = 3


def manners() -> tuple[tuple[str, str], ...]:
    return ("now", _("At once")), ("digest", _("In the digest")), ("none", pgettext("channels", "No"))


def cell_name(group: str, channel: str) -> str:
    return f"goes-{group}-{channel}"


def draft(one: PreferenceInfo) -> Draft:
    values: dict[str, Any] = {
        cell_name(group.key, channel): manner for group in one.groups for channel, manner in group.manners.items()
    }
    values |= {f"order-{place}": channel.code for place, channel in enumerate(one.channels)}
    values |= {f"digest-{place}": hour for place, hour in enumerate(one.digest)}
    quiet = {"quiet": one.quiet.kind, "since": one.quiet.since, "until": one.quiet.until}
    return Draft({**values, **quiet, "days": list(one.quiet.days), "minutes": one.minutes})


def refused(sent: QueryDict, error: Refused, one: PreferenceInfo) -> Draft:
    """What was typed, with the complaints at the inputs they are about."""
    values: dict[str, Any] = {**sent.dict(), "days": [int(day) for day in sent.getlist("days") if day in "0123456"]}
    return Draft(values, str(error), dict(_placed(error.fields, one)), error.code)


def _placed(wrong: Mapping[str, Any], one: PreferenceInfo) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, words in wrong.items():
        kind, _dot, group = name.partition(".")
        if kind == "matrix" and one.channels:
            found[cell_name(group, one.channels[0].code)] = words
        elif kind in ("order", "digest"):
            found[f"{kind}-0"] = words
        else:
            found[name] = words
    return found


def screen(draft: Draft, one: PreferenceInfo, version: int | None = None) -> DefaultsScreen:
    """`version` is the one the refused form was opened at."""
    return DefaultsScreen(
        tabs=tabs(RULES),
        url=RULES,
        lead=_("They hold for whoever has chosen nothing of their own."),
        columns=tuple(channel.title for channel in one.channels),
        rows=tuple(_row(draft, group, one) for group in one.groups),
        order=_order(draft, one),
        quiet=(*quiet(draft), *digest(draft)),
        late=(_minutes(draft),),
        version=one.version if version is None else version,
        error=draft.error,
    )


def _row(draft: Draft, group: GroupChoice, one: PreferenceInfo) -> MatrixRow:
    note = _("They must go somewhere: not every channel can be “no”.") if group.mandatory else ""
    cells = tuple(MatrixCell(field=_cell(draft, group, channel), column=channel.title) for channel in one.channels)
    return MatrixRow(title=group.title, hint=group.hint, cells=cells, note=note)


def _cell(draft: Draft, group: GroupChoice, channel: ChannelChoice) -> Field:
    return draft.field(cell_name(group.key, channel.code), group.title, Kind.CHOICE, options=manners())


def _order(draft: Draft, one: PreferenceInfo) -> tuple[Field, ...]:
    if len(one.channels) < 2:
        return ()
    options = [(channel.code, channel.title) for channel in one.channels]
    labels = (pgettext("channels", "First"), *(pgettext("channels", "Then") for _place in options[1:]))
    return tuple(
        draft.field(f"order-{place}", label, Kind.CHOICE, options=options) for place, label in enumerate(labels)
    )


def quiet(draft: Draft, schedule: str = "") -> tuple[Field, ...]:
    """`schedule`: what a person calls it who chooses for themselves."""
    kinds = (
        ("schedule", schedule or _("Outside of each person's working time")),
        ("hours", _("At these hours")),
        ("none", pgettext("quiet", "Never")),
    )
    words = _("Escalations and what is urgent come all the same.")
    chosen = draft.values.get("days") or []
    days = tuple(Option(str(day), str(name), day in chosen) for day, name in enumerate(WEEKDAYS))
    return (
        draft.field("quiet", pgettext("channels", "Quiet"), Kind.RADIO, options=kinds, hint=words, wide=True),
        draft.field("since", _("Quiet from"), Kind.TIME),
        draft.field("until", _("Quiet until"), Kind.TIME),
        Field(name="days", label=_("Quiet all day"), kind=Kind.CHECKS, options=days, wide=True),
    )


def digest(draft: Draft, hint: str = "") -> tuple[Field, ...]:
    hint = hint or _("By the person's own clock. All empty: at 09:00 and 17:00.")
    return tuple(
        draft.field(f"digest-{place}", _("Digest at"), Kind.TIME, hint="" if place else hint)
        for place in range(DIGESTS)
    )


def _minutes(draft: Draft) -> Field:
    words = _("When a message has not gone out by then, the next channel of the person's order is used.")
    return draft.field("minutes", _("Minutes until the next channel"), Kind.NUMBER, hint=words, required=True)
