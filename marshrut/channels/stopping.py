"""«Больше не присылать» of a mail: whoever holds the link may stop one group of notices by mail, and nothing else.

The link needs no sign-in (RFC 8058), so it says whose it is by itself. It works as long as the mail is kept.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

#: of the HTML door
PATH: Final = "/notifications/stop/"
_TOKEN: Final = re.compile(r"(\d{1,18})-([a-z_]{1,40})-([0-9a-f]{32})")


def address(person: int, group: str) -> str:
    """Nothing when the portal does not know its own address: links in mail need one."""
    return f"{settings.PUBLIC_ADDRESS}{PATH}{token(person, group)}/" if settings.PUBLIC_ADDRESS else ""


def token(person: int, group: str) -> str:
    return f"{person}-{group}-{_proof(person, group)}"


def read(told: str) -> tuple[int, str] | None:
    """(person, group); None when the link is not one of ours."""
    found = _TOKEN.fullmatch(told)
    if found is None or not constant_time_compare(found[3], _proof(int(found[1]), found[2])):
        return None
    return int(found[1]), found[2]


def _proof(person: int, group: str) -> str:
    return salted_hmac("channels.stop", f"{person}-{group}").hexdigest()[:32]
