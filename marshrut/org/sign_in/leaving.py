"""Where rooms above hear that a person has left a browser, so that nothing of theirs is shown there any more.

A browser is known by a mark in a cookie of its own: sessions run out within the hour, what shows notices stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

#: name of the cookie, and of what a session knows of it
BROWSER: Final = "browser"


@dataclass(frozen=True, slots=True)
class Left:
    """`person` 0: everybody but `stays`. `browser` "": all browsers but `keep`."""

    person: int = 0
    stays: int = 0
    browser: str = ""
    keep: str = ""


#: each called in the transaction that ends sessions, if there is one
listeners: list[Callable[[Left], None]] = []


def tell(left: Left) -> None:
    for listener in listeners:
        listener(left)


def mark(request: HttpRequest) -> str:
    """Of the browser that asks; "" when it has none."""
    found = request.COOKIES.get(BROWSER, "")
    return found if len(found) == 32 and found.isascii() and found.isalnum() else ""
