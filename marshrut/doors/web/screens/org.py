"""Our company: the tree of departments, a person's page, the roles."""

from __future__ import annotations

from dataclasses import dataclass

from .absences import Forecast
from .forms import Form
from .parts import Badge, Empty, Face, Link, Tab


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    face: Face
    position: str = ""
    inactive: bool = False

    @property
    def url(self) -> str:
        return f"/org/people/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A department. `children` nest to any depth; `head` None is an empty seat.

    `id` 0 is no department but people beside the tree, with `note` in place of the head.
    """

    id: int
    name: str
    head: Member | None = None
    people: tuple[Member, ...] = ()
    children: tuple[Unit, ...] = ()
    count: str = ""
    note: str = ""

    @property
    def url(self) -> str:
        return f"/org/departments/{self.id}/"


@dataclass(frozen=True, slots=True)
class RoleRow:
    title: str
    holders: tuple[Member, ...]
    edit_url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgScreen:
    units: tuple[Unit, ...]
    roles: tuple[RoleRow, ...] = ()
    tabs: tuple[Tab, ...] = ()
    total: str = ""
    warnings: tuple[str, ...] = ()  # "Отдел «Логистика» без руководителя"
    can_edit: bool = False
    #: a head takes on people, too
    can_add: bool = False
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonScreen:
    """A colleague: facts, roles, working time; `form` turns the page into editing."""

    id: int
    face: Face
    full_name: str
    position: str
    facts: tuple[tuple[str, Link | str], ...] = ()
    badges: tuple[Badge, ...] = ()
    week: tuple[tuple[str, str], ...] = ()  # («пн–чт», «09:00–13:00, 14:00–18:00»)
    form: Form | None = None
    #: sets a password; shown when the administrator asks for it
    password: Form | None = None
    #: sets an absence; for the person, the heads above and administrators
    absence: Link | None = None
    #: what of the person's would go to whom after a dismissal
    leaving: Forecast | None = None
    #: a link to set a password with, shown this once
    invitation: str = ""
    #: may send the person a link to set a password with
    can_invite: bool = False
    can_edit: bool = False
    can_dismiss: bool = False
    can_reinstate: bool = False

    @property
    def url(self) -> str:
        return f"/org/people/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleScreen:
    """A role of the company: who holds it, who may be added, how it is called."""

    key: str
    title: str
    holders: tuple[Member, ...]
    assign: Form
    titles: Form
    warning: str = ""

    @property
    def url(self) -> str:
        return f"/org/roles/{self.key}/"
