"""Thresholds of a process, each with its help, its limits and who changed it last."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.definitions.queries import PackLine, SettingRow
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Tab
from marshrut.doors.web.screens.simple import SettingGroup, SettingsScreen

from .draft import Draft
from .viewer import Viewer

KINDS = {"time": Kind.TIME, "money": Kind.MONEY, "choice": Kind.CHOICE}
SUMS = ("money", "count")


def screen(
    pack: PackLine,
    packs: list[PackLine],
    rows: list[SettingRow],
    viewer: Viewer,
    *,
    may_edit: bool,
    draft: Draft | None = None,
) -> SettingsScreen:
    """`draft` is a form that was refused."""
    shown = draft or Draft({row.key: _value(row) for row in rows})
    fields = {row.key: _field(row, shown, viewer, may_edit) for row in rows}
    led = tuple(fields[row.key] for row in rows if row.kind == "choice")
    times = tuple(fields[row.key] for row in rows if row.kind not in ("choice", *SUMS))
    sums = tuple(fields[row.key] for row in rows if row.kind in SUMS)
    groups = (
        SettingGroup(_("How the process is led"), led),
        SettingGroup(_("Deadlines and reminders"), times),
        SettingGroup(_("Limits"), sums),
    )
    installed = formats.day(pack.installed_at.astimezone(viewer.zone).date())
    return SettingsScreen(
        title=_("{process}: settings").format(process=pack.title),
        version=_("Version {version} of the process, installed {day}").format(version=pack.version, day=installed),
        action=address(pack.key),
        groups=tuple(group for group in groups if group.fields),
        error=shown.error,
        changed=_last(rows, viewer),
        can_edit=may_edit,
        tabs=tuple(Tab(one.title, address(one.key), one.key == pack.key) for one in packs) if len(packs) > 1 else (),
    )


def address(pack: str) -> str:
    return f"/packs/{pack}/settings/"


def _value(row: SettingRow) -> str:
    return formats.number(int(row.value)) if row.kind == "money" else str(row.value)


def _field(row: SettingRow, draft: Draft, viewer: Viewer, may_edit: bool) -> Field:
    return draft.field(
        row.key,
        row.title,
        KINDS.get(row.kind, Kind.NUMBER),
        hint=" ".join(filter(None, (row.help, _limits(row), _change(row, viewer)))),
        unit=unit(row.kind),
        required=True,
        wide=row.kind == "choice",
        locked=not may_edit,
        options=row.choices,
    )


def unit(kind: str) -> str:
    """Beside the input, so short."""
    units = {
        "work_hours": pgettext("unit", "work h"),
        "work_days": pgettext("unit", "work d"),
        "hours": pgettext("unit", "h"),
        "days": pgettext("unit", "d"),
        "money": "₽",
    }
    return units.get(kind, "")


def shown(row: SettingRow) -> str:
    """«2 раб. дн.», or the name of what was chosen."""
    chosen = dict(row.choices).get(str(row.value))
    if chosen:
        return chosen
    value = formats.number(row.value) if isinstance(row.value, int) else row.value
    return f"{value} {unit(row.kind)}".strip()


def _limits(row: SettingRow) -> str:
    """«По умолчанию 4, от 1 до 40.»"""
    if row.min is None or row.max is None:
        return _("By default {value}.").format(value=_in_words(row))
    default, least, most = (formats.number(int(value)) for value in (row.default, row.min, row.max))
    return _("By default {value}, from {least} to {most}.").format(value=default, least=least, most=most)


def _in_words(row: SettingRow) -> str:
    chosen = dict(row.choices).get(str(row.default))
    return f"«{chosen}»" if chosen else str(row.default)


def _change(row: SettingRow, viewer: Viewer) -> str:
    if row.changed_at is None:
        return ""
    at = formats.ago(row.changed_at, viewer.now, viewer.zone)
    return _("Changed by {person}, {at}.").format(person=row.changed_by or _("the system"), at=at)


def _last(rows: list[SettingRow], viewer: Viewer) -> str:
    changed = [row for row in rows if row.changed_at is not None]
    if not changed:
        return _("nothing was changed yet")
    last = max(changed, key=lambda row: row.changed_at or viewer.now)
    return _("last change: {title}. {change}").format(title=last.title, change=_change(last, viewer)).rstrip(".")
