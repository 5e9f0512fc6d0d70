"""Kinds and folders: as the reader may use them, and as administrators edit them."""

from __future__ import annotations

from django.db.models import Count

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.org.rules import sort_key

from .. import cabinet, gate, naming, rights
from ..cabinet import Cabinet, Status
from ..models import Document
from ..sentences import NO_SUCH_KIND
from . import numbers
from .rows import kind_info
from .shapes import FolderNode, KindInfo, KindSettings, StatusSettings


def kinds(actor: Actor, *, archived: bool = False) -> tuple[KindInfo, ...]:
    """Kinds whose papers the actor reads or adds, in their order; archived ones only when asked for."""
    found = cabinet.now()
    seen = (one for one in found.kinds if (archived or not one.archived) and gate.knows(actor, one))
    return tuple(kind_info(actor, one, found) for one in seen)


def addable_kinds(actor: Actor) -> tuple[KindInfo, ...]:
    """What the actor may add: the first choice of the upload dialog (S1.9)."""
    return tuple(one for one in kinds(actor) if one.may_add)


def kind(key: str, actor: Actor | None = None) -> KindInfo:
    """Raises NotFound; with an actor also for a kind hidden from them. Without one nothing is allowed."""
    found = cabinet.now()
    one = found.kind(key)
    if actor is not None and not gate.knows(actor, one):
        raise NotFound(NO_SUCH_KIND)
    return kind_info(actor, one, found)


def kind_settings(actor: Actor, key: str) -> KindSettings:
    """Everything about a kind, for who may edit kinds; raises Forbidden, NotFound."""
    access.require(actor, rights.EDIT_KIND)
    found = cabinet.now()
    one = found.kind(key)
    papers = dict(Document.objects.filter(kind_id=one.id).values_list("status").annotate(count=Count("pk")))
    return KindSettings(
        info=kind_info(actor, one, found),
        title=one.title_ru,
        title_en=one.title_en,
        code=one.code,
        readers=one.readers,
        adders=one.adders,
        keepers=one.keepers,
        statuses=tuple(_settings(status, papers.get(status.id, 0)) for status in one.statuses),
        rules=numbers.number_rules(actor, key),
        version=one.version,
        used_by=tuple((use.process, tuple(sorted(use.statuses))) for use in naming.uses().get(key, ())),
    )


def folders(actor: Actor) -> tuple[FolderNode, ...]:
    """The shared disk as a tree. A folder of kinds hidden from the actor shows only when something in it does not."""
    found = cabinet.now()
    counted = gate.visible_to(actor).order_by().values_list("folder").annotate(count=Count("pk"))
    counts = dict(counted)
    hidden = gate.hidden_folders(actor, found)
    return _nodes(None, found, counts, hidden)


def _settings(status: Status, papers: int) -> StatusSettings:
    return StatusSettings(
        key=status.key,
        title=status.title_ru,
        title_en=status.title_en,
        color=status.color,
        initial=status.initial,
        final=status.final,
        papers=papers,
    )


def _nodes(
    parent: int | None, found: Cabinet, counts: dict[int, int], hidden: set[int], path: tuple[str, ...] = ()
) -> tuple[FolderNode, ...]:
    made = []
    for folder in found.children.get(parent, ()):
        name = found.folders[folder][1]
        below = _nodes(folder, found, counts, hidden, (*path, name))
        count = counts.get(folder, 0) + sum(child.count for child in below)
        if folder not in hidden or count:
            here = tuple(one.key for one in found.kinds if one.folder == folder and not one.archived)
            made.append(FolderNode(folder, name, count, (*path, name), below, here))
    return tuple(sorted(made, key=_order))


def _order(node: FolderNode) -> tuple[bool, int, str]:
    """Years newest first, then names in Russian order."""
    year = int(node.name) if node.name.isdigit() and len(node.name) == 4 else 0
    return (not year, -year, sort_key(node.name))
