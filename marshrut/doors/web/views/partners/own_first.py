"""Suggestions beside a company: what is its own comes first, the rest after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from marshrut.crm.queries import DealInfo, ProjectInfo

#: offered at once
SUGGESTED: Final = 8
Info = TypeVar("Info", DealInfo, ProjectInfo)


def own_first(search: Callable[..., list[Info]], company: int | None) -> list[Info]:
    """`search` finds by text, and only of a company when that is given."""
    own = search(company=company) if company else []
    return list({one.id: one for one in own + search()}.values())[:SUGGESTED]
