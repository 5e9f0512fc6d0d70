"""Nobody decides on what they have not seen: the refusal says what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict

from .. import step
from ..queries import changes
from ..queries.wording import Wording
from ..refusals import STALE, ChangedSince


@contextmanager
def told(actor: Actor, edition: int | None, *, card: int | None = None, task: int | None = None) -> Iterator[None]:
    """A step bound to the content of an edition: its refusal carries the changes since."""
    try:
        yield
    except Conflict as error:
        if error.code != STALE or edition is None:
            raise
        seen = step.read_task(actor, task) if task is not None else step.read(actor, card or 0)
        words = Wording(seen.definition, seen.chart)
        found = changes.since(seen.id or 0, edition, seen.state.edition, words)
        said = error.message if found else _("The card was changed and changed back meanwhile. Press once more.")
        raise ChangedSince(said, code=STALE, changes=found) from error
