"""What others may read: installed versions, active packs, values of settings."""

from .installed import Installed, installed
from .pages import PackLine, SettingRow, VersionLine, packs, setting_rows, versions
from .shelf import Shelf, active, active_for, at, current, current_revision, settings

__all__ = [
    "Installed",
    "PackLine",
    "SettingRow",
    "Shelf",
    "VersionLine",
    "active",
    "active_for",
    "at",
    "current",
    "current_revision",
    "installed",
    "packs",
    "setting_rows",
    "settings",
    "versions",
]
