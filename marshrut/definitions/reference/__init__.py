"""The reference of the pack format, `docs/reference/packs.md`, made from the schema and the catalogue."""

from __future__ import annotations

from . import prose, tables


def packs() -> str:
    """The text of `docs/reference/packs.md`."""
    parts = [
        prose.HEAD,
        *tables.models(),
        *tables.kinds(),
        prose.CONDITIONS + tables.functions(),
        prose.WAYS,
        prose.OUTSIDE,
        prose.LEVELS,
    ]
    return "\n".join(parts)
