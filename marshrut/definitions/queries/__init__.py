"""What others may read: installed versions, active packs, values of settings."""

from .access import AccessTable, access_changes, access_table, access_warnings, told
from .installed import Installed, installed, whole
from .pages import PackLine, SettingRow, VersionLine, packs, setting_rows, setting_title, versions
from .shelf import Shelf, active, active_for, at, card_types, current, current_revision, present, settings

__all__ = [
    "AccessTable",
    "Installed",
    "PackLine",
    "SettingRow",
    "Shelf",
    "VersionLine",
    "access_changes",
    "access_table",
    "access_warnings",
    "active",
    "active_for",
    "at",
    "card_types",
    "current",
    "current_revision",
    "installed",
    "packs",
    "present",
    "setting_rows",
    "setting_title",
    "settings",
    "told",
    "versions",
    "whole",
]
