"""An installed version as files once more, to change them and to publish them anew."""

from __future__ import annotations

from typing import Any

import yaml

from marshrut.definitions import queries as definitions
from marshrut.definitions.loading import HEAD, STORIES
from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights


def files(actor: Actor, version: int) -> dict[str, str]:
    """Texts by file name: what was written, in its order, without comments. Raises NotFound."""
    access.require(actor, rights.PUT_DRAFT)
    data: dict[str, Any] = definitions.whole(version).model_dump(mode="json", by_alias=True, exclude_unset=True)
    kinds, stories = data.pop("card_types"), data.pop("stories", [])
    found = {HEAD: _text(data), **{f"{kind['key']}.yaml": _text(kind) for kind in kinds}}
    return {**found, f"{STORIES}stories.yaml": _text(stories)} if stories else found


def _text(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
