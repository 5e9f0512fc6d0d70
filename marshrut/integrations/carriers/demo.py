"""A carrier for training: every number travels a route that is written down, on the clock of the installation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.kernel import clock
from marshrut.kernel.outside import SettingField, Step
from marshrut.shipments.rules.schedule import Pace
from marshrut.shipments.tracking import Account, FetchResult, TrackEvent

from . import telling
from .meanings import DATA

CODE: Final = "demo"


class Demo:
    """Shows the way of all carriers that are not connected."""

    code = CODE
    title = gettext_lazy("Carrier for training")
    form: tuple[SettingField, ...] = ()
    batch = 100
    per_call = 100
    quota = None
    pace = Pace()
    stands_in = True

    def fetch(self, numbers: Sequence[str], account: Account) -> FetchResult:
        """`account.settings["since"]`: number -> when its card was made."""
        since = account.settings.get("since") or {}
        told = {number: list(_events(number, since[number])) for number in numbers if number in since}
        known = {number: events for number, events in told.items() if events}
        return FetchResult(known, [number for number in numbers if number not in known])

    def check(self, account: Account) -> list[Step]:
        return [Step("account", _("No account is needed"), "ok", _("Numbers travel by themselves, for training."))]

    def public_url(self, number: str) -> str:
        return ""


def _events(number: str, since: str) -> Iterator[TrackEvent]:
    began, now = datetime.fromisoformat(since), clock.now()
    back = False
    for hours, status, text, place, *alert in _route(number):
        at = began + timedelta(hours=hours)
        if at > now:
            return
        back = back or status == "returning"
        yield TrackEvent(
            uid=telling.uid(CODE, number, at, status, place),
            at=at,
            code=status,
            text=text,
            status=status,
            place=place,
            leg="return" if back else "",
            alert=alert[0] if alert else "",
            raw={"hours": hours},
        )


def _route(number: str) -> list[list[Any]]:
    told = _told()
    return list(told["routes"][told["digits"].get(number[-2:-1], "well")])


@lru_cache
def _told() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "demo.yaml").read_text(encoding="utf-8"))
    return found
