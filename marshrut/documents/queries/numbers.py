"""Rules of numbers, the registration book, and what a number would be."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q

from marshrut.calendars.queries import today
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.org.rules import sort_key

from .. import books, cabinet, gate, places, rights
from ..cabinet import Sort
from ..models import Counter, Entry, NumberRule
from ..places import Spot
from ..rules import numbers
from ..rules.numbers import Scheme
from ..sentences import CHOOSE_OURS, NO_SUCH_KIND, NOT_OURS
from .rows import kind_info, spots_of, status_info
from .shapes import BookEntry, BookPage, NumberPreview, RuleInfo

EXAMPLES = (1, 12, 1234)


def number_rules(actor: Actor, kind: str = "") -> tuple[RuleInfo, ...]:
    """Rules of a kind or of all, for who may edit them; raises Forbidden."""
    access.require(actor, rights.SET_RULE)
    found = cabinet.now()
    rows = NumberRule.objects.order_by("kind__position", "organisation", "since_year", "pk")
    if kind:
        rows = rows.filter(kind_id=found.kind(kind).id)
    listed = list(rows)
    titles = places.titles(places.COMPANY, {row.organisation for row in listed} - {0})
    return tuple(_rule(row, found.by_id[row.kind_id], titles) for row in listed)


def number_preview(
    actor: Actor,
    *,
    kind: str,
    organisation: int | None = None,
    on: date | None = None,
    template: str | None = None,
    case_index: str = "",
    unit_index: str = "",
    since_year: int | None = None,
) -> NumberPreview:
    """The number a registration would give now; with a template, as if that were the rule. Takes nothing."""
    one = _readable(actor, kind)
    day = on or today()
    if template is None:
        book = books.whose(organisation)
        if book is None:
            return NumberPreview("", str(NOT_OURS if organisation else CHOOSE_OURS))
        organisation = book
        scheme = books.scheme(one.id, one.code, book, day.year)
    else:
        scheme = Scheme(" ".join(template.split()), case_index.strip(), unit_index.strip(), one.code)
        if said := books.flaw(one.id, organisation or 0, since_year or 0, scheme):
            return NumberPreview("", str(said))
    if scheme is None:
        return NumberPreview("")
    last = last_number(one, organisation or 0, day.year)
    return NumberPreview(
        text=numbers.text(scheme, last + 1, day), examples=tuple(numbers.text(scheme, n, day) for n in EXAMPLES)
    )


def book(
    actor: Actor,
    kind: str,
    organisation: int | None = None,
    year: int | None = None,
    after: str | None = None,
    limit: int = 50,
) -> BookPage:
    """The registration book of a kind, an organisation and a year (this one), latest number first.

    Open to the readers of the kind; NotFound for others. Titles only of papers the actor sees. Who only sets the
    counter gets no lines and no years, just the last number and the next one.
    """
    one = _readable(actor, kind)
    year = year or today().year
    rows = Entry.objects.filter(kind_id=one.id, organisation=organisation or 0, year=year)
    if after and (place := _place(after)):
        rows = rows.filter(Q(n__lt=place[0]) | Q(n=place[0], pk__lt=place[1]))
    listed = list(rows.order_by("-n", "-pk")[: limit + 1]) if gate.reads(actor, one) else []
    shown = listed[:limit]
    years, organisations = _shelves(one) if gate.reads(actor, one) else (set(), ((None, ""),))
    goes_on = books.whose(organisation) == (organisation or 0)
    return BookPage(
        entries=entries(actor, shown),
        next=f"{shown[-1].n}-{shown[-1].pk}" if len(listed) > limit else None,
        kind=kind_info(actor, one, cabinet.now()),
        last=last_number(one, organisation or 0, year),
        preview=number_preview(actor, kind=kind, organisation=organisation, on=_day_of(year)).text if goes_on else "",
        may_set_counter=access.may(actor, rights.COUNTER, kind=one),
        years=tuple(sorted({*years, today().year}, reverse=True)),
        organisations=organisations,
    )


def entries(actor: Actor, rows: list[Entry]) -> tuple[BookEntry, ...]:
    """Lines of books with the titles and places the actor may see."""
    found, ids = cabinet.now(), {row.document_id for row in rows}
    papers = {row.pk: row for row in gate.visible_to(actor, only=ids)} if ids else {}
    spots = spots_of(actor, papers, but=places.CARD)
    titles = places.titles(places.COMPANY, {row.organisation for row in rows} - {0})
    made = []
    for row in rows:
        kind, paper = found.by_id[row.kind_id], papers.get(row.document_id)
        made.append(
            BookEntry(
                id=row.pk,
                text=row.text,
                n=row.n,
                kind=kind.key,
                kind_title=kind.title,
                organisation=row.organisation or None,
                organisation_title=_titled(titles, row.organisation),
                year=row.year,
                on=row.on,
                at=row.at,
                by=row.by_id,
                document=paper.pk if paper else None,
                title=paper.title if paper else "",
                status=status_info(found.statuses[paper.status_id]) if paper else None,
                void_at=row.void_at,
                void_by=row.void_by_id,
                void_why=row.void_why,
                spots=spots.get(row.document_id, ()),
            )
        )
    return tuple(made)


def _readable(actor: Actor, kind: str) -> Sort:
    one = cabinet.now().kind(kind)
    if not gate.reads(actor, one) and not access.may(actor, rights.COUNTER, kind=one):
        raise NotFound(NO_SUCH_KIND)
    return one


def _rule(row: NumberRule, kind: Sort, titles: dict[int, Spot]) -> RuleInfo:
    day = _day_of(max(today().year, row.since_year))
    return RuleInfo(
        id=row.pk,
        kind=kind.key,
        organisation=row.organisation or None,
        organisation_title=_titled(titles, row.organisation),
        since_year=row.since_year or None,
        template=row.template,
        case_index=row.case_index,
        unit_index=row.unit_index,
        example=numbers.text(books.scheme_of(row, kind.code), last_number(kind, row.organisation, day.year) + 1, day),
    )


def last_number(kind: Sort, organisation: int, year: int) -> int:
    row = Counter.objects.filter(kind_id=kind.id, organisation=organisation, year=year)
    return row.values_list("last", flat=True).first() or 0


def _shelves(kind: Sort) -> tuple[set[int], tuple[tuple[int | None, str], ...]]:
    """Years and organisations there are books of."""
    rows = set(Counter.objects.filter(kind_id=kind.id).values_list("organisation", "year"))
    ours = {organisation for organisation, _year in rows}
    titles = places.titles(places.COMPANY, ours - {0})
    named = sorted((one for one in ours if one), key=lambda one: sort_key(_titled(titles, one)))
    return {year for _one, year in rows}, ((None, ""), *((one, _titled(titles, one)) for one in named))


def _titled(titles: dict[int, Spot], organisation: int) -> str:
    if not organisation:
        return ""
    return titles[organisation].title if organisation in titles else f"№ {organisation}"


def _day_of(year: int) -> date:
    """Today, or the first day of another year."""
    day = today()
    return day if day.year == year else date(year, 1, 1)


def _place(after: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,18})", after)
    return (int(found[1]), int(found[2])) if found else None
