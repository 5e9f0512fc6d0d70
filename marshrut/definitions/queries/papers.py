"""Which processes rely on a kind of papers or on a status of it."""

from __future__ import annotations

from ..models import PackVersion
from ..schema.base import Text
from ..validation.papers import named
from .installed import installed


def relying_on(kind: str, status: str = "") -> list[Text]:
    """Titles of installed processes, each once, that file papers of the kind or give them the status.

    Of all their versions: cards on their way keep the one they started with.
    """
    found: dict[str, Text] = {}
    for version in PackVersion.objects.order_by("id").values_list("id", flat=True):
        pack = installed(version).pack
        if (kind, status) in named(pack):
            found[pack.key] = pack.title
    return list(found.values())
