"""Threads of a project and of a company, newest first, each with its figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, Q, QuerySet

from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor

from ..models import Letter
from .lines import cursor, lines
from .shapes import LetterLine, ThreadHead, Threads

MOST = 100


def of_project(actor: Actor, project: int, after: str | None = None, limit: int = 30) -> Threads:
    """Threads with letters of the project that the reader may see, newest first."""
    return _page(actor, Q(project_id=project), after, limit)


def of_company(
    actor: Actor, company: int, project: int | None = None, after: str | None = None, limit: int = 30
) -> Threads:
    """Threads with letters of the company that the reader may see; `project`: only its, 0: those without one."""
    wanted = Q(company_id=company)
    if project is not None:
        wanted &= Q(project_id=project or None)
    return _page(actor, wanted, after, limit)


def projects_of_company(actor: Actor, company: int) -> dict[int, str]:
    """Projects that letters of the company which the reader may see belong to: id -> title, by title."""
    letters = _seen(actor).filter(company_id=company).order_by()
    ids = letters.values_list("project_id", flat=True).distinct()
    known = crm.describe_projects({one for one in ids if one})
    return {one.id: one.title for one in sorted(known.values(), key=lambda it: it.title.lower())}


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


def _seen(actor: Actor, wanted: cards.Filter | None = None) -> QuerySet[Letter]:
    return Letter.objects.filter(card__in=cards.matching_ids(actor, wanted or cards.Filter()))


def _page(actor: Actor, wanted: Q, after: str | None, limit: int) -> Threads:
    """Keyset over (day of the newest such letter, thread)."""
    limit = max(1, min(limit, MOST))
    found = _seen(actor).filter(wanted).order_by().values("thread").annotate(newest=Max("day"))
    if place := cursor(after):
        found = found.filter(Q(newest__lt=place[0]) | Q(newest=place[0], thread__lt=place[1]))
    rows = list(found.order_by("-newest", "-thread")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    heads = _heads(actor, [row["thread"] for row in rows[:limit]])
    return Threads(heads, f"{last['newest'].isoformat()}:{last['thread']}" if last else None)


def _heads(actor: Actor, threads: Collection[int]) -> tuple[ThreadHead, ...]:
    if not threads:
        return ()
    seen = _seen(actor).filter(thread__in=threads)
    open_ones = cards.matching_ids(actor, cards.Filter(state="open"))
    figures = (
        seen.order_by()
        .values("thread")
        .annotate(
            count=Count("card"),
            incoming=Count("card", filter=Q(direction="in")),
            waiting=Count("card", filter=Q(card__in=open_ones)),
            first=Min("day"),
            last=Max("day"),
            companies=ArrayAgg("company_id", distinct=True, default=[]),
            project=Max("project_id"),
        )
    )
    by_thread = {row["thread"]: row for row in figures}
    firsts = dict(seen.order_by("thread", "day", "card").distinct("thread").values_list("thread", "subject"))
    newest = seen.order_by("thread", "-day", "-card").distinct("thread")
    shown = {line.thread: line for line in lines(actor, list(newest), whole=False)}
    companies = crm.describe({one for row in by_thread.values() for one in row["companies"] if one})
    projects = crm.describe_projects({row["project"] for row in by_thread.values() if row["project"]})
    names = {pk: one.name for pk, one in companies.items()}
    titles = {pk: one.title for pk, one in projects.items()}
    there = [one for one in threads if one in shown]
    return tuple(_head(by_thread[one], firsts[one], shown[one], names, titles) for one in there)


def _head(
    row: Any, subject: str, newest: LetterLine, companies: dict[int, str], projects: dict[int, str]
) -> ThreadHead:
    return ThreadHead(
        id=row["thread"],
        subject=subject,
        project_id=row["project"],
        project=projects.get(row["project"], ""),
        companies={one: companies[one] for one in row["companies"] if one in companies},
        count=row["count"],
        incoming=row["incoming"],
        waiting=row["waiting"],
        first=row["first"],
        last=row["last"],
        newest=newest,
    )
