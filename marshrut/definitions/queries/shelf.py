"""Active packs and values of settings kept in memory, read anew when the revision moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import memory
from marshrut.kernel.errors import NotFound

from .. import revision, rules
from ..models import ActivePack, PackVersion, SettingValue
from ..models import Grant as GrantRow
from ..schema.access import Grant
from .installed import Installed, has, installed, keep


@dataclass(frozen=True)
class Shelf:
    """Everything this room knows at one revision. Immutable: keep it for the length of one act, not longer."""

    revision: int
    #: in the order of the packs' keys
    active: tuple[Installed, ...]
    #: pack key -> setting key -> value an administrator set
    stored: Mapping[str, Mapping[str, Any]]
    #: card type -> the company's own access; types not among these have their pack's
    grants: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)
    _settings: dict[int, Mapping[str, rules.SettingValue]] = field(default_factory=dict, compare=False, repr=False)

    def active_for(self, card_type: str) -> Installed:
        """The version that a new card of this type starts with; raises NotFound."""
        found = self._by_type.get(card_type)
        if found is None:
            raise NotFound(_("There is no such kind of card."))
        return found

    def access(self, card_type: str, gone: tuple[Grant, ...] = ()) -> tuple[Grant, ...]:
        """Who may do what with cards of this type today, whatever version they started with.

        `gone`: what holds when no active pack has the type any more.
        """
        if card_type in self.grants:
            return self.grants[card_type]
        found = self._by_type.get(card_type)
        about = found.pack.card_type(card_type) if found else None
        return about.access if about else gone

    def settings_of(self, version: Installed) -> Mapping[str, rules.SettingValue]:
        """Every setting that this version knows, with its value today. For a running card: the card's own version."""
        values = self._settings.get(version.id)
        if values is None:
            values = rules.overlaid(version.pack.settings, self.stored.get(version.pack.key, {}))
            self._settings[version.id] = values
        return values

    def active_pack(self, pack: str) -> Installed:
        """The active version of the pack; raises NotFound."""
        found = self._by_pack.get(pack)
        if found is None:
            raise NotFound(_("There is no such process."))
        return found

    def settings(self, pack: str) -> Mapping[str, rules.SettingValue]:
        """Values of the active version of the pack; raises NotFound."""
        return self.settings_of(self.active_pack(pack))

    @cached_property
    def _by_type(self) -> dict[str, Installed]:
        return {card_type.key: one for one in self.active for card_type in one.pack.card_types}

    @cached_property
    def _by_pack(self) -> dict[str, Installed]:
        return {one.pack.key: one for one in self.active}


_kept: Shelf | None = None


def current_revision() -> int:
    """One query. Commands of this room move it."""
    return revision.read()


def current() -> Shelf:
    """One query when nothing changed since the last call."""
    return at(memory.once("definitions.revision", current_revision))


def at(wanted: int) -> Shelf:
    """The shelf at the revision just read from the database: no query when this process has it."""
    global _kept
    if _kept is None or _kept.revision != wanted:
        _kept = _load()
    return _kept


def active() -> list[Installed]:
    """Active versions of all packs."""
    return list(current().active)


def active_for(card_type: str) -> Installed:
    """The version that a new card of this type starts with; raises NotFound."""
    return current().active_for(card_type)


def card_types(*, but: str = "") -> frozenset[str]:
    """Keys of the card types of all active packs `but` one."""
    return frozenset(kind.key for one in active() if one.pack.key != but for kind in one.pack.card_types)


def settings(pack: str) -> Mapping[str, rules.SettingValue]:
    """Every setting of the pack's active version with its value; raises NotFound."""
    return current().settings(pack)


def present() -> rules.Present:
    """What the company has set, for packs that are to come."""
    shelf = current()
    return rules.Present(shelf.stored, shelf.grants)


def _load() -> Shelf:
    """A few queries, and again when a change was committed between them."""
    while True:
        before = current_revision()
        loaded = _read(before)
        if current_revision() == before:
            return loaded


def _read(before: int) -> Shelf:
    ids = list(ActivePack.objects.order_by("pack").values_list("version_id", flat=True))
    unknown = [version for version in ids if not has(version)]
    if unknown:
        for version, content in PackVersion.objects.filter(id__in=unknown).values_list("id", "content"):
            keep(version, content)
    stored: dict[str, dict[str, Any]] = {}
    for pack, key, value in SettingValue.objects.values_list("pack", "key", "value"):
        stored.setdefault(pack, {})[key] = value
    return Shelf(before, tuple(installed(version) for version in ids), stored, _grants())


def _grants() -> dict[str, tuple[Grant, ...]]:
    found: dict[str, tuple[Grant, ...]] = {}
    columns = ("who", "may", "scope", "stages", "fields", "departments")
    for card_type, *row in GrantRow.objects.order_by("card_type", "n").values_list("card_type", *columns):
        grant = Grant.model_validate(dict(zip(columns, row, strict=True)))
        found[card_type] = (*found.get(card_type, ()), grant)
    return found
