"""СДЭК API v2: a token for about an hour; only orders of our own contract are known.

A return is an order of its own (`is_return`), named by the order that was not delivered: its way is told as the way
back. Whoever follows the number of a return itself waits for it: there its way is the way there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Several
from threading import Lock
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from marshrut.definitions.schema.tracks import TO_LATIN
from marshrut.kernel.egress import Answer, said
from marshrut.kernel.outside import SettingField, Step
from marshrut.shipments.rules.schedule import Pace
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, TrackEvent

from . import asking, telling, trying

CODE: Final = "cdek"
#: seconds a token is used less than it lasts
EARLY: Final = 120.0
#: a token that says it lasts longer is used once
LONGEST: Final = 86_400
#: (address, account, fingerprint of the secret) -> token, when it ends
_tokens: Final[dict[tuple[str, str, str], tuple[str, float]]] = {}
_lock: Final = Lock()


class Cdek:
    code = CODE
    title = _("CDEK")
    form = (
        SettingField("account", _("Identifier of the account"), required=True, hint=_("«Account» in the agreement")),
        SettingField("password", _("Secure password"), "secret", required=True),
        SettingField("address", _("Address of the service"), "url", default="https://api.cdek.ru", place=True),
    )
    batch = 25
    per_call = 1
    quota = None
    pace = Pace()
    stands_in = False

    def fetch(self, numbers: Several[str], account: Account) -> FetchResult:
        return asking.walk(account, numbers, 1, lambda some: _order(some[0], account))

    def check(self, account: Account) -> list[Step]:
        return trying.steps(account, account.settings["address"], lambda: _fresh(account))

    def public_url(self, number: str) -> str:
        return f"https://www.cdek.ru/ru/tracking?order_id={quote(number)}"


def _order(number: str, account: Account) -> FetchResult:
    found = _asked(account, "/v2/orders", {"cdek_number": number})
    if found is None:
        return FetchResult(not_found=[number])
    entity = found["entity"]
    events = list(_events(number, entity, ""))
    if any(one.leg == "return" and not one.void for one in events):
        events += _way_back(number, found.get("related_entities"), account)
    return telling.known(number, entity.get("statuses") or [], events)


def _way_back(number: str, related: Any, account: Account) -> Iterator[TrackEvent]:
    for one in related if isinstance(related, list) else []:
        which = str(one.get("uuid") or "") if isinstance(one, dict) and "return" in str(one.get("type")) else ""
        if which:
            found = _asked(account, f"/v2/orders/{quote(which, safe='')}", {})
            yield from _events(number, found["entity"], "return") if found else ()


def _asked(account: Account, path: str, params: Mapping[str, str]) -> dict[str, Any] | None:
    """None: no such order, or not ours. Raises CarrierTrouble."""
    answer = _answer(account, path, params)
    if answer.status in (401, 403):
        raise CarrierTrouble("refused", f"HTTP {answer.status}")
    if answer.status >= 500:
        raise CarrierTrouble("broken", f"HTTP {answer.status}")
    found = asking.read(answer)
    if answer.status in (400, 404):
        if any("not_found" in code or "forbidden" in code for code in _codes(found)):
            return None
        raise CarrierTrouble("protocol", " ".join(_codes(found)) or f"HTTP {answer.status}")
    if not isinstance(found.get("entity"), dict):
        raise CarrierTrouble("protocol", f"HTTP {answer.status}")
    return found


def _answer(account: Account, path: str, params: Mapping[str, str]) -> Answer:
    """A kept token that is refused before its time is renewed, once."""
    address = account.settings["address"].rstrip("/") + path

    def with_token(token: str) -> Answer:
        return asking.ask("GET", address, plain=True, params=params, headers={"authorization": f"Bearer {token}"})

    with _lock:
        token, until = _tokens.get(_whose(account), ("", 0.0))
    if until <= monotonic():
        return with_token(_fresh(account))
    answer = with_token(token)
    if answer.status == 401:
        answer = with_token(_fresh(account))
    return answer


def _codes(found: Mapping[str, Any]) -> list[str]:
    requests = found.get("requests")
    errors = [one.get("errors") for one in requests if isinstance(one, dict)] if isinstance(requests, list) else []
    flat: Iterable[Any] = (one for several in errors if isinstance(several, list) for one in several)
    return [said(one.get("code")) for one in flat if isinstance(one, dict)]


def _fresh(account: Account) -> str:
    answer = asking.ask(
        "POST",
        account.settings["address"].rstrip("/") + "/v2/oauth/token",
        form={
            "grant_type": "client_credentials",
            "client_id": str(account.settings["account"]),
            "client_secret": account.secrets["password"],
        },
    )
    found = asking.read(answer)
    token, lasts = found.get("access_token"), found.get("expires_in")
    if answer.status != 200 or not isinstance(token, str):
        raise CarrierTrouble("refused", said(found.get("error_description") or found.get("error") or ""))
    seconds = lasts if isinstance(lasts, int | float) and 0 < lasts <= LONGEST else 0  # NaN is neither
    with _lock:
        until = monotonic() + max(seconds - EARLY, 0)
        _tokens[_whose(account)] = (token, until)
    return token


def forget_tokens() -> None:
    with _lock:
        _tokens.clear()


def _whose(account: Account) -> tuple[str, str, str]:
    secret = hashlib.sha256(account.secrets["password"].encode()).hexdigest()
    return account.settings["address"], str(account.settings["account"]), secret


def _events(number: str, entity: Mapping[str, Any], leg: Any) -> Iterator[TrackEvent]:
    """Those taken back last: one that was set anew at the same time counts."""
    told = entity.get("statuses")
    rows = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    known: set[str] = set()
    for one in sorted(rows, key=lambda row: row.get("deleted") is True):
        at = telling.moment(one.get("date_time"))
        if at is None:
            continue
        code = said(one.get("code")).upper().translate(TO_LATIN)
        raw = {key: one.get(key) for key in ("code", "name", "date_time", "city", "reason_code", "deleted")}
        void = one.get("deleted") is True
        made = telling.event(
            CODE, number, at=at, code=code, text=one.get("name"), place=one.get("city"), leg=leg, void=void, raw=raw
        )
        if made.uid not in known:
            known.add(made.uid)
            yield made
