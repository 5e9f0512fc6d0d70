"""One way to a base of 1C: GET and nothing else, one request at a time, over a connection that is kept.

Every request may take a licence of 1C, and the first one after a pause may take half a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom
from threading import Event
from time import monotonic
from typing import Any, Final

from marshrut.edocs.source import SourceTrouble
from marshrut.kernel import clock, egress

from . import auth, codec, redact, url
from .settings import Settings

log = logging.getLogger(__name__)
#: nothing is ever written to 1C
METHOD: Final = "GET"
#: seconds for the first request of a reading, for others; bytes of an answer
COLD: Final = 180.0
WARM: Final = 120.0
MOST: Final = 64 << 20
#: seconds to give a session back while a person waits
GOODBYE: Final = 3.0
#: requests for one question when the server is busy or a connection breaks; seconds that are waited for at most
TRIES: Final = 3
LONGEST_WAIT: Final = 20.0
#: tried again by itself: nothing about the question is wrong
_PASSING: Final = frozenset({"busy", "gateway", "cut"})
_INNER: Final = {6: "field", 10: "field", 8: "no_set", 9: "gone", 20: "rights", 14: "filter"}
_STATUS: Final = {
    400: "filter", 401: "refused", 403: "rights", 404: "not_published", 406: "format", 413: "too_long", 414: "too_long",
    415: "format", 429: "busy", 502: "gateway", 503: "busy", 504: "gateway",
}  # fmt: skip


class Refusal(Exception):
    """A question was not answered. `said`: numbers and words of ours, never text of the server."""

    def __init__(self, code: str, said: str = "", *, retry_after: float | None = None, word: str = "") -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said, self.retry_after, self.word = code, said, retry_after, word

    def trouble(self, about: str = "") -> SourceTrouble:
        """For the base as a whole. `about`: a name of the mapping."""
        said = f"{about}: {self.said}" if about and self.said else about or self.said
        return SourceTrouble(self.code, said, retry_after=self.retry_after)


@dataclass(frozen=True, slots=True)
class Said:
    data: Any
    #: the clock of the server; None when it does not tell
    date: datetime | None
    size: int


def pause(seconds: float) -> None:
    Event().wait(seconds)


class Line:
    """`with Line(settings) as line: line.get("Catalog_X", {"$top": "1"})`. Raises Refusal."""

    def __init__(self, settings: Settings, patience: float | None = None) -> None:
        """`patience`: seconds for all its questions together, each asked once: a person waits for them."""
        self.settings = settings
        self.requests = 0
        self._until = monotonic() + patience if patience is not None else None
        self._line = egress.Line(pause=WARM)
        self._headers = {
            "authorization": auth.header(settings.login, settings.password),
            "accept": "application/json;odata=nometadata",
        }
        self._answered = False

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_found: object) -> None:
        if "cookie" in self._headers:
            self._finish()
        self._line.__exit__()

    def get(self, path: str, options: Mapping[str, str]) -> Said:
        """One question, asked again while the server is only busy."""
        for attempt in range(TRIES):
            try:
                return self._once(path, options)
            except Refusal as refusal:
                wait = self._wait(refusal, attempt)
                if wait is None:
                    raise
                log.info("1C is asked again: %s", refusal.code)
                pause(wait)
        raise AssertionError  # the last attempt returns or raises

    def file(self, path: str) -> egress.Answer:
        """Of an HTTP service beside OData."""
        return self._sent(f"{self.settings.publication}/{url.segment(path)}")

    def _wait(self, refusal: Refusal, attempt: int) -> float | None:
        if refusal.code not in _PASSING or attempt + 1 >= TRIES or self._until is not None:
            return None
        wait = refusal.retry_after if refusal.retry_after is not None else 2.0**attempt
        return None if wait > LONGEST_WAIT else wait * (1 + SystemRandom().random() / 4)

    def _once(self, path: str, options: Mapping[str, str]) -> Said:
        answer = self._sent(url.address(self.settings.service, path, {"$format": "json", **options}))
        date = _date(answer)
        found = codec.read(answer.body)
        if answer.status == 200 and found.shape == "json":
            self._answered = True
            return Said(found.data, date, len(answer.body))
        raise _refusal(answer, found)

    def _sent(self, address: str) -> egress.Answer:
        headers = dict(self._headers)
        if self.settings.ib_session and "cookie" not in headers:
            headers["ibsession"] = "start"
        patience = self._patience()
        self.requests += 1
        try:
            answer = self._line.ask(METHOD, address, headers=headers, patience=patience, most=MOST)
        except egress.Trouble as trouble:
            raise Refusal(trouble.code, redact.word(trouble.words)) from None
        self._remember_session(answer)
        return answer

    def _patience(self) -> float:
        if self._until is None:
            return WARM if self._answered else COLD
        left = self._until - monotonic()
        if left <= 0:
            raise Refusal("silent")
        return left

    def _remember_session(self, answer: egress.Answer) -> None:
        cookie = answer.headers.get("set-cookie", "")
        if self.settings.ib_session and cookie.lower().startswith("ibsession="):
            self._headers["cookie"] = cookie.partition(";")[0]

    def _finish(self) -> None:
        """Give the licence back; whether it worked is no matter."""
        try:
            self._line.ask(
                METHOD,
                self.settings.service + "/",
                headers={**self._headers, "ibsession": "finish"},
                patience=None if self._until is None else GOODBYE,
            )
        except egress.Trouble:
            log.info("the session of 1C ends by itself")


def _refusal(answer: egress.Answer, found: codec.Read) -> Refusal:
    said, word = redact.said(answer.status, found.code, found.text), redact.word(found.text)
    wait = _after(answer)
    if answer.status == 200 and found.shape != "error":
        code = {"html": "html", "atom": "ignored"}.get(found.shape, "protocol")
        return Refusal(code, said, word=word)
    if found.code in _INNER:
        return Refusal(_INNER[found.code], said, word=word)
    if word == "too_long":
        return Refusal("too_long", said, word=word)
    if word in ("sessions_blocked", "licence"):
        return Refusal("busy", said, retry_after=wait, word=word)
    if 300 <= answer.status < 400:
        return Refusal("html", said)
    return Refusal(_STATUS.get(answer.status, "broken"), said, retry_after=wait, word=word)


def _after(answer: egress.Answer) -> float | None:
    told = answer.headers.get("retry-after", "").strip()
    if not told:
        return None
    try:
        return float(told) if told.isdigit() else max((parsedate_to_datetime(told) - clock.now()).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None


def _date(answer: egress.Answer) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
