"""Colleagues named in what somebody wrote: "@[Name](id)" in the form, "@Name" on the card."""

from __future__ import annotations

import re

MENTION = re.compile(r"@\[([^\]\n]{1,100})\]\((\d{1,18})\)")


def mentioned(raw: str) -> list[int]:
    return [int(found[1]) for found in MENTION.findall(raw)]


def plain(raw: str) -> str:
    return MENTION.sub(r"@\1", raw)
