"""Threads of a project and of a company, newest first, each with its figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor

from ..models import Letter
from .lines import cursor, lines
from .shapes import LetterLine, ThreadHead, Threads

MOST = 100


def of_project(actor: Actor, project: int, after: str | None = None, limit: int = 30) -> Threads:
    """Threads with letters of the project that the reader may see, newest first."""
    return _page(actor, _rows(actor, Q(project_id=project)), after, limit)


def of_company(
    actor: Actor, company: int, project: int | None = None, after: str | None = None, limit: int = 30
) -> Threads:
    """Threads with letters of the company that the reader may see; `project`: only its, 0: those without one."""
    rows = _rows(actor, Q(company_id=company))
    known = crm.describe_projects({row.project for row in rows if row.project})
    projects = {one.id: one.title for one in sorted(known.values(), key=lambda it: it.title.lower())}
    fitting = rows if project is None else [row for row in rows if row.project == (project or None)]
    return replace(_page(actor, fitting, after, limit), projects=projects)


def thread_cards(
    actor: Actor,
    *,
    card: int | None = None,
    project: int | None = None,
    company: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[int]:
    """All letters of the card's thread, of a project, of a company that the reader may see, in time order."""
    wanted = Q()
    if card is not None:
        if not cards.may_see(actor, card):
            return []
        wanted &= Q(thread__in=Letter.objects.filter(card=card).values("thread"))
    if project is not None:
        wanted &= Q(project_id=project)
    if company is not None:
        wanted &= Q(company_id=company)
    days = {"day__gte": since, "day__lte": until}
    rows = Letter.objects.filter(wanted, **{name: day for name, day in days.items() if day})
    found = list(rows.order_by("day", "card").values_list("card", flat=True)) if wanted else []
    seen = cards.visible_among(actor, set(found))
    return [one for one in found if one in seen]


@dataclass(frozen=True, slots=True)
class _Row:
    """A letter as lists of threads need it."""

    card: int
    thread: int
    day: date
    direction: str
    company: int | None
    project: int | None
    subject: str


def _rows(actor: Actor, wanted: Q) -> list[_Row]:
    """Letters that the reader may see, oldest first."""
    columns = ("card", "thread", "day", "direction", "company_id", "project_id", "subject")
    rows = [_Row(*row) for row in Letter.objects.filter(wanted).order_by("day", "card").values_list(*columns)]
    seen = cards.visible_among(actor, {row.card for row in rows})
    return [row for row in rows if row.card in seen]


def _page(actor: Actor, rows: Sequence[_Row], after: str | None, limit: int) -> Threads:
    """Keyset over the newest of these letters in each thread; a thread is named by it, never by one that is hidden."""
    limit = max(1, min(limit, MOST))
    newest = {row.thread: (row.day, row.card) for row in rows}
    found = sorted(((place, thread) for thread, place in newest.items()), reverse=True)
    if since := cursor(after):
        found = [one for one in found if one[0] < (date.fromisoformat(since[0]), since[1])]
    shown, more = found[:limit], len(found) > limit
    last = shown[-1][0] if more else None
    heads = _heads(actor, [thread for _place, thread in shown])
    return Threads(heads, f"{last[0].isoformat()}:{last[1]}" if last else None)


def _heads(actor: Actor, threads: Sequence[int]) -> tuple[ThreadHead, ...]:
    """In the order given."""
    if not threads:
        return ()
    standing: dict[int, list[_Row]] = {}
    for row in _rows(actor, Q(thread__in=threads)):
        standing.setdefault(row.thread, []).append(row)
    whole = [row for rows in standing.values() for row in rows]
    waiting = cards.open_among(actor, {row.card for row in whole})
    last = [rows[-1].card for rows in standing.values()]
    newest = {one.card: one for one in lines(actor, list(Letter.objects.filter(card__in=last)), whole=False)}
    companies = crm.describe({row.company for row in whole if row.company})
    projects = crm.describe_projects({row.project for row in whole if row.project})
    names = _Names({pk: one.name for pk, one in companies.items()}, {pk: one.title for pk, one in projects.items()})
    there = [standing[one] for one in threads if one in standing]
    return tuple(_head(rows, newest[rows[-1].card], waiting, names) for rows in there if rows[-1].card in newest)


@dataclass(frozen=True, slots=True)
class _Names:
    companies: Mapping[int, str]
    projects: Mapping[int, str]


def _head(rows: Sequence[_Row], newest: LetterLine, waiting: Collection[int], names: _Names) -> ThreadHead:
    project = next((row.project for row in rows if row.project), None)
    companies = dict.fromkeys(row.company for row in rows if row.company)
    return ThreadHead(
        subject=rows[0].subject,
        project_id=project,
        project=names.projects.get(project or 0, ""),
        companies={one: names.companies[one] for one in companies if one in names.companies},
        count=len(rows),
        incoming=sum(row.direction == "in" for row in rows),
        waiting=sum(row.card in waiting for row in rows),
        first=rows[0].day,
        last=rows[-1].day,
        newest=newest,
    )
