"""A table of companies before it is applied."""

from __future__ import annotations

from collections.abc import Sequence

from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights, sheet
from ..sheet import Change, Line, Plan, headings

__all__ = ["Change", "Line", "Plan", "example", "headings", "preview"]


def preview(actor: Actor, rows: Sequence[Sequence[str]], *, update: bool = True) -> Plan:
    """What `import_companies` would do; nothing is written. Raises Invalid, code "table"."""
    access.require(actor, rights.IMPORT)
    return sheet.plan(rows, sheet.load(sheet.inns(rows)), update=update)


def example(actor: Actor) -> list[list[str]]:
    access.require(actor, rights.IMPORT)
    return sheet.example()
