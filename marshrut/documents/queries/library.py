"""The library: papers by folder, kind, status, place, year, author and words, newest first, page after page by id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import cabinet, gate, places
from ..cabinet import Cabinet
from ..models import Document, DocumentLink, DocumentVersion
from . import searching
from .rows import rows_of
from .shapes import DocumentRow, Filter, LibraryPage

#: how far papers are counted
CAPPED = 1000
MOST = 200


def library(actor: Actor, wanted: Filter | None = None, *, after: int | None = None, limit: int = 50) -> LibraryPage:
    """Papers the actor may see, newest first. `after`: id of the last one shown. An unknown key finds nothing."""
    wanted = wanted or Filter()
    papers = _filtered(actor, wanted)
    return _page(actor, papers, wanted.text, after, max(1, min(limit, MOST)))


def of_place(
    actor: Actor, place: str, ref: int, *, families: Collection[str] | None = None, limit: int = 50
) -> LibraryPage:
    """Papers that lie on a company, a deal, a project, a contact or a card; none when the actor may not see that."""
    if not places.seen(actor, [(place, ref)]):
        return LibraryPage((), found=0)
    papers = _filtered(actor, Filter(place=place, ref=ref))
    if families is not None:
        papers = papers.filter(kind__family__in=list(families))
    return _page(actor, papers, "", None, limit)


def of_card_field(card: int) -> dict[str, tuple[DocumentRow, ...]]:
    """Papers on a card by the field they lie in ("" beside the fields), for whoever has been let see the card."""
    links = DocumentLink.objects.filter(place=places.CARD, ref=card).order_by("document_id")
    lies = list(links.values_list("document_id", "field"))
    papers = Document.objects.filter(pk__in=[pk for pk, _field in lies], removed_at=None)
    rows = {row.id: row for row in rows_of(Actor.system(), papers, spots=False)}
    made: dict[str, list[DocumentRow]] = {}
    for pk, field in lies:
        if pk in rows:
            made.setdefault(field, []).append(rows[pk])
    return {field: tuple(found) for field, found in made.items()}


def describe_documents(ids: Iterable[int]) -> dict[int, DocumentRow]:
    """Papers by id, not filtered by right, without what they lie on; unknown and removed ones are left out."""
    papers = Document.objects.filter(pk__in=set(ids), removed_at=None)
    return {row.id: row for row in rows_of(Actor.system(), papers, spots=False)}


def visible_documents(actor: Actor, ids: Iterable[int]) -> dict[int, DocumentRow]:
    """Those of the papers that the actor may see, by id."""
    papers = gate.visible_to(actor, only=set(ids))
    return {row.id: row for row in rows_of(actor, papers)}


def may_see_file(actor: Actor, file: int) -> bool:
    """A file that is a version of a paper the actor may see."""
    return file in visible_files(actor, [file])


def visible_files(actor: Actor, files: Iterable[int]) -> set[int]:
    """Of these files, those that are versions of papers the actor may see."""
    versions = DocumentVersion.objects.filter(file_id__in=set(files))
    lies = list(versions.values_list("document_id", "file_id"))
    if not lies:
        return set()
    papers = set(gate.visible_to(actor, only={paper for paper, _file in lies}).values_list("pk", flat=True))
    return {file for paper, file in lies if paper in papers}


def _filtered(actor: Actor, wanted: Filter) -> QuerySet[Document]:
    found = cabinet.now()
    papers = gate.visible_to(actor, found=found, only=_lying(actor, wanted))
    try:
        plain = _plain(wanted, found)
    except NotFound:
        return papers.none()
    papers = papers.filter(**plain)
    if wanted.registered is not None:
        papers = papers.exclude(number="") if wanted.registered else papers.filter(number="")
    return searching.narrowed(papers, wanted.text) if wanted.text.strip() else papers


def _lying(actor: Actor, wanted: Filter) -> gate.Ids | None:
    """Papers on the place that is asked for; none when the actor may not see it."""
    if not wanted.place:
        return None
    if wanted.ref is not None and not places.seen(actor, [(wanted.place, wanted.ref)]):
        return ()
    links = DocumentLink.objects.filter(place=wanted.place)
    return (links if wanted.ref is None else links.filter(ref=wanted.ref)).values("document_id")


def _plain(wanted: Filter, found: Cabinet) -> dict[str, Any]:
    """Conditions on columns. Raises NotFound for a kind nobody knows."""
    made: dict[str, Any] = {}
    if wanted.folder is not None:
        made["folder_id__in"] = found.with_below(wanted.folder)
    if wanted.kind:
        made["kind_id"] = found.kind(wanted.kind).id
    if wanted.status:
        kinds = [found.kind(wanted.kind)] if wanted.kind else found.kinds
        made["status_id__in"] = [one.id for kind in kinds for one in kind.statuses if one.key == wanted.status]
    if wanted.family:
        made["kind_id__in"] = [one.id for one in found.kinds if one.family == wanted.family]
    if wanted.year is not None:
        made["year"] = wanted.year
    if wanted.organisation is not None:
        made["organisation_id"] = wanted.organisation
    if wanted.author is not None:
        made["author_id"] = wanted.author
    return made


def _page(actor: Actor, papers: QuerySet[Document], text: str, after: int | None, limit: int) -> LibraryPage:
    here = papers if after is None else papers.filter(pk__lt=after)
    ids = list(here.order_by("-pk").values_list("pk", flat=True)[: limit + 1])
    shown = ids[:limit]
    snippets = searching.snippets(text, shown)
    rows = rows_of(actor, Document.objects.filter(pk__in=shown).order_by("-pk"), snippets=snippets) if shown else ()
    found = more = None
    if after is None:
        found = len(ids) if len(ids) <= limit else papers.order_by()[: CAPPED + 1].count()
        more = found > CAPPED
    last = shown[-1] if len(ids) > limit else None
    return LibraryPage(rows, last, None if found is None else min(found, CAPPED), bool(more))
