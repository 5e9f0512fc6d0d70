"""Who may install packs and change their settings. Registered when the room starts."""

from __future__ import annotations

from marshrut.org import access

INSTALL = "definitions.install_pack"
SETTINGS = "definitions.change_settings"


def register() -> None:
    access.register(INSTALL, access.admin, programs=["system"])
    access.register(SETTINGS, access.admin, programs=["system"])
