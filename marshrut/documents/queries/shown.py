"""Places of history sentences in words."""

from __future__ import annotations

from .. import cabinet
from ..sentences import FIELDS


def shown(ref: str, value: object) -> str | None:
    """`ref` is "document_status" ("contract/signed") or "document_field"; None for what belongs to another room."""
    if ref == "document_field":
        return str(FIELDS.get(str(value), value))
    if ref != "document_status":
        return None
    kind, _slash, status = str(value).partition("/")
    for one in cabinet.now().kinds:
        if one.key == kind:
            return next((found.title for found in one.statuses if found.key == status), status)
    return status
