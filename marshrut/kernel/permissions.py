"""The gate for rooms that lie below `org` and so cannot ask it who may do what. Denies all while no gate is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .errors import Forbidden

#: raises Forbidden or NotFound when the actor may not do the action
Gate = Callable[..., None]


def _closed(actor: Actor, action: str, **about: Any) -> None:
    raise Forbidden(_("You are not allowed to do this."))


_gate: Gate = _closed


def set_gate(gate: Gate | None) -> None:
    """Install the gate of the process (start-up only); None closes it again."""
    global _gate
    _gate = gate or _closed


def require(actor: Actor, action: str, **about: Any) -> None:
    """Return when the actor may do the action, raise `Forbidden` otherwise."""
    _gate(actor, action, **about)
