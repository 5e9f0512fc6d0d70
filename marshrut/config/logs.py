"""What a running installation writes to stderr: faults with their traceback, never what people sent or stored."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import TooManyFieldsSent

#: characters of one message that are kept
MOST: Final = 500
#: shorter values say nothing about a person and stand in many words
SHORT: Final = 3
HIDDEN: Final = "[…]"
#: ours, those of other programs, and those of bots, which are a part of addresses
TOKEN: Final = re.compile(r"msh_[\w-]+|(?i:bearer)\s+\S+|\d{6,}:[\w-]{30,}")
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")

SETTINGS: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"faults": {"()": "marshrut.config.logs.Faults"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "faults"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "marshrut": {"level": "INFO"},
        # its own handlers write only while debugging, or by mail
        "django": {"handlers": [], "level": "WARNING"},
        # 403 and 404 are everyday answers
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        # addresses hold secrets
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}


class Faults(logging.Formatter):
    """One line, then the traceback. Values of the request are cut out of messages.

    Of an error of the database only the kind is told: its message quotes parameters.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        sent = list(_sent(getattr(record, "request", None)))
        plain = logging.makeLogRecord({**record.__dict__, "msg": _clean(record.getMessage(), []), "args": None})
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        plain.exc_info, plain.exc_text = None, _traceback(error, sent) if error else None
        return super().format(plain)


def _traceback(error: BaseException, sent: list[str]) -> str:
    """The frames of the error and of what led to it, eldest first."""
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        kind = f"{type(one).__module__}.{type(one).__qualname__}".removeprefix("builtins.")
        frames = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{kind}: {_message(one, sent)}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n\nwhich led to:\n\n".join(reversed(parts))


def _message(error: BaseException, sent: list[str]) -> str:
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    return f"SQLSTATE {state}" if state else _clean(str(error), sent)


def _clean(text: str, sent: Iterable[str]) -> str:
    for value in sent:
        text = text.replace(value, HIDDEN)
    return CONTROL.sub(" ", TOKEN.sub(HIDDEN, text))[:MOST]


def _sent(request: Any) -> list[str]:
    """What was typed, asked and shown as a pass, longest first; a body that nobody parsed is left alone."""
    if request is None:
        return []
    found = [*request.COOKIES.values(), request.META.get("HTTP_AUTHORIZATION", "")]
    posted: Any = getattr(request, "_post", None) or {}
    try:
        asked: Any = request.GET
    except TooManyFieldsSent:  # nobody parsed it, as nobody does now
        asked = {}
    for fields in (asked, posted):
        found += [value for name in fields for value in fields.getlist(name)]
    return sorted({value for value in found if len(value) > SHORT}, key=len, reverse=True)
