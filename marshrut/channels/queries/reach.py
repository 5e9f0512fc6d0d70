"""How a person is reached at this moment: what they chose, their live addresses, their hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.forms.models import model_to_dict

from marshrut.calendars.rules import WorkTime
from marshrut.org import queries as org

from .. import wire
from ..models import Address, Channel, Defaults, Preference
from ..rules.choices import Choices, choices

COLUMNS: Final = ("order", "matrix", "quiet", "digest")


@dataclass(frozen=True, slots=True)
class Reach:
    person: int
    choices: Choices
    addresses: Mapping[str, Sequence[Address]]
    hours: WorkTime


def reach(person: int) -> Reach | None:
    """None: dismissed, or never hired."""
    chart = org.chart()
    if not chart.active(person):
        return None
    on = active_codes()
    found: dict[str, list[Address]] = defaultdict(list)
    for one in Address.objects.filter(person_id=person, state="on", confirmed=True, channel__in=on).order_by("pk"):
        found[one.channel].append(one)
    return Reach(person, chosen(person), found, chart.work_time(person))


def active_codes() -> list[str]:
    """Channels that are on and whose wire is installed."""
    codes = Channel.objects.filter(active=True).order_by("pk").values_list("code", flat=True)
    return [code for code in codes if wire.wire(code) is not None]


def chosen(person: int | None) -> Choices:
    """None: the company's."""
    own = Preference.objects.filter(pk=person).first() if person is not None else None
    company = Defaults.objects.first()
    return choices(*(model_to_dict(row, fields=COLUMNS) for row in (own, company) if row is not None))
