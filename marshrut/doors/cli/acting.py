"""Who acts, and what is given to a card: the parts of a command line that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
from django.utils.translation import gettext as _

from marshrut.documents import commands as documents
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.outside import FormLine
from marshrut.org import queries as org

F = TypeVar("F", bound=Callable[..., Any])
SYSTEM = Actor.system("cli")


class Employee(click.ParamType[int]):
    """An e-mail address; its value is the person's id."""

    name = "email"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            return org.person_by_email(SYSTEM, value).id
        except NotFound:
            self.fail(_("Nobody here has the address {email}.").format(email=value), param, ctx)


class CardNumber(click.ParamType[int]):
    """17 or ЗО-17."""

    name = "card"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(?:\w{1,10}-)?([1-9][0-9]{0,17})", str(value))
        if found is None:
            self.fail(_("{value} is no number of a card.").format(value=value), param, ctx)
        return int(found[1])


class Pair(click.ParamType[tuple[str, str]]):
    """key=value"""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        key, equals, rest = str(value).partition("=")
        if not key or not equals:
            self.fail(_("Write it like key=value."), param, ctx)
        return key, rest


def acting(command: F) -> F:
    """`--as EMAIL`: the person who acts."""

    def resolve(_ctx: click.Context, _param: click.Parameter, person: int) -> Actor:
        return Actor.person(person, "cli")

    option = click.option(
        "--as",
        "actor",
        type=Employee(),
        required=True,
        envvar="MARSHRUT_AS",
        callback=resolve,
        help=_("E-mail of the person who acts; or set MARSHRUT_AS."),
    )
    return option(command)


def perhaps_acting(command: F) -> F:
    """`--as EMAIL`, else the server itself acts."""

    def resolve(_ctx: click.Context, _param: click.Parameter, person: int | None) -> Actor:
        return SYSTEM if person is None else Actor.person(person, "cli")

    option = click.option(
        "--as",
        "actor",
        type=Employee(),
        envvar="MARSHRUT_AS",
        callback=resolve,
        help=_("E-mail of the person who acts; without it the server itself does."),
    )
    return option(command)


def given(command: F) -> F:
    """`--field key=value` and `--file key=path`, both as often as needed."""
    field = click.option("--field", "fields", type=Pair(), multiple=True, help=_("A field, e.g. amount=125000.50."))
    file = click.option(
        "--file", "files", type=Pair(), multiple=True, help=_("A file for a field, e.g. invoice=bill.pdf.")
    )
    return field(file(command))


def values(
    actor: Actor, fields: tuple[tuple[str, str], ...], files: tuple[tuple[str, str], ...]
) -> dict[str, str | list[str] | list[int]]:
    """What `given` was given, with the files stored. A field that is named several times takes all of it: people."""
    named: dict[str, list[str]] = {}
    for key, value in fields:
        named.setdefault(key, []).append(value)
    found: dict[str, str | list[str] | list[int]] = {k: v[0] if len(v) == 1 else v for k, v in named.items()}
    stored: dict[str, list[int]] = {}
    for key, path in files:
        stored.setdefault(key, []).append(store(actor, path))
    return {**found, **stored}


def secrets(form: Iterable[FormLine]) -> dict[str, str]:
    """Asks for those of the form. Nothing typed keeps the one that is there."""
    found = {}
    for one in form:
        if one.kind == "secret":
            shown = f"{one.title} ({_('Enter keeps the one that is there')})" if one.there else one.title
            found[one.key] = str(click.prompt(shown, default="", hide_input=True, show_default=False))
    return found


def store(actor: Actor, path: str) -> int:
    """Keep a file of this machine."""
    source = Path(path)
    if not source.is_file():
        raise click.UsageError(_("There is no file {path}.").format(path=path))
    with source.open("rb") as stream:
        return int(documents.store_file(actor, name=source.name, stream=stream)["id"])
