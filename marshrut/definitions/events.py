"""The history this room writes, on the subject "pack:<key>"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import kinds
from marshrut.history import record as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

INSTALLED = "pack.installed"
ACTIVATED = "pack.activated"
SETTING_CHANGED = "pack.setting_changed"
ACCESS_CHANGED = "pack.access_changed"
ACCESS_RESET = "pack.access_reset"

SENTENCES = {
    INSTALLED: _("Version {version} installed"),
    ACTIVATED: _("New cards start with version {version}"),
    SETTING_CHANGED: _("{setting}: {before} → {after}"),
    ACCESS_CHANGED: _("Access to “{title}” was changed"),
    ACCESS_RESET: _("Access to “{title}” is again as delivered"),
}
#: "payments/remind_after"; `queries.setting_title` turns it into words
REFS = {"setting": "setting"}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, sentence, icon="settings", refs=REFS)


def subject(pack: str) -> str:
    return f"pack:{pack}"


def record(actor: Actor, pack: str, *lines: tuple[str, Mapping[str, Any]]) -> None:
    at = clock.now()
    history.append(subject(pack), [history.line(kind, actor=actor, at=at, body=body) for kind, body in lines])
