"""The register, one document with its way of signing, those of a company and of a deal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from marshrut.cards import queries as cards
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.sql import any_of

from .. import sentences
from ..models import EDoc
from . import pages
from .lines import lines
from .narrowing import TABS as FITS
from .narrowing import exact, narrowed
from .shapes import TABS, EDocLine, EDocPage, Filter, Register, Tab

#: documents of one page, at most
MOST: Final = 200
#: of the newest so many are looked at before all that a person may see is gathered
HEAD: Final = 1000


def register(actor: Actor, wanted: Filter, after: str | None = None, limit: int = 50) -> Register:
    """Documents the reader may see, newest first by their date."""
    limit = max(1, min(limit, MOST))
    start = _mark(after)
    found = _head(actor, wanted, start, limit + 1)
    if found is None:
        found = list(_from(narrowed(actor, wanted), start)[: limit + 1])
    more = f"{found[limit - 1].day.isoformat()}_{found[limit - 1].card}" if len(found) > limit else None
    return Register(lines(actor, found[:limit]), more)


def counts(actor: Actor, wanted: Filter, most: int = 1000) -> dict[Tab, int]:
    """How many there are in each tab, whatever tab is wanted; counted up to `most`. One query."""
    if wanted.text.strip():
        return _searched(actor, wanted, most)
    parts: list[str] = []
    values: list[Any] = []
    for tab in TABS:
        query = narrowed(actor, replace(wanted, tab=tab)).order_by().values("pk")[:most].query
        text, parameters = query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({text}) AS t)")  # noqa: S608 – made by the query builder
        values.extend(parameters)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone()
    return dict(zip(TABS, row, strict=True))


def rows(actor: Actor, wanted: Filter) -> QuerySet[EDoc]:
    """For dashboards: the very rows of `register`, unordered, to be counted inside the database."""
    return narrowed(actor, wanted)


def edoc(actor: Actor, card: int) -> EDocPage:
    """Raises NotFound, also for whoever may not see the card."""
    row = EDoc.objects.filter(card=card).select_related("base").first()
    found = lines(actor, [row]) if row is not None else ()
    if row is None or not found:
        raise NotFound(sentences.NO_SUCH_EDOC)
    return pages.page(actor, row, found[0])


def of_company(actor: Actor, company: int, limit: int = 50) -> tuple[EDocLine, ...]:
    """Newest first."""
    return register(actor, Filter(company=company), limit=limit).lines


def of_deal(actor: Actor, deal: int, limit: int = 50) -> tuple[EDocLine, ...]:
    """Newest first."""
    return register(actor, Filter(deal=deal), limit=limit).lines


def of_about(actor: Actor, card: int) -> tuple[EDocLine, ...]:
    """Documents that this card of paperwork waits for (A0.6)."""
    found = EDoc.objects.filter(about_id=card).select_related("base").order_by("-day", "-card")
    return lines(actor, list(found[:MOST]))


def file_ref(actor: Actor, card: int, n: int) -> tuple[str, str, str, str]:
    """(base, place, ref, name) of a file of a document the actor may see. Raises NotFound."""
    row = EDoc.objects.filter(card=card).select_related("base").first() if cards.may_see(actor, card) else None
    if row is None or not 0 <= n < len(row.files):
        raise NotFound(sentences.NO_SUCH_FILE)
    one = row.files[n]
    return row.base.key, one["place"], one["ref"], one["name"]


def _searched(actor: Actor, wanted: Filter, most: int) -> dict[Tab, int]:
    """No index helps to find words, so the table is read once for all tabs."""
    found = narrowed(actor, replace(wanted, tab="")).order_by()
    row = found.aggregate(**{tab: Count("pk", filter=fits) for tab, fits in FITS.items()})
    return {tab: min(row[tab], most) for tab in TABS}


def _head(actor: Actor, wanted: Filter, start: tuple[date, int] | None, limit: int) -> list[EDoc] | None:
    """The page as whoever sees most of them gets it: the newest, looked at one by one. None: ask about all."""
    if wanted.text.strip():
        return None
    newest = _from(exact(EDoc.objects.all(), wanted), start)
    some = list(newest.values_list("card", flat=True)[:HEAD])
    if not some:
        return []
    seen = cards.matching_ids(actor, cards.Filter(), few=True)
    found = _from(EDoc.objects.filter(any_of("card", some), card__in=seen), None)
    rows = list(found[:limit])
    return rows if len(rows) == limit or len(some) < HEAD else None


def _from(found: QuerySet[EDoc], start: tuple[date, int] | None) -> QuerySet[EDoc]:
    if start is not None:
        day, card = start
        found = found.filter(Q(day__lt=day) | Q(day=day, card__lt=card))
    return found.select_related("base").order_by("-day", "-card")


def _mark(after: str | None) -> tuple[date, int] | None:
    """What is no mark begins anew."""
    day, _sign, card = (after or "").partition("_")
    try:
        return (date.fromisoformat(day), int(card)) if card.isascii() and card.isdigit() and len(card) < 19 else None
    except ValueError:
        return None
