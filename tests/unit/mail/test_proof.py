"""What the mail server says of the sender: only its own word, and only of that sender."""

from __future__ import annotations

import time

import pytest

from marshrut.integrations.mail import proof
from marshrut.integrations.mail.parsing import read
from tests.support.mails import letter

OURS = "mx.company.example"


def forged(*found: str) -> str:
    raw = letter(sender="docs@koleso.example")
    above = "".join(f"Authentication-Results: {one}\r\n" for one in found)
    return proof.forged(read(above.encode() + raw))


@pytest.mark.parametrize(
    ("found", "method"),
    [
        ("spf=pass smtp.mailfrom=docs@koleso.example", ""),
        ("spf=fail (not allowed; really) smtp.mailfrom=docs@koleso.example", "spf"),
        ("SPF=SoftFail smtp.mail=docs@koleso.example", "spf"),
        ("spf=fail", "spf"),
        ("spf=none smtp.mailfrom=docs@koleso.example", ""),
        ("spf=fail smtp.mailfrom=list@other.example", ""),
        ("dkim=fail header.d=koleso.example", "dkim"),
        ("dkim=fail header.i=@mail.koleso.example", "dkim"),
        ("dkim=fail header.d=notkoleso.example", ""),
        ("dmarc=fail header.from=koleso.example", "dmarc"),
        # passed on by others: the signature of the sender holds
        ("spf=fail smtp.mailfrom=docs@koleso.example; dkim=pass header.d=koleso.example", ""),
        ("spf=fail smtp.mailfrom=docs@koleso.example; dkim=pass header.d=evil.example", "spf"),
        ("spf=fail; dkim=pass", "spf"),
        ("dmarc=fail header.from=koleso.example; dkim=pass header.d=koleso.example", "dmarc"),
        ("dmarc=pass header.from=koleso.example; spf=fail smtp.mailfrom=docs@koleso.example", ""),
        ("none", ""),
    ],
)
def test_what_failed_for_the_sender(found: str, method: str) -> None:
    assert forged(f"{OURS}; {found}") == method


def test_only_the_word_of_our_own_server_counts() -> None:
    bad, good = f"{OURS}; dmarc=fail header.from=koleso.example", f"{OURS}; dmarc=pass header.from=koleso.example"
    assert (forged(bad, good), forged(good, bad), forged()) == ("dmarc", "", "")


def test_no_header_takes_long() -> None:
    started = time.monotonic()
    forged(f"{OURS}; " + "(" * 100_000, f"{OURS}; spf=")
    forged(f"{OURS}; " + "spf=" * 50_000)
    assert time.monotonic() - started < 2
