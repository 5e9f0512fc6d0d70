"""What the pages about processes show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .. import rules
from ..models import PackVersion, SettingValue
from ..schema.pack import CardType, Stage
from .installed import installed
from .shelf import current


@dataclass(frozen=True, slots=True)
class PackLine:
    """An active pack in a list."""

    key: str
    title: str
    description: str
    version: str
    version_id: int
    installed_at: datetime
    #: short name; empty: the system
    installed_by: str
    #: (key, title) of its card types
    card_types: tuple[tuple[str, str], ...]
    settings: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """An installed version of a pack."""

    id: int
    version: str
    installed_at: datetime
    installed_by: str
    active: bool


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting on its page.

    `min` and `max` are None for a time and a choice; `changed_at` is None while the default holds.
    """

    key: str
    title: str
    help: str
    #: work_hours, work_days, hours, days, time, money (roubles), count, choice
    kind: str
    value: rules.SettingValue
    default: rules.SettingValue
    min: int | None
    max: int | None
    changed_at: datetime | None = None
    #: short name; empty: nobody or the system
    changed_by: str = ""
    #: (key, title) of what there is to choose from
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def is_default(self) -> bool:
        return self.value == self.default


def packs(language: str) -> list[PackLine]:
    """Active packs, by title. Two queries at most."""
    active = current().active
    rows = PackVersion.objects.select_related("installed_by").in_bulk([one.id for one in active])
    lines = []
    for one in active:
        pack, row = one.pack, rows[one.id]
        lines.append(
            PackLine(
                key=pack.key,
                title=pack.title.say(language),
                description=pack.description.say(language) if pack.description else "",
                version=pack.version,
                version_id=one.id,
                installed_at=row.installed_at,
                installed_by=row.installed_by.short_name if row.installed_by else "",
                card_types=tuple((kind.key, kind.title.say(language)) for kind in pack.card_types),
                settings=len(pack.settings),
            )
        )
    return sorted(lines, key=lambda line: line.title)


def versions(pack: str) -> list[VersionLine]:
    """Every installed version of a pack, newest first."""
    now = {one.id for one in current().active}
    return [
        VersionLine(
            row.id,
            row.version,
            row.installed_at,
            row.installed_by.short_name if row.installed_by else "",
            row.id in now,
        )
        for row in PackVersion.objects.filter(pack=pack).select_related("installed_by").order_by("-id")
    ]


def setting_rows(pack: str, language: str) -> list[SettingRow]:
    """Settings of the pack's active version in the order of the pack; raises NotFound."""
    shelf = current()
    found = shelf.active_pack(pack)
    values = shelf.settings_of(found)
    changes = {row.key: row for row in SettingValue.objects.filter(pack=pack).select_related("changed_by")}
    rows = []
    for key, setting in found.pack.settings.items():
        change, unbound = changes.get(key), setting.kind in ("time", "choice")
        rows.append(
            SettingRow(
                key=key,
                title=setting.title.say(language),
                help=setting.help.say(language) if setting.help else "",
                kind=setting.kind,
                value=values[key],
                default=setting.default,
                min=None if unbound else setting.min,
                max=None if unbound else setting.max,
                changed_at=change.changed_at if change else None,
                changed_by=change.changed_by.short_name if change and change.changed_by else "",
                choices=tuple((choice.key, choice.title.say(language)) for choice in setting.choices),
            )
        )
    return rows


def setting_title(name: str, language: str) -> str:
    """The title of a setting that history names like "payments/remind_after"; the name itself when it is gone."""
    pack, _slash, key = name.partition("/")
    found = next((one.pack.settings.get(key) for one in current().active if one.pack.key == pack), None)
    return found.title.say(language) if found else name


def former_stage(card_type: str, key: str) -> Stage | None:
    """A stage that the card type had in the newest version that has it; for cards that were moved to another one."""
    found = former_types(current().active_for(card_type).pack.key, card_type)
    return next((kind.by_stage[key] for kind in found if key in kind.by_stage), None)


def former_types(pack: str, card_type: str) -> tuple[CardType, ...]:
    """The card type as each installed version of the pack has it, newest first. One query, a second the first time."""
    ids = PackVersion.objects.filter(pack=pack).order_by("-id").values_list("id", flat=True)
    found = (installed(version).pack.card_type(card_type) for version in ids)
    return tuple(filter(None, found))
