"""`marshrut document …`"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.documents import commands, queries
from marshrut.documents.fns import names, telling
from marshrut.documents.queries import DocumentRow
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid
from marshrut.kernel.wording import DASH

from . import acting
from .saying import Group, as_json, one_line, say_json, table

NUMBER = click.IntRange(1, 2**63 - 1)
DAY = click.DateTime(["%Y-%m-%d"])
PLACE = acting.Pair()


@click.group(cls=Group, help=_("Documents: find them, add them, register them."))
def document() -> None:
    pass


@document.command("list", help=_("Documents the person may see, newest first."))
@acting.acting
@click.option("--kind", default="", help=_("Only this kind, e.g. contract."))
@click.option("--status", default="", help=_("Only with this status, e.g. signed."))
@click.option("--year", type=int, help=_("Only of this year."))
@click.option("--place", type=PLACE, help=_("Only what lies there, e.g. company=7 or card=17."))
@click.option("--query", "-q", "text", default="", help=_("Words of title and text, or a number."))
@click.option("--after", type=NUMBER, help=_("Go on after this document."))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200), help=_("How many at most."))
@as_json
def list_documents(
    actor: Actor,
    kind: str,
    status: str,
    year: int | None,
    place: tuple[str, str] | None,
    text: str,
    after: int | None,
    limit: int,
    *,
    raw: bool,
) -> None:
    key, ref = _place(place) if place else ("", None)
    wanted = queries.Filter(kind=kind, status=status, year=year, place=key, ref=ref, text=text)
    rows = queries.library(actor, wanted, after=after, limit=limit).rows
    if raw:
        say_json([_values(row) for row in rows])
        return
    head = [_("No."), _("Kind"), _("Title"), _("Number"), _("Date"), _("Status")]
    table(head, [_cells(row) for row in rows])


@document.command(help=_("One document: versions, numbers, where it lies."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@acting.acting
@as_json
def show(number: int, actor: Actor, *, raw: bool) -> None:
    found = queries.document_page(actor, number)
    if raw:
        spots = [{"place": one.spot.place, "id": one.spot.ref, "title": one.spot.title} for one in found.links]
        versions = [
            {"n": one.n, "file": one.file.id, "name": one.file.name, "note": one.note} for one in found.versions
        ]
        numbers = [{"number": one.text, "on": one.on, "void": one.void_why} for one in found.entries]
        say_json({**_values(found.row), "path": found.path, "places": spots, "versions": versions, "numbers": numbers})
        return
    click.echo(one_line(" · ".join([*found.path, found.row.title])))
    click.echo(one_line(" · ".join(filter(None, [found.row.kind_title, found.row.status.title, found.row.number]))))
    table([_("Version"), _("File"), _("Note")], [[one.n, one.file.name, one.note] for one in found.versions])


@document.command(help=_("What the formalised document (УПД, act) in the stored file FILE says."))
@click.argument("file", type=NUMBER)
@acting.acting
@as_json
def read(file: int, actor: Actor, *, raw: bool) -> None:
    found = queries.formal(cards.file(actor, file).id)
    if found.document is None:
        raise Invalid(found.note, code="no_document")
    if raw:
        say_json({"title": names.title(found.document), **telling.told(found.document)})
        return
    click.echo(names.title(found.document))
    for line in filter(None, telling.lines(found.document)):
        click.echo(one_line(line))


@document.command(help=_("Add FILE as a document of KIND."))
@click.argument("kind")
@click.argument("file", type=click.Path(dir_okay=False, exists=True))
@acting.acting
@click.option("--title", default="", help=_("The title; else the name of the file."))
@click.option("--date", "day", type=DAY, help=_("Date of the document, like 2026-07-06."))
@click.option("--place", "places", type=PLACE, multiple=True, help=_("Where it lies, e.g. company=7; may be repeated."))
@click.option("--note", default="", help=_("A note on the version."))
@as_json
def add(
    kind: str,
    file: str,
    actor: Actor,
    title: str,
    day: datetime | None,
    places: tuple[tuple[str, str], ...],
    note: str,
    *,
    raw: bool,
) -> None:
    links = [_place(one) for one in places]
    stored = acting.store(actor, file)
    made = commands.add_document(actor, kind=kind, file=stored, title=title, doc_date=_day(day), links=links, note=note)
    _said(made, _("Added: document {id}.").format(id=made["id"]), raw=raw)


@document.command(help=_("Add FILE as the next version of DOCUMENT."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("file", type=click.Path(dir_okay=False, exists=True))
@acting.acting
@click.option("--note", default="", help=_("What changed."))
@as_json
def version(number: int, file: str, actor: Actor, note: str, *, raw: bool) -> None:
    made = commands.add_version(actor, document=number, file=acting.store(actor, file), note=note)
    _said(made, _("Version {n}.").format(n=made["n"]), raw=raw)


@document.command(help=_("Give DOCUMENT another title."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("title")
@acting.acting
@as_json
def rename(number: int, title: str, actor: Actor, *, raw: bool) -> None:
    _said(commands.rename_document(actor, document=number, title=title), _("Renamed."), raw=raw)


@document.command(help=_("Lay DOCUMENT into another folder."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("folder", type=NUMBER)
@acting.acting
@as_json
def move(number: int, folder: int, actor: Actor, *, raw: bool) -> None:
    _said(commands.move_document(actor, document=number, folder=folder), _("Moved."), raw=raw)


@document.command(help=_("Set the status of DOCUMENT by hand."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("key", metavar="STATUS")
@acting.acting
@click.option("--note", default="", help=_("Why."))
@as_json
def status(number: int, key: str, actor: Actor, note: str, *, raw: bool) -> None:
    _said(commands.set_status(actor, document=number, status=key, note=note), _("The status is set."), raw=raw)


@document.command(help=_("Change the dates of DOCUMENT."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@acting.acting
@click.option("--date", "doc_date", type=DAY, help=_("Date of the document, like 2026-07-06."))
@click.option("--signed", "signed_on", type=DAY, help=_("When it was signed."))
@click.option("--sent", "sent_on", type=DAY, help=_("When it was sent."))
@as_json
def dates(
    number: int,
    actor: Actor,
    doc_date: datetime | None,
    signed_on: datetime | None,
    sent_on: datetime | None,
    *,
    raw: bool,
) -> None:
    given = {"doc_date": _day(doc_date), "signed_on": _day(signed_on), "sent_on": _day(sent_on)}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    _said(commands.date_document(actor, document=number, **changes), _("The dates are changed."), raw=raw)


@document.command(help=_("Register DOCUMENT: it gets its number."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@acting.acting
@click.option("--date", "day", type=DAY, help=_("Date of the document, like 2026-07-06; says which year's book."))
@click.option("--organisation", type=NUMBER, help=_("No. of our organisation whose book it is."))
@click.option("--number", "typed", default="", help=_("A number of your own, where the kind allows it."))
@as_json
def register(
    number: int, actor: Actor, day: datetime | None, organisation: int | None, typed: str, *, raw: bool
) -> None:
    made = commands.register_document(actor, document=number, on=_day(day), organisation=organisation, number=typed)
    _said(made, made["number"], raw=raw)


@document.command(help=_("Void the number of DOCUMENT; it stays in the book."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("reason")
@acting.acting
@as_json
def void(number: int, reason: str, actor: Actor, *, raw: bool) -> None:
    _said(commands.void_number(actor, document=number, reason=reason), _("The number is void."), raw=raw)


@document.command(help=_("Put DOCUMENT on a thing as well, e.g. company=7."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("place", type=PLACE)
@acting.acting
@as_json
def link(number: int, place: tuple[str, str], actor: Actor, *, raw: bool) -> None:
    key, ref = _place(place)
    _said(commands.link_document(actor, document=number, place=key, ref=ref), _("Linked."), raw=raw)


@document.command(help=_("Take DOCUMENT off a thing, e.g. company=7."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("place", type=PLACE)
@acting.acting
@as_json
def unlink(number: int, place: tuple[str, str], actor: Actor, *, raw: bool) -> None:
    key, ref = _place(place)
    _said(commands.unlink_document(actor, document=number, place=key, ref=ref), _("Unlinked."), raw=raw)


@document.command(help=_("Remove DOCUMENT, which was never registered."))
@click.argument("number", metavar="DOCUMENT", type=NUMBER)
@click.argument("reason")
@acting.acting
@as_json
def remove(number: int, reason: str, actor: Actor, *, raw: bool) -> None:
    _said(commands.remove_document(actor, document=number, reason=reason), _("Removed."), raw=raw)


def _place(typed: tuple[str, str]) -> tuple[str, int]:
    key, ref = typed
    if not ref.isdigit() or len(ref) > 18:
        raise click.UsageError(_("Write a place like company=7."))
    return key, int(ref)


def _day(typed: datetime | None) -> date | None:
    return typed.date() if typed else None


def _values(row: DocumentRow) -> dict[str, Any]:
    shown = asdict(row)
    file, state = shown.pop("file"), shown.pop("status")
    for name in ("spots", "snippet"):
        shown.pop(name)
    return {**shown, "status": state["key"], "file": file["id"], "places": [one.title for one in row.spots]}


def _cells(row: DocumentRow) -> list[Any]:
    day = row.doc_date.isoformat() if row.doc_date else DASH
    return [row.id, row.kind_title, row.title, row.number or DASH, day, row.status.title]


def _said(made: dict[str, Any], sentence: str, *, raw: bool) -> None:
    if raw:
        say_json(made)
    else:
        click.echo(sentence)
