"""Projects: the list, one of them, its forms."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.crm.queries import ProjectInfo, ProjectPage, Said
from marshrut.crm.rules import ProjectState
from marshrut.crm.sentences import DEAL_LABELS, PROJECT_STATES
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.documents import DocumentsPart
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.partners import PartnerList, PartnerRow, PartnerScreen, PartnersScreen
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.screens.threads import ThreadsPart

from . import shared
from .shared import COMPANIES, PAGE, PROJECTS, STALE

TONES = {ProjectState.OPEN: Tone.INFO, ProjectState.CLOSED: Tone.NEUTRAL}
#: fields of companies a form begins with; saved and opened again it has more
SEVERAL = 3


def listing(
    found: Sequence[ProjectInfo], text: str, state: str, whose: str, offset: int, viewer: Viewer
) -> PartnersScreen:
    """`found` may hold one more than a page."""
    shown = found[:PAGE]
    more = len(found) > PAGE
    asked = {"q": text, "state": state, "whose": whose}
    return PartnersScreen(
        title=_("Projects"),
        path=PROJECTS,
        tabs=shared.tabs(PROJECTS),
        columns=(_("Project"), _("State"), _("Responsible")),
        placeholder=_("Title or company"),
        query=text,
        chips=shared.chips(PROJECTS, asked, PROJECT_STATES),
        rows=tuple(row(one, viewer) for one in shown),
        total=_total(offset, len(shown), more=more),
        next_url=shared.address(PROJECTS, asked, offset + PAGE) if more else "",
        previous_url=shared.address(PROJECTS, asked, max(0, offset - PAGE)) if offset else "",
        create=Link(_("Add a project"), f"{PROJECTS}new/", "plus"),
        empty=None if shown else _empty(any(asked.values())),
    )


def _total(offset: int, shown: int, *, more: bool) -> str:
    if offset or more:
        return _("{first}–{last}, newest first").format(first=offset + 1, last=offset + shown)
    return ngettext("{count} project", "{count} projects", shown).format(count=formats.number(shown))


def _empty(narrowed: bool) -> Empty:
    if narrowed:
        return Empty("nothing", _("Nothing was found"), "", Link(_("Show all"), PROJECTS, "x"))
    words = _("A project joins companies and papers of one long work.")
    return Empty("start", _("No projects yet"), words, Link(_("Add a project"), f"{PROJECTS}new/", "plus"))


def row(info: ProjectInfo, viewer: Viewer) -> PartnerRow:
    return PartnerRow(
        title=info.title,
        url=f"{PROJECTS}{info.id}/",
        sub=", ".join(name for _id, name in info.companies),
        badge=badge(info),
        face=viewer.face(info.responsible),
    )


def badge(info: ProjectInfo) -> Badge:
    return Badge(info.state_title, TONES[ProjectState(info.state)])


def screen(
    page: ProjectPage, documents: DocumentsPart | None, threads: ThreadsPart, said: list[Said], viewer: Viewer
) -> PartnerScreen:
    info, path = page.info, f"{PROJECTS}{page.info.id}/"
    face = viewer.face(info.responsible)
    companies = tuple(PartnerRow(title=name, url=f"{COMPANIES}{one}/") for one, name in info.companies)
    edit = Link(_("Edit"), f"{path}edit/", "pencil")
    again = info.state == ProjectState.CLOSED
    turn = Link(_("Open again") if again else _("Close the project"), f"{path}state/", "refresh" if again else "flag")
    return PartnerScreen(
        title=info.title,
        back=Link(_("Projects"), PROJECTS),
        badge=badge(info),
        rows=(FieldRow(label=_("Responsible"), value=face.name, face=face),),
        note=page.note,
        added=shared.since(page.added_at, page.author, viewer),
        acts=(edit, turn) if page.may_edit else (),
        lists=(PartnerList(_("Companies"), companies, empty=_("None yet.")),),
        documents=documents,
        threads=threads,
        entries=shared.entries(said, viewer),
    )


def form(draft: Draft, many: int, page: ProjectPage | None = None, version: int = 0) -> FormScreen:
    """`many`: how many companies there is room for."""
    path = f"{PROJECTS}{page.info.id}/" if page else PROJECTS
    return FormScreen(
        title=_("Edit the project") if page else _("New project"),
        back=Link(page.info.title, path) if page else Link(_("Projects"), PROJECTS),
        form=draft.form(f"{path}edit/" if page else f"{path}new/", _fields(draft, many), version=version),
        see=Link(_("Open the project as it is now"), f"{path}edit/") if draft.code == STALE else None,
    )


def draft(page: ProjectPage, viewer: Viewer) -> Draft:
    info = page.info
    companies: dict[str, str] = {}
    for number, (one, name) in enumerate(info.companies):
        companies |= {f"company_{number}": str(one), f"company_{number}_text": name}
    return Draft(
        {
            "title": info.title,
            "responsible": str(info.responsible),
            "responsible_text": viewer.chart.name(info.responsible),
            "note": page.note,
            **companies,
        }
    )


def _fields(draft: Draft, many: int) -> list[Field]:
    label = {key: str(text) for key, text in DEAL_LABELS.items()}
    fields = [
        draft.field("title", _("Name of the project"), required=True, wide=True, autocomplete="off", autofocus=True),
        draft.field("responsible", label["responsible"], Kind.PERSON, source="/people/suggest/", required=True),
    ]
    fields += [
        draft.field(
            f"company_{number}",
            _("Company {n}").format(n=number + 1),
            Kind.COMPANY,
            source="/companies/suggest/?add=1",
            hint=_("After saving there is room for more.") if number == many - 1 else "",
        )
        for number in range(many)
    ]
    return [*fields, draft.field("note", label["note"], Kind.LONG, wide=True)]


def state_form(draft: Draft, page: ProjectPage, version: int) -> FormScreen:
    path = f"{PROJECTS}{page.info.id}/"
    states = [(str(key), str(title)) for key, title in PROJECT_STATES.items()]
    return FormScreen(
        title=_("State of the project"),
        back=Link(page.info.title, path),
        form=draft.form(
            f"{path}state/",
            [
                draft.field("state", _("State"), Kind.RADIO, options=states, required=True, wide=True),
                draft.field("why", _("Why"), Kind.LONG, wide=True),
            ],
            version=version,
        ),
        see=Link(_("Open it as it is now"), f"{path}state/") if draft.code == STALE else None,
    )
