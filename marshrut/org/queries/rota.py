"""The calendar of absences as a table: the preview of an import, and an example."""

from __future__ import annotations

from collections.abc import Sequence

from marshrut.kernel.actor import Actor

from .. import access, rota
from ..rota import Line, Plan, headings

__all__ = ["Line", "Plan", "example", "headings", "preview"]


def preview(actor: Actor, rows: Sequence[Sequence[str]]) -> Plan:
    """What `import_absences` would change now. Raises Invalid, code "table", when the heading is not understood."""
    access.require(actor, "org.import_absences")
    return rota.plan(rows, rota.load())


def example(actor: Actor) -> list[list[str]]:
    access.require(actor, "org.import_absences")
    return rota.example()
