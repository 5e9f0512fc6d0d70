"""«Короткий режим»: what kind of thing waits and where; no name, sum or file leaves the house (152-ФЗ)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.automation.queries import Notice

from ..models import Delivery
from ..wire import Message
from .reading import STOP, address

TITLES: Final = {
    "decisions": gettext_lazy("A task waits for your decision"),
    "reminders": gettext_lazy("A task of yours waits longer than agreed"),
    "escalations": gettext_lazy("A task needs your attention"),
    "talk": gettext_lazy("Colleagues have written to you"),
    "news": gettext_lazy("There is news for you"),
    "house": gettext_lazy("Something has to be looked after"),
}


def notice(delivery: Delivery, told: Notice) -> Message:
    return Message(
        number=delivery.number,
        title=str(TITLES.get(delivery.group, TITLES["news"])),
        text=_("Open it in the portal: this channel says no more."),
        url=address(f"/notifications/{told.id}/"),
        stop=address(STOP),
        thread=f"card:{told.card}" if told.card else "",
        urgent=delivery.urgent,
    )
