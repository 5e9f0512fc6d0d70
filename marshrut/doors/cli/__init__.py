"""The console door: the same commands and queries as on the pages, for people at the server and for scripts.

Whoever may run it owns the server, so it believes `--as`; history says that it came by the console. Decides nothing,
never touches models. `groups` is what the program `marshrut` shows; it is loaded late, because it needs Django.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name != "groups":
        raise AttributeError(name)
    from .program import groups

    return groups
