"""Which packs that come along the tests of the release have seen pass every trial: they are not tried again here.

`python -m marshrut.rehearsals.trying` makes the file; a test keeps it current.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings

FILE = "proved.json"


@cache
def digests() -> frozenset[str]:
    """Of their contents, as installed versions keep them."""
    file = Path(settings.PACKS) / FILE
    return frozenset(json.loads(file.read_text(encoding="utf-8")).values()) if file.is_file() else frozenset()
