"""The kinds of history this room writes: of channels, of people's addresses, and of every attempt to tell somebody."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

SET: Final = "channels.set"
SWITCHED_ON: Final = "channels.switched_on"
SWITCHED_OFF: Final = "channels.switched_off"
DEFAULTS: Final = "channels.defaults_set"
ADDED: Final = "channels.address_added"
UNLINKED: Final = "channels.address_unlinked"
LOST: Final = "channels.address_lost"
PREFERENCE: Final = "channels.preference_set"
SENT: Final = "channel.sent"
FAILED: Final = "channel.failed"
SUPPRESSED: Final = "channel.suppressed"
HELD: Final = "channel.held"
#: of the person: what was pressed or written and did nothing
REFUSED: Final = "channel.refused"
CONFIRMED: Final = "channels.address_confirmed"

SENTENCES: Final = {
    SET: _("Settings of the channel changed"),
    SWITCHED_ON: _("Channel switched on"),
    SWITCHED_OFF: _("Channel switched off"),
    DEFAULTS: _("Notices of the company set anew"),
    ADDED: _("Linked to {channel}: {label}"),
    UNLINKED: _("Unlinked from {channel}: {label}"),
    LOST: _("Nobody is reached in {channel} any more: {label}"),
    PREFERENCE: _("Own choice of notices changed"),
    SENT: _("{channel}: sent, try {n}"),
    FAILED: _("{channel}: not delivered, {why}"),
    SUPPRESSED: _("{channel}: not sent, {why}"),
    HELD: _("{channel}: held, {why}"),
    REFUSED: _("{channel}: refused, {what}"),
    CONFIRMED: _("Confirmed in {channel}: {label}"),
}


def channel(code: str) -> str:
    return f"channel:{code}"


def person(person: int) -> str:
    return f"person:{person}"


def notice(notice: int) -> str:
    return f"notice:{notice}"


def write(actor: Actor, subject: str, what: str, /, values: dict[str, Any] | None = None, **body: Any) -> None:
    record.append(subject, [record.line(what, actor=actor, at=clock.now(), body=body, values=values)])
