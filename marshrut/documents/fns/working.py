"""The effect that looks into archives. Repeating it is harmless: same content, same answer."""

from __future__ import annotations

from typing import Any

from marshrut.jobs.registry import TakenEffect, Temporary, on_effect
from marshrut.kernel.actor import Actor

from .. import commands, queries, starting
from ..rules import ZIP
from . import asking


@on_effect(commands.LOOK_EFFECT, lane=commands.READ_LANE, lease=2 * asking.PATIENCE, max_attempts=commands.ATTEMPTS)
def look(payload: dict[str, Any], effect: TakenEffect) -> None:
    info = queries.describe([payload["file"]]).get(payload["file"])
    if info is None or info.content_type != ZIP:
        return
    try:
        found = queries.formal_of_content(info.sha256, archive=True)
    except starting.Stopped as error:
        raise Temporary(str(error)) from error
    if found.document is not None:
        commands.record_formal(Actor.system(), file=info.id)
