"""What a 1C server says: bytes first, for the charset it announces may be a lie, and an error may wear any clothes."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

Shape = Literal["json", "html", "atom", "error", "empty", "broken"]
#: lists and objects inside each other
DEEPEST: Final = 40
#: letters of what is no data that are looked at; whole groups of base64
WORDS: Final = 20_000
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_CODE: Final = re.compile(r"<(?:\w+:)?code[^>]*>\s*(-?\d{1,6})\s*</")
_MESSAGE: Final = re.compile(r"<(?:\w+:)?message[^<>]*>")
_END: Final = re.compile(r"</(?:\w+:)?message>")
_ERROR: Final = re.compile(r"<(?:\w+:)?error[\s>]")
_FEED: Final = re.compile(r"<(?:\w+:)?(?:feed|entry|service)[\s>]")


@dataclass(frozen=True, slots=True)
class Read:
    """`data`: of a JSON answer. `code`: the inner code of 1C; `text`: its words, not for people."""

    shape: Shape
    data: Any = None
    code: int | None = None
    text: str = ""


def read(body: bytes, depth: int = 0) -> Read:
    """Never raises: whatever comes has a shape."""
    text = _text(body).lstrip("\ufeff \t\r\n\0")
    if not text:
        return Read("empty")
    if text[0] in "{[":
        return _json(text)
    if text[0] == "<":
        return _xml(text)
    if depth == 0 and (inner := _packed(text)) is not None:
        return read(inner, depth + 1)
    return Read("broken", text=text)


def _packed(text: str) -> bytes | None:
    """What is written in base64, also on several lines; None: it is not."""
    signs = "".join(text.split())
    if not _BASE64.fullmatch(signs):
        return None
    try:
        return b64decode(signs, validate=True)
    except (binascii.Error, ValueError):
        return None


def _text(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("utf-8-sig" if _mostly_utf8(body) else "cp1251", "replace")


def _mostly_utf8(body: bytes) -> bool:
    return len(body.decode("utf-8", "ignore").encode()) * 2 > len(body)


def _json(text: str) -> Read:
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_constant)
    except (ValueError, RecursionError, ArithmeticError):
        return Read("broken", text=text)
    if _deeper(data, DEEPEST):
        return Read("broken", text="depth")
    if isinstance(data, dict):
        if isinstance(error := data.get("odata.error") or data.get("error"), dict):
            return _error(error)
        if isinstance(thrown := data.get("exception"), dict):
            return Read("error", code=None, text=_thrown(thrown))
    return Read("json", data=data)


def _constant(word: str) -> Any:
    raise ValueError(word)


def _deeper(data: Any, left: int) -> bool:
    if isinstance(data, dict):
        data = list(data.values())
    if not isinstance(data, list):
        return False
    return left <= 0 or any(_deeper(one, left - 1) for one in data)


def _error(error: dict[str, Any]) -> Read:
    message = error.get("message")
    text = str(message.get("value", "") if isinstance(message, dict) else message or "")
    return Read("error", code=_number(error.get("code")), text=_unwrapped(text))


def _thrown(thrown: Any) -> str:
    parts: list[str] = []
    while isinstance(thrown, dict) and len(parts) < DEEPEST:
        parts.append(str(thrown.get("descr") or ""))
        thrown = thrown.get("inner") or thrown.get("cause")
    return " ".join(parts)


def _xml(text: str) -> Read:
    head = text[:4000]
    if _ERROR.search(head):
        code = _CODE.search(head)
        return Read("error", code=_number(code and code[1]), text=_unwrapped(_message(text[:WORDS])))
    if _FEED.search(head):
        return Read("atom")
    return Read("html", text=text)


def _message(text: str) -> str:
    begin = _MESSAGE.search(text)
    if begin is None:
        return ""
    end = _END.search(text, begin.end())
    return text[begin.end() : end.start() if end else None]


def _unwrapped(text: str) -> str:
    """A message may come in base64."""
    text = text[:WORDS]
    inner = _packed(text) if " " not in text.strip() else None
    try:
        return text if inner is None else inner.decode("utf-8-sig")
    except ValueError:
        return text


def _number(told: Any) -> int | None:
    try:
        return int(str(told))
    except ValueError:
        return None
