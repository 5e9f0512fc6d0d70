"""What letters took before: figures to compare with (A3.6)."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid
from marshrut.org import access

from .. import events, oversight
from ..rules.promises import MOST_HOURS
from ..sentences import HOURS_WRONG


@command(oversight.BASELINE)
def set_baseline(
    actor: Actor, *, answered: int | None, done: int | None, note: str = "", key: str | None = None
) -> dict[str, Any]:
    """Working hours that a letter took before, from registration to the answer and to being done; None: not known.

    `note` says where the figures come from. What was entered before stays in history. Raises Invalid at the figure.
    """
    access.require(actor, oversight.BASELINE)
    given = {"answered": answered, "done": done}
    wrong = {name: HOURS_WRONG for name, hours in given.items() if hours is not None and not 0 < hours <= MOST_HOURS}
    if wrong:
        raise Invalid(HOURS_WRONG, fields=wrong)
    events.baseline(actor, given, " ".join(note.split())[:500])
    return given
