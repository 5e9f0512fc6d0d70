"""Refusals. Each carries a stable code for programs and a sentence for people (what, why, what to do)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A command did nothing, and says why. `message` may be a lazy translation."""

    code = "refused"
    status = 400

    def __init__(self, message: Any, *, code: str | None = None, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        #: field key -> sentence, for refusals that belong to one input
        self.fields: Mapping[str, Any] = fields or {}

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refused):
    """What was sent cannot be accepted as it is."""

    code = "invalid"
    status = 422


class Forbidden(Refused):
    """The actor may see the thing but not do this to it."""

    code = "forbidden"
    status = 403


class NotFound(Refused):
    """No such thing, or none the actor may see: the two look the same."""

    code = "not_found"
    status = 404


class Conflict(Refused):
    """Somebody was first, or the thing changed since it was shown."""

    code = "conflict"
    status = 409
