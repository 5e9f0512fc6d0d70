"""Which rule of numbers holds, and what is wrong with one: read by commands and by pages alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import places
from .models import Kind, NumberRule
from .rules import numbers
from .rules.numbers import Scheme
from .sentences import NUMBER_FLAWS, RULE_CLASH

FOREVER = 9999


def scheme(kind: int, code: str, organisation: int, year: int) -> Scheme | None:
    """The most specific rule: of the organisation before the general one, then the latest year."""
    rows = NumberRule.objects.filter(kind_id=kind, organisation__in={0, organisation}, since_year__lte=year)
    row = rows.order_by("-organisation", "-since_year").first()
    return scheme_of(row, code) if row else None


def scheme_of(row: NumberRule, code: str) -> Scheme:
    return Scheme(row.template, row.case_index, row.unit_index, code)


def whose(organisation: int | None) -> int | None:
    """The organisation of ours in whose book a paper is registered: the only one when none is named.

    0: there are none of ours yet. None: somebody has to choose.
    """
    ours = places.organisations()
    if organisation:
        return organisation if organisation in ours else None
    return next(iter(ours), 0) if len(ours) <= 1 else None


def flaw(kind: int, organisation: int, since_year: int, wanted: Scheme) -> Any:
    """A sentence when the template means nothing, or could give numbers that another kind gives in the same years.

    Different organisations of ours may well have papers of equal numbers: each has its own books.
    """
    if found := numbers.flaw(wanted):
        sentence = NUMBER_FLAWS[found[0]]
        return sentence % {"part": found[1]} if found[1] else sentence
    rules = list(NumberRule.objects.select_related("kind"))
    ends = _until(rules, kind, organisation, since_year)
    for other in rules:
        if other.kind_id == kind or other.kind.archived or not _share(organisation, other.organisation):
            continue
        theirs = _until(rules, other.kind_id, other.organisation, other.since_year)
        together = max(since_year, other.since_year) < min(ends, theirs)
        if together and numbers.clash(wanted, scheme_of(other, other.kind.code)):
            return RULE_CLASH % {"kind": other.kind.title, "template": other.template}
    return None


def clash(kind: Kind) -> Any:
    """A sentence when a rule of the kind could give numbers that another kind gives."""
    for row in NumberRule.objects.filter(kind=kind).order_by("organisation", "since_year"):
        if said := flaw(kind.pk, row.organisation, row.since_year, scheme_of(row, kind.code)):
            return said
    return None


def _share(one: int, other: int) -> bool:
    return one == other or 0 in (one, other)


def _until(rules: Sequence[NumberRule], kind: int, organisation: int, since: int) -> int:
    """The year from which a later rule of the same books holds instead."""
    same = [row.since_year for row in rules if (row.kind_id, row.organisation) == (kind, organisation)]
    return min((year for year in same if year > since), default=FOREVER)
