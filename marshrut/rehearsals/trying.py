"""The packs that come along and pass every trial: `python -m marshrut.rehearsals.trying > packs/proved.json`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django


def text() -> str:
    """What `packs/proved.json` must hold. Packs that do not pass are left out."""
    from django.conf import settings

    from marshrut.definitions import loading
    from marshrut.definitions.validation import validate

    folders = sorted(path.parent for path in Path(settings.PACKS).glob(f"*/{loading.HEAD}"))
    sources = {folder.name: loading.source(loading.folder(folder)) for folder in folders}
    found: dict[str, str] = {}
    for name, source in sources.items():
        others = frozenset(key for one in sources.values() if one is not source for key in one.card_types)
        verdict = validate(source, others=others, tried=True)
        if verdict.pack is not None and not verdict.errors:
            found[name] = loading.digest(loading.content(verdict.pack))
    return json.dumps(found, indent=2) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
    django.setup()
    sys.stdout.write(text())
