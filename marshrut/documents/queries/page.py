"""One paper with its versions, numbers, places and history, and what its reader may do with it."""

from __future__ import annotations

from collections.abc import Collection

from marshrut.calendars.queries import today
from marshrut.history import queries as history
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import books, cabinet, events, gate, places, rights
from ..cabinet import Sort
from ..models import Document, DocumentLink, DocumentVersion, Entry
from ..places import Spot
from ..rules import numbers as rules
from ..sentences import NO_SUCH_DOCUMENT, OWNED, SEALED
from .files import info_of
from .masking import masked
from .numbers import entries, last_number
from .rows import allowed, kind_info, rows_of
from .shapes import Abilities, DocumentPage, LinkInfo, VersionInfo

HISTORY = 200


def document_page(actor: Actor, document: int) -> DocumentPage:
    """Raises NotFound for a missing paper and a hidden one alike."""
    papers = gate.visible_to(actor, only=[document])
    row = papers.first()
    if row is None:
        raise NotFound(NO_SUCH_DOCUMENT)
    found = cabinet.now()
    kind = found.by_id[row.kind_id]
    lines = list(Entry.objects.filter(document=row).order_by("-pk"))
    may = _abilities(actor, row, kind, entered=bool(lines))
    cards = {card for card in (row.owner_card, row.last_card) if card}
    owner = places.seen(actor, [(places.CARD, row.owner_card)]) if row.owner_card else {}
    return DocumentPage(
        row=rows_of(actor, papers)[0],
        kind=kind_info(actor, kind, found),
        path=found.path(row.folder_id),
        versions=versions_of([document], actor).get(document, ()),
        links=_links(actor, document),
        entries=entries(actor, lines),
        may=may,
        owner=next(iter(owner.values()), None),
        owned=may.why_status,
        next_number=_next_number(row, kind) if may.register else "",
        timeline=masked(actor, history.latest(events.subject(document), limit=HISTORY), cards),
        status_by=row.status_by_id,
    )


def versions_of(documents: Collection[int], actor: Actor) -> dict[int, tuple[VersionInfo, ...]]:
    """Versions of papers the reader has been let see, newest first; cards they came from only if seen."""
    rows = list(DocumentVersion.objects.filter(document_id__in=documents).select_related("file").order_by("-n"))
    seen = places.seen(actor, {(places.CARD, row.card) for row in rows if row.card})
    made: dict[int, list[VersionInfo]] = {}
    for row in rows:
        spot = seen.get((places.CARD, row.card)) if row.card else None
        made.setdefault(row.document_id, []).append(_version(row, spot))
    return {pk: tuple(found) for pk, found in made.items()}


def _version(row: DocumentVersion, spot: Spot | None) -> VersionInfo:
    return VersionInfo(
        n=row.n,
        file=info_of(row.file),
        added_by=row.added_by_id,
        added_at=row.added_at,
        note=row.note,
        card=spot.ref if spot else None,
        card_title=spot.title if spot else "",
        card_url=spot.url if spot else "",
    )


def _links(actor: Actor, document: int) -> tuple[LinkInfo, ...]:
    rows = list(DocumentLink.objects.filter(document_id=document).order_by("pk"))
    seen = places.seen(actor, {(row.place, row.ref) for row in rows})
    return tuple(
        LinkInfo(seen[row.place, row.ref], row.field, row.added_by_id, row.added_at)
        for row in rows
        if (row.place, row.ref) in seen
    )


def _abilities(actor: Actor, row: Document, kind: Sort, *, entered: bool) -> Abilities:
    sealed = gate.sealed(row, kind, entered=entered)

    def may(action: str, *, sealed: bool = sealed) -> bool:
        return allowed(actor, action, kind, row.author_id, sealed=sealed)

    free = row.owner_card is None
    owned = "" if free else str(OWNED % {"card": places.label_for(actor, row.owner_card or 0)})
    return Abilities(
        rename=may(rights.RENAME),
        move=may(rights.MOVE),
        set_status=free and may(rights.STATUS),
        add_version=free and may(rights.VERSION),
        date=free and may(rights.DATE),
        register=free and not row.number and may(rights.REGISTER),
        void=free and bool(row.number) and may(rights.VOID),
        link=may(rights.LINK),
        remove=free and may(rights.REMOVE) and not entered,
        set_final=free and may(rights.FINAL),
        why_status=owned,
        why_sealed=str(SEALED) if may(rights.RENAME, sealed=False) and not may(rights.RENAME) else "",
    )


def _next_number(row: Document, kind: Sort) -> str:
    """Of a registration with the paper's date and organisation."""
    day, organisation = row.doc_date or today(), books.whose(row.organisation_id)
    if organisation is None:
        return ""
    scheme = books.scheme(kind.id, kind.code, organisation, day.year)
    return rules.text(scheme, last_number(kind, organisation, day.year) + 1, day) if scheme else ""
