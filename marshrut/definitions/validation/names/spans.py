"""Lengths of time: numbers that can be counted, and settings of the same unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from ...schema.base import Span
from ...schema.pack import Rung, StageTimer
from ..problem import Finding
from . import known
from .walk import At

#: the longest span in any unit; working days are counted one by one
MOST = 10_000


def of_rung(at: At) -> Iterator[Finding]:
    rung = cast("Rung", at.thing)
    yield from _span(at, "after", rung.after, least=0)
    yield from _span(at, "every", rung.every, least=1)
    yield from _span(at, "before", rung.before, least=1)


def of_stage(at: At) -> Iterator[Finding]:
    timer = cast("StageTimer", at.thing)
    yield from _span(at, "after", timer.after, least=0)
    yield from _span(at, "every", timer.every, least=1)


def _span(at: At, word: str, span: Span | None, *, least: int) -> Iterator[Finding]:
    """A repetition of length 0 would never end; a setting of 0 switches it off."""
    if span is not None:
        least = 0 if isinstance(span.amount, str) else least
        yield from known.amount(at, word, span.unit, value=span.amount, kind=span.unit, least=least, most=MOST)


def due(at: At, span: Span) -> Iterator[Finding]:
    yield from _span(at, "after", span, least=0)
