"""Bytes of mail into text, whatever the sender says about them. Pure; never raises.

Old Russian programs name no charset, a wrong one or one that does not exist: the bytes themselves say more.
"""

from __future__ import annotations

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final

#: names Python does not know
ALIASES: Final = {
    "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251", "x-cp1251": "cp1251", "cp-1251": "cp1251",
    "koi8": "koi8-r", "koi-8": "koi8-r", "koi8r": "koi8-r", "koi-8-r": "koi8-r", "utf8mb4": "utf-8", "utf": "utf-8",
    "unicode": "utf-8", "unicode-1-1-utf-8": "utf-8", "cp-866": "cp866", "dos": "cp866",
}  # fmt: skip
#: what is written when nobody thought about it
CARELESS: Final = {"ascii", "iso8859-1", "cp1252", ""}
GUESSES: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5")
#: characters of a header that are read
HEADER: Final = 10_000
_FREQUENT: Final = frozenset("оеаинтсрвлкмдпуя")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]{3}")
#: half of a pair, and NUL, which the database refuses
_UNFIT: Final = re.compile("[\ud800-\udfff\0]")


def text(raw: bytes, declared: str = "") -> str:
    """The text of these bytes: as declared when that can be, else the likeliest of UTF-8 and the Russian charsets."""
    name = known(declared)
    careless = name in CARELESS
    if name and not (careless and _HIGH_RUN.search(raw)):
        try:
            return _fit(raw.decode(name))
        except (UnicodeError, ValueError):
            pass
    try:
        return _fit(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # one broken letter of a long text is no other charset
        if name == "utf-8" and error.start > len(raw) // 2:
            return _fit(raw.decode("utf-8", "replace"))
    return _fit(_guessed(raw, name))


def header(raw: str) -> str:
    """A header as a person reads it: encoded words in any charset, raw eight-bit letters, folded lines."""
    line = " ".join(_undone(raw[:HEADER]).split())
    if "=?" not in line:
        return line
    try:
        parts = decode_header(line)
    except (HeaderParseError, ValueError):
        return line
    pieces = _joined(parts)
    return " ".join("".join(pieces).split())


def unescaped(raw: str) -> str:
    """Raw eight-bit letters, which the parser of the standard library keeps as escapes, as letters."""
    return _undone(raw)


def known(name: str) -> str:
    """The name Python knows the charset by; empty when it knows none such."""
    plain = name.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(ALIASES.get(plain, plain))
    except (LookupError, ValueError):
        return ""
    # "hex", "zip" and the like are no charsets, and some of them are bombs
    return found.name if getattr(found, "_is_text_encoding", True) and found.name not in NO_CHARSETS else ""


NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "unicode_escape"}
)


def _joined(parts: list[tuple[bytes | str, str | None]]) -> list[str]:
    """Neighbouring words of one charset are decoded as one: a letter may be cut between two of them."""
    pieces: list[str] = []
    held: tuple[bytes, str] | None = None
    for value, charset in parts:
        if isinstance(value, str) or charset is None:
            plain = value if isinstance(value, str) else value.decode("latin-1")
            if held:
                pieces.append(text(*held))
                held = None
            pieces.append(plain)
        elif held and held[1] == charset.lower():
            held = (held[0] + value, held[1])
        else:
            if held:
                pieces.append(text(*held))
            held = (value, charset.lower())
    if held:
        pieces.append(text(*held))
    return pieces


def _undone(raw: str) -> str:
    if raw.isascii():
        return _fit(raw)
    try:
        return text(raw.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:  # letters already
        return _fit(raw)


def _guessed(raw: bytes, careless: str) -> str:
    sample = raw[:20_000]
    best = max(GUESSES, key=lambda name: _likelihood(sample.decode(name, "replace")))
    if _HIGH_RUN.search(raw) is None and careless in {"iso8859-1", "cp1252"}:
        best = "cp1252"
    return raw.decode(best, "replace")


def _likelihood(sample: str) -> int:
    """Russian is small letters, the frequent ones above all; a capital inside a word is another charset."""
    found = 0
    before = " "
    for letter in sample:
        if "а" <= letter <= "я" or letter == "ё":
            found += 3 if letter in _FREQUENT else 1
        elif "А" <= letter <= "Я":
            found += -2 if before.islower() else 1
        elif letter > "\x7f" and letter not in "«»—–№“”…\xa0":
            found -= 2
        before = letter
    return found


def _fit(found: str) -> str:
    return _UNFIT.sub("\ufffd", found) if _UNFIT.search(found) else found
