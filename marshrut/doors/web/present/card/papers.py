"""The papers of a card: by field with kind, status, number and versions; those linked from the library beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.cards.queries import Attached, CardView, shown
from marshrut.cards.queries.shown import paper_fields
from marshrut.definitions.schema.pack import Field as Rule
from marshrut.documents import queries as documents
from marshrut.documents.queries import DocumentRow, VersionInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.documents import compare, rows
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.files import FileRow
from marshrut.doors.web.screens.papers import Paper, PaperSlot, PapersPart, PaperVersion
from marshrut.doors.web.screens.parts import Link

from .content import field_locked, field_open, file_row

Versions = Mapping[int, tuple[VersionInfo, ...]]
#: how often a page asks again whether a file is filed by now
ASKED = 5


def current_papers(view: CardView, viewer: Viewer) -> tuple[FileRow, ...]:
    """Files that the fields of documents hold now: earlier versions are not decided on."""
    return tuple(file_row(one, viewer, view.card_type) for one in shown.current_papers(view))


def plain_files(view: CardView, viewer: Viewer) -> tuple[FileRow, ...]:
    """Files that are no documents, as many as ever were put on the card."""
    return tuple(file_row(one, viewer, view.card_type) for one in shown.plain_files(view))


def part(view: CardView, viewer: Viewer, asked: int = 0) -> PapersPart | None:
    """None where nothing is a document. Five queries where something is, one where nothing is."""
    fields = dict(paper_fields(view))
    lying = documents.of_card_field(view.id)
    if not fields and not lying:
        return None
    filed = [row for key in fields for row in lying.get(key, ())]
    versions = documents.versions_of([row.id for row in filed], viewer.actor) if filed else {}
    # a field for the next version of another's paper, such as its signed copy, is of no interest while it is empty
    fields = {key: rule for key, rule in fields.items() if not rule.version_of or view.state.fields.get(key)}
    slots = tuple(
        _slot(view, viewer, key, rule, lying.get(rule.version_of or key, ()), versions) for key, rule in fields.items()
    )
    waits = any(paper.waiting for slot in slots for paper in slot.papers)
    again = f"/cards/{view.id}/?part=papers&asked={asked + 1}"
    return PapersPart(
        slots=slots,
        linked=tuple(_linked(row, viewer) for row in lying.get("", ())),
        preview=next((file for file in current_papers(view, viewer) if file.shown), None),
        acts=_acts(view, fields),
        again_url=again if waits and asked < ASKED else "",
    )


def _acts(view: CardView, fields: Mapping[str, Rule]) -> tuple[Link, ...]:
    """What puts a paper here that is not on the reader's disk."""
    acts = []
    if any(field_open(view, key) for key in fields):
        acts.append(Link(_("Create from a template"), f"/cards/{view.id}/fill/", "file-plus"))
    if acts or "attach" in view.may:
        acts.append(Link(_("Attach from the library"), f"/cards/{view.id}/library/", "link"))
    return tuple(acts)


def _slot(
    view: CardView, viewer: Viewer, key: str, rule: Rule, filed: tuple[DocumentRow, ...], versions: Versions
) -> PaperSlot:
    attached = {one.file.id: one for one in view.files if one.field == key}
    held = [attached[file] for file in view.state.fields.get(key) or () if file in attached]
    may, here = field_open(view, key), f"/cards/{view.id}/papers/{key}/"
    papers = tuple(
        _paper(one, view, viewer, _row_of(one, filed, versions), versions, here if may else "") for one in held
    )
    if rule.version_of:  # its versions stand under the paper
        papers = tuple(replace(paper, versions=()) for paper in papers)
    free = may and (rule.several or not papers)
    return PaperSlot(
        key=key,
        label=rule.title.say(viewer.language),
        help=rule.help.say(viewer.language) if rule.help else "",
        papers=papers,
        add=Link(_("Add") if papers else _("Upload"), here, "upload") if free else None,
        locked=field_locked(view, key),
    )


def _row_of(one: Attached, filed: tuple[DocumentRow, ...], versions: Versions) -> DocumentRow | None:
    """The paper that has this file among its versions."""
    return next((row for row in filed if any(v.file.id == one.file.id for v in versions.get(row.id, ()))), None)


def _paper(
    one: Attached, view: CardView, viewer: Viewer, row: DocumentRow | None, versions: Versions, here: str
) -> Paper:
    file = file_row(one, viewer, view.card_type)
    replace = Link(_("Replace"), f"{here}?{urlencode({'file': one.file.id})}", "refresh") if here else None
    if row is None:
        waiting = _("Is being filed on the shared disk…")
        return Paper(file=file, title=file.name, facts=file.meta, waiting=waiting, replace=replace)
    known = versions.get(row.id, ())
    return Paper(
        file=file,
        title=row.title,
        url=f"{rows.PATH}{row.id}/",
        facts=_facts(row, known, one.file.id, viewer),
        status=rows.chip(row.status),
        status_note=_since(row, viewer),
        versions=_versions(row, known, one.file.id, viewer) if len(known) > 1 else (),
        replace=replace,
    )


def _facts(row: DocumentRow, known: tuple[VersionInfo, ...], file: int, viewer: Viewer) -> str:
    """«№ 01-05/003-2026 от 3 июля 2026 · версия 2 · Алиева А., сегодня, 10:00»."""
    here = next((one for one in known if one.file.id == file), None)
    day = formats.day(row.doc_date) if row.number and row.doc_date else ""
    number = " ".join(filter(None, (rows.number(row.number), day and _("of {day}").format(day=day))))
    version = _("version {n}").format(n=here.n) if here else ""
    return " · ".join(filter(None, (number, version, _who(here, viewer) if here else "")))


def _since(row: DocumentRow, viewer: Viewer) -> str:
    return _("since {at}").format(at=formats.ago(row.status_at, viewer.now, viewer.zone))


def _who(one: VersionInfo, viewer: Viewer) -> str:
    return ", ".join((viewer.face(one.added_by).name, formats.ago(one.added_at, viewer.now, viewer.zone)))


def _versions(row: DocumentRow, known: tuple[VersionInfo, ...], file: int, viewer: Viewer) -> tuple[PaperVersion, ...]:
    return tuple(
        PaperVersion(
            n=one.n,
            file=rows.file_row(one.file),
            who=_who(one, viewer),
            note=one.note,
            compare_url=compare.address(row.id, one.n - 1, one.n) if one.n > 1 else "",
            current=one.file.id == file,
        )
        for one in known
    )


def _linked(row: DocumentRow, viewer: Viewer) -> Paper:
    day = formats.day(row.doc_date) if row.doc_date else ""
    return Paper(
        file=rows.file_row(row.file),
        title=row.title,
        url=f"{rows.PATH}{row.id}/",
        facts=" · ".join(filter(None, (row.kind_title, rows.number(row.number), day))),
        status=rows.chip(row.status),
        status_note=_since(row, viewer),
    )
