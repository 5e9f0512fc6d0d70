"""What cannot be right in the form of a base, said at its line before anything is asked of 1C."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock, egress

from . import cells, mapping, url
from .profile import BUILT_IN
from .sentences import TROUBLES

PROFILES: Final = ("auto", *BUILT_IN, "custom")
NO_ADDRESS: Final = _("Write the whole address, like https://1c.example.ru/base/.")
NO_ZONE: Final = _("There is no such time zone: write it like Europe/Moscow.")
NO_DAY: Final = _("Write a day like 2026-01-01, from 1990 on and not later than today.")
NO_SERVICE: Final = _("Write the name of the service in the publication, like hs/marshrut/file.")
NO_PROFILE: Final = _("Write auto, bp30_bed19, bp30_bed17 or custom.")
NO_MAPPING: Final = _("Write the mapping first, on its own page.")


def flaws(settings: Mapping[str, Any]) -> dict[str, str]:
    """By line of the form; several problems of a mapping stand on a line each."""
    text, profile = str(settings.get("mapping") or ""), str(settings.get("profile") or "auto")
    found = {
        "address": _address(str(settings.get("address") or "")),
        "timezone": "" if _is_zone(str(settings.get("timezone") or "UTC")) else NO_ZONE,
        "from_date": "" if _is_day(str(settings.get("from_date") or "")) else NO_DAY,
        "file_service": "" if _is_service(str(settings.get("file_service") or "")) else NO_SERVICE,
        "profile": "" if profile in PROFILES else NO_PROFILE,
        "mapping": "\n".join(mapping.problems(text)) if text.strip() else "",
    }
    if profile == "custom" and not text.strip():
        found["profile"] = NO_MAPPING
    return {at: str(said) for at, said in found.items() if said}


def _address(text: str) -> Any:
    """One that is not written at all is complained about by the form itself."""
    if not text.strip():
        return ""
    try:
        service = url.base(text)
    except url.Unfit:
        return NO_ADDRESS
    return " ".join(map(str, TROUBLES["forbidden"])) if egress.refused(service) else ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # OSError: a zone that is a folder
        return False
    return True


def _is_day(text: str) -> bool:
    if not text.strip():
        return True
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return False
    return day.year >= cells.FIRST and day <= _tomorrow()


def _tomorrow() -> date:
    """It is tomorrow somewhere already."""
    return clock.now().date() + timedelta(days=1)


def _is_service(text: str) -> bool:
    """A path beside the standard service, and never above it."""
    try:
        url.segment(text.strip())
    except url.Unfit:
        return False
    return not {".", ".."}.intersection(text.strip().split("/"))
