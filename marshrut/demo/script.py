"""The story of the demo company as data: requests, contracts, letters and orders, and what people did with each.

A request names its author (`by`), partner (`to`), expense `item`, `purpose` ({number} and {day} of the invoice), the
`invoice` and perhaps a `corrected` one, `pay_before` and where it `ends`. Lines of an invoice read "title: price ×
quantity unit". An act reads "moment login verb argument | text", see `moments` and `acts.VERBS`; @login in a text
mentions a colleague.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .papers import Line, total

STORY = Path(__file__).with_name("story")
_ACT = re.compile(r"(\S+) (\w+) (\w+)(?: ([^|\s]+))?(?: \| (.+))?")
_LINE = re.compile(r"(.+): ([\d.]+) × ([\d.]+) (\S.*)")
_MENTION = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice before it is printed."""

    number: str
    lines: tuple[Line, ...]
    basis: str = ""

    @property
    def amount(self) -> Decimal:
        return total(self.lines)


@dataclass(frozen=True, slots=True)
class Act:
    when: str
    who: str
    verb: str
    argument: str = ""
    text: str = ""

    @property
    def mentions(self) -> list[str]:
        return _MENTION.findall(self.text)

    def say(self, names: dict[str, str]) -> str:
        """The text with names of people in place of their logins."""
        return _MENTION.sub(lambda found: f"@{names[found[1]]}", self.text)


@dataclass(frozen=True, slots=True)
class Request:
    """`ends` is the stage it stands on now. A draft may have no invoice yet."""

    by: str
    to: str
    item: str
    purpose: str
    acts: tuple[Act, ...]
    ends: str
    invoice: Bill | None = None
    corrected: Bill | None = None
    note: str = ""
    pay_before: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract. `until` is a date as people write it; `corrected`: terms that are other ones in the next version."""

    by: str
    to: str
    nature: str
    subject: str
    until: str
    terms: dict[str, str]
    acts: tuple[Act, ...]
    ends: str
    amount: str = ""
    corrected: dict[str, str] = field(default_factory=dict)
    note: str = ""
    responsible: str = ""

    @property
    def sum(self) -> str:
        return f"{int(self.amount):,}".replace(",", "\u00a0") if self.amount else "указанной в заявках"


@dataclass(frozen=True, slots=True)
class Missive:
    """A letter, from `partner` or to it. `dated` and `term` are moments, see `moments`; `reply`: what we answer."""

    by: str
    partner: str
    subject: str
    text: tuple[str, ...]
    acts: tuple[Act, ...]
    ends: str
    number: str = ""
    dated: str = "today"
    project: str = ""
    addressee: str = ""
    term: str = ""
    reply: tuple[str, ...] = ()
    email: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Haul:
    """An order that a carrier took to a customer; its papers are what travels here."""

    by: str
    number: str
    customer: str
    carrier: str
    cargo: str
    acts: tuple[Act, ...]
    ends: str


@cache
def story() -> tuple[Request, ...]:
    """All requests of the month, department by department."""
    return tuple(request for path in sorted((STORY / "payments").glob("*.yaml")) for request in _requests(path))


@cache
def contracts() -> tuple[Agreement, ...]:
    rows = yaml.safe_load((STORY / "contracts.yaml").read_text(encoding="utf-8"))
    return tuple(Agreement(**{**row, "acts": _acts(row)}) for row in rows)


@cache
def orders() -> tuple[Haul, ...]:
    rows = yaml.safe_load((STORY / "orders.yaml").read_text(encoding="utf-8"))
    return tuple(Haul(**{**row, "acts": _acts(row)}) for row in rows)


@cache
def letters() -> tuple[tuple[Missive, ...], tuple[Missive, ...]]:
    """Those that came, and those we wrote first."""
    rows = yaml.safe_load((STORY / "letters.yaml").read_text(encoding="utf-8"))
    return tuple(_missive(row) for row in rows["incoming"]), tuple(_missive(row) for row in rows["outgoing"])


def _missive(row: dict[str, Any]) -> Missive:
    row["partner"] = row.pop("from", None) or row.pop("to")
    lists: dict[str, Any] = {key: tuple(row[key]) for key in ("text", "reply") if key in row}
    return Missive(**{**row, **lists, "acts": _acts(row)})


def _requests(path: Path) -> Iterator[Request]:
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        bills = {key: _bill(row[key]) for key in ("invoice", "corrected") if key in row}
        yield Request(**{**row, **bills, "acts": _acts(row)})


def _acts(row: dict[str, Any]) -> tuple[Act, ...]:
    return tuple(_act(line) for line in row["acts"].splitlines())


def _bill(row: dict[str, Any]) -> Bill:
    lines = tuple(_line(line) for line in row["lines"].splitlines())
    return Bill(str(row["number"]), lines, row.get("basis", ""))


def _line(text: str) -> Line:
    found = _LINE.fullmatch(text)
    if not found:
        raise ValueError(f"no line of an invoice: {text!r}")
    title, price, quantity, unit = found.groups()
    return Line(title, Decimal(price), Decimal(quantity), unit)


def _act(text: str) -> Act:
    found = _ACT.fullmatch(text)
    if not found:
        raise ValueError(f"no act: {text!r}")
    return Act(*(part or "" for part in found.groups()))
