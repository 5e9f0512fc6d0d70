"""Board, list, and the filters they share. The state of the filters lives in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.cards.queries import CardLine, Filter, Page, Totals, View, export
from marshrut.cards.queries import Column as Found
from marshrut.cards.queries.wording import POINTING as POINTED
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.board import BoardScreen, Column, Tile
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters, Heading, ListRow, ListScreen
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.engine.fields import plain_number

from . import narrowing
from .fields import SOURCES
from .viewer import Viewer

#: kinds of fields a list is narrowed by: page of suggestions, name of the input
POINTING = {"contact": Kind.CONTACT, "deal": Kind.DEAL, "project": Kind.PROJECT}
KEYS = (
    "q", "stage", "state", "author", "waiting", "overdue", "company", *POINTING, "from", "to", "since", "till",
    *narrowing.KEYS,
)  # fmt: skip


def parse(query: QueryDict, kind: CardType, viewer: Viewer) -> Filter:
    """What the address asks for; what cannot be understood is left out."""
    asked = Filter(
        text=query.get("q", "")[:200].strip(),
        stages=tuple(key for key in query.getlist("stage") if key in kind.by_stage),
        state=query.get("state", "") if query.get("state") in ("open", "done") else "",
        author=viewer.person if query.get("author") == "me" else _number(query.get("author")),
        holder=viewer.person if query.get("waiting") == "me" else _number(query.get("waiting")),
        company=_number(query.get("company")),
        pointing=tuple((name, ref) for name in _pointing(kind) if (ref := _number(query.get(name)))),
        overdue=query.get("overdue") == "1",
        created_from=_date(query.get("since")),
        created_to=_date(query.get("till")),
        amount_from=_money(query.get("from")),
        amount_to=_money(query.get("to")),
    )
    return narrowing.narrowed(asked, query, kind, viewer)


def _pointing(kind: CardType) -> list[str]:
    """Those of the kinds that cards of this type have a field for."""
    return [name for name in POINTING if any(field.kind == name for field in kind.fields.values())]


def _titles(wanted: Filter) -> dict[str, str]:
    """Names of what the list is narrowed to, by kind."""
    known = {name: POINTED[name]([ref]) for name, ref in wanted.pointing}
    return {name: known[name].get(ref, str(ref)) for name, ref in wanted.pointing}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _money(text: str | None) -> Decimal | None:
    found = plain_number(text or "")
    return found if found is not None and abs(found) < 10**13 else None


def current(query: QueryDict) -> dict[str, list[str]]:
    """The filters of the address, without page and part."""
    return {key: query.getlist(key) for key in KEYS if any(query.getlist(key))}


def address(path: str, wanted: Mapping[str, list[str]]) -> str:
    return f"{path}?{urlencode(wanted, doseq=True)}" if wanted else path


def filters(kind: CardType, path: str, query: QueryDict, saved: list[View], viewer: Viewer, wanted: Filter) -> Filters:
    """Saved views and quick filters as chips, the rest in a sheet."""
    now = current(query)
    asked = urlencode(now, doseq=True)
    quick = (
        (_("In progress"), "state", "open", ""),
        (_("Mine"), "author", "me", ""),
        (_("Wait for me"), "waiting", "me", ""),
        (_("Overdue"), "overdue", "1", "clock-exclamation"),
    )
    return Filters(
        action=path,
        saved=tuple(Tab(v.name, f"{path}?{v.query}", v.query == asked, icon="bookmark") for v in saved),
        quick=tuple(_toggle(path, now, text, key, value, icon) for text, key, value, icon in quick),
        chosen=_chosen(kind, path, now, viewer, wanted),
        fields=_sheet(kind, query, viewer, wanted),
        query=wanted.text,
        kept=tuple((key, value) for key in narrowing.KEYS for value in now.get(key, ())),
        reset_url=path if now else "",
        can_save=bool(now) and all(view.query != asked for view in saved),
        save_url=f"/cards/{kind.key}/views/?{asked}",
        remove_url=next((f"/cards/{kind.key}/views/{v.id}/remove" for v in saved if v.mine and v.query == asked), ""),
    )


def _toggle(path: str, now: Mapping[str, list[str]], text: str, key: str, value: str, icon: str) -> Tab:
    on = now.get(key) == [value]
    other = {k: v for k, v in now.items() if k != key}
    return Tab(text, address(path, other if on else {**now, key: [value]}), on, icon=icon)


def _chosen(kind: CardType, path: str, now: Mapping[str, list[str]], viewer: Viewer, wanted: Filter) -> tuple[Tab, ...]:
    words: dict[str, str] = {}
    if wanted.text:
        words["q"] = f"«{wanted.text}»"
    if wanted.stages:
        stages = [kind.by_stage[key].title.say(viewer.language) for key in wanted.stages if key in kind.by_stage]
        words["stage"] = ", ".join(stages)
    if wanted.company:
        names = crm.describe([wanted.company])
        words["company"] = names[wanted.company].name if wanted.company in names else str(wanted.company)
    words |= _titles(wanted)
    for key, label, value in (("from", _("from {v}"), wanted.amount_from), ("to", _("to {v}"), wanted.amount_to)):
        if value is not None:
            words[key] = label.format(v=formats.money(value))
    for key, label, day in (("since", _("since {v}"), wanted.created_from), ("till", _("till {v}"), wanted.created_to)):
        if day is not None:
            words[key] = label.format(v=formats.day(day))
    if wanted.holder and now.get("waiting") != ["me"]:
        words["waiting"] = _("with {person}").format(person=viewer.chart.name(wanted.holder))
    if wanted.author and wanted.author != viewer.person:
        words["author"] = viewer.chart.name(wanted.author)
    gone = {(key,): text for key, text in words.items()} | narrowing.chosen(wanted, now, kind, viewer)
    return tuple(
        Tab(text, address(path, {k: v for k, v in now.items() if k not in keys}), True) for keys, text in gone.items()
    )


def _sheet(kind: CardType, query: QueryDict, viewer: Viewer, wanted: Filter) -> tuple[Field, ...]:
    stages = tuple(
        Option(stage.key, stage.title.say(viewer.language), stage.key in wanted.stages)
        for stage in kind.stages
        if not stage.reserved
    )
    names = crm.describe([wanted.company]) if wanted.company else {}
    company = names[wanted.company].name if wanted.company in names else ""
    return (
        Field(name="stage", label=_("Stage"), kind=Kind.CHOICE, placeholder=_("Any"), options=stages),
        Field(
            name="company",
            label=_("Counterparty"),
            kind=Kind.COMPANY,
            source="/companies/suggest/",
            value=str(wanted.company or ""),
            text=company,
        ),
        *_pickers(kind, wanted),
        Field(name="from", label=_("Sum from"), kind=Kind.MONEY, value=query.get("from", "")),
        Field(name="to", label=_("Sum to"), kind=Kind.MONEY, value=query.get("to", "")),
        Field(name="since", label=_("Created from"), kind=Kind.DATE, value=query.get("since", "")),
        Field(name="till", label=_("till"), kind=Kind.DATE, value=query.get("till", "")),
    )


def _pickers(kind: CardType, wanted: Filter) -> list[Field]:
    titles, chosen = _titles(wanted), dict(wanted.pointing)
    labels = {"contact": _("Contact"), "deal": _("Deal"), "project": _("Project")}
    return [
        Field(
            name=name,
            label=labels[name],
            kind=POINTING[name],
            source=SOURCES[name],
            value=str(chosen.get(name, "")),
            text=titles.get(name, ""),
        )
        for name in _pointing(kind)
    ]


def views(kind: CardType, query: QueryDict, on_board: bool) -> tuple[Tab, Tab]:
    now = current(query)
    board, listing = f"/cards/{kind.key}/", f"/cards/{kind.key}/list/"
    return (
        Tab(_("Board"), address(board, now), on_board, icon="layout-kanban"),
        Tab(_("List"), address(listing, now), not on_board, icon="list"),
    )


def board(kind: CardType, found: list[Found], query: QueryDict, saved: list[View], viewer: Viewer) -> BoardScreen:
    path = f"/cards/{kind.key}/"
    wanted = parse(query, kind, viewer)
    columns = tuple(column(kind, one, query, viewer) for one in found)
    nothing = not any(one.count for one in found)
    asked = current(query)
    return BoardScreen(
        type_key=kind.key,
        title=kind.title.say(viewer.language),
        columns=columns,
        views=views(kind, query, True),
        filters=filters(kind, path, query, saved, viewer, wanted),
        create_url=f"/cards/{kind.key}/new/",
        empty=_empty(kind, path, bool(asked), viewer) if nothing else None,
        live_url=address(path, {**asked, "part": ["heads"]}),
    )


def column(kind: CardType, one: Found, query: QueryDict, viewer: Viewer, offset: int = 0) -> Column:
    stage = kind.by_stage[one.stage]
    more = {**current(query), "part": ["tiles"], "column": [one.stage], "offset": [str(offset + len(one.lines))]}
    return Column(
        key=one.stage,
        name=stage.title.say(viewer.language),
        color=stage.color,
        tiles=tuple(tile(kind, line, viewer) for line in one.lines),
        count=formats.count(one.count),
        late=formats.count(one.overdue) if one.overdue else "",
        amount=formats.money_short(one.amount) if one.amount else "",
        more_url=address(f"/cards/{kind.key}/", more) if one.more else "",
    )


def tile(kind: CardType, line: CardLine, viewer: Viewer) -> Tile:
    holder = line.holders[0] if line.holders else line.author
    return Tile(
        id=line.id,
        version=line.edition,
        title=line.name,
        company=line.company,
        badge=Badge(_("Round {n}").format(n=line.round)) if line.round > 1 else None,
        amount=formats.money(line.amount) if line.amount is not None else "",
        due=viewer.due(line.due_at),
        files=str(line.files) if line.files else "",
        comments=str(line.comments) if line.comments else "",
        marks=_marks(line),
        face=viewer.face(holder),
        moves=moves(kind, line, viewer),
    )


def _marks(line: CardLine) -> tuple[Badge, ...]:
    """Of follow-up tasks that are still open: «нет вх. №»."""
    return tuple(Badge(text, Tone.WARN, "flag") for text in line.badges)


def moves(kind: CardType, line: CardLine, viewer: Viewer) -> tuple[str, ...]:
    """Where a drag may be tried; the command has the last word."""
    stage = kind.by_stage.get(line.stage)
    if stage is None:
        return ()
    found = [move.to for move in stage.moves] if line.author == viewer.person else []
    restart = kind.restart
    if restart and line.stage in restart.from_ and line.author == viewer.person:
        found.append(restart.to)
    if viewer.person in line.holders:
        found += [o.to for rule in stage.tasks for o in rule.outcomes if o.to]
    return tuple(dict.fromkeys(found))


def _empty(kind: CardType, path: str, filtered: bool, viewer: Viewer) -> Empty:
    if filtered:
        return Empty("nothing", _("Nothing matches the filter"), "", Link(_("Reset the filter"), path, "x"))
    text = _("Fill in a short form, attach the paper, and it goes on its route by itself.")
    title = _("No cards here yet")
    return Empty("start", title, text, Link(kind.create.say(viewer.language), f"/cards/{kind.key}/new/", "plus"))


def listing(
    kind: CardType, page: Page, totals: Totals, query: QueryDict, saved: list[View], viewer: Viewer
) -> ListScreen:
    path = f"/cards/{kind.key}/list/"
    wanted = parse(query, kind, viewer)
    asked = current(query)
    many = ngettext("{count} card", "{count} cards", totals.count).format(count=formats.number(totals.count))
    return ListScreen(
        type_key=kind.key,
        title=kind.title.say(viewer.language),
        views=views(kind, query, False),
        filters=filters(kind, path, query, saved, viewer, wanted),
        headings=(
            Heading(_("No.")),
            Heading(_("What")),
            Heading(_("Stage")),
            Heading(_("Due")),
            Heading(_("Author")),
            Heading(_("Sum"), end=True),
        ),
        rows=tuple(row(kind, line, viewer) for line in page.lines),
        total=many,
        sum=formats.money(totals.amount) if totals.amount else "",
        next_url=address(path, {**asked, "after": [str(page.after)]}) if page.after else "",
        previous_url=address(path, asked) if query.get("after") else "",
        create_url=f"/cards/{kind.key}/new/",
        empty=None if page.lines else _empty(kind, path, bool(asked), viewer),
        export_url=address(f"/cards/{kind.key}/export", asked) if export.may_export(viewer.actor, kind.key) else "",
        export_note=cut(totals.count) if totals.count > export.MOST else "",
    )


def cut(total: int) -> str:
    """Said beside the buttons, and in the last row of the table."""
    words = _("Only the first {most} of {total} cards: narrow the list to take all of it.")
    return words.format(most=formats.number(export.MOST), total=formats.number(total))


def row(kind: CardType, line: CardLine, viewer: Viewer) -> ListRow:
    return ListRow(
        id=line.id,
        number=f"{kind.prefix}{line.id}",
        title=line.name,
        company=line.company,
        amount=formats.money(line.amount) if line.amount is not None else "",
        stage=viewer.stage(kind, line.stage),
        due=viewer.due(line.due_at, done=line.stage_kind == "success" and not line.badges),
        marks=_marks(line),
        face=viewer.face(line.author),
        author=viewer.chart.name(line.author),
        date=formats.day(line.created_at.astimezone(viewer.zone).date()),
    )
