"""The language of the console: Russian when LC_ALL, LC_MESSAGES or LANG says so, else English."""

from __future__ import annotations

import gettext as catalogues
import os
from functools import cache
from pathlib import Path


def language() -> str:
    """ "ru" or "en"."""
    spoken = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "ru" if spoken.lower().startswith("ru") else "en"


@cache
def _catalogue() -> catalogues.NullTranslations:
    return catalogues.translation("django", Path(__file__).parent / "locale", [language()], fallback=True)


def gettext(text: str) -> str:
    """Unlike Django's it needs neither settings nor a database, so `--help` is instant."""
    return _catalogue().gettext(text)
