"""Step-up: what matters asks who it is again (ASVS 7.5.3). Rooms above ask here too."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden

#: how long a proof of identity is fresh
FRESH: Final = timedelta(minutes=5)
#: doors of whoever owns the machine; any door that comes later proves nothing by itself
TRUSTED: Final = frozenset({"cli", "system", "demo"})
CODE: Final = "prove_identity"
SENTENCE = _("Confirm that it is you: this step asks for it. Then press the button again.")
TO_PROGRAM = _("People confirm their identity on the site. A program with a token cannot do this step.")


def is_fresh(actor: Actor) -> bool:
    """Consoles and our own programs count as proved, tokens never, everything else for five minutes."""
    if actor.kind != "person" or actor.via in TRUSTED:
        return True
    at = actor.proved_at
    return actor.via != "api" and at is not None and timedelta(0) <= clock.now() - at <= FRESH


def require(actor: Actor) -> None:
    """Raises Forbidden with the code "prove_identity"."""
    if not is_fresh(actor):
        raise Forbidden(TO_PROGRAM if actor.via == "api" else SENTENCE, code=CODE)
