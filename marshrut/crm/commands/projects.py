"""Projects: added, changed, closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import events, rights, rules
from ..models import Company, Project
from ..sentences import NO_SUCH_COMPANY, NO_SUCH_PROJECT
from . import steps

STALE = gettext_lazy("Somebody changed this project while you were editing it. Open it again and repeat.")
UNTITLED = gettext_lazy("Write the name of the project.")
#: companies one project may join
MOST_COMPANIES = 50


class ProjectFields(TypedDict, total=False):
    """What is left out stays as it is."""

    title: str
    companies: Sequence[int]
    responsible: int
    note: str


@command(rights.ADD_PROJECT)
def add_project(
    actor: Actor,
    *,
    title: str,
    companies: Sequence[int] = (),
    responsible: int | None = None,
    note: str = "",
    key: str | None = None,
) -> dict[str, Any]:
    """Open a project; without `responsible` whoever adds it answers for it. Returns {"id", "version"}."""
    access.require(actor, rights.ADD_PROJECT)
    responsible = responsible or actor.person_id
    fields, joined = _checked(title, note, responsible, companies)
    at = clock.now()
    project = Project.objects.create(**fields, **_derived(fields), author_id=actor.person_id, added_at=at, state_at=at)
    project.companies.set(joined)
    filled = {"title": fields["title"], "note": fields["note"], "responsible": responsible, "companies": joined}
    said = {name: value for name, value in filled.items() if value}
    steps.tell(actor, events.subject(project.pk, "project"), events.PROJECT_ADDED, values=said)
    return {"id": project.pk, "version": project.version}


@command(rights.EDIT_PROJECT)
def edit_project(
    actor: Actor, *, project: int, version: int | None = None, key: str | None = None, **changes: Unpack[ProjectFields]
) -> dict[str, Any]:
    """Change the fields given. Returns {"id", "version"}; equal fields write nothing."""
    row = _locked(actor, project, rights.EDIT_PROJECT)
    steps.unseen(version, row, STALE)
    there = sorted(row.companies.values_list("pk", flat=True))
    fields, joined = _checked(
        changes.get("title", row.title),
        changes.get("note", row.note),
        changes.get("responsible", row.responsible_id),
        changes.get("companies", there),
        row.responsible_id,
    )
    values = {name.removesuffix("_id"): pair for name, pair in steps.differing(row, fields).items()}
    if joined != there:
        values["companies"] = [there, joined]
    if values:
        steps.rewrite(row, {**fields, **_derived(fields)})
        row.companies.set(joined)
        body = {"changed": list(values)}
        steps.tell(actor, events.subject(row.pk, "project"), events.PROJECT_EDITED, body, values)
    return {"id": row.pk, "version": row.version}


@command(rights.CLOSE_PROJECT)
def set_project_state(
    actor: Actor, *, project: int, state: str, why: str = "", version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """Close a project or open it again; `state` is a key of `rules.ProjectState`. Returns {"id", "version"}."""
    row = _locked(actor, project, rights.CLOSE_PROJECT)
    steps.unseen(version, row, STALE)
    said, troubles = steps.texts({"note": why}, {})
    if state not in {one.value for one in rules.ProjectState}:
        troubles["state"] = _("There is no such state.")
    steps.refuse({"why" if name == "note" else name: sentence for name, sentence in troubles.items()})
    if row.state != state:
        before = row.state
        steps.rewrite(row, {"state": state, "state_at": clock.now()})
        values = {"why": said["note"]} if said["note"] else None
        body = {"from": before, "to": state}
        steps.tell(actor, events.subject(project, "project"), events.PROJECT_STATE, body, values)
    return {"id": row.pk, "version": row.version}


def _locked(actor: Actor, project: int, right: str) -> Project:
    row = Project.objects.select_for_update().filter(pk=project).first()
    if row is None:
        access.require(actor, rights.SEE)
        raise NotFound(NO_SUCH_PROJECT)
    access.require(actor, right, responsible=row.responsible_id, author=row.author_id)
    return row


def _checked(
    title: str, note: str, responsible: int | None, companies: Sequence[int], stays: int | None = None
) -> tuple[dict[str, Any], list[int]]:
    """(columns of the row, companies). Whoever answers already (`stays`) may have left the company meanwhile."""
    texts, troubles = steps.texts({"title": title, "note": note}, {"title": UNTITLED})
    wanted = sorted(set(companies))
    if len(wanted) > MOST_COMPANIES:
        troubles["companies"] = _("A project joins 50 companies at most.")
    elif Company.objects.filter(pk__in=wanted).count() != len(wanted):
        troubles["companies"] = NO_SUCH_COMPANY
    if responsible != stays or stays is None:
        troubles |= steps.no_person(responsible)
    steps.refuse(troubles)
    return {**texts, "responsible_id": responsible}, wanted


def _derived(fields: dict[str, Any]) -> dict[str, str]:
    return {"search_text": rules.search_text(fields["title"])}
