"""Which papers an actor may see: of the kinds open to them, their own, and what lies on a card they see.

The only way to a queryset of documents for people. Forbidden and missing look the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from marshrut.kernel import memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from . import cabinet, places, rights
from .cabinet import Cabinet, Sort
from .models import Document, DocumentLink
from .rules.kinds import among

#: ids of papers, or a query of one column that gives them
Ids = Collection[int] | QuerySet[Any, Any]


def visible_to(
    actor: Actor, *, chart: OrgChart | None = None, found: Cabinet | None = None, only: Ids | None = None
) -> QuerySet[Document]:
    """Papers that are not removed. Programs of ours see all, the dismissed none.

    `only`: of these papers. Say it wherever it is known: then nothing else is looked at. The whole shelf asks every
    card that a paper hidden by its kind lies on, once a request.
    """
    kept = Document.objects.filter(removed_at=None)
    if only is not None:
        kept = kept.filter(pk__in=only)
    if actor.kind != "person":
        return kept if actor.kind in ("system", "robot", "integration") else kept.none()
    chart, person = chart or org.chart(), actor.person_id
    if person is None or not chart.active(person):
        return kept.none()
    kinds = (found or cabinet.now()).kinds
    open_kinds = [kind.id for kind in kinds if among(kind.readers, person, chart)]
    if len(open_kinds) == len(kinds):
        return kept
    plain = Q(kind_id__in=open_kinds) | Q(author_id=person)
    hidden = kept.exclude(plain)
    if only is None:
        lying = memory.once(("documents.lying", person, chart.revision), lambda: _through_places(actor, hidden))
    else:
        lying = _through_places(actor, hidden)
    return kept.filter(plain | any_of("pk", lying) if lying else plain)


def _through_places(actor: Actor, hidden: QuerySet[Document]) -> list[int]:
    """Those of the papers that lie on something the actor sees and that opens them."""
    opening = [place.key for place in places.known() if place.opens]
    links = DocumentLink.objects.filter(place__in=opening, document__in=hidden.order_by())
    lies: dict[str, dict[int, list[int]]] = {}
    for paper, place, ref in links.values_list("document_id", "place", "ref"):
        lies.setdefault(place, {}).setdefault(ref, []).append(paper)
    found = {
        paper
        for place, papers in lies.items()
        for ref in places.of(place).visible(actor, papers.keys())
        for paper in papers[ref]
    }
    return sorted(found)


def reads(actor: Actor, kind: Sort, chart: OrgChart | None = None) -> bool:
    """Whether all papers of the kind, and its registration book, are open to the actor."""
    if actor.kind != "person":
        return True
    return actor.person_id is not None and among(kind.readers, actor.person_id, chart or org.chart())


def sealed(row: Document, kind: Sort, *, entered: bool) -> bool:
    """Whether it is a draft no more: it has or had a number, a final status, or a process that led it.

    Then only keepers change it: what both sides signed is not its author's.
    """
    final = any(one.final for one in kind.statuses if one.id == row.status_id)
    return bool(row.number) or final or entered or row.last_card is not None


def knows(actor: Actor, kind: Sort) -> bool:
    """Whether the actor reads papers of the kind, adds them or shapes kinds."""
    return reads(actor, kind) or access.may(actor, rights.ADD, kind=kind) or access.may(actor, rights.EDIT_KIND)


def hidden_folders(actor: Actor, found: Cabinet) -> set[int]:
    """Folders of hidden kinds with all below them, as far as no kind that the actor knows goes there."""
    of_kinds: dict[int, bool] = {}
    for one in found.kinds:
        of_kinds[one.folder] = of_kinds.get(one.folder, False) or knows(actor, one)
    return {folder for folder in found.folders if not of_kinds.get(_kept_by(folder, of_kinds, found), True)}


def shows_folder(actor: Actor, folder: int, found: Cabinet) -> bool:
    """Whether there is such a folder for the actor: a hidden one shows by a paper in it that is seen."""
    if folder not in found.folders:
        return False
    if folder not in hidden_folders(actor, found):
        return True
    return visible_to(actor, found=found).filter(folder__in=found.with_below(folder)).exists()


def _kept_by(folder: int, of_kinds: Mapping[int, bool], found: Cabinet) -> int:
    """The nearest folder upwards, itself first, that belongs to a kind; 0 when none does."""
    here: int | None = folder
    while here is not None and here not in of_kinds:
        here = found.folders[here][0] if here in found.folders else None
    return here or 0
