"""Papers as lines of lists: everything a list shows, in as many queries however long it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import cabinet, places, rights
from ..cabinet import Cabinet, Sort, Status
from ..models import Document, DocumentLink
from ..places import Spot
from .files import info_of
from .shapes import DocumentRow, KindInfo, Run, StatusInfo

NO_RUNS: Mapping[int, tuple[Run, ...]] = {}


def status_info(status: Status) -> StatusInfo:
    return StatusInfo(status.key, status.title, status.color, status.final, status.initial)


def kind_info(actor: Actor | None, one: Sort, found: Cabinet) -> KindInfo:
    """Without an actor nothing is allowed."""
    return KindInfo(
        id=one.id,
        key=one.key,
        title=one.title,
        family=one.family,
        folder=one.folder,
        path=found.path(one.folder),
        filing=one.filing,
        gapless=one.gapless,
        statuses=tuple(map(status_info, one.statuses)),
        archived=one.archived,
        may_add=not one.archived and bool(one.statuses) and allowed(actor, rights.ADD, one),
        may_keep=allowed(actor, rights.REGISTER, one),
    )


def allowed(actor: Actor | None, action: str, one: Sort, author: int | None = None, *, sealed: bool = False) -> bool:
    return actor is not None and access.may(actor, action, kind=one, author=author, sealed=sealed)


def rows_of(
    actor: Actor, papers: QuerySet[Document], *, snippets: Mapping[int, tuple[Run, ...]] = NO_RUNS, spots: bool = True
) -> tuple[DocumentRow, ...]:
    """The papers in their order: one query for them and their files, one for what they lie on, two for each place."""
    listed = list(papers.select_related("file"))
    found = cabinet.now()
    lies = spots_of(actor, {row.pk for row in listed}) if spots else {}
    ours = places.titles(places.COMPANY, {row.organisation_id for row in listed if row.organisation_id})
    return tuple(_row(row, found, lies.get(row.pk, ()), ours, snippets.get(row.pk, ())) for row in listed)


def spots_of(actor: Actor, documents: Collection[int], but: str = "") -> dict[int, tuple[Spot, ...]]:
    """What the papers lie on, of that what the actor may see."""
    if not documents:
        return {}
    links = DocumentLink.objects.filter(document_id__in=documents).exclude(place=but).order_by("pk")
    lies = list(links.values_list("document_id", "place", "ref"))
    seen = places.seen(actor, {(place, ref) for _pk, place, ref in lies})
    return _grouped((pk, seen[place, ref]) for pk, place, ref in lies if (place, ref) in seen)


def _grouped(pairs: Iterable[tuple[int, Spot]]) -> dict[int, tuple[Spot, ...]]:
    made: dict[int, list[Spot]] = {}
    for pk, spot in pairs:
        made.setdefault(pk, []).append(spot)
    return {pk: tuple(spots) for pk, spots in made.items()}


def _row(
    row: Document, found: Cabinet, lies: tuple[Spot, ...], ours: Mapping[int, Spot], snippet: tuple[Run, ...]
) -> DocumentRow:
    kind = found.by_id[row.kind_id]
    organisation = ours.get(row.organisation_id) if row.organisation_id else None
    return DocumentRow(
        id=row.pk,
        title=row.title,
        kind=kind.key,
        kind_title=kind.title,
        family=kind.family,
        status=status_info(found.statuses[row.status_id]),
        status_at=row.status_at,
        number=row.number,
        doc_date=row.doc_date,
        signed_on=row.signed_on,
        sent_on=row.sent_on,
        folder=row.folder_id,
        folder_name=found.folders[row.folder_id][1],
        organisation=row.organisation_id,
        organisation_title=organisation.title if organisation else "",
        file=info_of(row.file),
        version_n=row.version_n,
        author=row.author_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        owner_card=row.owner_card,
        registered=bool(row.number),
        version=row.version,
        spots=lies,
        snippet=snippet,
    )
