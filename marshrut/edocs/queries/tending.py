"""Bases for administrators, without their secrets; the banner of silent ones for everybody who sees documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q

from marshrut.cards import queries as cards
from marshrut.kernel import clock, forms
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.outside import FormLine
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights, sentences, source
from ..models import Base, EDoc, PartyLink, Run, Turn
from ..rules import overdue
from .base_shapes import BaseInfo, Days, Odd, RunLine, Silent
from .fresh import stale
from .pages import title_of

_ODD = Q(status="unknown") | Q(proved=False, status="signed") | ~Q(oddities=[]) | Q(gone_at__isnull=False)


def may_tend(actor: Actor) -> bool:
    return access.may(actor, rights.SEE_BASES)


def bases(actor: Actor) -> list[BaseInfo]:
    """Every base that was ever connected, by title; none for whoever may not tend them. Three queries."""
    if not may_tend(actor):
        return []
    rows, counted, waiting = list(Base.objects.order_by("title", "pk")), _counted(), _waiting()
    return [_info(row, counted.get(row.pk, {}), waiting.get(row.pk, 0)) for row in rows]


def base(actor: Actor, key: str) -> BaseInfo:
    """Raises NotFound."""
    row = Base.objects.filter(key=key).first() if may_tend(actor) else None
    if row is None:
        raise NotFound(sentences.NO_SUCH_BASE)
    return _info(row, _counted(row.pk).get(row.pk, {}), _waiting(row.pk).get(row.pk, 0))


def base_titles(actor: Actor) -> dict[str, str]:
    """Key -> title of every base, by title, with nothing counted; none for whoever may not tend them."""
    return dict(Base.objects.order_by("title", "pk").values_list("key", "title")) if may_tend(actor) else {}


def new_base(actor: Actor, source_code: str) -> BaseInfo:
    """The empty form for a base of this source. Raises NotFound."""
    if not may_tend(actor) or source.source(source_code) is None:
        raise NotFound(sentences.NO_SUCH_BASE)
    return _info(Base(key="", title="", source=source_code, owner_id=actor.person_id, version=0), {}, 0)


def runs(actor: Actor, base: str = "", limit: int = 50) -> list[RunLine]:
    """The journal, newest first; none for whoever may not tend bases."""
    if not may_tend(actor):
        return []
    found = Run.objects.select_related("base").order_by("-started_at", "-pk")
    rows = list((found.filter(base__key=base) if base else found)[: max(1, min(limit, 500))])
    people = org.describe({row.by for row in rows if row.by})
    return [_run(row, people) for row in rows]


def odd(actor: Actor, base: str, limit: int = 100) -> list[Odd]:
    """What the doctor page shows: unknown statuses, unlawful turns, unproved signatures, what is gone; newest first."""
    if not may_tend(actor):
        return []
    rows = EDoc.objects.filter(_ODD, base__key=base).order_by("-status_at", "-pk")[:limit]
    turns = Turn.objects.filter(suspicious=True, edoc__base__key=base).select_related("edoc").order_by("-noticed_at")
    found = [one for row in rows for one in _oddities(row)]
    for turn in turns[:limit]:
        said = f"{title_of(turn.before) if turn.before else ''} → {title_of(turn.event)}"
        found.append(_odd(turn.edoc, "suspicious", said, turn.noticed_at))
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def silence(actor: Actor) -> list[Silent]:
    """Bases that do not answer, for the red banner; none for whoever sees no document."""
    now = clock.now()
    red = []
    for row in Base.objects.filter(active=True).order_by("title"):
        fresh = stale(row, now)
        if fresh.red:
            red.append(Silent(row.key, row.title, row.last_ok_at, fresh.minutes, fresh.sentence))
    if not red or not access.may(actor, rights.REFRESH):
        return []
    sees = EDoc.objects.filter(card__in=cards.matching_ids(actor, cards.Filter(), few=True)).exists()
    return red if sees or may_tend(actor) else []


def _counted(base: int | None = None) -> Mapping[int, Mapping[str, int]]:
    """Of every base, or of one."""
    rows = EDoc.objects.all() if base is None else EDoc.objects.filter(base_id=base)
    found = rows.values("base_id").annotate(
        documents=Count("pk"),
        open=Count("pk", filter=Q(final_at=None, gone_at=None)),
        gone=Count("pk", filter=Q(gone_at__isnull=False)),
        odd=Count("pk", filter=_ODD),
    )
    return {one["base_id"]: dict(one) for one in found}  # type: ignore[arg-type]


def _waiting(base: int | None = None) -> Mapping[int, int]:
    rows = PartyLink.objects.filter(company_id=None)
    found = (rows if base is None else rows.filter(base_id=base)).values("base_id").annotate(many=Count("pk"))
    return {one["base_id"]: one["many"] for one in found}


def _info(row: Base, counted: Mapping[str, int], unmatched: int) -> BaseInfo:
    found, now, error = source.source(row.source), clock.now(), row.last_error
    chart = org.chart()
    reading = row.lease_lane if row.lease else ""
    return BaseInfo(
        key=row.key,
        title=row.title,
        source=row.source,
        source_title=str(found.title) if found is not None else row.source,
        active=row.active,
        form=_form(row, found),
        owner_id=row.owner_id,
        owner=chart.name(row.owner_id) if row.owner_id and chart.exists(row.owner_id) else "",
        every=row.every,
        silent_after=row.silent_after,
        days=_days(row),
        version=row.version,
        added_at=row.added_at,
        cursor=row.cursor,
        profile=dict(row.profile),
        first_began_at=row.first_began_at,
        first_done_at=row.first_done_at,
        failures=row.failures,
        closed_until=row.closed_until if row.closed_until and row.closed_until > now else None,
        last_ok_at=row.last_ok_at,
        error=error,
        error_title=sentences.happened(error) if error else "",
        advice=sentences.advice(error) if error else "",
        error_words=row.error_words,
        error_at=row.last_error_at,
        silent=bool(row.pk) and row.active and stale(row, now).red,
        reading=str(sentences.LANES.get(reading, "")),
        documents=counted.get("documents", 0),
        open=counted.get("open", 0),
        unmatched=unmatched,
        gone=counted.get("gone", 0),
        odd=counted.get("odd", 0),
    )


def _form(row: Base, found: source.Source | None) -> tuple[FormLine, ...]:
    return forms.shown(found.form, row.settings, row.sealed) if found is not None else ()


def _days(row: Base) -> tuple[Days, ...]:
    made = []
    for kind, title in sentences.KINDS.items():
        terms = overdue.terms_of(row.overdue, kind)
        made.append(Days(kind, str(title), terms.warn, terms.critical))
    return tuple(made)


def _run(row: Run, people: Mapping[int, Any]) -> RunLine:
    by = people.get(row.by or 0)
    return RunLine(
        id=row.pk, base=row.base.key, lane=row.lane, lane_title=str(sentences.LANES.get(row.lane, row.lane)),
        by=by.short_name if by is not None else "", started_at=row.started_at, finished_at=row.finished_at,
        read=row.read, new=row.new, changed=row.changed, unchanged=row.unchanged, requests=row.requests,
        failed_windows=row.failed_windows, trouble=row.trouble,
        trouble_title=sentences.happened(row.trouble) if row.trouble else "", words=row.words,
    )  # fmt: skip


def _oddities(row: EDoc) -> list[Odd]:
    made = []
    if row.status == "unknown":
        made.append(_odd(row, "unknown", row.raw_status, row.status_at))
    if not row.proved and row.status == "signed":
        made.append(_odd(row, "unproved", row.raw_status, row.status_at))
    if row.gone_at is not None:
        made.append(_odd(row, "gone", "", row.gone_at))
    return [*made, *(_odd(row, "oddity", said, row.status_at) for said in row.oddities)]


def _odd(row: EDoc, what: str, said: str, at: Any) -> Odd:
    """Of its card only the number: an administrator sees no more of documents than anybody else."""
    return Odd(row.card, f"№ {row.card}", "", what, said, at)
