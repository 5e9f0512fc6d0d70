"""Ids of this room in words, for sentences of the history and of pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from marshrut.kernel.wording import moment

from ..charts import chart
from ..events import FIELDS


def shown(ref: str, value: Any) -> str | None:
    """`ref` is "person", "department", "role", "org_field" or "org_moment"; None for what is of another room."""
    if ref == "person":
        return chart().name(value) or f"№ {value}"
    if ref == "department":
        unit = chart().departments.get(value)
        return unit.name if unit else f"№ {value}"
    if ref == "role":
        return chart().role_title(value, get_language())
    if ref == "org_field":
        return str(FIELDS.get(value, value))
    if ref == "org_moment":
        return moment(datetime.fromisoformat(value), ZoneInfo(chart().company_time.schedule.zone))
    return None
