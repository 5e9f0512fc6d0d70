"""Nobody gives rights to themselves: who changes the access comes by no more cards of others than they had. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marshrut.org.rules import OrgChart

from .schema.access import Act, Grant
from .schema.pack import CardType

#: an act on a stage, with a field of the card: what a row allows is made of these
Atom = tuple[Act, str, str]


def gained(
    person: int, before: Iterable[Grant], after: Iterable[Grant], card_type: CardType, chart: OrgChart
) -> Iterator[int]:
    """Places of rows of `after` that reach cards of others which no row of `before` opens to the person as far.

    Creating cards, and one's own cards, show nothing of anybody else: rows about these are free.
    """
    held = [one for one in before if _is_of(one, person, chart)]
    for n, grant in enumerate(after):
        if grant in held or grant.scope == "own" or not _is_of(grant, person, chart):
            continue
        if any(not _covered(atom, grant, held, person, chart) for atom in _atoms(grant, card_type)):
            yield n


def _is_of(grant: Grant, person: int, chart: OrgChart) -> bool:
    return grant.who == "everyone" or grant.person == person or grant.role in chart.roles_of(person)


def _atoms(grant: Grant, card_type: CardType) -> Iterator[Atom]:
    stages = grant.stages or tuple(stage.key for stage in card_type.stages)
    for act in grant.may:
        fields = (grant.fields or tuple(card_type.fields)) if act == "edit" else ("",)
        if act != "create":
            yield from ((act, stage, field) for stage in stages for field in fields)


def _covered(atom: Atom, grant: Grant, held: Iterable[Grant], person: int, chart: OrgChart) -> bool:
    act, stage, field = atom
    alike = [
        one
        for one in held
        if act in one.may
        and (not one.stages or stage in one.stages)
        and (act != "edit" or not one.fields or field in one.fields)
    ]
    if any(one.scope in ("all", grant.scope) and one.scope != "departments" for one in alike):
        return True
    if grant.scope in ("all", "participant"):
        return False
    reached = frozenset[int]().union(*(_departments(one, person, chart) for one in alike))
    return _departments(grant, person, chart) <= reached


def _departments(grant: Grant, person: int, chart: OrgChart) -> frozenset[int]:
    """What the scope reaches today, for those that reach departments."""
    if grant.scope == "headed":
        return chart.headed_departments(person)
    if grant.scope == "departments":
        return frozenset[int]().union(*map(chart.with_below, grant.departments))
    own = chart.department_of(person)
    if own is None or grant.scope not in ("department", "branch"):
        return frozenset()
    return chart.with_below(own) if grant.scope == "branch" else frozenset({own})
