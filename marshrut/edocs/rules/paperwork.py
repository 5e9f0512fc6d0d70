"""Which card of paperwork waits for a document (A0.6): its company's, named by number or of its deal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from .matching import EARLIER, named

#: kinds of paper whose signature ends the paperwork of an order
KINDS: Final = frozenset({"upd", "act", "waybill", "ukd", "invoice_factura"})


@dataclass(frozen=True, slots=True)
class Waiting:
    card: int
    company: int
    deal: int | None
    numbers: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Paper:
    kind: str
    direction: str
    company: int
    deal: int | None
    #: contract, papers it belongs to, comment
    texts: tuple[str, ...]
    day: date


def card_of(paper: Paper, waiting: Sequence[Waiting]) -> int | None:
    """The only card that fits; a number that is named says more than a deal. Two that fit are none."""
    if paper.kind not in KINDS or paper.direction != "out":
        return None
    there = [one for one in waiting if one.company == paper.company and paper.day >= one.since - EARLIER]
    by_number = [one.card for one in there if any(named(one.numbers, text) for text in paper.texts)]
    if by_number:
        return by_number[0] if len(by_number) == 1 else None
    by_deal = [one.card for one in there if one.deal is not None and one.deal == paper.deal]
    return by_deal[0] if len(by_deal) == 1 else None
