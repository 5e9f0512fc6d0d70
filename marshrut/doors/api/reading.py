"""JSON that came in: read strictly, so that what is no JSON is refused here and nowhere deeper.

Refused: NaN and infinity, numbers of thousands of digits, deep nesting, lone surrogates, NUL (PostgreSQL keeps none).
"""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser
from pydantic_core import from_json

from marshrut.kernel.errors import Refused

NOT_JSON = _("The body is not JSON that can be read.")
NOT_TEXT = _("Text may not hold the sign NUL.")
NOT_DECLARED = _("Send the body as application/json.")


class UnsupportedMediaType(Refused):
    code = "unsupported_media_type"
    status = 415


class Reader(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise UnsupportedMediaType(NOT_DECLARED)
        return read(request.body)


def read(content: bytes) -> Any:
    """The value; raises Refused with code "not_json" or "not_text"."""
    try:
        value = from_json(content, allow_inf_nan=False)
    except ValueError:
        raise Refused(NOT_JSON, code="not_json") from None
    _check(value)
    return value


def _check(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise Refused(NOT_TEXT, code="not_text")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise Refused(NOT_JSON, code="not_json")
    elif isinstance(value, dict):
        for key, one in value.items():
            _check(key)
            _check(one)
    elif isinstance(value, list):
        for one in value:
            _check(one)
