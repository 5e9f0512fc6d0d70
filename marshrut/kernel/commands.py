"""`@command`: the only way to change anything, and the list of all changes.

A command is a function `(actor, *, ...) -> JSON value`, run in one transaction and registered under its dotted name.
Doors, robots and the console call the same function. A command never calls a command.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from . import memory
from .actor import Actor
from .errors import Conflict

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    run: Callable[..., Any]
    #: True when the function writes by one statement of its own and stores the client key itself
    own_transaction: bool


registry: dict[str, Command] = {}

SENT_ALREADY = _(
    "This was sent already, with other values. Look at what was saved; to send something else, open the form anew"
    " (a program sends a new key)."
)


def command(
    name: str, *, own_transaction: bool = False
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Register a command under `name` ("card.move") and give it a transaction and a client key.

    A command that declares `key: str | None` may be called with one: a repeated call with the same key and arguments by
    the same actor gets the first answer, with other arguments it is refused (`Conflict`, code `key_reused`).
    """

    def wrap(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        if name in registry:
            raise RuntimeError(f"two commands are called {name}")

        @wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            key = kwargs.pop("key", None)
            try:
                with transaction.atomic():
                    if not key:
                        return function(actor, *args, **kwargs)
                    return _once(scoped_key(actor, str(key)), fingerprint(name, kwargs), actor, *args, **kwargs)
            finally:
                memory.forget()

        def _once(key: str, body: str, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            first = _claim(key, body)
            if first is not None:
                return first[0]  # type: ignore[no-any-return]
            result = function(actor, *args, **kwargs)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE kernel_command_log SET response = %s WHERE key = %s", [json.dumps(result), key])
            return result

        chosen = function if own_transaction else run
        registry[name] = Command(name, chosen, own_transaction)
        return chosen

    return wrap


def scoped_key(actor: Actor, key: str) -> str:
    """Client keys of different people and programs never meet."""
    return f"{actor.person_id or f'{actor.kind}/{actor.label}'}:{key}"


def fingerprint(name: str, arguments: Any) -> str:
    """SHA-256 of what was asked, to tell a repeated call from a reused key."""
    text = json.dumps([name, arguments], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def key_reused() -> Conflict:
    return Conflict(SENT_ALREADY, code="key_reused")


def _claim(key: str, body: str) -> tuple[Any] | None:
    """Take the key; the loser of a race waits on the unique index and then finds the first answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_command_log (key, body, at) VALUES (%s, %s, clock_timestamp())"
            " ON CONFLICT (key) DO NOTHING",
            [key, body],
        )
        if cursor.rowcount:
            return None
        cursor.execute("SELECT body, response FROM kernel_command_log WHERE key = %s", [key])
        stored_body, response = cursor.fetchone()
    if stored_body != body:
        raise key_reused()
    return (json.loads(response) if isinstance(response, str) else response,)
