"""The kinds this room writes itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from . import kinds

ERASED = "history.erased"


def register() -> None:
    kinds.register(ERASED, _("Personal values erased from {count} events: {reason}"), icon="eraser")
