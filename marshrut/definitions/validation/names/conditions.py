"""Conditions and computed values: they can be read, name fields that exist, and compare like with like."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping

from django.utils.translation import gettext as _

from ...schema.expressions import EVERYWHERE, FUNCTIONS, OF_OUTCOME, Expression, ExpressionError, parse
from ...schema.pack import Choice, Field, Outcome
from ..problem import Finding, nearest
from . import kinds, known
from .walk import At

#: kinds of settings that conditions count with
NUMBERS = ("money", "count", "hours", "days", "work_hours", "work_days")
SETTINGS = (*NUMBERS, "choice")


def condition(at: At, *steps: str | int, source: str | None) -> Iterator[Finding]:
    """A condition answers yes or no."""
    if source is None:
        return
    parsed = yield from _parsed(at, *steps, source=source)
    if parsed is not None:
        yield from _typed(at, *steps, parsed=parsed, wanted="yes_no")


def value(
    at: At, *steps: str | int, source: str, target: Field | None, more: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """A computed value fits the field it is put into, if that is known. `more`: names that are known here."""
    parsed = yield from _parsed(at, *steps, source=source, more=more)
    if parsed is not None:
        yield from _typed(at, *steps, parsed=parsed, wanted=target)


def _parsed(
    at: At, *steps: str | int, source: str, more: frozenset[str] = frozenset()
) -> Generator[Finding, None, Expression | None]:
    """Returns the expression when it can be read and names only fields."""
    try:
        parsed = parse(source)
    except ExpressionError as error:
        said, hint = _reason(str(error))
        yield at.wrong(*steps, said=said, hint=hint)
        return None
    more |= OF_OUTCOME if at.inside_or_none(Outcome) else frozenset()
    names, told = {*at.card_type.fields, "author", *EVERYWHERE, *more}, False
    for name in sorted(parsed.names - names):
        if name.startswith("$"):
            wrong = list(known.setting(at, *steps, name=name, kinds=SETTINGS))
        else:
            wrong = [at.unknown(*steps, name=name, known=names, said=_("There is no field “%(name)s”."))]
        told = told or bool(wrong)
        yield from wrong
    return None if told else parsed


def _typed(at: At, *steps: str | int, parsed: Expression, wanted: Field | str | None) -> Iterator[Finding]:
    try:
        found = kinds.kind_of(parsed.tree, {**_chosen(at), **at.card_type.fields})
        if wanted == "yes_no":
            kinds.expect_yes_no(found)
        elif isinstance(wanted, Field):
            kinds.expect_field(found, wanted)
    except kinds.Unfit as unfit:
        yield at.wrong(*steps, said=str(unfit), hint=unfit.hint)


def _chosen(at: At) -> dict[str, Field]:
    """Names that take one of a list, like a field of kind choice: settings, and the reason of a decision."""
    lists = {f"${key}": one.choices for key, one in at.pack.settings.items() if one.kind == "choice"}
    outcome = at.inside_or_none(Outcome)
    if outcome is not None and outcome.reasons:
        lists["because"] = tuple(Choice(key=one.key, title=one.title) for one in outcome.reasons)
    return {
        name: Field(kind="choice", title=choices[0].title, choices=choices)
        for name, choices in lists.items()
        if choices
    }


def _reason(trouble: str) -> tuple[str, str]:
    """The parser's words in the language of the reader, and the nearest function."""
    for pattern, say in _REASONS.items():
        if found := re.fullmatch(pattern, trouble):
            hint = nearest(found[1], FUNCTIONS) if "function" in pattern else ""
            return say() % found.groupdict(), hint
    return trouble, ""


_REASONS: Mapping[str, Callable[[], str]] = {
    r"longer than (?P<limit>\d+) characters": lambda: _("The condition is longer than %(limit)s characters."),
    r"“(?P<part>.*)” at character (?P<at>\d+) is not understood": lambda: _(
        "The condition cannot be read: “%(part)s” at character %(at)s."
    ),
    r"“(?P<part>.*)” is not expected here": lambda: _("The condition cannot be read: “%(part)s” is out of place."),
    r"“(?P<part>.)” is missing.*": lambda: _("The condition cannot be read: “%(part)s” is missing."),
    r"the expression breaks off": lambda: _("The condition breaks off."),
    r"nested too deeply": lambda: _("There are too many brackets inside each other."),
    r"there is no function “(?P<part>.*)”; .*": lambda: _("There is no function “%(part)s”."),
    r"“(?P<part>\w+)” takes (?P<number>\d+) value.*": lambda: _(
        "The function “%(part)s” takes %(number)s in its brackets."
    ),
}
