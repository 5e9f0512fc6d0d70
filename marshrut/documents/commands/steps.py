"""What commands of papers share: checks of what was typed, the paper under its lock, its folder, its versions."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from marshrut.calendars.queries import today as today  # noqa: PLC0414 – every command says steps.today()
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from marshrut.org import access
from marshrut.org.rules import flaw, one_line

from .. import books, cabinet, events, gate, places
from ..cabinet import Cabinet, Sort, Status
from ..models import Document, DocumentLink, DocumentVersion, Folder, KindStatus, StoredFile
from ..rules.numbers import FIRST_YEAR
from ..rules.words import visible
from ..sentences import (
    ARCHIVED,
    CHOOSE_OURS,
    NO_STATUSES,
    NO_SUCH_DOCUMENT,
    NO_SUCH_FOLDER,
    NO_SUCH_PLACE,
    NOT_OURS,
    NOT_YOUR_FILE,
    SEALED,
    STALE,
    TEXT_LONG,
    TEXT_SIGNS,
    TITLE_EMPTY,
    UNNAMED,
    YEAR_WRONG,
)
from .texts import ask_for_text

TITLE = 300
NOTE = 500


def line(field: str, typed: str, limit: int, empty: Any = None) -> str:
    """One line of text as it is stored, without signs that nobody sees, else Invalid at the field.

    `empty`: what to say when it must not be.
    """
    text = one_line(visible(typed))
    said = {
        "empty": empty,
        "long": TEXT_LONG % {"limit": limit},
        "signs": TEXT_SIGNS,
    }.get(flaw(text, limit=limit, needed=empty is not None))
    if said:
        raise Invalid(said, fields={field: said})
    return text


def day(field: str, value: date | None) -> date | None:
    """A date within reason: a typing error would open the book of another century."""
    first, last = FIRST_YEAR, today().year + 1
    if value is not None and not first <= value.year <= last:
        said = YEAR_WRONG % {"first": first, "last": last}
        raise Invalid(said, fields={field: said})
    return value


def under_lock(actor: Actor, document: int, version: int | None = None) -> tuple[Document, Sort, Cabinet]:
    """The paper, its kind, all kinds. NotFound for a missing and a hidden one alike; Conflict when it moved on."""
    found = cabinet.read()
    if not gate.visible_to(actor, found=found, only=[document]).exists():
        raise NotFound(NO_SUCH_DOCUMENT)
    row = Document.objects.select_for_update().filter(pk=document, removed_at=None).first()
    if row is None:
        raise NotFound(NO_SUCH_DOCUMENT)
    if version is not None and version != row.version:
        raise Conflict(STALE, code="stale")
    return row, found.by_id[row.kind_id], found


def allowed(actor: Actor, action: str, row: Document, kind: Sort, owned: Any = None) -> None:
    """Forbidden; an author is told why the paper is theirs to change no more.

    `owned`: the sentence when a process leads the paper and this is not done by hand meanwhile.
    """
    access.require(actor, action, kind=kind, author=row.author_id)
    if owned is not None:
        refuse_owned(actor, row, owned)
    sealed = gate.sealed(row, kind, entered=row.entries.exists())
    if sealed and not access.may(actor, action, kind=kind, author=row.author_id, sealed=True):
        raise Forbidden(SEALED)


def refuse_owned(actor: Actor, row: Document, sentence: Any) -> None:
    """What a process leads is not done by hand."""
    if row.owner_card is not None:
        raise Refused(sentence % {"card": places.label_for(actor, row.owner_card)}, code="owned_by_card")


def touched(row: Document, *fields: str) -> None:
    """Write the fields, one change further."""
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=[*fields, "version", "updated_at"])


def own_file(actor: Actor, file: int) -> StoredFile:
    """A file the actor has just stored; programs may take any."""
    row = StoredFile.objects.filter(pk=file).first()
    if row is None or (actor.kind == "person" and row.uploaded_by_id != actor.person_id):
        raise Invalid(NOT_YOUR_FILE, fields={"file": NOT_YOUR_FILE})
    return row


def titled(title: str, file: StoredFile) -> str:
    """What was typed, else the name of the file without its ending."""
    typed = title if visible(title) else PurePath(file.name).stem
    return line("title", typed if visible(typed) else str(UNNAMED), TITLE, TITLE_EMPTY)


def whose_book(organisation: int | None) -> int:
    """Of the organisation of ours, of the only one when none is named (0: there is none); else Invalid at the field."""
    book = books.whose(organisation)
    if book is None:
        said = NOT_OURS if organisation else CHOOSE_OURS
        raise Invalid(said, code="not_ours", fields={"organisation": said})
    return book


def our_organisation(actor: Actor, organisation: int | None) -> None:
    """NotFound for a company the actor may not see, Invalid for one that is not ours. None is nobody."""
    if organisation is None:
        return
    if not places.seen(actor, [(places.COMPANY, organisation)]):
        raise NotFound(NO_SUCH_PLACE, fields={"organisation": NO_SUCH_PLACE})
    whose_book(organisation)


def first_status(kind: Sort) -> Status:
    if kind.archived:
        raise Invalid(ARCHIVED % {"kind": kind.title}, fields={"kind": ARCHIVED % {"kind": kind.title}})
    if kind.initial is None:
        raise Invalid(NO_STATUSES % {"kind": kind.title}, fields={"kind": NO_STATUSES % {"kind": kind.title}})
    return kind.initial


def folder_for(kind: Sort, year: int, companies: list[int], order: str = "") -> int:
    """The folder of the kind, or the one below it: of the company, the year, the order (S1.2, S0.19); made when needed.

    `order`: its number, as the card writes it.
    """
    here = kind.folder
    if kind.filing in ("company_year", "order"):
        spots = places.titles(places.COMPANY, companies[:1])
        name = next((spot.title for spot in spots.values()), "") or _("Without a company")
        here = _below(here, name)
    if kind.filing == "order":
        return _below(_below(here, _("Orders of customers")), visible(order).strip() or _("Without an order"))
    return here if kind.filing == "flat" else _below(here, str(year))


def given_folder(actor: Actor, folder: int, found: Cabinet) -> int:
    """NotFound for a missing folder and for one that the actor sees nothing of."""
    if not gate.shows_folder(actor, folder, found):
        raise NotFound(NO_SUCH_FOLDER, fields={"folder": NO_SUCH_FOLDER})
    return folder


def _below(parent: int, name: str) -> int:
    clean = one_line("".join(sign if sign.isprintable() else " " for sign in name))[:120]
    folder, _made = Folder.objects.get_or_create(parent_id=parent, name=clean)
    return folder.pk


def new_paper(
    actor: Actor,
    *,
    kind: Sort,
    file: StoredFile,
    title: str,
    folder: int,
    author: int | None,
    organisation: int | None = None,
    doc_date: date | None = None,
    note: str = "",
    card: int | None = None,
    visit: int = 0,
) -> Document:
    """A paper in the first status of its kind, with its first version and its history."""
    at, status = clock.now(), first_status(kind)
    held(kind, status)
    row = Document.objects.create(
        kind_id=kind.id,
        title=title,
        folder_id=folder,
        status_id=status.id,
        status_at=at,
        status_by_id=actor.person_id,
        organisation_id=organisation,
        doc_date=doc_date,
        year=(doc_date or today()).year,
        file=file,
        author_id=author,
        created_at=at,
        updated_at=at,
        owner_card=card,
        last_card=card,
        owner_visit=visit,
    )
    DocumentVersion.objects.create(document=row, n=1, file=file, added_by_id=author, added_at=at, note=note, card=card)
    ask_for_text(file)
    events.write(
        actor,
        row.pk,
        events.ADDED,
        {"kind": kind.key, "status": status.key, "file_id": file.pk},
        file=file.name,
        title=title,
    )
    return row


def next_version(
    actor: Actor, row: Document, file: StoredFile, *, note: str = "", by: int | None = None, card: int | None = None
) -> None:
    """The file becomes the current one; `row` is under its lock."""
    row.version_n += 1
    row.file = file
    DocumentVersion.objects.create(
        document=row, n=row.version_n, file=file, added_by_id=by, added_at=clock.now(), note=note, card=card
    )
    touched(row, "version_n", "file")
    ask_for_text(file)
    events.write(actor, row.pk, events.VERSIONED, {"n": row.version_n, "file_id": file.pk}, file=file.name, note=note)


def put(actor: Actor, row: Document, place: str, ref: int, field: str = "", title: str = "") -> bool:
    """Let the paper lie there; False when it does already."""
    link, made = DocumentLink.objects.get_or_create(
        document=row,
        place=place,
        ref=ref,
        defaults={"field": field, "added_by_id": actor.person_id, "added_at": clock.now()},
    )
    if not made and field and link.field != field:
        link.field = field
        link.save(update_fields=["field"])
    if made:
        events.write(actor, row.pk, events.LINKED, {"place": place, "ref": ref}, spot=title or f"{place} {ref}")
    return made


def new_status(actor: Actor, row: Document, before: Status | None, status: Status, kind: Sort, note: str = "") -> None:
    """`row` is under its lock; the caller writes other fields with `touched`."""
    held(kind, status)
    row.status_id, row.status_at, row.status_by_id = status.id, clock.now(), actor.person_id
    body = {"from": f"{kind.key}/{before.key}" if before else "", "to": f"{kind.key}/{status.key}"}
    events.write(actor, row.pk, events.STATUS_SET, body, note=note)


def held(kind: Sort, status: Status) -> None:
    """Keep the statuses of the kind as they are until this transaction ends; Conflict when this one is gone."""
    with connection.cursor() as cursor:  # setting statuses takes the kind wholly, so one of the two waits
        cursor.execute("SELECT 1 FROM documents_kind WHERE id = %s FOR KEY SHARE", [kind.id])
    if not KindStatus.objects.filter(pk=status.id).exists():
        raise Conflict(STALE, code="stale", fields={"status": STALE})


def lock(name: str, value: int | str) -> None:
    """Whoever asks for the same waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [name, str(value)])
