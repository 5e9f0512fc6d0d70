"""Which papers an actor may see: of the kinds open to them, their own, and what lies on a card they see.

The only way to a queryset of documents for people. Forbidden and missing look the same.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from . import cabinet, places
from .cabinet import Cabinet, Sort
from .models import Document, DocumentLink
from .rules.kinds import among


def visible_to(actor: Actor, *, chart: OrgChart | None = None, found: Cabinet | None = None) -> QuerySet[Document]:
    """Papers that are not removed. Programs of ours see all, the dismissed none."""
    kept = Document.objects.filter(removed_at=None)
    if actor.kind != "person":
        return kept if actor.kind in ("system", "robot", "integration") else kept.none()
    chart, person = chart or org.chart(), actor.person_id
    if person is None or not chart.active(person):
        return kept.none()
    kinds = (found or cabinet.now()).kinds
    open_kinds = [kind.id for kind in kinds if among(kind.readers, person, chart)]
    if len(open_kinds) == len(kinds):
        return kept
    terms = Q(kind_id__in=open_kinds) | Q(author_id=person)
    for place in places.known():
        refs = place.seen_refs(actor)
        if refs is not None:
            links = DocumentLink.objects.filter(place=place.key, ref__in=refs)
            terms |= Q(pk__in=links.values("document_id"))
    return kept.filter(terms)


def reads(actor: Actor, kind: Sort, chart: OrgChart | None = None) -> bool:
    """Whether all papers of the kind, and its registration book, are open to the actor."""
    if actor.kind != "person":
        return True
    return actor.person_id is not None and among(kind.readers, actor.person_id, chart or org.chart())
