"""What the person who runs the server may do about what stopped. From the console: this floor knows no roles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Forbidden
from marshrut.kernel.sql import prepared


@command("jobs.retry_effect")
def retry_effect(actor: Actor, *, effect: int) -> dict[str, Any]:
    """Try an effect again that was given up or whose outcome is unknown, with all its tries before it."""
    _require_console(actor)
    if not prepared(_RETRY, [effect]):
        raise Conflict(_("Only an effect that was given up or is in doubt can be tried again."))
    return {"effect": effect}


@command("jobs.confirm_effect")
def confirm_effect(actor: Actor, *, effect: int) -> dict[str, Any]:
    """Say that an effect in doubt (or given up) did happen: it is done and not repeated."""
    _require_console(actor)
    if not prepared(_CONFIRM, [effect]):
        raise Conflict(_("Only an effect that was given up or is in doubt can be confirmed."))
    return {"effect": effect}


@command("jobs.revive_timer")
def revive_timer(actor: Actor, *, timer: int) -> dict[str, Any]:
    """Arm a timer again that failed too often; it fires at once if it is still current."""
    _require_console(actor)
    if not prepared(_REVIVE, [timer]):
        raise Conflict(_("Only a timer that failed too often can be armed again."))
    return {"timer": timer}


def _require_console(actor: Actor) -> None:
    if actor.kind != "system":
        raise Forbidden(_("This is done from the console of the server: marshrut jobs."))


_RETRY = """
    UPDATE jobs_effect SET state = 'todo', run_at = clock_timestamp(), attempts = 0, ended_at = NULL
    WHERE id = %s AND state IN ('dead', 'ambiguous') RETURNING id
"""
_CONFIRM = """
    UPDATE jobs_effect SET state = 'done', ended_at = clock_timestamp()
    WHERE id = %s AND state IN ('dead', 'ambiguous') RETURNING id
"""
_REVIVE = """
    UPDATE jobs_timer SET state = 'armed', lease_until = NULL, attempts = 0
    WHERE id = %s AND state = 'dead' RETURNING id
"""
