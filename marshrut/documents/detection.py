"""What a file shows itself to be by its first and last bytes. Opens no archive and follows nothing inside."""

from __future__ import annotations

import re

import puremagic

#: bytes of the file that detection looks at
HEAD = 8192

#: the root of formalised documents of ФНС, as each encoding they come in writes it
_FORMAL = tuple("<Файл".encode(encoding) for encoding in ("cp1251", "utf-8", "utf-16-le", "utf-16-be"))
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|\?xml|iframe|img)[\s>]", re.IGNORECASE)


def found(head: bytes) -> list[str]:
    """Extensions without dots by which the content shows itself, best guess first; empty when it shows nothing."""
    guesses = [] if not head else _signatures(head)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") and "pdf" not in guesses:
        guesses.insert(0, "pdf")  # some programs write a mark or blank lines before the header
    if head.startswith((b"#!", b"MZ", b"\x7fELF")):
        guesses.insert(0, "exe")
    if _MARKUP.search(head[:1024]) and "pdf" not in guesses:
        guesses.append("html")
    if any(root in head for root in _FORMAL):
        guesses.append("fns")
    # two letters "BM" are the whole signature of a picture, and the start of many a text
    return [guess for guess in guesses if guess not in {"bmp", "dib"} or not looks_like_text(head)]


def looks_like_text(head: bytes) -> bool:
    """No zero bytes (or UTF-16 with its mark) and hardly any control signs."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return b"\0" not in head and control * 100 <= len(head)


def _signatures(head: bytes) -> list[str]:
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
    return [guess.extension.lstrip(".").lower() for guess in guesses if guess.extension]
