"""Time zones by the names of their cities."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: from west to east: Russia, then where its suppliers sit
ZONES = {
    "Europe/Kaliningrad": gettext_lazy("Kaliningrad"),
    "Europe/Moscow": gettext_lazy("Moscow"),
    "Europe/Samara": gettext_lazy("Samara"),
    "Asia/Yekaterinburg": gettext_lazy("Yekaterinburg"),
    "Asia/Omsk": gettext_lazy("Omsk"),
    "Asia/Novosibirsk": gettext_lazy("Novosibirsk"),
    "Asia/Krasnoyarsk": gettext_lazy("Krasnoyarsk"),
    "Asia/Irkutsk": gettext_lazy("Irkutsk"),
    "Asia/Yakutsk": gettext_lazy("Yakutsk"),
    "Asia/Vladivostok": gettext_lazy("Vladivostok"),
    "Asia/Magadan": gettext_lazy("Magadan"),
    "Asia/Sakhalin": gettext_lazy("Sakhalin"),
    "Asia/Kamchatka": gettext_lazy("Kamchatka"),
    "Europe/Minsk": gettext_lazy("Minsk"),
    "Europe/Istanbul": gettext_lazy("Istanbul"),
    "Asia/Tbilisi": gettext_lazy("Tbilisi"),
    "Asia/Yerevan": gettext_lazy("Yerevan"),
    "Asia/Baku": gettext_lazy("Baku"),
    "Asia/Dubai": gettext_lazy("Dubai"),
    "Asia/Tashkent": gettext_lazy("Tashkent"),
    "Asia/Almaty": gettext_lazy("Almaty"),
    "Asia/Bishkek": gettext_lazy("Bishkek"),
    "Asia/Shanghai": gettext_lazy("Beijing and Shanghai"),
}


def name(zone: str, at: datetime) -> str:
    """«Москва, UTC+3»; the offset is the one in force at the instant."""
    offset = ZoneInfo(zone).utcoffset(at.astimezone(ZoneInfo(zone))) or timedelta()
    hours, minutes = divmod(round(offset.total_seconds() / 60), 60)
    shift = f"UTC{hours:+d}" + (f":{minutes:02}" if minutes else "")
    return _("{city}, {shift}").format(city=ZONES.get(zone, zone), shift=shift)


def options(at: datetime, chosen: str | None) -> list[tuple[str, str]]:
    """For a list to choose from; a chosen zone that is not among ours stays in it."""
    extra = [chosen] if chosen and chosen not in ZONES and _known(chosen) else []
    return [(zone, name(zone, at)) for zone in [*extra, *ZONES]]


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True
