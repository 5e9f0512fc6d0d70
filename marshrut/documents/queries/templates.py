"""Word templates: which there are, what they ask for, a paper filled by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access
from marshrut.org.rules import sort_key

from .. import blobs, cabinet, filling, rights
from ..models import Template
from ..sentences import NO_SUCH_TEMPLATE, TEMPLATE_WHY
from .files import FileInfo, describe


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """`kind` is the key of what a filled paper becomes, `card_type` where it is offered; "" for none and for all."""

    id: int
    title: str
    kind: str
    kind_title: str
    card_type: str
    file: FileInfo
    version: int
    author: int | None
    at: datetime
    archived: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class FilledPaper:
    """`missing`: fields of the template that have no value; they stand in the paper as «нет поля: name»."""

    name: str
    content: bytes
    missing: tuple[str, ...]
    kind: str


def templates(actor: Actor, *, card_type: str = "", archived: bool = False) -> tuple[TemplateInfo, ...]:
    """By title. With `card_type` those offered on such a card. Templates hold nobody's data: all employees see them."""
    access.require(actor, rights.SEE_TEMPLATES)
    rows = Template.objects.select_related("file")
    if not archived:
        rows = rows.filter(archived=False)
    if card_type:
        rows = rows.filter(card_type__in=("", card_type))
    found = list(rows[:1000])
    files = describe([row.file_id for row in found])
    made = [_info(actor, row, files[row.file_id]) for row in found]
    return tuple(sorted(made, key=lambda one: (one.archived, sort_key(one.title), one.id)))


def template(actor: Actor, template_id: int) -> TemplateInfo:
    """Raises NotFound."""
    access.require(actor, rights.SEE_TEMPLATES)
    row = Template.objects.filter(pk=template_id).first()
    if row is None:
        raise NotFound(NO_SUCH_TEMPLATE)
    return _info(actor, row, describe([row.file_id])[row.file_id])


def template_kinds(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(key, title) of kinds the actor may keep templates of; ("", "") stands for no kind."""
    wanted = [
        one for one in cabinet.now().kinds if not one.archived and access.may(actor, rights.ADD_TEMPLATE, kind=one)
    ]
    free = [("", "")] if access.may(actor, rights.ADD_TEMPLATE, kind=None) else []
    return (*free, *((one.key, one.title) for one in wanted))


def template_fields(actor: Actor, template_id: int) -> filling.Looked:
    """What the template asks for. Raises NotFound."""
    try:
        return _looked(template(actor, template_id).file.sha256)
    except FileNotFoundError:
        return filling.Looked(why="broken")


@lru_cache(maxsize=512)
def _looked(sha256: str) -> filling.Looked:
    """A content never changes, and looking it through takes a part of a second."""
    with blobs.open_content(sha256) as content:
        return filling.look(content)


def filled_template(actor: Actor, template_id: int, values: Mapping[str, Any], name: str = "") -> FilledPaper:
    """The paper made of the template and `values` (see `filling.fill`), as DOCX. `name` without ending names the file.

    Raises NotFound; Invalid with a sentence when it cannot be filled. Keeps nothing.
    """
    info = template(actor, template_id)
    try:
        with blobs.open_content(info.file.sha256) as content:
            made = filling.fill(content, values)
    except FileNotFoundError:
        made = filling.Filled(why="broken")
    if made.why:
        raise Invalid(TEMPLATE_WHY[made.why] % {"about": made.about}, code="template")
    return FilledPaper(f"{name or PurePath(info.file.name).stem}.docx", made.paper, made.missing, info.kind)


def _info(actor: Actor, row: Template, file: FileInfo) -> TemplateInfo:
    kind = cabinet.now().by_id.get(row.kind_id) if row.kind_id else None
    return TemplateInfo(
        id=row.pk,
        title=row.title,
        kind=kind.key if kind else "",
        kind_title=kind.title if kind else "",
        card_type=row.card_type,
        file=file,
        version=row.version,
        author=row.author_id,
        at=row.at,
        archived=row.archived,
        may_edit=access.may(actor, rights.EDIT_TEMPLATE, kind=kind),
    )
