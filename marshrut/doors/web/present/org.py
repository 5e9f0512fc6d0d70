"""Our company: the tree, the roles, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.definitions.rights import PROCESS_ADMIN
from marshrut.definitions.schema.pack import Pack
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.org import Member, OrgScreen, RoleRow, RoleScreen, Unit
from marshrut.doors.web.screens.parts import Empty, Link, Tab
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.org import access
from marshrut.org.queries import DepartmentCard, DepartmentLine, PersonLine, RoleLine

from .draft import Draft
from .viewer import Viewer

PATH = "/org/"
INDENT = "\u00a0\u00a0\u00a0"


def member(line: PersonLine, viewer: Viewer) -> Member:
    return Member(line.id, viewer.face(line.id), line.position, not line.is_active)


def tabs(current: str, *, may_edit: bool, routes: bool = False) -> tuple[Tab, ...]:
    """Pages about the company; who left is the administrator's business, `routes` those of process administrators."""
    found = [
        Tab(_("Structure"), PATH, current == "tree"),
        Tab(_("Working calendar"), "/calendar/", current == "calendar"),
    ]
    if may_edit or routes or current == "broken":
        found.append(Tab(_("Broken routes"), f"{PATH}broken/", current == "broken"))
    if may_edit:
        found.append(Tab(_("Dismissed"), f"{PATH}dismissed/", current == "dismissed"))
        found.append(Tab(_("Import and export"), f"{PATH}import/", current == "import"))
    return tuple(found)


def may_see_broken(viewer: Viewer) -> bool:
    return access.may(viewer.actor, "cards.broken_routes", chart=viewer.chart)


def screen(
    departments: list[DepartmentLine],
    people: list[PersonLine],
    roles: list[RoleLine],
    packs: list[Pack],
    viewer: Viewer,
    *,
    may_edit: bool,
) -> OrgScreen:
    """`people` are those who work here now."""
    many = ngettext("{count} person", "{count} people", len(people)).format(count=formats.number(len(people)))
    wanted = _missing_roles(roles, packs)
    return OrgScreen(
        units=_units(departments, people, viewer),
        roles=(*(_role(one, viewer, may_edit) for one in roles), *(_absent(*one, viewer, may_edit) for one in wanted)),
        tabs=tabs("tree", may_edit=may_edit, routes=may_see_broken(viewer)),
        total=many,
        warnings=_warnings(departments, roles, wanted, viewer) if may_edit else (),
        can_edit=may_edit,
        can_add=may_edit or bool(viewer.chart.headed_departments(viewer.person)),
    )


def dismissed(people: list[PersonLine], viewer: Viewer) -> OrgScreen:
    unit = Unit(id=0, name=_("Do not work here any more"), people=tuple(member(one, viewer) for one in people))
    text = _("Names of dismissed people stay in cards and in the history.")
    empty = None if people else Empty("nothing", _("Nobody has been dismissed"), text)
    return OrgScreen(units=(unit,), tabs=tabs("dismissed", may_edit=True), empty=empty)


def _units(departments: list[DepartmentLine], people: list[PersonLine], viewer: Viewer) -> tuple[Unit, ...]:
    staff: dict[int | None, list[PersonLine]] = {}
    for one in people:
        staff.setdefault(one.department_id, []).append(one)
    below: dict[int | None, list[DepartmentLine]] = {}
    for line in departments:
        below.setdefault(line.parent_id, []).append(line)

    def unit(line: DepartmentLine) -> Unit:
        head = line.head if line.head and line.head.is_active else None
        own = [one for one in staff.get(line.id, []) if head is None or one.id != head.id]
        return Unit(
            id=line.id,
            name=line.name,
            head=member(head, viewer) if head else None,
            people=tuple(member(one, viewer) for one in own),
            children=tuple(unit(child) for child in below.get(line.id, [])),
            count=formats.number(line.people_below),
        )

    tree = [unit(line) for line in below.get(None, [])]
    if outside := staff.get(None):
        chips = tuple(member(one, viewer) for one in outside)
        note = _("They belong to no department, so they have no head.")
        tree.append(Unit(id=0, name=_("Outside of departments"), people=chips, count=str(len(chips)), note=note))
    return tuple(tree)


def _role(role: RoleLine, viewer: Viewer, may_edit: bool) -> RoleRow:
    holders = tuple(member(one, viewer) for one in role.holders if one.is_active)
    return RoleRow(role.title, holders, f"{PATH}roles/{role.key}/" if may_edit else "")


def _missing_roles(roles: list[RoleLine], packs: list[Pack]) -> list[tuple[str, Pack]]:
    """Roles that processes name and the company does not have yet, each with the first process that names it."""
    known = {role.key for role in roles}
    wanted: dict[str, Pack] = {}
    for pack in packs:
        for key in pack.roles:
            if key not in known:
                wanted.setdefault(key, pack)
    return list(wanted.items())


def _absent(key: str, pack: Pack, viewer: Viewer, may_edit: bool) -> RoleRow:
    hint = _("asked for by the process «{process}»").format(process=pack.title.say(viewer.language))
    url = f"{PATH}roles/new/?role={key}" if may_edit else ""
    return RoleRow(pack.roles[key].say(viewer.language), (), url, hint)


def _warnings(
    departments: list[DepartmentLine], roles: list[RoleLine], wanted: list[tuple[str, Pack]], viewer: Viewer
) -> tuple[str, ...]:
    found = [_headless(one, viewer) for one in departments if one.head is None or not one.head.is_active]
    vacant = [role.title for role in roles if role.is_vacant and role.key != PROCESS_ADMIN]
    vacant += [pack.roles[key].say(viewer.language) for key, pack in wanted]
    return (*found, *map(_vacant, vacant))


def _vacant(role: str) -> str:
    return _("Nobody holds the role «{role}»: there is no one to do its tasks.").format(role=role)


def _headless(line: DepartmentLine, viewer: Viewer) -> str:
    acting = viewer.chart.acting_head(line.id)
    if acting is None:
        return _("«{name}» has no head, and nobody above it either: there is no one to approve.").format(name=line.name)
    words = _("«{name}» has no head: its papers go to {person}.")
    return words.format(name=line.name, person=viewer.chart.name(acting))


def department_form(
    departments: list[DepartmentLine], viewer: Viewer, draft: Draft, card: DepartmentCard | None = None
) -> FormScreen:
    """A new department, or `card` to change."""
    own = viewer.chart.with_below(card.line.id) if card else frozenset()
    places = [(str(one.id), INDENT * one.depth + one.name) for one in departments if one.id not in own]
    acting = _acting(card) if card else ""
    fields = (
        draft.field("name", _("Name"), required=True, wide=True),
        draft.field("parent", _("Inside of"), Kind.CHOICE, options=places, placeholder=_("Top of the company")),
        draft.field(
            "head",
            _("Head"),
            Kind.PERSON,
            source="/people/suggest/",
            placeholder=_("Nobody yet"),
            hint=acting or _("Approves what people of the department file."),
        ),
        draft.field(
            "sort", _("Place among its neighbours"), Kind.NUMBER, hint=_("Small numbers first; equal ones by name.")
        ),
    )
    back = Link(_("Our company"), PATH)
    if card is None:
        return FormScreen(
            title=_("New department"), back=back, form=draft.form(f"{PATH}departments/new/", fields, _("Add"))
        )
    url = f"{PATH}departments/{card.line.id}/"
    return FormScreen(
        title=card.line.name,
        back=back,
        form=draft.form(url, fields),
        danger=Link(_("Remove the department"), f"{url}remove"),
        danger_confirm=_("It can be removed while nobody works in it and nothing lies in it. History keeps its name."),
    )


def _acting(card: DepartmentCard) -> str:
    seated = card.line.head is not None and card.line.head.is_active
    if seated or card.acting_head is None:
        return ""
    return _("The seat is empty: papers go to {person}.").format(person=card.acting_head.short_name)


def department_draft(card: DepartmentCard) -> Draft:
    line = card.line
    head = line.head
    stored = {"name": line.name, "parent": line.parent_id or "", "sort": str(line.sort)}
    return Draft({**stored, "head": head.id if head else "", "head_text": head.short_name if head else ""})


def role_form(draft: Draft) -> FormScreen:
    """A new role."""
    key = draft.field(
        "role", _("Key"), required=True, wide=True, hint=_("Latin letters, as processes name it. It never changes.")
    )
    lead = _("A role tells a process whom to ask: «the chief accountant» instead of a name.")
    form = draft.form(f"{PATH}roles/new/", (*_title_fields(draft), key), _("Add"))
    return FormScreen(title=_("New role"), back=Link(_("Our company"), PATH), lead=lead, form=form)


def _title_fields(draft: Draft) -> tuple[Field, ...]:
    return (
        draft.field("title_ru", _("Name in Russian"), required=True),
        draft.field("title_en", _("Name in English"), required=True),
    )


def role_screen(
    role: RoleLine, viewer: Viewer, *, assign: Draft | None = None, titles: Draft | None = None
) -> RoleScreen:
    """A draft given is a form that was refused."""
    assigning, naming = assign or Draft(), titles or Draft({"title_ru": role.title_ru, "title_en": role.title_en})
    url = f"{PATH}roles/{role.key}/"
    person = assigning.field("person", _("Give the role to"), Kind.PERSON, source="/people/suggest/", required=True)
    return RoleScreen(
        key=role.key,
        title=role.title,
        holders=tuple(member(one, viewer) for one in role.holders),
        assign=assigning.form(f"{url}assign", (person,), _("Give the role")),
        titles=naming.form(url, _title_fields(naming)),
        warning=_vacant(role.title) if role.is_vacant and role.key != PROCESS_ADMIN else "",
    )


def pack_titles(packs: list[Pack], key: str) -> Mapping[str, str]:
    """How the process that asks for a role calls it."""
    found = next((pack.roles[key] for pack in packs if key in pack.roles), None)
    return {"role": key, "title_ru": found.ru, "title_en": found.en or found.ru} if found else {}
