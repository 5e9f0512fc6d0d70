"""The demo company: loaded into an empty database, its people and passwords kept for the greeting."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol

import click

from marshrut.kernel.errors import Conflict

from .installation import home
from .words import gettext as _


class Resident(Protocol):
    """Somebody of the demo company who can sign in."""

    name: str
    position: str
    email: str
    password: str


def people_file() -> Path:
    return home() / "demo-people.txt"


def is_empty() -> bool:
    """Nobody is in the database yet."""
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def load_into_empty() -> None:
    if is_empty() and loader():
        load()


def load() -> None:
    """Load the company. Refused when the database has people already (`Conflict`)."""
    if not is_empty():
        raise Conflict(_("The database is not empty. The demo company is loaded only into an empty one."))
    build = loader()
    if build is None:
        raise Conflict(_("This version has no demo company."))
    click.echo(_("Loading the demo company…"))
    _remember(build())


def loader() -> Callable[[], Iterable[Resident]] | None:
    """`marshrut.demo.load`, when the installation carries the room."""
    try:
        return getattr(import_module("marshrut.demo"), "load", None)
    except ModuleNotFoundError:
        return None


def _remember(people: Iterable[Resident]) -> None:
    rows = [(person.email, person.password, f"{person.name}, {person.position}") for person in people]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {email:<{widths[0]}}  {password:<{widths[1]}}  {name}\n" for email, password, name in rows]
    descriptor = os.open(people_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
