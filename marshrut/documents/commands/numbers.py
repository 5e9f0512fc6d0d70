"""Rules of numbers and counters of books, as administrators and keepers set them."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access

from .. import books, cabinet, events, naming, rights
from ..models import Kind, NumberRule
from ..rules import numbers as rules
from ..rules.numbers import FIRST_YEAR, Scheme
from ..sentences import (
    COUNTER_BACK,
    COUNTER_JUMP,
    COUNTER_WRONG,
    KIND_REGISTERED,
    RULE_UNKNOWN,
    YEAR_WRONG,
)
from . import giving, steps

INDEX = 30
MOST = 10**rules.WIDEST - 1
#: more numbers at once are likely a slip of the hand
JUMP = 1000


@command(rights.SET_RULE)
def set_number_rule(
    actor: Actor,
    *,
    kind: str,
    template: str,
    case_index: str = "",
    unit_index: str = "",
    organisation: int | None = None,
    since_year: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """What numbers look like: of a kind, an organisation (None: all), from a year on (None: any). Returns {"id"}.

    Refused when papers of two kinds could bear equal numbers. Numbers that are given stay.
    """
    access.require(actor, rights.SET_RULE)
    hold()
    sort = cabinet.read().kind(kind)
    _year("since_year", since_year)
    steps.our_organisation(actor, organisation)
    scheme = Scheme(
        " ".join(template.split()),
        steps.line("case_index", case_index, INDEX),
        steps.line("unit_index", unit_index, INDEX),
        sort.code,
    )
    row = Kind.objects.get(pk=sort.id)
    check(row, organisation or 0, since_year or 0, scheme)
    made, _new = NumberRule.objects.update_or_create(
        kind=row,
        organisation=organisation or 0,
        since_year=since_year or 0,
        defaults={"template": scheme.template, "case_index": scheme.case, "unit_index": scheme.unit},
    )
    about = {"kind": kind, "template": scheme.template, "organisation": organisation, "since_year": since_year}
    events.write_settings(actor, events.RULE_SET, **about, case_index=scheme.case, unit_index=scheme.unit)
    return {"id": made.pk}


@command(rights.REMOVE_RULE)
def remove_number_rule(actor: Actor, *, rule: int, key: str | None = None) -> dict[str, Any]:
    """Numbers that are given stay; the next ones follow the rule that is left.

    Refused when that one could give numbers of another kind, and when none is left to a process that registers.
    """
    access.require(actor, rights.REMOVE_RULE)
    hold()
    row = NumberRule.objects.select_related("kind").filter(pk=rule).first()
    if row is None:
        raise NotFound(RULE_UNKNOWN)
    events.write_settings(actor, events.RULE_REMOVED, kind=row.kind.key, template=row.template)
    row.delete()
    if not row.kind.archived:
        _refuse_bare(row.kind)
        refuse_clash(row.kind)
    return {"id": rule}


@command(rights.COUNTER)
def set_counter(
    actor: Actor,
    *,
    kind: str,
    year: int,
    last: int,
    organisation: int | None = None,
    confirm: bool = False,
    key: str | None = None,
) -> dict[str, Any]:
    """Go on after a book that was kept elsewhere: the next number is `last` + 1. Returns {"last"}.

    Back only as far as no paper got a number; further ahead than `JUMP` only with `confirm`.
    """
    sort = cabinet.read().kind(kind)
    access.require(actor, rights.COUNTER, kind=sort)
    _year("year", year)
    steps.our_organisation(actor, organisation)
    if not 0 <= last < MOST:
        raise Invalid(COUNTER_WRONG, fields={"last": COUNTER_WRONG})
    counter = giving.counter_of(sort.id, steps.whose_book(organisation), year)
    if last < (given := giving.last_given(counter)):
        said = COUNTER_BACK % {"last": given}
        raise Conflict(said, code="counter_back", fields={"last": said})
    if last > counter.last + JUMP and not confirm:
        said = COUNTER_JUMP % {"last": counter.last, "next": last + 1}
        raise Invalid(said, code="counter_jump", fields={"confirm": said})
    if last != counter.last:
        counter.last = last
        counter.save(update_fields=["last"])
        whose = counter.organisation or None
        events.write_settings(actor, events.COUNTER_SET, kind=kind, year=year, organisation=whose, last=last)
    return {"last": counter.last}


def hold() -> None:
    """Before any row is locked: rules and what decides whether they hold change one after another."""
    steps.lock("documents.rules", "all")


def refuse_clash(kind: Kind) -> None:
    if said := books.clash(kind):
        raise Conflict(said, code="numbers_clash")


def _refuse_bare(kind: Kind) -> None:
    """A process that registers papers finds a rule."""
    if NumberRule.objects.filter(kind=kind).exists():
        return
    for use in naming.uses().get(kind.key, ()):
        if use.registers:
            raise Conflict(KIND_REGISTERED % {"process": use.process, "kind": kind.title}, code="named_by_process")


def check(kind: Kind, organisation: int, since_year: int, scheme: Scheme, field: str = "template") -> None:
    """Invalid with what is wrong with the template."""
    if said := books.flaw(kind.pk, organisation, since_year, scheme):
        raise Invalid(said, fields={field: said})


def _year(field: str, year: int | None) -> None:
    last = steps.today().year + 1
    if year is not None and not FIRST_YEAR <= year <= last:
        said = YEAR_WRONG % {"first": FIRST_YEAR, "last": last}
        raise Invalid(said, fields={field: said})
