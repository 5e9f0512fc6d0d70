"""What people choose for themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, Unpack

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import access, events, revision
from .fields import Fields
from .find import person_by_id


class Profile(TypedDict, total=False):
    """What is left out stays as it is."""

    language: str
    #: IANA name; None: the company's
    time_zone: str | None
    #: single-letter keyboard shortcuts
    keys_enabled: bool


@command("org.edit_profile")
def edit_profile(actor: Actor, **changes: Unpack[Profile]) -> None:
    """Writes nothing when nothing differs."""
    access.require(actor, "org.edit_profile", person=actor.person_id)
    revision.bump()
    found, fields = person_by_id(actor.person_id or 0), Fields()
    cleaners: dict[str, Callable[[Any], Any]] = {
        "language": fields.language,
        "time_zone": fields.time_zone,
        "keys_enabled": bool,
    }
    clean = {key: cleaners[key](value) for key, value in changes.items()}
    fields.check()
    changed = sorted(key for key, value in clean.items() if getattr(found, key) != value)
    if not changed:
        return
    for key in changed:
        setattr(found, key, clean[key])
    found.save(update_fields=changed)
    events.record(actor, f"person:{found.id}", "org.profile_edited", {"changed": changed})
