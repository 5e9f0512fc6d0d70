"""Деловые Линии: the key of an application in the body, five documents in one call, the history in any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.egress import said
from marshrut.kernel.outside import SettingField, Step
from marshrut.shipments.rules.schedule import Pace
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, TrackEvent

from . import asking, telling, trying

CODE: Final = "dellin"
PATH: Final = "/v3/orders/statuses_history.json"
MOST: Final = 5


class Dellin:
    code = CODE
    title = _("Dellin")
    form = (
        SettingField("key", _("Key of the application"), "secret", required=True, hint=_("«appkey» of dev.dellin.ru")),
        SettingField("address", _("Address of the service"), "url", default="https://api.dellin.ru", place=True),
    )
    batch = 25
    per_call = MOST
    quota = None
    pace = Pace()
    stands_in = False

    def fetch(self, numbers: Sequence[str], account: Account) -> FetchResult:
        return asking.walk(account, numbers, MOST, lambda some: _history(some, account))

    def check(self, account: Account) -> list[Step]:
        return trying.steps(account, account.settings["address"], lambda: _history(["00-00000000000"], account))

    def public_url(self, number: str) -> str:
        return f"https://www.dellin.ru/tracker/?mode=search&rwID={quote(number)}"


def _history(numbers: Sequence[str], account: Account) -> FetchResult:
    answer = asking.ask(
        "POST",
        account.settings["address"].rstrip("/") + PATH,
        body={"appkey": account.secrets["key"], "docIds": list(numbers)},
    )
    found = asking.read(answer)
    data = found.get("data")
    if not isinstance(data, dict):
        raise CarrierTrouble("protocol", _errors(found) or f"HTTP {answer.status}")
    told = data.get("statusHistory")
    if not isinstance(told, dict):
        if told:
            raise CarrierTrouble("protocol", f"HTTP {answer.status}")
        told = {}  # an empty one comes as a list
    events = {number: list(_events(number, told[number])) for number in numbers if told.get(number)}
    known = {number: several for number, several in events.items() if several}
    failed = {number: "protocol" for number in events if number not in known}
    return FetchResult(known, [number for number in numbers if number not in events], failed)


def _errors(found: Mapping[str, Any]) -> str:
    errors = found.get("errors")
    several = errors if isinstance(errors, list) else [errors]
    return said(" ".join(str(one.get("title") or one.get("detail")) for one in several if isinstance(one, dict)))


def _events(number: str, rows: Any) -> Iterator[TrackEvent]:
    for one in rows if isinstance(rows, list) else [rows]:
        at = telling.moment(one.get("stateDate")) if isinstance(one, dict) else None
        if at is None:
            continue
        raw = {key: one.get(key) for key in ("number", "state", "stateName", "stateDate")}
        yield telling.event(CODE, number, at=at, code=said(one.get("state")), text=one.get("stateName"), raw=raw)
