"""The step that gives a number: one row of the counter is locked until the transaction ends, so a refusal or a crash
gives the number back, and the books have no holes (D25)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Invalid

from .. import books, events
from ..cabinet import Sort
from ..models import Counter, Document, Entry
from ..rules import numbers
from ..rules.numbers import Scheme
from ..sentences import NO_RULE, NUMBER_LONG, NUMBER_TAKEN, TYPED_GAPLESS
from . import steps


def give(
    actor: Actor, row: Document, kind: Sort, *, on: date, organisation: int, typed: str = "", card: int | None = None
) -> str:
    """Enter the paper, which is under its lock, into the book of its year. Returns the number."""
    if typed and kind.gapless:
        said = TYPED_GAPLESS % {"kind": kind.title}
        raise Invalid(said, fields={"number": said})
    rule = books.scheme(kind.id, kind.code, organisation, on.year)
    if rule is None:
        raise Invalid(NO_RULE % {"kind": kind.title}, code="no_number_rule")
    counter = counter_of(kind.id, organisation, on.year)
    if typed:
        n, suffix, text = _typed(rule, typed, on)
    else:
        n, suffix = _next_free(counter, rule, on), ""
        text = numbers.text(rule, n, on)
        counter.last = n
        counter.save(update_fields=["last"])
    _enter(actor, row, kind, organisation, on, n, suffix, text)
    row.number, row.registered_at, row.doc_date, row.year = text, clock.now(), on, on.year
    row.organisation_id = organisation or None
    steps.touched(row, "number", "registered_at", "doc_date", "year", "organisation_id")
    body = {"number": text, "on": on.isoformat(), "organisation": organisation or None, "n": n}
    events.write(actor, row.pk, events.REGISTERED, {**body, "card": card} if card else body)
    return text


def counter_of(kind: int, organisation: int, year: int) -> Counter:
    """The locked row, made when the book begins: January needs nobody."""
    Counter.objects.bulk_create([Counter(kind_id=kind, organisation=organisation, year=year)], ignore_conflicts=True)
    return Counter.objects.select_for_update().get(kind_id=kind, organisation=organisation, year=year)


def last_given(counter: Counter) -> int:
    """The highest number in the book up to where the counter stands; those typed ahead are stepped over anyway."""
    book = Entry.objects.filter(kind_id=counter.kind_id, organisation=counter.organisation, year=counter.year)
    return book.filter(n__lte=counter.last).aggregate(Max("n"))["n__max"] or 0


def _next_free(counter: Counter, rule: Scheme, on: date) -> int:
    """After the last one; numbers that people typed ahead are stepped over."""
    n = counter.last + 1
    while _taken(counter, n, numbers.text(rule, n, on)):
        n += 1
    return n


def _taken(counter: Counter, n: int, text: str) -> bool:
    book = Entry.objects.filter(kind_id=counter.kind_id, organisation=counter.organisation, year=counter.year)
    return book.filter(n=n, suffix="").exists() or book.filter(text=text).exists()


def _typed(rule: Scheme, typed: str, on: date) -> tuple[int, str, str]:
    text = steps.line("number", typed, numbers.LENGTH, NUMBER_LONG)
    n, suffix = numbers.parsed(rule, text, on)
    return n, suffix, text


def _enter(
    actor: Actor, row: Document, kind: Sort, organisation: int, on: date, n: int, suffix: str, text: str
) -> None:
    try:
        with transaction.atomic():
            Entry.objects.create(
                kind_id=kind.id,
                organisation=organisation,
                year=on.year,
                n=n,
                suffix=suffix,
                text=text,
                document=row,
                on=on,
                at=clock.now(),
                by_id=actor.person_id,
            )
    except IntegrityError:
        said = NUMBER_TAKEN % {"number": text}
        raise Conflict(said, code="number_taken", fields={"number": said}) from None
