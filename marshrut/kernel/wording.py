"""Values as people read them, the same on pages, in messages and in the timeline. Pure; the active language decides.

Amounts: groups by U+202F, U+00A0 before the sign.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import Decimal

from django.utils import dates
from django.utils.translation import get_language
from django.utils.translation import gettext as _

THIN = "\u202f"
HARD = "\u00a0"
DASH = "—"


def russian() -> bool:
    return (get_language() or "ru").startswith("ru")


def number(value: int | Decimal) -> str:
    """1250000 → «1 250 000» with narrow no-break spaces."""
    return f"{value:,}".replace(",", THIN)


def money(value: Decimal | int | None, sign: str = "₽") -> str:
    """Decimal roubles → «1 250 000,00 ₽»; None → a dash."""
    if value is None:
        return DASH
    whole, cents = f"{Decimal(value):,.2f}".split(".")
    return f"{whole.replace(',', THIN)}{',' if russian() else '.'}{cents}{HARD}{sign}".replace("-", "\u2212")


def day(value: date) -> str:
    """«21 ноября 2026» / "21 November 2026"."""
    month = str(dates.MONTHS_ALT[value.month]) if russian() else str(dates.MONTHS[value.month])
    return f"{value.day}{HARD}{month.lower() if russian() else month}{HARD}{value.year}"


def moment(at: datetime, zone: tzinfo) -> str:
    """«21 ноября 2026, 14:05»."""
    local = at.astimezone(zone)
    return f"{day(local.date())}, {local:%H:%M}"


def span(minutes: int) -> str:
    """Working time: «6 ч 20 мин», «16 ч», «45 мин»."""
    hours, rest = divmod(max(0, minutes), 60)
    parts = []
    if hours:
        parts.append(f"{hours}{HARD}{_('h')}")
    if rest or not hours:
        parts.append(f"{rest}{HARD}{_('min')}")
    return HARD.join(parts)
