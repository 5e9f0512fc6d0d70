"""A colleague's page, and the forms an administrator fills in about people."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from marshrut.calendars import queries as calendars
from marshrut.doors.web.screens.absences import Forecast
from marshrut.doors.web.screens.forms import Field, Form, Kind
from marshrut.doors.web.screens.org import PersonScreen
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.org import access
from marshrut.org.queries import DepartmentLine, PersonCard, PersonLine

from . import away, hours, zones
from .draft import Draft
from .org import INDENT, PATH
from .profile import LANGUAGES
from .viewer import Viewer

#: no letters or figures that look alike when they are read out
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def screen(
    card: PersonCard,
    viewer: Viewer,
    *,
    may_edit: bool,
    form: Form | None = None,
    password: Form | None = None,
    leaving: Forecast | None = None,
    may_invite: bool = False,
    invitation: str = "",
) -> PersonScreen:
    """`form` and `password` are what the administrator asked for, or had refused; `leaving` what a dismissal moves."""
    line = card.line
    others = may_edit and line.id != viewer.person
    return PersonScreen(
        id=line.id,
        face=viewer.face(line.id),
        full_name=line.full_name,
        position=line.position,
        facts=_facts(card, viewer),
        badges=_badges(card),
        week=hours.rows(viewer.chart.work_time(line.id).schedule),
        form=form,
        password=password,
        absence=_absence(line, viewer),
        leaving=leaving,
        invitation=invitation,
        can_invite=may_invite,
        can_edit=may_edit,
        can_dismiss=others and line.is_active,
        can_reinstate=others and not line.is_active,
    )


def _absence(line: PersonLine, viewer: Viewer) -> Link | None:
    if not line.is_active or not access.may(viewer.actor, "org.set_absence", chart=viewer.chart, person=line.id):
        return None
    own = line.id == viewer.person
    return Link(_("Set an absence"), "/absences/new/" if own else f"/absences/new/?person={line.id}", "beach")


def _facts(card: PersonCard, viewer: Viewer) -> tuple[tuple[str, Link | str], ...]:
    line, head = card.line, card.head
    zone = viewer.chart.work_time(line.id).schedule.zone
    places = ", ".join(f"«{name}»" for _key, name in card.heads)
    facts: list[tuple[str, Link | str]] = [
        (_("Now"), away.now(line.id, viewer)),
        (_("Department"), Link(line.department, f"{PATH}#unit-{line.department_id}") if line.department else ""),
        (_("Head"), Link(head.short_name, f"{PATH}people/{head.id}/") if head else ""),
        (_("E-mail"), Link(line.email, f"mailto:{line.email}")),
        (_("Roles in processes"), ", ".join(title for _key, title in card.roles)),
        (_("Heads"), places),
        (_("Time zone"), zones.name(zone, viewer.now)),
    ]
    return tuple((label, value) for label, value in facts if value or label == _("Department"))


def _badges(card: PersonCard) -> tuple[Badge, ...]:
    found = []
    if card.line.is_admin:
        found.append(Badge(_("Administrator"), Tone.VIOLET, "crown"))
    if not card.line.is_active:
        found.append(Badge(_("Dismissed"), Tone.BAD, "user-off"))
    return tuple(found)


def draft(card: PersonCard) -> Draft:
    line = card.line
    return Draft(
        {
            "last_name": card.last_name,
            "first_name": card.first_name,
            "middle_name": card.middle_name,
            "email": line.email,
            "position": line.position,
            "department": line.department_id or "",
            "language": card.language,
            "time_zone": card.time_zone or "",
            "is_admin": line.is_admin,
        }
    )


def edit_form(card: PersonCard, departments: list[DepartmentLine], viewer: Viewer, given: Draft) -> Form:
    return given.form(f"{PATH}people/{card.line.id}/edit", _fields(departments, viewer, given, card.time_zone))


def new_screen(departments: list[DepartmentLine], viewer: Viewer, given: Draft, *, plain: bool = False) -> FormScreen:
    """A password is set on the next page, so that the form holds no secret. `plain`: no administrator is made here."""
    fields = [one for one in _fields(departments, viewer, given, None) if not (plain and one.name == "is_admin")]
    form = given.form(f"{PATH}people/new/", fields, _("Add"))
    lead = _("On the next page you set the password the person signs in with.")
    if plain:
        lead = _("On the next page you make a link the person sets a password with.")
    return FormScreen(title=_("New person"), back=Link(_("Our company"), PATH), form=form, lead=lead)


def _fields(departments: list[DepartmentLine], viewer: Viewer, given: Draft, zone: str | None) -> list[Field]:
    places = [(str(one.id), INDENT * one.depth + one.name) for one in departments]
    company = zones.name(calendars.company_schedule().zone, viewer.now)
    return [
        given.field("last_name", _("Last name"), required=True),
        given.field("first_name", _("First name"), required=True),
        given.field("middle_name", _("Middle name")),
        given.field(
            "email", _("E-mail"), Kind.EMAIL, required=True, hint=_("The person signs in with it."), autocomplete="off"
        ),
        given.field("position", _("Position")),
        given.field(
            "department", _("Department"), Kind.CHOICE, options=places, placeholder=_("Outside of departments")
        ),
        given.field("language", _("Language"), Kind.RADIO, options=LANGUAGES),
        given.field(
            "time_zone",
            _("Time zone"),
            Kind.CHOICE,
            options=zones.options(viewer.now, zone),
            placeholder=_("As in the company: {zone}").format(zone=company),
        ),
        given.field(
            "is_admin",
            _("Administrator"),
            Kind.YES_NO,
            wide=True,
            hint=_("May change the company, the working calendar and the settings of processes."),
        ),
    ]


def password_form(person: int, given: Draft | None = None) -> Form:
    """With a good password proposed: the administrator passes it on, the person changes it in the profile."""
    shown = given or Draft(
        {"password": "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _m in range(4))}
    )
    field = shown.field(
        "password",
        _("Password"),
        required=True,
        autocomplete="off",
        hint=_("Tell it to the person. It can be changed in the profile; open sessions of the person end."),
    )
    return shown.form(f"{PATH}people/{person}/password", (field,), _("Set the password"))


def hours_screen(card: PersonCard, viewer: Viewer, given: Draft) -> FormScreen:
    own = given.field(
        "own",
        _("Own working hours"),
        Kind.YES_NO,
        wide=True,
        hint=_("Without the tick the person works by the hours of the company."),
    )
    path = f"{PATH}people/{card.line.id}/"
    return FormScreen(
        title=_("Working time"),
        back=Link(card.line.short_name, path),
        form=given.form(f"{path}hours/", (own, *hours.inputs(given))),
        lead=_("Deadlines of the person's tasks run by these hours. Deadlines that are set already stay."),
    )


def hours_draft(card: PersonCard, viewer: Viewer) -> Draft:
    week = viewer.chart.work_time(card.line.id).schedule.as_json()["week"]
    return Draft({"own": card.schedule is not None, **hours.lines(week)})
