"""The library: folders at the left, filters, rows with what was found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.documents.places import Spot
from marshrut.documents.queries import DocumentRow as Found
from marshrut.documents.queries import Filter, FolderNode, KindInfo, LibraryPage, StatusInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.lists import address
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.documents import FolderRow, LibraryScreen
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Empty, Link, Tab

from .rows import PATH, row

KEYS = ("q", "folder", "kind", "status", "family", "company", "place", "ref", "year", "registered", "author")
#: what the sheet of filters does not ask for
UNASKED = ("folder", "family", "place", "ref")
YEARS = 6
#: folders drawn on one level: a kind may have one for every company
SHOWN = 60
#: signs that some system takes for its own in the name of a file
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
FAMILIES = ("contract", "accounting", "order", "letter", "other")


def parse(query: QueryDict, viewer: Viewer) -> Filter:
    """What the address asks for; what cannot be understood is left out."""
    company = _number(query.get("company"))
    place, ref = query.get("place", "")[:20], _number(query.get("ref"))
    family = query.get("family", "")
    return Filter(
        folder=_number(query.get("folder")),
        kind=query.get("kind", "")[:40],
        status=query.get("status", "")[:40],
        family=family if family in FAMILIES else "",
        place="company" if company else place if ref else "",
        ref=company or (ref if place else None),
        year=_year(query.get("year")),
        registered={"1": True, "0": False}.get(query.get("registered", "")),
        author=viewer.person if query.get("author") == "me" else _number(query.get("author")),
        text=query.get("q", "")[:200].strip(),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _year(text: str | None) -> int | None:
    year = _number(text)
    return year if year and 1900 <= year <= 9999 else None


def current(query: QueryDict) -> dict[str, list[str]]:
    return {key: query.getlist(key) for key in KEYS if any(query.getlist(key))}


def screen(
    page: LibraryPage,
    tree: Sequence[FolderNode],
    kinds: Sequence[KindInfo],
    query: QueryDict,
    wanted: Filter,
    viewer: Viewer,
    *,
    spot: Spot | None,
    may_add: bool,
    may_edit: bool,
) -> LibraryScreen:
    now = current(query)
    more = {**now, "after": [str(page.next)]} if page.next else {}
    opened = _way(tree, wanted.folder)
    asked = {key: values for key, values in now.items() if key != "folder"}
    return LibraryScreen(
        title=_("Documents"),
        folders=_folders(tree, wanted.folder, opened, asked),
        all_folder=FolderRow(
            id=0,
            name=_("All documents"),
            url=address(PATH, asked),
            count=_count(sum(node.count for node in tree)),
            current=wanted.folder is None,
        ),
        filters=_filters(kinds, query, wanted, viewer, spot),
        rows=tuple(row(one, viewer) for one in page.rows),
        total=_total(page),
        more_url=address(PATH, more) if more else "",
        empty=None if page.rows else _empty(now, wanted, may_add),
        add_url=add_url(wanted) if may_add else "",
        links=_links(may_edit),
        edit_folders_url=f"{PATH}folders/" if may_edit else "",
        path=tuple(Link(node.name, address(PATH, {**asked, "folder": [str(node.id)]})) for node in opened),
        kept=tuple((key, value) for key, values in now.items() if key != "q" for value in values),
    )


def add_url(wanted: Filter) -> str:
    """The dialog knows the kind and the place one is looking at."""
    asked: dict[str, list[str]] = {}
    if wanted.kind:
        asked["kind"] = [wanted.kind]
    if wanted.folder and not wanted.kind:
        asked["folder"] = [str(wanted.folder)]
    if wanted.place and wanted.ref:
        asked |= {"place": [wanted.place], "ref": [str(wanted.ref)]}
    return address(f"{PATH}new/", asked)


def _links(may_edit: bool) -> tuple[Link, ...]:
    links = [
        Link(_("Registration book"), f"{PATH}book/", "book"),
        Link(_("Templates"), "/templates/", "file-plus"),
    ]
    if may_edit:
        links.append(Link(_("Kinds of documents"), f"{PATH}kinds/", "settings"))
    return tuple(links)


def _way(tree: Sequence[FolderNode], folder: int | None) -> list[FolderNode]:
    """From the top to the chosen folder."""
    for node in tree:
        if node.id == folder:
            return [node]
        if below := _way(node.children, folder):
            return [node, *below]
    return []


def _folders(
    tree: Sequence[FolderNode], chosen: int | None, opened: Sequence[FolderNode], asked: dict[str, list[str]]
) -> tuple[FolderRow, ...]:
    """Only the way to the chosen folder is open."""
    on_way = {node.id for node in opened}
    shown = sorted(tree, key=lambda node: node.id not in on_way)[:SHOWN] if len(tree) > SHOWN else tree
    return tuple(
        FolderRow(
            id=node.id,
            name=node.name,
            url=address(PATH, {**asked, "folder": [str(node.id)]}),
            count=_count(node.count),
            current=node.id == chosen,
            open=node.id in on_way,
            children=_folders(node.children, chosen, opened, asked) if node.id in on_way else (),
        )
        for node in shown
    )


def _count(value: int) -> str:
    return formats.number(value) if value else ""


def _total(page: LibraryPage) -> str:
    if page.found is None:
        return ""
    if page.more:
        return _("More than {count} documents").format(count=formats.number(page.found))
    return ngettext("{count} document", "{count} documents", page.found).format(count=formats.number(page.found))


def _empty(now: dict[str, list[str]], wanted: Filter, may_add: bool) -> Empty:
    only_folder = set(now) <= {"folder", "place", "ref"}
    add = Link(_("Upload the first document"), add_url(wanted), "upload") if may_add else None
    if not now:
        words = _("Choose the kind, drop the file: it files itself, gets its status and is found by any word in it.")
        return Empty("start", _("No documents yet"), words, add)
    if only_folder:
        return Empty("done", _("The folder is empty"), _("Papers of its kinds come here by themselves."), add)
    words = _("Try other words or take a filter off: the search looks into the texts of PDF, Word and Excel, too.")
    return Empty("nothing", _("Nothing was found"), words, Link(_("Reset the filter"), PATH, "x"))


def _filters(kinds: Sequence[KindInfo], query: QueryDict, wanted: Filter, viewer: Viewer, spot: Spot | None) -> Filters:
    now = current(query)
    quick = (
        (_("Mine"), "author", "me", "user"),
        (_("Has a number"), "registered", "1", "hash"),
        (_("Without a number"), "registered", "0", ""),
    )
    filtered = {key: values for key, values in now.items() if key != "folder"}
    return Filters(
        action=PATH,
        quick=tuple(_toggle(now, *one) for one in quick),
        chosen=tuple(_chosen(kinds, now, wanted, viewer, spot)),
        fields=_sheet(kinds, query, wanted, viewer, spot),
        query=wanted.text,
        kept=tuple((key, value) for key in UNASKED for value in now.get(key, ())),
        reset_url=address(PATH, {"folder": now["folder"]} if "folder" in now else {}) if filtered else "",
    )


def _toggle(now: dict[str, list[str]], text: str, key: str, value: str, icon: str) -> Tab:
    on = now.get(key) == [value]
    other = {k: v for k, v in now.items() if k != key}
    return Tab(text, address(PATH, other if on else {**now, key: [value]}), on, icon=icon)


def _chosen(
    kinds: Sequence[KindInfo], now: dict[str, list[str]], wanted: Filter, viewer: Viewer, spot: Spot | None
) -> Iterator[Tab]:
    words: dict[str, Any] = {
        "q": f"«{wanted.text}»" if wanted.text else "",
        "kind": next((kind.title for kind in kinds if kind.key == wanted.kind), ""),
        "status": next((one.title for one in statuses(kinds, wanted.kind) if one.key == wanted.status), ""),
        "family": _families()[wanted.family] if wanted.family else "",
        "year": str(wanted.year or ""),
    }
    if wanted.place:
        words["company" if now.get("company") else "ref"] = spot.title if spot else ""
    if wanted.author and wanted.author != viewer.person:
        words["author"] = viewer.chart.name(wanted.author)
    for key, text in words.items():
        if text:
            gone = {key, "place"} if key == "ref" else {key}
            yield Tab(text, address(PATH, {k: v for k, v in now.items() if k not in gone}), True)


def statuses(kinds: Sequence[KindInfo], kind: str) -> list[StatusInfo]:
    """Of the chosen kind, else of all: a key once."""
    found: dict[str, StatusInfo] = {}
    for one in kinds:
        if kind in ("", one.key):
            for status in one.statuses:
                found.setdefault(status.key, status)
    return list(found.values())


def _families() -> dict[str, str]:
    return {
        "": "",
        "contract": _("Contracts"),
        "accounting": _("Accounting papers"),
        "order": _("Orders"),
        "letter": _("Letters"),
        "other": _("Other papers"),
    }


def _sheet(
    kinds: Sequence[KindInfo], query: QueryDict, wanted: Filter, viewer: Viewer, spot: Spot | None
) -> tuple[Field, ...]:
    any_one = _("Does not matter")
    company = spot if spot and spot.place == "company" else None
    author = wanted.author or 0
    this_year = viewer.now.astimezone(viewer.zone).year
    years = sorted(
        {*range(this_year - YEARS + 1, this_year + 1), *([wanted.year] if wanted.year else [])}, reverse=True
    )
    registered = ((("1", _("Has a number"))), ("0", _("Without a number")))
    return (
        Field(
            name="kind",
            label=_("Kind"),
            kind=Kind.CHOICE,
            placeholder=any_one,
            options=tuple(Option(one.key, one.title, one.key == wanted.kind) for one in kinds),
        ),
        Field(
            name="status",
            label=_("Status"),
            kind=Kind.CHOICE,
            placeholder=any_one,
            options=tuple(Option(s.key, s.title, s.key == wanted.status) for s in statuses(kinds, wanted.kind)),
        ),
        Field(
            name="company",
            label=_("Company"),
            kind=Kind.COMPANY,
            source="/companies/suggest/",
            value=str(company.ref) if company else "",
            text=company.title if company else "",
        ),
        Field(
            name="year",
            label=_("Year"),
            kind=Kind.CHOICE,
            placeholder=any_one,
            options=tuple(Option(str(year), str(year), year == wanted.year) for year in years),
        ),
        Field(
            name="registered",
            label=_("Number"),
            kind=Kind.CHOICE,
            placeholder=any_one,
            options=tuple(Option(value, text, query.get("registered") == value) for value, text in registered),
        ),
        Field(
            name="author",
            label=_("Who added"),
            kind=Kind.PERSON,
            source="/people/suggest/",
            value=str(author or ""),
            text=viewer.chart.name(author) if author else "",
        ),
    )


def in_archive(found: Found) -> tuple[str, int]:
    """(name in the archive, file): number and title as people know them, the ending of the file.

    The stroke of «01-05/003-2026» would make a folder.
    """
    ending = f".{found.file.extension}" if found.file.extension else ""
    name = NOT_IN_NAMES.sub("_", " ".join(filter(None, (found.number, found.title))))
    return (name if name.casefold().endswith(ending) else name + ending, found.file.id)
