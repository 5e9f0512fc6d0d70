"""Conditions and computed values: they can be read, name fields that exist, and compare like with like."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from django.utils.translation import gettext as _

from ...schema.expressions import Expression, ExpressionError, parse
from ...schema.pack import Field
from ..problem import Finding
from . import kinds
from .walk import At


def condition(at: At, *steps: str | int, source: str | None) -> Iterator[Finding]:
    """A condition answers yes or no."""
    if source is None:
        return
    parsed = yield from _parsed(at, *steps, source=source)
    if parsed is not None:
        yield from _typed(at, *steps, parsed=parsed, wanted="yes_no")


def value(at: At, *steps: str | int, source: str, target: Field | None) -> Iterator[Finding]:
    """A computed value fits the field it is put into, if that is known."""
    parsed = yield from _parsed(at, *steps, source=source)
    if parsed is not None:
        yield from _typed(at, *steps, parsed=parsed, wanted=target)


def _parsed(at: At, *steps: str | int, source: str) -> Generator[Finding, None, Expression | None]:
    """Returns the expression when it can be read and names only fields."""
    try:
        parsed = parse(source)
    except ExpressionError as error:
        yield at.wrong(*steps, said=_("The condition cannot be read: %(reason)s.") % {"reason": error})
        return None
    fields = at.card_type.fields
    for name in sorted(parsed.names - set(fields) - {"author"}):
        yield at.unknown(*steps, name=name, known=[*fields, "author"], said=_("There is no field “%(name)s”."))
    return parsed if parsed.names <= {*fields, "author"} else None


def _typed(at: At, *steps: str | int, parsed: Expression, wanted: Field | str | None) -> Iterator[Finding]:
    try:
        found = kinds.kind_of(parsed.tree, at.card_type.fields)
        if wanted == "yes_no":
            kinds.expect_yes_no(found)
        elif isinstance(wanted, Field):
            kinds.expect_field(found, wanted)
    except kinds.Unfit as unfit:
        yield at.wrong(*steps, said=str(unfit), hint=unfit.hint)
