"""What processes do with papers: file what lies on a card, set statuses, register. Called by the worker only.

All of it may be repeated: an effect that runs twice files, sets and registers once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import cabinet, events, places, rights
from ..cabinet import Sort
from ..models import Document, DocumentLink, DocumentVersion, StoredFile
from ..rules import words
from . import giving, indexing, refiling, steps


@contextmanager
def alone_with_card(card: int) -> Iterator[None]:
    """One worker at a time has to do with the papers of a card: who reads the card inside reads what is there now."""
    with transaction.atomic():
        steps.lock("documents.card", card)
        yield


@command(rights.FILE)
def file_from_card(
    actor: Actor,
    *,
    card: int,
    field: str,
    kind: str,
    file: int,
    title: str = "",
    author: int | None = None,
    links: Sequence[tuple[str, int]] = (),
    organisation: int | None = None,
    order: str = "",
    note: str = "",
    visit: int = 0,
    several: bool = False,
    current: bool = False,
    leads: bool = True,
) -> dict[str, Any]:
    """The file of a card becomes a paper in the folder of its kind (S1.2, S1.10), or the next version of that paper.

    With `several` each file of the field is a paper of its own. `links`: what else it lies on, [("company", 17)].
    `order`: its number, where the kind has a folder for each; when it changes, the card's papers move with it.
    `current`: it is what lies there now, so it becomes the newest version even when it was one before. With `leads`
    the card leads the paper from now on, else (it is finished) it lets the paper go.
    Returns {"document", "version", "made": paper|version|nothing}.
    """
    access.require(actor, rights.FILE)
    steps.lock("documents.card", card)
    found = cabinet.read()
    stored = steps.own_file(actor, file)
    row = _paper_of(card, field, found, kind, stored, author, several, visit if leads else 0)
    made = "nothing"
    if row is None:
        at = refiling.folder_of(found.kind(kind), links, order)
        row, made = _filed(actor, found, kind, stored, title, author, at, organisation, note, card, visit), "paper"
    elif order:
        refiling.follow(actor, row, found, refiling.folder_of(found.by_id[row.kind_id], links, order), card)
    if not _taken_over(row, found.by_id[row.kind_id], card):
        _lead(row, card, visit, leads, new=made == "paper")
    if made == "nothing" and _is_next(row, stored, card, current):
        steps.next_version(actor, row, stored, note=note, by=stored.uploaded_by_id, card=card)
        made = "version"
    _put(actor, row, card, field, links)
    if made != "nothing":
        indexing.reindex([row.pk])
    return {"document": row.pk, "version": row.version_n, "made": made}


@command(rights.PROCESS_STATUS)
def process_status(
    actor: Actor,
    *,
    card: int,
    field: str,
    status: str,
    visit: int,
    signed_on: date | None = None,
    sent_on: date | None = None,
    final: bool = False,
    label: str = "",
) -> dict[str, Any]:
    """The stage of a card sets the status of the papers in its field (S1.14); `final` lets go of them.

    What an older visit says too late is not heard. Returns {"documents": [ids whose status changed]}.
    """
    access.require(actor, rights.PROCESS_STATUS)
    steps.lock("documents.card", card)
    found, changed = cabinet.read(), []
    for row in _papers_in(card, field):
        if row.owner_card not in (None, card) or not _listens(row, card, visit):
            continue
        kind = found.by_id[row.kind_id]
        if _taken_over(row, kind, card, ending=final):
            continue
        wanted, before = kind.status(status), found.statuses.get(row.status_id)
        row.owner_card, row.last_card, row.owner_visit = (None if final else card), card, visit
        row.signed_on, row.sent_on = signed_on or row.signed_on, sent_on or row.sent_on
        if row.status_id != wanted.id:
            steps.new_status(actor, row, before, wanted, kind, note=label)
            changed.append(row.pk)
        fields = ("owner_card", "last_card", "owner_visit", "signed_on", "sent_on", "status", "status_at", "status_by")
        steps.touched(row, *fields)
    return {"documents": changed}


@command(rights.PROCESS_REGISTER)
def process_register(
    actor: Actor, *, card: int, field: str, organisation: int | None = None, on: date | None = None
) -> dict[str, Any]:
    """Give numbers to the papers in a field of a card that have none yet. Invalid at `on` for a day out of reason.

    Returns {"numbers": {document: number}}.
    """
    access.require(actor, rights.PROCESS_REGISTER)
    steps.lock("documents.card", card)
    found, given = cabinet.read(), {}
    rows = _papers_in(card, field)
    for row in [one for one in rows if not _taken_over(one, found.by_id[one.kind_id], card)] or rows:
        if not row.number:
            kind = found.by_id[row.kind_id]
            day = steps.day("on", on or row.doc_date) or steps.today()
            book = steps.whose_book(organisation or row.organisation_id)
            given[str(row.pk)] = giving.give(actor, row, kind, on=day, organisation=book, card=card)
    indexing.reindex([int(pk) for pk in given])
    return {"numbers": given}


@command(rights.TAKE_OFF)
def take_off_card(actor: Actor, *, card: int, field: str, files: Sequence[int]) -> dict[str, Any]:
    """Papers of the field none of whose versions is among `files` lie on the card no more; people tend them again.

    Returns {"documents": [ids]}.
    """
    access.require(actor, rights.TAKE_OFF)
    steps.lock("documents.card", card)
    gone = [row for row in _papers_in(card, field) if not row.versions.filter(file_id__in=files).exists()]
    for row in gone:
        row.links.filter(place=places.CARD, ref=card).delete()
        if row.owner_card == card:
            row.owner_card, row.owner_visit = None, 0  # put back on the same visit, it is led again
        steps.touched(row, "owner_card", "owner_visit")
        body = {"place": places.CARD, "ref": card}
        events.write(actor, row.pk, events.UNLINKED, body, spot=places.card_label(card))
    return {"documents": [row.pk for row in gone]}


def _newer(row: Document, card: int, visit: int) -> bool:
    """Whether the paper has not heard this visit of the card yet."""
    return row.last_card != card or visit > row.owner_visit


def _listens(row: Document, card: int, visit: int) -> bool:
    """A visit speaks once it let go no more: what people did with the paper since stays, however late it repeats."""
    return _newer(row, card, visit) or (visit == row.owner_visit and row.owner_card is not None)


def _papers_in(card: int, field: str) -> list[Document]:
    """Papers in a field of a card, under their locks, always in one order."""
    on = DocumentLink.objects.filter(place=places.CARD, ref=card, field=field).values("document_id")
    rows = Document.objects.select_for_update().filter(pk__in=on, removed_at=None)
    return list(rows.order_by("pk"))


def _lead(row: Document, card: int, visit: int, leads: bool, *, new: bool) -> None:
    """Take the paper under the card's lead, or let it go so that the status of this very visit is heard yet."""
    if leads and row.owner_card is None and _newer(row, card, visit):
        row.owner_card, row.last_card, row.owner_visit = card, card, visit
    elif not leads and row.owner_card == card:
        row.owner_card, row.owner_visit = None, 0 if new else min(row.owner_visit, max(visit - 1, 0))
    else:
        return
    steps.touched(row, "owner_card", "last_card", "owner_visit")


def _is_next(row: Document, file: StoredFile, card: int, current: bool) -> bool:
    """Whether the file becomes the next version. What people did with a paper the card let go stays."""
    if not row.versions.filter(file=file).exists():
        return True
    if not current or row.file_id == file.pk:
        return False
    return row.owner_card == card or row.versions.filter(n=row.version_n, card=card).exists()


def _taken_over(row: Document, kind: Sort, card: int, *, ending: bool = False) -> bool:
    """Whether people went on with a paper that the card let go: it stays theirs, a restarted card files another.

    `ending`: the card says its last word about a paper of the library, whose author may have set a status before.
    """
    if row.owner_card is not None or row.last_card != card:
        return False
    if row.number and row.entries.filter(void_at=None, by__isnull=False).exists():
        return True
    here = next((one for one in kind.statuses if one.id == row.status_id), None)
    by_hand = row.status_by_id is not None and here is not None and not here.initial
    return by_hand and here is not None and (here.final or not ending)


def _paper_of(
    card: int,
    field: str,
    found: cabinet.Cabinet,
    key: str,
    file: StoredFile,
    author: int | None,
    several: bool,
    visit: int,
) -> Document | None:
    """The paper this file belongs to: on the card, once on the card, in the library.

    `visit`: the one that is going to lead it; 0 when none does.
    """

    def free(row: Document) -> bool:
        return not (_newer(row, card, visit) and _taken_over(row, found.by_id[row.kind_id], card))

    kind, here = found.kind(key), _papers_in(card, field)
    rows = [row for row in here if row.owner_card in (None, card) and free(row)]
    same = next((row for row in rows if row.versions.filter(file=file).exists()), None)
    there = None if several else next(iter(rows), None)
    former = _former(card, kind, file, but=[row.pk for row in here])
    return same or there or former or _paper_with(kind, file, author, card)


def _former(card: int, kind: Sort, file: StoredFile, but: Sequence[int]) -> Document | None:
    """The card's own paper that was taken off, whatever became of it since; not when another card leads it now."""
    rows = Document.objects.select_for_update().filter(kind_id=kind.id, removed_at=None, last_card=card)
    with_file = DocumentVersion.objects.filter(file=file).values("document_id")
    free = rows.filter(Q(owner_card=None) | Q(owner_card=card), pk__in=with_file)
    return free.exclude(pk__in=but).order_by("pk").first()


def _paper_with(kind: Sort, file: StoredFile, author: int | None, card: int) -> Document | None:
    """The author's own paper that has just this file: put on the card from the library, it stays one paper.

    Only one that no process leads and that has no number: else anybody who may read a signed contract could have a
    card of theirs lead it.
    """
    final = [status.id for status in kind.statuses if status.final]
    own = Document.objects.select_for_update().filter(kind_id=kind.id, removed_at=None, file=file, author=author)
    free = own.filter(owner_card=None, number="").exclude(status__in=final)
    return free.exclude(last_card=card).order_by("pk").first()


def _filed(
    actor: Actor,
    found: cabinet.Cabinet,
    key: str,
    file: StoredFile,
    title: str,
    author: int | None,
    folder: int,
    organisation: int | None,
    note: str,
    card: int,
    visit: int,
) -> Document:
    kind = found.kind(key)
    return steps.new_paper(
        actor,
        kind=kind,
        file=file,
        title=steps.titled(_short(title), file),
        folder=folder,
        author=author,
        organisation=organisation,
        note=note,
        card=card,
        visit=visit,
    )


def _short(title: str) -> str:
    """A process writes what its fields say; a refusal here would stop it."""
    clean = "".join(sign if sign.isprintable() else " " for sign in words.nfc(title))
    return clean[: steps.TITLE]


def _put(actor: Actor, row: Document, card: int, field: str, links: Sequence[tuple[str, int]]) -> None:
    steps.put(actor, row, places.CARD, card, field, places.card_label(card))
    for place, ref in links:
        spot = places.titles(place, [ref]).get(ref)
        steps.put(actor, row, place, ref, title=spot.title if spot else "")
