"""How the chain is computed: canonical JSON, salted digests, links.

Pure. `history_append` in SQL computes the same; a test holds them together.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

TAG = "marshrut.history"
ALG = 1
START = bytes(32)
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(value: Any) -> str:
    """The one text of a JSON value: sorted keys, no spaces, NFC, no NUL and no half surrogates.

    Raises TypeError for what would not come back from the database unchanged: floats, keys that are not text,
    dates, decimals, lazy translations. Send those as text.
    """
    _check(value)
    text = _dump(value)
    if "\\u0000" not in text and (text.isascii() or _is_clean(text)):
        return text
    return _dump(json.loads(unicodedata.normalize("NFC", _dump(_without_broken(value)))))


def restored(value: Any) -> str:
    """The canonical text of a value read back from the database: nothing is mended on the way."""
    return _dump(value)


def _is_clean(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text) and not _SURROGATE.search(text)


_dump: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _check(value: Any) -> None:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return
    if kind is dict:
        for key, inner in value.items():
            if type(key) is not str:
                raise TypeError(f"keys of a history body are text, not {key!r}")
            _check(inner)
    elif kind is list or kind is tuple:
        for inner in value:
            _check(inner)
    else:
        raise TypeError(f"{value!r} ({kind.__name__}) cannot go into history: send text, a whole number or yes/no")


def _without_broken(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_without_broken(key): _without_broken(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_broken(inner) for inner in value]
    return value


def netstring(fields: Iterable[str]) -> bytes:
    """Length-prefixed fields ("5:hello,"), so that no two lists of fields share one text."""
    return "".join([f"{_bytes(field)}:{field}," for field in fields]).encode()


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def digest(salt: str, value: Any) -> str:
    """What the chain keeps of an erasable value: base64url of SHA-256, 43 characters."""
    raw = hashlib.sha256(netstring((salt, _dump(value)))).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def instant(at: datetime) -> str:
    """UTC with microseconds, as both implementations write it into the hash."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def link(fields: Sequence[str], before: bytes) -> bytes:
    """The hash of a row: its fields in fixed order (`verify.Stored.fields`), then the hash of the row before."""
    return hashlib.sha256(netstring((TAG, str(ALG), *fields, before.hex()))).digest()
