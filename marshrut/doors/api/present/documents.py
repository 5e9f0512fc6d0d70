"""Documents, kinds, books and folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from marshrut.documents import queries
from marshrut.documents.queries import BookEntry, DocumentPage, DocumentRow, FileInfo, FolderNode, KindInfo
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from ..shapes import documents as shapes
from ..shapes import kinds
from ..shapes.base import Links, Ref
from ..shapes.cards import File
from . import parts


def links(document: int) -> Links:
    return Links(self=f"/api/documents/{document}", page=f"/documents/{document}/")


def changed(made: dict[str, Any]) -> shapes.DocumentChanged:
    return shapes.DocumentChanged(id=made["id"], version=made["version"], links=links(made["id"]))


def page(found: queries.LibraryPage) -> shapes.DocumentList:
    chart = org.chart()
    items = tuple(shapes.DocumentLine(**_line(row, chart)) for row in found.rows)
    return shapes.DocumentList(items=items, next=found.next, found=found.found, more=found.more)


def document(found: DocumentPage) -> shapes.Document:
    chart = org.chart()
    may = asdict(found.may)
    return shapes.Document(
        **_line(found.row, chart),
        path=found.path,
        versions=tuple(_version(one, chart) for one in found.versions),
        entries=entries(found.entries, chart),
        may=tuple(name for name, allowed in may.items() if allowed is True),
        next_number=found.next_number,
    )


def entries(found: Iterable[BookEntry], chart: OrgChart) -> tuple[shapes.BookLine, ...]:
    return tuple(
        shapes.BookLine(
            number=one.text,
            n=one.n,
            kind=one.kind,
            organisation=one.organisation,
            year=one.year,
            on=one.on,
            at=one.at,
            by=parts.someone(chart, one.by),
            document=one.document,
            title=one.title,
            void_at=one.void_at,
            void_by=parts.someone(chart, one.void_by),
            void_why=one.void_why,
        )
        for one in found
    )


def kind(found: KindInfo) -> kinds.Kind:
    return kinds.Kind(
        key=found.key,
        title=found.title,
        family=found.family,
        folder=found.folder,
        path=found.path,
        filing=found.filing,
        gapless=found.gapless,
        statuses=tuple(_status(one) for one in found.statuses),
        archived=found.archived,
        may_add=found.may_add,
        may_keep=found.may_keep,
    )


def rule(found: queries.RuleInfo) -> kinds.NumberRule:
    shown = asdict(found)
    shown.pop("organisation_title")
    return kinds.NumberRule(**shown)


def folders(nodes: Iterable[FolderNode]) -> Iterator[kinds.Folder]:
    for node in nodes:
        yield kinds.Folder(id=node.id, name=node.name, path=node.path, count=node.count)
        yield from folders(node.children)


def _line(row: DocumentRow, chart: OrgChart) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "kind_title": row.kind_title,
        "family": row.family,
        "status": _status(row.status),
        "number": row.number,
        "doc_date": row.doc_date,
        "signed_on": row.signed_on,
        "sent_on": row.sent_on,
        "folder": row.folder,
        "organisation": Ref(id=row.organisation, name=row.organisation_title) if row.organisation else None,
        "file": _file(row.file),
        "version_n": row.version_n,
        "author": parts.someone(chart, row.author),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "owner_card": row.owner_card,
        "places": tuple(shapes.Spot(place=one.place, id=one.ref, title=one.title, page=one.url) for one in row.spots),
        "snippet": "".join(text for text, _found in row.snippet),
        "version": row.version,
        "links": links(row.id),
    }


def _status(found: queries.StatusInfo) -> shapes.DocumentStatus:
    return shapes.DocumentStatus(key=found.key, title=found.title, color=found.color, final=found.final)


def _version(found: queries.VersionInfo, chart: OrgChart) -> shapes.DocumentVersion:
    return shapes.DocumentVersion(
        n=found.n,
        file=_file(found.file),
        added_by=parts.someone(chart, found.added_by),
        added_at=found.added_at,
        note=found.note,
    )


def _file(info: FileInfo) -> File:
    return File(
        id=info.id, name=info.name, size=info.size, content_type=info.content_type, links=parts.file_links(info.id)
    )
