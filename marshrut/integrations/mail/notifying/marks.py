"""How a notice is known again: its Message-ID, the address it is answered at, the thread of its card. Pure but the key.

All are made of the number of the notice, of whom it was sent to and of its title, so a repeat bears the same ones and
mail programs fold it; and of a part that only this installation can make, so a stranger can answer nothing that was not
sent to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

#: number of the notice, person, digest of the title, proof: small letters only, for some servers change them
_MARK: Final = re.compile(r"(n-[0-9a-z]{1,16}-\d{1,18}-[0-9a-f]{6})-([0-9a-f]{16})")
_UNFIT: Final = re.compile(r"[^0-9a-z]+")


def of(number: str, person: int, title: str) -> str:
    plain = _UNFIT.sub("", number.lower())[:16] or "0"
    about = f"n-{plain}-{person}-{sha256(title.encode()).hexdigest()[:6]}"
    return f"{about}-{_proof(about)}"


def ours(mark: str) -> str:
    """The mark when this very installation has made it, else ""."""
    plain = mark.strip().lower()
    found = _MARK.fullmatch(plain)
    return plain if found is not None and constant_time_compare(found[2], _proof(found[1])) else ""


def thread(name: str, host: str) -> str:
    """The first mail of the thread, which nobody ever sent: all of the card's mails answer it."""
    return f"t-{_UNFIT.sub('-', name.lower())[:40]}-{_proof(f'thread {name}')}@{host}"


def answered_at(box: str, mark: str) -> str:
    """`box`: address of the mailbox; servers that know "+" put what stands behind it there, too."""
    name, _at, host = box.rpartition("@")
    return f"{name}+{mark}@{host}"


def of_recipients(box: str, addresses: Iterable[str]) -> str:
    """The mark of the address a mail was sent to; "" when none is ours."""
    name, _at, host = box.lower().rpartition("@")
    for one in addresses:
        who, _at, where = one.lower().rpartition("@")
        head, plus, tail = who.partition("+")
        if plus and head == name and where == host and (mark := ours(tail)):
            return mark
    return ""


def of_ids(ids: Iterable[str]) -> str:
    """The mark of the first Message-ID that is ours."""
    return next((mark for one in ids if (mark := ours(one.rpartition("@")[0]))), "")


def _proof(text: str) -> str:
    return salted_hmac("mail.notice", text).hexdigest()[:16]
