"""Asking carriers about what is due: every minute, each in a lane of its own. One that is away delays no other.

Nothing is open in the database while the network is used. A worker that dies between the answer and its record has lost
nothing: its lease ends, the number is asked about again, and what is said twice is known once.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import DataError
from django.utils import translation

from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect
from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor
from marshrut.shipments import commands, queries, tracking
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, Provider

log = logging.getLogger(__name__)
ACTOR: Final = Actor.robot("carriers")
#: seconds between looks; for one turn of a carrier; how long a turn may be at work, with its last call
EVERY, PATIENCE, LEASE = 60.0, 90.0, 240.0


def kind(carrier: str) -> str:
    """Effect and lane of a carrier."""
    return f"carrier_poll_{carrier}"


def duty() -> None:
    """Ask for a turn of every carrier that is connected. Asking twice in a minute asks once."""
    minute = int(clock.now().timestamp() // EVERY)
    effects.enqueue([_turn(carrier, str(minute)) for carrier in queries.pollable()])


def soon(carrier: str) -> int:
    """Somebody waits: a turn at once, in the lane of the carrier. Nothing is asked here and now."""
    if tracking.provider(carrier) is not None:
        effects.enqueue([_turn(carrier, secrets.token_hex(8))])
    return 0


def turn(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    with translation.override(settings.LANGUAGE_CODE):
        poll(payload["carrier"])
    return None


def poll(carrier: str) -> int:
    """Batch after batch of what is due, while there is time. Returns how many shipments were asked about."""
    until, asked = monotonic() + PATIENCE, 0
    provider = tracking.provider(carrier)
    while provider is not None and monotonic() < until:
        taken = commands.take_due(ACTOR, carrier=carrier)
        if not taken["numbers"]:
            break
        asked += len(taken["numbers"])
        with tracking.counting() as spent:
            result, trouble = _asked(provider, taken["numbers"])
        told = _recorded(carrier, taken, result, trouble, None if provider.stands_in else spent.requests)
        # after a bad turn, or one that was cut short, the rest waits for the next
        if trouble is not None or result is None or result.retry_after or told["recorded"] > _answered(result):
            break
    return asked


def _asked(provider: Provider, numbers: dict[str, str]) -> tuple[FetchResult | None, CarrierTrouble | None]:
    try:
        account = queries.account(provider.code)
        if account is None:  # disconnected this very moment: all stays due
            return FetchResult(), None
        if provider.stands_in:
            account = _with_days(account, numbers)
        return provider.fetch(list(dict.fromkeys(numbers.values())), account), None
    except sealing.Unreadable:
        trouble = CarrierTrouble("sealed")
    except CarrierTrouble as found:
        trouble = found
    except Exception:
        log.exception("the answer of %s could not be read", provider.code)
        trouble = CarrierTrouble("protocol")
    log.warning("%s was not asked: %s %s", provider.code, trouble.code, trouble.said)
    return None, trouble


def _recorded(
    carrier: str,
    taken: Mapping[str, Any],
    result: FetchResult | None,
    trouble: CarrierTrouble | None,
    spent: int | None,
) -> dict[str, Any]:
    """`spent`: requests that were sent; None when none are."""
    about: dict[str, Any] = {"carrier": carrier, "lease": taken["lease"]}
    about["more"] = 0 if spent is None else spent - taken["requests"]
    try:
        return commands.record_poll(ACTOR, **about, result=result, trouble=trouble)
    except DataError:
        # something was said that cannot be kept: they all rest a while, each for as long as it happens to, so that
        # the next time the one does not come with the others
        log.exception("what %s said cannot be written down", carrier)
        failed = FetchResult(failed=dict.fromkeys(taken["numbers"].values(), "protocol"))
        return commands.record_poll(ACTOR, **about, result=failed)


def _with_days(account: Account, numbers: dict[str, str]) -> Account:
    """A carrier that only plays one begins its story when the card was made."""
    lines = queries.of_cards(ACTOR, [int(card) for card in numbers])
    since = {line.number: line.created_at.isoformat() for line in lines.values()}
    return Account(account.carrier, {**account.settings, "since": since}, account.secrets)


def _answered(result: FetchResult) -> int:
    return len(result.events) + len(result.not_found) + len(result.failed)


def _turn(carrier: str, which: str) -> effects.Row:
    name = kind(carrier)
    return effects.row(name, f"{name}:{which}", payload={"carrier": carrier})
