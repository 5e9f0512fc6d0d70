"""Settings of a kind of documents: the form, its statuses, its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.documents.queries import BookPage, FolderNode, KindInfo, KindSettings, NumberPreview, RuleInfo
from marshrut.documents.rules.kinds import COLORS
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.access import Checks
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.doors.web.screens.documents import StatusChip
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.kinds import (
    CounterRow,
    KindRow,
    KindScreen,
    KindsScreen,
    PeopleField,
    RuleRow,
    StatusesForm,
    StatusRow,
    Swatch,
)
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone

from .acts import STALE, Organisations
from .rows import PATH, chip

KINDS = f"{PATH}kinds/"
WHO = ("readers", "adders", "keepers")
#: rows of a list that is shown whole
SHORT = 10


def families() -> dict[str, str]:
    return {
        "contract": _("Contracts"),
        "accounting": _("Accounting papers"),
        "order": _("Orders"),
        "letter": _("Letters"),
        "other": _("Other papers"),
    }


def filings() -> dict[str, str]:
    return {
        "flat": _("All in one folder"),
        "year": _("A folder for each year"),
        "company_year": _("A folder for each company, in it for each year"),
        "order": _("A folder for each company, in it for each order"),
    }


def colors() -> dict[str, str]:
    names = (
        _("grey"), _("blue"), _("sea"), _("violet"), _("amber"), _("orange"), _("green"), _("red"), _("brown"),
    )  # fmt: skip
    return dict(zip(COLORS, names, strict=False))


def listing(kinds: Sequence[KindInfo], rules: Sequence[RuleInfo], *, may_add: bool) -> KindsScreen:
    examples = {one.kind: one.example for one in reversed(rules)}
    rows = [(_row(one, examples.get(one.key, "")), one.archived) for one in kinds]
    return KindsScreen(
        title=_("Kinds of documents"),
        back=Link(_("Documents"), PATH),
        rows=tuple(row for row, archived in rows if not archived),
        archived=tuple(row for row, archived in rows if archived),
        add_url=f"{KINDS}new/" if may_add else "",
    )


def _row(kind: KindInfo, example: str) -> KindRow:
    gapless = (Badge(_("Gapless"), Tone.INFO),) if kind.gapless else ()
    return KindRow(
        title=kind.title,
        url=f"{KINDS}{kind.key}/",
        folder=" / ".join(kind.path),
        statuses=tuple(chip(one) for one in kind.statuses),
        number=example,
        badges=gapless,
    )


def tabs(key: str, part: str) -> tuple[Tab, ...]:
    base = f"{KINDS}{key}/"
    return (
        Tab(_("Kind"), base, part == "kind", icon="folder"),
        Tab(_("Statuses"), f"{base}statuses/", part == "statuses", icon="palette"),
        Tab(_("Numbers"), f"{base}numbers/", part == "numbers", icon="hash"),
    )


def form(
    settings: KindSettings | None,
    tree: Sequence[FolderNode],
    viewer: Viewer,
    *,
    draft: Draft | None,
    sent: QueryDict | None,
    version: int | None,
) -> KindScreen:
    """A new kind (`settings` None) or one to change; `sent` is what a refused form brought."""
    info = settings.info if settings else None
    shown = draft or Draft(_stored(settings))
    folders = [(str(node.id), " / ".join(node.path)) for node in _flat(tree)]
    fields = [
        shown.field("title", _("Title"), required=True, autocomplete="off"),
        shown.field("title_en", _("Title in English"), autocomplete="off"),
    ]
    if info is None:
        hint = _("Latin letters, digits and _: programs and processes name the kind by it.")
        fields.append(shown.field("kind", _("Key"), required=True, hint=hint, autocomplete="off"))
    fields += [
        shown.field(
            "code", _("Letters for numbers"), hint=_("Stand for {kind} in a number, e.g. ДП."), autocomplete="off"
        ),
        shown.field("family", _("Family"), Kind.CHOICE, options=list(families().items()), required=True),
        shown.field("folder", _("Folder of the shared disk"), Kind.CHOICE, options=folders, required=True),
        shown.field("filing", _("How papers are filed"), Kind.RADIO, options=list(filings().items()), required=True),
        shown.field(
            "gapless",
            _("Numbers without gaps"),
            Kind.YES_NO,
            wide=True,
            hint=_("A number is only ever the next one: none is typed by hand, none is skipped."),
        ),
    ]
    chosen = {name: tuple(sent.getlist(name)) for name in WHO} if sent is not None else _who(settings)
    action = f"{KINDS}{info.key}/" if info else f"{KINDS}new/"
    return KindScreen(
        title=settings.title if settings else _("New kind"),
        back=Link(_("Kinds of documents"), KINDS),
        form=shown.form(
            action, fields, "" if info else _("Add the kind"), version or (settings.version if settings else 0)
        ),
        people=tuple(_people(name, chosen[name], shown, viewer) for name in WHO),
        tabs=tabs(info.key, "kind") if info else (),
        archive_url=f"{KINDS}{info.key}/archive/" if info else "",
        archived=bool(info and info.archived),
        used=_used(settings) if settings else "",
        see=Link(_("Open the kind as it is now"), action) if shown.code == STALE else None,
    )


def _stored(settings: KindSettings | None) -> dict[str, Any]:
    if settings is None:
        return {"filing": "flat", "family": "other", "gapless": True}
    info = settings.info
    return {
        "title": settings.title,
        "title_en": settings.title_en,
        "code": settings.code,
        "family": info.family,
        "folder": str(info.folder),
        "filing": info.filing,
        "gapless": info.gapless,
    }


def _who(settings: KindSettings | None) -> dict[str, tuple[str, ...]]:
    if settings is None:
        return {"readers": ("everyone",), "adders": ("everyone",), "keepers": ()}
    return {"readers": settings.readers, "adders": settings.adders, "keepers": settings.keepers}


def _flat(tree: Sequence[FolderNode]) -> Iterator[FolderNode]:
    """The first two levels: deeper ones are made by filing."""
    for node in tree:
        yield node
        yield from node.children


def _people(name: str, chosen: Sequence[str], shown: Draft, viewer: Viewer) -> PeopleField:
    labels = {
        "readers": (_("Who reads"), _("Sees the papers in the library, opens and downloads them.")),
        "adders": (_("Who adds"), _("Uploads new papers of this kind.")),
        "keepers": (_("Who keeps"), _("Renames, moves, sets statuses, registers, voids, links.")),
    }
    label, hint = labels[name]
    chart = viewer.chart
    options = [("everyone", _("All employees"))]
    options += [(f"role:{key}", chart.role_title(key, viewer.language)) for key in chart.roles]
    options += [(f"department:{one}", unit.name) for one, unit in chart.departments.items()]
    people = [word for word in chosen if word.startswith("person:") and word[7:].isdigit()]
    options += [(word, chart.name(int(word[7:]))) for word in people]
    ticked = tuple(Option(value, text, value in chosen) for value, text in options)
    return PeopleField(
        checks=Checks(
            name=name,
            label=label,
            options=ticked,
            hint=hint,
            long=len(ticked) > SHORT,
            error=str(shown.errors.get(name, "")),
        ),
        person=shown.field(f"{name}_person", _("And this employee"), Kind.PERSON, source="/people/suggest/"),
        summary=", ".join(text for value, text in options if value in chosen) or _("nobody"),
        open=bool(shown.errors.get(name)),
    )


def _used(settings: KindSettings) -> str:
    names = ", ".join(f"«{title}»" for title, _keys in settings.used_by)
    return _("Processes that file papers here: {names}.").format(names=names) if names else ""


def statuses(
    settings: KindSettings,
    rows: Sequence[Mapping[str, Any]] | None = None,
    draft: Draft | None = None,
    version: int | None = None,
) -> KindScreen:
    """`rows` are those of a form on its way; else what is stored."""
    key = settings.info.key
    stored = {one.key: one for one in settings.statuses}
    held = {status: title for title, keys in settings.used_by for status in keys}
    given = rows if rows is not None else [_status_row(one) for one in settings.statuses]
    lines = []
    for n, one in enumerate(given):
        known = stored.get(str(one["key"]))
        lines.append(
            StatusRow(
                n=n,
                key=str(one["key"]),
                title=str(one["title"]),
                title_en=str(one["title_en"]),
                initial=bool(one["initial"]),
                final=bool(one["final"]),
                chip=StatusChip(str(one["title"]) or _("New status"), str(one["color"]), bool(one["final"])),
                swatches=_swatches(str(one["color"])),
                why_kept=_kept(held.get(str(one["key"]), ""), known.papers if known else 0),
                first=n == 0,
                last=n == len(given) - 1,
            )
        )
    shown = draft or Draft()
    return KindScreen(
        title=settings.title,
        back=Link(_("Kinds of documents"), KINDS),
        form=shown.form(f"{KINDS}{key}/statuses/", (), version=version or settings.version),
        tabs=tabs(key, "statuses"),
        part="statuses",
        statuses=StatusesForm(rows=tuple(lines), errors=tuple(map(str, shown.errors.values()))),
        see=Link(_("Open the kind as it is now"), f"{KINDS}{key}/statuses/") if shown.code == STALE else None,
    )


def _status_row(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("key", "title", "title_en", "color", "initial", "final")}


def _kept(process: str, papers: int) -> str:
    """Why a status cannot be removed."""
    if process:
        return _("set by the process «{process}»").format(process=process)
    if papers:
        return ngettext("{count} document has it", "{count} documents have it", papers).format(
            count=formats.number(papers)
        )
    return ""


def _swatches(color: str) -> tuple[Swatch, ...]:
    known = colors()
    own = {} if color in known else {color: color}
    return tuple(Swatch(one, name, one == color) for one, name in {**known, **own}.items())


def numbers(settings: KindSettings, books: Sequence[tuple[int | None, str, BookPage]], viewer: Viewer) -> KindScreen:
    key = settings.info.key
    base = f"{KINDS}{key}/"
    return KindScreen(
        title=settings.title,
        back=Link(_("Kinds of documents"), KINDS),
        form=Draft().form("", ()),
        tabs=tabs(key, "numbers"),
        part="numbers",
        rules=tuple(_rule(one, base) for one in settings.rules),
        counters=tuple(_counter(one, title, book, base, viewer) for one, title, book in books),
        add_rule_url=f"{base}numbers/new/",
    )


def _rule(one: RuleInfo, base: str) -> RuleRow:
    return RuleRow(
        organisation=one.organisation_title or _("All organisations"),
        since=_("since {year}").format(year=one.since_year) if one.since_year else _("from the beginning"),
        template=one.template,
        example=one.example,
        url=f"{base}numbers/{one.id}/",
    )


def _counter(organisation: int | None, title: str, book: BookPage, base: str, viewer: Viewer) -> CounterRow:
    year = viewer.now.astimezone(viewer.zone).year
    return CounterRow(
        organisation=title or _("No organisation is named"),
        year=str(year),
        last=formats.number(book.last),
        next=book.preview,
        url=f"{base}counter/?organisation={organisation or ''}" if book.may_set_counter else "",
    )


def variables() -> str:
    return _(
        "{n} – the next number, {n:3} – of at least three digits; {yyyy} and {yy} – year; {mm} – month; {case} – index "
        "of the case; {unit} – index of the unit; {kind} – letters of the kind."
    )


def rule_values(one: RuleInfo | None) -> dict[str, str]:
    if one is None:
        return {"template": "{n}-{yyyy}"}
    return {
        "organisation": str(one.organisation or ""),
        "since_year": str(one.since_year or ""),
        "template": one.template,
        "case_index": one.case_index,
        "unit_index": one.unit_index,
    }


def looks(preview: NumberPreview) -> str:
    """«Номера: 01-05/001-2026, 01-05/012-2026, …»."""
    if preview.problem:
        return preview.problem
    return _("Numbers will look like {examples}").format(examples=", ".join(preview.examples or (preview.text,)))


def rule(
    settings: KindSettings, one: RuleInfo | None, organisations: Organisations, draft: Draft | None, hint: str
) -> SheetScreen:
    base = f"{KINDS}{settings.info.key}/"
    shown = draft or Draft(rule_values(one))
    fixed = one is not None
    fields = [
        shown.field("template", _("Template"), required=True, wide=True, hint=variables(), autocomplete="off"),
        shown.field("case_index", _("Index of the case"), hint=_("Stands for {case}, e.g. 01-05."), autocomplete="off"),
        shown.field("unit_index", _("Index of the unit"), hint=_("Stands for {unit}."), autocomplete="off"),
        shown.field(
            "organisation",
            _("Our organisation"),
            Kind.CHOICE,
            options=organisations,
            placeholder=_("All organisations"),
            locked=fixed,
        ),
        shown.field("since_year", _("Since the year"), Kind.NUMBER, hint=_("Empty: from the beginning."), locked=fixed),
    ]
    path = f"{base}numbers/{one.id}/" if one else f"{base}numbers/new/"
    return SheetScreen(
        title=_("What numbers look like"),
        form=shown.form(path, fields, version=settings.version),
        back=Link(settings.title, f"{base}numbers/"),
        hint_url=f"{base}preview/",
        hint=hint,
        remove_url=f"{path}remove/" if one else "",
        remove_text=_("Remove the rule"),
    )


def counter(book: BookPage, organisations: Organisations, draft: Draft) -> SheetScreen:
    base = f"{KINDS}{book.kind.key}/"
    forward = _(
        "Of the paper book that goes on here. The next document gets the number after it; "
        "what is given is not given again."
    )
    fields: list[Field] = [
        draft.field(
            "organisation",
            _("Our organisation"),
            Kind.CHOICE,
            options=organisations,
            placeholder=_("No organisation is named"),
        ),
        draft.field("year", _("Year"), Kind.NUMBER, required=True),
        draft.field("last", _("The last number given"), Kind.NUMBER, required=True, wide=True, hint=forward),
    ]
    if draft.code == "counter_jump":
        fields.append(draft.field("confirm", _("Yes, skip so many numbers"), Kind.YES_NO, wide=True))
    told = _("Last given: {last}. Next: {next}.")
    return SheetScreen(
        title=_("Set the counter"),
        form=draft.form(f"{base}counter/", fields),
        back=Link(book.kind.title, f"{base}numbers/"),
        lead=told.format(last=formats.number(book.last), next=book.preview or formats.DASH),
    )
