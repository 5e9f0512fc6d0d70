"""Word templates: added, changed, put away. What a template asks for is looked at before it is kept."""

from __future__ import annotations

from typing import Any

from marshrut.definitions import queries as definitions
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access

from .. import blobs, cabinet, events, filling, rights
from ..cabinet import Sort
from ..models import StoredFile, Template
from ..rules import TEMPLATE_TYPE
from ..sentences import NO_SUCH_TEMPLATE, NO_SUCH_TYPE, STALE, TEMPLATE_NOT_WORD, TEMPLATE_TITLE, TEMPLATE_WHY
from . import steps

TITLE = 200


@command(rights.ADD_TEMPLATE)
def add_template(
    actor: Actor, *, title: str, file: int, kind: str = "", card_type: str = "", key: str | None = None
) -> dict[str, Any]:
    """Keep a DOCX the actor has stored as a template. Returns {"id", "version", "fields": what it asks for}.

    `kind`: what the filled paper becomes; `card_type`: on which cards it is offered, "" on all.
    """
    sort = _kind(kind)
    access.require(actor, rights.ADD_TEMPLATE, kind=sort)
    name = steps.line("title", title, TITLE, TEMPLATE_TITLE)
    stored, fields = _looked(actor, file)
    row = Template.objects.create(
        title=name,
        kind_id=sort.id if sort else None,
        card_type=_card_type(card_type),
        file=stored,
        author_id=actor.person_id,
        at=clock.now(),
    )
    events.write_settings(actor, events.TEMPLATE_ADDED, title=name, template=row.pk, file_id=stored.pk)
    return {"id": row.pk, "version": row.version, "fields": fields}


@command(rights.EDIT_TEMPLATE)
def edit_template(
    actor: Actor,
    *,
    template: int,
    title: str | None = None,
    file: int | None = None,
    kind: str | None = None,
    card_type: str | None = None,
    version: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """What is given changes, with `file` the paper itself; papers made before stay as they are.

    Returns {"id", "version"}. NotFound; Conflict when somebody changed it since `version`; Invalid.
    """
    row = _row(template, version)
    access.require(actor, rights.EDIT_TEMPLATE, kind=_kind_of(row))
    if kind is not None:
        sort = _kind(kind)
        access.require(actor, rights.EDIT_TEMPLATE, kind=sort)
        row.kind_id = sort.id if sort else None
    if title is not None:
        row.title = steps.line("title", title, TITLE, TEMPLATE_TITLE)
    if card_type is not None:
        row.card_type = _card_type(card_type)
    if file is not None and file != row.file_id:
        row.file, _fields = _looked(actor, file)
    _write(actor, row)
    events.write_settings(actor, events.TEMPLATE_EDITED, title=row.title, template=row.pk, file_id=row.file_id)
    return {"id": row.pk, "version": row.version}


@command(rights.ARCHIVE_TEMPLATE)
def archive_template(
    actor: Actor, *, template: int, archived: bool = True, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Offer the template no longer, or again. Returns {"id", "version"}."""
    row = _row(template, version)
    access.require(actor, rights.ARCHIVE_TEMPLATE, kind=_kind_of(row))
    if row.archived != archived:
        row.archived = archived
        _write(actor, row)
        events.write_settings(actor, events.TEMPLATE_ARCHIVED, title=row.title, template=row.pk, archived=archived)
    return {"id": row.pk, "version": row.version}


def _row(template: int, version: int | None) -> Template:
    row = Template.objects.select_for_update().filter(pk=template).first()
    if row is None:
        raise NotFound(NO_SUCH_TEMPLATE)
    if version is not None and version != row.version:
        raise Conflict(STALE, code="stale")
    return row


def _write(actor: Actor, row: Template) -> None:
    row.version += 1
    row.author_id, row.at = actor.person_id, clock.now()
    row.save()


def _kind(key: str) -> Sort | None:
    return cabinet.read().kind(key) if key else None


def _kind_of(row: Template) -> Sort | None:
    return cabinet.read().by_id.get(row.kind_id) if row.kind_id else None


def _card_type(key: str) -> str:
    if key and key not in definitions.card_types():
        raise NotFound(NO_SUCH_TYPE, fields={"card_type": NO_SUCH_TYPE})
    return key


def _looked(actor: Actor, file: int) -> tuple[StoredFile, list[str]]:
    """The file, and what it asks for; Invalid with a sentence when it cannot be a template."""
    stored = steps.own_file(actor, file)
    if stored.content_type != TEMPLATE_TYPE:
        raise Invalid(TEMPLATE_NOT_WORD, code="template", fields={"file": TEMPLATE_NOT_WORD})
    try:
        with blobs.open_content(stored.sha256) as content:
            seen = filling.look(content) if stored.size <= filling.TEMPLATE else filling.Looked(why="too_big")
    except FileNotFoundError:
        seen = filling.Looked(why="broken")
    if seen.why:
        said = TEMPLATE_WHY[seen.why] % {"about": seen.about}
        raise Invalid(said, code="template", fields={"file": said})
    return stored, list(seen.fields)
