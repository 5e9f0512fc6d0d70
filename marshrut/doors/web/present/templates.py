"""Word templates in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from marshrut.cards.queries.template import TemplateGroup, template_fields
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.documents.filling import Looked
from marshrut.documents.queries import TemplateInfo
from marshrut.documents.sentences import TEMPLATE_WHY
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Form, Kind, Option
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.screens.templates import (
    FieldGroup,
    FieldRow,
    TemplateFieldsScreen,
    TemplateRow,
    TemplateScreen,
    TemplatesScreen,
)

from .draft import Draft
from .viewer import Viewer

PATH = "/templates/"
FIELDS = f"{PATH}fields/"
#: (value, title) of kinds a template may have
Kinds = Sequence[tuple[str, str]]


def card_types() -> dict[str, CardType]:
    """Every kind of cards that is installed, by key."""
    return {one.key: one for active in definitions.active() for one in active.pack.card_types}


def listing(found: Sequence[TemplateInfo], viewer: Viewer, *, archived: bool, may_add: bool) -> TemplatesScreen:
    types = card_types()
    shown = [one for one in found if one.archived == archived]
    put_away = sum(one.archived for one in found)
    tabs = (
        Tab(_("In use"), PATH, not archived, str(len(found) - put_away)),
        Tab(_("Archive"), f"{PATH}?archived=1", archived, str(put_away)),
    )
    return TemplatesScreen(
        rows=tuple(_row(one, types, viewer) for one in shown),
        tabs=tabs if put_away or archived else (),
        empty=None if shown else _empty(archived, may_add),
        create_url=f"{PATH}new/" if may_add else "",
        fields_url=FIELDS,
    )


def _empty(archived: bool, may_add: bool) -> Empty:
    if archived:
        return Empty("nothing", _("The archive is empty"), "", Link(_("Templates in use"), PATH))
    words = _("A template is a Word file with fields in double braces: a card fills them in, and a contract is ready.")
    action = Link(_("Add a template"), f"{PATH}new/", "plus") if may_add else Link(_("Fields for templates"), FIELDS)
    return Empty("start", _("No templates yet"), words, action)


def _row(one: TemplateInfo, types: Mapping[str, CardType], viewer: Viewer) -> TemplateRow:
    return TemplateRow(
        title=one.title,
        url=f"{PATH}{one.id}/",
        kind=one.kind_title,
        where=_where(one, types, viewer),
        changed=_changed(one, viewer),
        badge=Badge(_("in the archive")) if one.archived else None,
    )


def _where(one: TemplateInfo, types: Mapping[str, CardType], viewer: Viewer) -> str:
    if not one.card_type:
        return _("All cards")
    return types[one.card_type].title.say(viewer.language) if one.card_type in types else one.card_type


def _changed(one: TemplateInfo, viewer: Viewer) -> str:
    who = viewer.chart.name(one.author) if one.author else _("Marshrut")
    return f"{formats.day(one.at.astimezone(viewer.zone).date())}, {who}"


def screen(one: TemplateInfo, looked: Looked, viewer: Viewer, trial: Draft | None = None) -> TemplateScreen:
    types = card_types()
    known = _known(one, types, viewer)
    rows = tuple(FieldRow(_code(name), known.get(name, ""), "", name not in known) for name in looked.fields)
    facts = [
        (_("File"), f"{one.file.name} · {formats.size(one.file.size)}"),
        (_("Becomes"), one.kind_title or _("a plain file")),
        (_("Offered on"), _where(one, types, viewer)),
        (_("Changed"), f"{_changed(one, viewer)} · {_('version {n}').format(n=one.version)}"),
    ]
    unknown = [row.code for row in rows if row.unknown]
    return TemplateScreen(
        title=one.title,
        url=f"{PATH}{one.id}/",
        facts=tuple(facts),
        fields=rows,
        warning=str(TEMPLATE_WHY[looked.why] % {"about": looked.about}) if looked.why else "",
        note=_("No card fills these in: {fields}").format(fields=", ".join(unknown)) if unknown else "",
        badge=Badge(_("in the archive"), Tone.WARN) if one.archived else None,
        edit_url=f"{PATH}{one.id}/edit/" if one.may_edit else "",
        trial=_trial(one, trial or Draft()) if not looked.why else None,
        fields_url=f"{FIELDS}?type={one.card_type}" if one.card_type else FIELDS,
        archive=(_("Offer again") if one.archived else _("Put away")) if one.may_edit else "",
        version=one.version,
    )


def _trial(one: TemplateInfo, draft: Draft) -> Form:
    field = draft.field("card", _("Card"), Kind.CARD, source="/cards/suggest/", required=True, wide=True)
    return draft.form(f"{PATH}{one.id}/try", [field], _("Fill in and download"))


def _known(one: TemplateInfo, types: Mapping[str, CardType], viewer: Viewer) -> dict[str, str]:
    """Name -> label of the fields cards have, of the offered kind or of any."""
    wanted: Iterable[CardType] = types.values() if one.card_type not in types else [types[one.card_type]]
    return {
        name: label
        for card_type in wanted
        for group in template_fields(card_type, viewer.language)
        for name, label in _labels(group)
    }


def _labels(group: TemplateGroup) -> Iterator[tuple[str, str]]:
    for field in group.fields:
        yield field.name, f"{group.title} · {field.label}" if group.whole else field.label
    if group.whole:
        yield group.whole, group.title


def _code(name: str) -> str:
    return "{{ " + name + " }}"


def form(
    draft: Draft, kinds: Kinds, viewer: Viewer, one: TemplateInfo | None = None, version: int | None = None
) -> FormScreen:
    """A new template, or `one` to change; `version` is the one the refused form was opened at."""
    types = [(key, found.title.say(viewer.language)) for key, found in card_types().items()]
    offered = [(key, title or _("A plain file, not a document")) for key, title in kinds]
    if one and (one.kind, one.kind_title) not in offered and one.kind not in dict(offered):
        offered.append((one.kind, one.kind_title or _("A plain file, not a document")))
    file_hint = _("DOCX up to 10 MB. Leave it empty to keep the file that is there.") if one else _("DOCX up to 10 MB")
    fields = [
        draft.field(
            "title", _("Title"), required=True, wide=True, hint=_("As it is called when it is chosen on a card.")
        ),
        draft.field("file", _("File"), Kind.FILE, required=one is None, wide=True, hint=file_hint),
        draft.field("kind", _("The filled document becomes"), Kind.CHOICE, options=offered),
        draft.field("card_type", _("Offered on"), Kind.CHOICE, options=[("", _("All cards")), *types]),
    ]
    action = f"{PATH}{one.id}/edit/" if one else f"{PATH}new/"
    return FormScreen(
        title=_("Change the template") if one else _("New template"),
        back=Link(one.title, f"{PATH}{one.id}/") if one else Link(_("Templates"), PATH),
        lead=_("Write fields into the Word file in double braces, for example {{ counterparty.name }}."),
        form=draft.form(action, fields, "", version or (one.version if one else 0)),
        see=Link(_("Which fields there are"), FIELDS),
    )


def draft(one: TemplateInfo) -> Draft:
    return Draft({"title": one.title, "kind": one.kind, "card_type": one.card_type})


def fields(chosen: str, viewer: Viewer) -> TemplateFieldsScreen:
    types = card_types()
    key = chosen if chosen in types else next(iter(types), "")
    groups = template_fields(types[key], viewer.language) if key else ()
    options = tuple(Option(one, found.title.say(viewer.language), one == key) for one, found in types.items())
    choose = Field(name="type", label=_("Kind of cards"), kind=Kind.CHOICE, value=key, options=options, required=True)
    return TemplateFieldsScreen(
        choose=choose if options else None,
        groups=tuple(
            FieldGroup(group.title, tuple(FieldRow(_code(f.name), f.label, f.example) for f in group.fields))
            for group in groups
        ),
        grammar=(
            ("{% if amount %} … {% endif %}", _("only when the field is filled in")),
            ("{% if … %} … {% else %} … {% endif %}", _("one or the other")),
            ("{{ subject | upper }}", _("in capital letters; also lower, capitalize")),
            ("{{ note | default('—') }}", _("what to write when there is no such field")),
        ),
    )
