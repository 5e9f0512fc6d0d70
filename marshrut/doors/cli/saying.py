"""How the console speaks: refusals as a sentence, lists as plain tables, everything as JSON for scripts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from marshrut.kernel.errors import Refused
from marshrut.kernel.wording import DASH, moment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

GAP = "  "
T = TypeVar("T", bound="DataclassInstance")


class Refusal(click.ClickException):
    """Exit code 1. The sentence, then one line for each input it is about, or for what changed meanwhile."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused))
        self.fields = {key: str(sentence) for key, sentence in refused.fields.items()}
        self.changes = [one.sentence for one in getattr(refused, "changes", ())]

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)
        for key, sentence in self.fields.items():
            if sentence != self.message:
                click.echo(f"  {key}: {sentence}", file=file, err=file is None)
        for sentence in self.changes:
            click.echo(f"  {one_line(sentence)}", file=file, err=file is None)


class Single(click.Command):
    """A command whose refusals are sentences."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refused as refused:
            raise Refusal(refused) from refused


class Group(Single, click.Group):
    """Commands whose refusals are sentences."""


as_json = click.option("--json", "raw", is_flag=True, help=_("Print JSON, for scripts."))


def say_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as what stands in them; nothing at all is said in a sentence."""
    lines = [[one_line(str(cell)) for cell in row] for row in rows]
    if not lines:
        click.echo(_("Nothing."))
        return
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]
    for line in (head, ["─" * width for width in widths], *lines):
        click.echo(GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def listing(found: Sequence[T], head: Sequence[str], row: Callable[[T], Sequence[Any]], *, raw: bool) -> None:
    """A table with a row for each, or with --json all that is known of them."""
    if raw:
        say_json([asdict(one) for one in found])
    else:
        table(head, map(row, found))


def check(found: Mapping[str, Any], *, raw: bool) -> None:
    """How the check of an account went, step by step; exit code 1 when something is wrong."""
    if raw:
        say_json(found)
    else:
        for step in found["steps"]:
            click.echo(f"{step['outcome']:8} {step['title']}  {step['said']}".rstrip())
            if step["advice"]:
                click.echo(f"{'':8} {step['advice']}")
    if not found["ok"]:
        raise SystemExit(1)


def one_line(text: str) -> str:
    """Without line ends, and without signs that a terminal would obey."""
    joined = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join(sign for sign in joined if unicodedata.category(sign)[0] != "C")


def at(time: datetime | None) -> str:
    return moment(time, timezone.get_current_timezone()) if time else DASH
