"""Which files of a card are papers already, and whose."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from .. import cabinet, places
from ..models import Document, DocumentLink, DocumentVersion


def before(card: int, files: Collection[int]) -> set[int]:
    """Of these files, those that were filed from the card, whether or not their papers still lie there."""
    from_here = Q(card=card) | Q(document__last_card=card)
    return set(DocumentVersion.objects.filter(from_here, file_id__in=files).values_list("file_id", flat=True))


def foreign(files: Collection[int], *, card: int | None, author: int | None) -> set[int]:
    """Of these files, those of papers that a card of this author may not lead: of a colleague, registered, with a
    final status, led by another card. What was this card's own paper stays its own, whatever became of it.
    """
    versions = DocumentVersion.objects.filter(file_id__in=files, document__removed_at=None)
    pairs = list(versions.values_list("file_id", "document_id"))
    if not pairs:
        return set()
    final = {one.id for one in cabinet.now().statuses.values() if one.final}
    papers = Document.objects.in_bulk({document for _file, document in pairs})
    here = DocumentLink.objects.filter(place=places.CARD, ref=card or 0).exclude(field="")
    own = set(here.values_list("document_id", flat=True)) | {
        one.pk for one in papers.values() if card is not None and one.last_card == card
    }
    mine = {pk for pk, one in papers.items() if pk in own and one.owner_card in (None, card)}
    free = {
        pk
        for pk, one in papers.items()
        if one.author_id == author and one.owner_card is None and not one.number and one.status_id not in final
    }
    back = {file for file, document in pairs if document in mine}
    return {file for file, document in pairs if document not in free} - back


def registration(card: int, field: str) -> tuple[str, date] | None:
    """Number and day of registering of the paper in a field of a card; of several, of the first that has one."""
    on = DocumentLink.objects.filter(place=places.CARD, ref=card, field=field).values("document_id")
    rows = Document.objects.filter(pk__in=on, removed_at=None).exclude(number="").order_by("pk")
    found = rows.values_list("number", "doc_date").first()
    return (found[0], found[1]) if found and found[1] else None
