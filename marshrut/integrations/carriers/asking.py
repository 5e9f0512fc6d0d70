"""Asking a carrier: whatever goes wrong becomes a `CarrierTrouble`; one number's trouble is told from the carrier's."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from random import SystemRandom
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

from marshrut.kernel import clock, egress
from marshrut.kernel.egress import Answer
from marshrut.shipments import tracking
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, TroubleCode

log = logging.getLogger(__name__)
#: seconds for one visit to a carrier; what was not asked by then stays due
PATIENCE: Final = 60.0
#: calls in a row that went wrong: the carrier is left alone
IN_A_ROW: Final = 3
#: left alone so long when it says "too often" and not for how long
REST: Final = timedelta(minutes=10)
#: signs of a secret that are one, when the rest is cut off
CUT: Final = 4
#: may lie in what was asked: the next number is tried
_OWN: Final = frozenset({"protocol", "silent", "cut", "broken"})
_CODES: Final[dict[str, TroubleCode]] = {
    "forbidden": "forbidden", "no_host": "no_host", "closed": "closed", "silent": "silent", "cut": "cut",
    "certificate": "certificate", "too_large": "protocol", "protocol": "protocol",
}  # fmt: skip


def ask(method: str, address: str, *, plain: bool = False, **sent: Any) -> Answer:
    """`sent`: see `egress.ask`. Raises CarrierTrouble, also for answers that refuse; `plain` gives those back."""
    tracking.spend()
    try:
        answer = egress.ask(method, address, **sent)
    except egress.Trouble as trouble:
        raise CarrierTrouble(_CODES.get(trouble.code, "protocol"), trouble.words) from None
    if answer.status == 429:
        raise CarrierTrouble("limit", retry_after=after(answer) or REST)
    if answer.status in (401, 403) and not plain:
        raise CarrierTrouble("refused", f"HTTP {answer.status}")
    if answer.status in (502, 503, 504) or (answer.status >= 500 and not plain):
        raise CarrierTrouble("broken", f"HTTP {answer.status}", retry_after=after(answer))
    if 300 <= answer.status < 400:
        raise CarrierTrouble("protocol", f"HTTP {answer.status}")
    return answer


def read(answer: Answer) -> dict[str, Any]:
    """The object it holds. Raises CarrierTrouble."""
    try:
        found = answer.json()
    except egress.Trouble as trouble:
        raise CarrierTrouble("protocol", trouble.words) from None
    if not isinstance(found, dict):
        raise CarrierTrouble("protocol", f"HTTP {answer.status}")
    return found


@contextmanager
def hushed(account: Account) -> Iterator[None]:
    """Words of a carrier may repeat what it was asked with: no secret of the account leaves in a trouble."""
    try:
        yield
    except CarrierTrouble as trouble:
        secrets = [secret for secret in account.secrets.values() if secret]
        if not any(_tells(trouble.said, secret) for secret in secrets):
            raise
        raise CarrierTrouble(trouble.code, retry_after=trouble.retry_after) from None


def _tells(said: str, secret: str) -> bool:
    """As it is, as addresses, XML and JSON write it, or cut off at the end."""
    spelled = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), escape(secret), quoteattr(secret)}
    spelled |= {json.dumps(secret), json.dumps(secret, ensure_ascii=False), egress.said(secret), repr(secret)}
    told = said.lower()
    for one in {word.strip("\"'").lower() for word in spelled}:
        if one in told or any(told.endswith(one[:some]) for some in range(CUT, len(one))):
            return True
    return False


def after(answer: Answer) -> timedelta | None:
    """How long the carrier wants to be left alone: a minute at least, a day at most."""
    told = answer.headers.get("retry-after", "")
    if not told:
        return None
    try:
        wait = timedelta(seconds=int(told)) if told.isdigit() else parsedate_to_datetime(told) - clock.now()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta(minutes=1)), timedelta(days=1))


def walk(
    account: Account, numbers: Sequence[str], per_call: int, one: Callable[[Sequence[str]], FetchResult]
) -> FetchResult:
    """Ask about all of them, so many a call. A number whose answer cannot be read does not hold the others.

    Raises CarrierTrouble when nothing was answered at all. The order is mixed: whatever lies first in a queue must not
    be what is asked first for ever.
    """
    with hushed(account):
        return _Walk(one).through(numbers, per_call)


class _Walk:
    def __init__(self, one: Callable[[Sequence[str]], FetchResult]) -> None:
        self.one = one
        self.events: dict[str, Any] = {}
        self.not_found: list[str] = []
        self.failed: dict[str, str] = {}
        self.retry_after: timedelta | None = None
        self.answered = False

    def through(self, numbers: Sequence[str], per_call: int) -> FetchResult:
        mixed = SystemRandom().sample(list(dict.fromkeys(numbers)), len(set(numbers)))
        queue = deque(mixed[at : at + per_call] for at in range(0, len(mixed), per_call))
        until, row, first = monotonic() + PATIENCE, 0, None
        while queue and row < IN_A_ROW and monotonic() < until and self.retry_after is None:
            chunk = queue.popleft()
            try:
                self._take(self._ask(chunk))
                row = 0
            except CarrierTrouble as trouble:
                if trouble.code not in _OWN or trouble.retry_after is not None:
                    return self._ended(trouble)
                first, row = first or trouble, row + 1
                if len(chunk) > 1:
                    queue.extendleft([one] for one in reversed(chunk))
                else:
                    self.failed[chunk[0]] = trouble.code
        if first is not None and not self.answered and (len(mixed) > 1 or first.code != "protocol"):
            raise first
        return self._result()

    def _ask(self, chunk: Sequence[str]) -> FetchResult:
        try:
            return self.one(chunk)
        except CarrierTrouble:
            raise
        except Exception:
            log.exception("an answer was not foreseen")
            raise CarrierTrouble("protocol") from None

    def _take(self, found: FetchResult) -> None:
        self.events.update(found.events)
        self.not_found += found.not_found
        self.failed.update(found.failed)
        self.retry_after = found.retry_after
        self.answered = True

    def _ended(self, trouble: CarrierTrouble) -> FetchResult:
        """What was answered before is kept; the trouble comes again if it lasts."""
        if not self.answered:
            raise trouble
        self.retry_after = trouble.retry_after
        return self._result()

    def _result(self) -> FetchResult:
        return FetchResult(self.events, self.not_found, self.failed, self.retry_after)
