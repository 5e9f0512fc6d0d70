"""The shipped pack with what the shipped one does not use: a task that may be paused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from marshrut.definitions import revision
from marshrut.definitions.models import ActivePack, PackVersion
from marshrut.kernel import clock
from tests.support.packs import pack


def install_with_pause() -> None:
    content: dict[str, Any] = json.loads(pack("payments").model_dump_json(by_alias=True))
    content["version"] = "9.0.0"
    stage = next(one for one in content["card_types"][0]["stages"] if one["key"] == "unit_approval")
    stage["tasks"][0]["pause"] = {"max_days": 7}
    text = json.dumps(content)
    digest = hashlib.sha256(text.encode()).hexdigest()
    version = PackVersion.objects.create(
        pack="payments", version="9.0.0", content=text, sha256=digest, installed_at=clock.now()
    )
    ActivePack.objects.update_or_create(pack="payments", defaults={"version": version})
    revision.bump()
