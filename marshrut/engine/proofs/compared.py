"""What conditions compare fields with, and whether that says at which values they turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.expressions import COMPARISONS, Expression
from marshrut.definitions.schema.pack import Field

Tree = tuple[Any, ...]
#: of a field alone they turn where the field does
_ALONE = ("lower", "day_of", "count")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a condition: the names that meet in it, and the constants.

    `sure`: a field meets constants and nothing is computed of it, so it turns at these constants and nowhere else.
    """

    names: frozenset[str]
    values: frozenset[Any]
    sure: bool
    counts: bool = False
    within: bool = False


def comparisons(tree: Tree, fields: Mapping[str, Field], known: Mapping[str, Any]) -> Iterator[Comparison]:
    """`known`: values of settings, and of the day."""
    if tree[0] in COMPARISONS:
        yield _comparison(tree[1:], fields, known)
    elif tree[0] == "call" and tree[1] == "contains":
        yield _comparison(tree[2:], fields, known, within=True)
    else:
        for part in tree[1:]:
            if isinstance(part, tuple):
                yield from comparisons(part, fields, known)


def _comparison(
    sides: Sequence[Tree], fields: Mapping[str, Field], known: Mapping[str, Any], *, within: bool = False
) -> Comparison:
    names = [names_of(side) for side in sides]
    constants = [side for side, mine in zip(sides, names, strict=True) if mine <= known.keys()]
    others = [side for side in sides if side not in constants]
    values = {value for side in constants for value in _computed(side, known)}
    counts = any(side[:2] == ("call", "count") for side in others)
    sure = _sure(others, constants, values, fields, known) and not (within and len(constants) != 1)
    if not sure:  # whatever stands in it may be near to where it turns
        values |= {value for side in others for value in _constants(side, known)}
    met = frozenset[str]().union(*names) - known.keys()
    return Comparison(met, frozenset(values), sure, counts, within)


def _sure(
    others: Sequence[Tree], constants: Sequence[Tree], values: set[Any], fields: Mapping[str, Field], known: Any
) -> bool:
    if not others:  # numbers of settings are others in another company; their choices are all tried
        settings = frozenset[str]().union(*map(names_of, constants))
        return all(isinstance(known[name], str) for name in settings)
    if len(others) == 1 and not values:  # whether it is empty
        return True
    names = [_alone(side) for side in others]
    if len(others) == 1:
        return names[0] is not None and names[0] != "me"
    kinds = {fields[name].kind if name in fields else name for name in names if name is not None}
    return None not in names and (kinds == {"author", "person"} or kinds <= {"yes_no", "choice"})


def _alone(side: Tree) -> str | None:
    """The name, when there is nothing beside it."""
    if side[0] == "call" and side[1] in _ALONE:
        side = side[2]
    return str(side[1]) if side[0] == "name" else None


def _computed(side: Tree, known: Mapping[str, Any]) -> Iterator[Any]:
    value = Expression("", side, frozenset()).evaluate(known)
    yield from _plain(value)


def _plain(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for one in value:
            yield from _plain(one)
    elif isinstance(value, timedelta):
        yield Decimal(value.days)
    elif value is not None and not isinstance(value, bool):
        yield value


def _constants(side: Tree, known: Mapping[str, Any]) -> Iterator[Any]:
    if side[0] == "value":
        yield from _plain(side[1])
    elif side[0] == "name":
        yield from _plain(known.get(side[1]))
    else:
        for part in side[1:]:
            if isinstance(part, tuple):
                yield from _constants(part, known)


def names_of(tree: Tree) -> frozenset[str]:
    if tree[0] == "name":
        return frozenset({tree[1]})
    if tree[0] == "value":
        return frozenset()
    return frozenset[str]().union(*(names_of(part) for part in tree[1:] if isinstance(part, tuple)))
