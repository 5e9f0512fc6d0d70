"""«Доступ»: grants in words, their table and their form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.definitions.queries import AccessTable
from marshrut.definitions.schema.access import ACTS, SCOPES, Grant
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.access import AccessScreen, Checks, GrantRow, GrantScreen
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.parts import Link, Tab
from marshrut.history.queries import Event
from marshrut.kernel.errors import Refused

from .viewer import Viewer

PATH = "/access/"
#: shown whole; more of them scroll
SHORT = 12
PERSON = "person"


def act(key: str) -> str:
    titles = {
        "create": pgettext("right", "create"),
        "view": pgettext("right", "see"),
        "edit": pgettext("right", "change"),
        "decide": pgettext("right", "decide tasks of others"),
        "comment": pgettext("right", "comment"),
        "attach": pgettext("right", "attach files"),
        "start": pgettext("right", "send a draft"),
        "withdraw": pgettext("right", "withdraw"),
        "restart": pgettext("right", "start anew"),
        "export": pgettext("right", "export"),
        "print": pgettext("right", "print"),
        "manage": pgettext("right", "hand on tasks of others"),
    }
    return titles[key]


def scope(key: str) -> str:
    titles = {
        "own": pgettext("scope", "their own cards"),
        "participant": pgettext("scope", "cards they take part in"),
        "headed": pgettext("scope", "cards of the departments they head"),
        "department": pgettext("scope", "cards of their department"),
        "branch": pgettext("scope", "cards of their department and those below it"),
        "departments": pgettext("scope", "cards of chosen departments"),
        "all": pgettext("scope", "all cards"),
    }
    return titles[key]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def whom(grant: Grant, viewer: Viewer) -> str:
    if grant.person is not None:
        return viewer.chart.name(grant.person)
    return viewer.chart.role_title(grant.role, viewer.language) if grant.role else _("Everyone")


def reaches(grant: Grant, viewer: Viewer) -> str:
    """The scope in words, with the names of chosen departments."""
    if grant.scope != "departments":
        return scope(grant.scope)
    units = viewer.chart.departments
    names = ", ".join(f"«{units[one].name}»" for one in grant.departments if one in units)
    return _("cards of departments: {names}").format(names=names)


def on_stages(grant: Grant, card_type: CardType, viewer: Viewer) -> str:
    names = [card_type.by_stage[key].title.say(viewer.language) for key in grant.stages if key in card_type.by_stage]
    return ", ".join(f"«{name}»" for name in names)


def only_fields(grant: Grant, card_type: CardType, viewer: Viewer) -> str:
    names = [card_type.fields[key].title.say(viewer.language) for key in grant.fields if key in card_type.fields]
    return _("Changes only: {fields}.").format(fields=", ".join(f"«{name}»" for name in names)) if names else ""


def sentence(grant: Grant, card_type: CardType, viewer: Viewer) -> str:
    """«Финансовый менеджер может видеть, комментировать: все карточки на стадиях …»"""
    told = {"who": whom(grant, viewer), "acts": ", ".join(map(act, grant.may)), "cards": reaches(grant, viewer)}
    if set(grant.may) == {"create"} and grant.scope == "all":
        return _("{who} may create cards.").format(**told)
    stages = on_stages(grant, card_type, viewer)
    if stages:
        said = _("{who} may {acts}: {cards}, while they are on {stages}.").format(**told, stages=stages)
    else:
        said = _("{who} may {acts}: {cards}.").format(**told)
    return " ".join(filter(None, (said, only_fields(grant, card_type, viewer))))


def table(
    found: AccessTable, types: Iterable[CardType], warnings: Iterable[str], changes: Iterable[Event], viewer: Viewer
) -> AccessScreen:
    base = f"{PATH}{found.card_type.key}/"
    rows = tuple(_row(f"{base}{n}/", grant, found.card_type, viewer) for n, grant in enumerate(found.grants))
    delivered = _("These rows came with the process. Once you change one, your own rows hold instead of them.")
    own = _("These rows are your own: a new version of the process does not change them.")
    tabs = [Tab(one.title.say(viewer.language), f"{PATH}{one.key}/", one is found.card_type) for one in types]
    return AccessScreen(
        title=_("Access: {cards}").format(cards=found.card_type.title.say(viewer.language)),
        lead=own if found.own else delivered,
        rows=rows,
        tabs=tuple(tabs) if len(tabs) > 1 else (),
        warnings=tuple(warnings),
        changes=tuple(_change(event, viewer) for event in changes),
        add_url=f"{base}new/",
        reset_url=f"{base}reset" if found.own else "",
        seen=found.seen,
    )


def _row(url: str, grant: Grant, card_type: CardType, viewer: Viewer) -> GrantRow:
    return GrantRow(
        who=whom(grant, viewer),
        scope=_capital(reaches(grant, viewer)),
        stages=on_stages(grant, card_type, viewer) or _("any"),
        acts=tuple(map(act, grant.may)),
        sentence=sentence(grant, card_type, viewer),
        note=only_fields(grant, card_type, viewer),
        url=url,
    )


def _change(event: Event, viewer: Viewer) -> str:
    who = viewer.chart.name(event.actor_id) if event.actor_id else _("the system")
    at = formats.moment(event.at, viewer.zone)
    if event.kind.endswith("reset"):
        return _("{at}: {person} returned the rows that came with the process").format(at=at, person=who)
    return _("{at}: {person} changed the rows").format(at=at, person=who)


def blank() -> dict[str, Any]:
    return {"who": "", "may": ["view"], "scope": "", "stages": [], "fields": [], "departments": []}


def stored(grant: Grant) -> dict[str, Any]:
    return grant.model_dump(mode="json")


def typed(sent: QueryDict, person: int | None) -> dict[str, Any]:
    """The row as the form sent it."""
    who = sent.get("who", "")
    picked = sent.get("scope", "")
    row = {name: sent.getlist(name) for name in ("may", "stages", "fields")}
    listed = [one for one in sent.getlist("departments") if one.isascii() and one.isdigit() and len(one) < 19]
    return {
        **row,
        "who": f"person:{person or 0}" if who == PERSON else who,
        "scope": picked,
        "departments": listed if picked == "departments" else [],
    }


def form(
    found: AccessTable,
    n: int | None,
    row: Mapping[str, Any],
    viewer: Viewer,
    *,
    error: Refused | None = None,
    person_text: str = "",
) -> GrantScreen:
    """Row `n`, or a new one; `error` is the refusal of what was typed."""
    place = len(found.grants) if n is None else n
    complaints = dict(error.fields) if error else {}
    wrong = {name: str(complaints.pop(f"{place}.{name}", "")) for name in (*row, "grants")}
    errors = (str(error), *dict.fromkeys(map(str, complaints.values()))) if error else ()
    base = f"{PATH}{found.card_type.key}/"
    who, boxes = _who(found, row, viewer, wrong["who"], person_text), _checks(found.card_type, row, viewer, wrong)
    return GrantScreen(
        title=_("New row") if n is None else whom(found.grants[n], viewer),
        action=f"{base}new/" if n is None else f"{base}{n}/",
        back=Link(_("Access: {cards}").format(cards=found.card_type.title.say(viewer.language)), base),
        who=who["who"],
        person=who["person"],
        scope=_scope(row, wrong["scope"]),
        may=boxes["may"],
        stages=boxes["stages"],
        fields=boxes["fields"],
        departments=boxes["departments"],
        seen=found.seen,
        errors=tuple(dict.fromkeys(errors)),
        remove_url=f"{base}{n}/remove" if n is not None else "",
    )


def _who(found: AccessTable, row: Mapping[str, Any], viewer: Viewer, error: str, text: str) -> dict[str, Field]:
    who = str(row["who"])
    person = int(who[7:]) if who.startswith("person:") and who[7:].isdigit() else None
    chosen = PERSON if who.startswith("person:") else who
    roles = sorted({*viewer.chart.roles, *found.pack.roles})
    options = [
        ("everyone", _("Everyone")),
        (PERSON, _("One employee, by name")),
        *((f"role:{key}", _("Role: {role}").format(role=_role(found, key, viewer))) for key in roles),
    ]
    name = viewer.chart.name(person) if person else ""
    return {
        "who": Field(
            name="who",
            label=_("Who"),
            kind=Kind.CHOICE,
            value=chosen,
            required=True,
            error=error if chosen != PERSON else "",
            options=tuple(Option(value, words, value == chosen) for value, words in options),
        ),
        "person": Field(
            name="person",
            label=_("Employee"),
            kind=Kind.PERSON,
            value=str(person or ""),
            text=name or text,
            source="/people/suggest/",
            hint=_("Only when one employee is chosen."),
            error=error if chosen == PERSON else "",
        ),
    }


def _role(found: AccessTable, key: str, viewer: Viewer) -> str:
    if key in viewer.chart.titles or key not in found.pack.roles:
        return viewer.chart.role_title(key, viewer.language)
    return found.pack.roles[key].say(viewer.language)


def _scope(row: Mapping[str, Any], error: str) -> Field:
    chosen = row["scope"] or ""
    options = tuple(Option(key, _capital(scope(key)), key == chosen) for key in SCOPES)
    return Field(
        name="scope", label=_("Which cards"), kind=Kind.RADIO, required=True, wide=True, error=error, options=options
    )


def _checks(card_type: CardType, row: Mapping[str, Any], viewer: Viewer, wrong: Mapping[str, str]) -> dict[str, Checks]:
    def made(name: str, label: str, options: Iterable[tuple[str, str]], hint: str = "") -> Checks:
        ticked = set(map(str, row[name]))
        boxes = tuple(Option(value, text, value in ticked) for value, text in options)
        return Checks(
            name=name, label=label, options=boxes, hint=hint, error=wrong.get(name, ""), long=len(boxes) > SHORT
        )

    units = [(str(key), unit.name) for key, unit in viewer.chart.departments.items()]
    stages = [(one.key, one.title.say(viewer.language)) for one in card_type.stages if not one.reserved]
    fields = [(key, one.title.say(viewer.language)) for key, one in card_type.fields.items()]
    return {
        "may": made("may", _("What is allowed"), [(key, _capital(act(key))) for key in ACTS]),
        "stages": made("stages", _("On which stages"), stages, _("Nothing ticked: on every stage.")),
        "fields": made("fields", _("Which fields may be changed"), fields, _("Nothing ticked: every field.")),
        "departments": made("departments", _("Departments"), units, _("With everything below them.")),
    }
