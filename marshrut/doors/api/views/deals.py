"""Deals and projects: search, read, add, change, bring to an end."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from marshrut.crm import commands, queries, rights
from marshrut.org import access

from ..bearer import caller
from ..door import api
from ..present import partners as present
from ..shapes.base import Key, PathId
from ..shapes.partners import (
    Changed,
    Deal,
    DealEdit,
    DealList,
    DealMove,
    DealMoved,
    DealSearch,
    DealStage,
    DealStageChanged,
    DealStageEdit,
    DealStageList,
    DealTurn,
    NewDeal,
    NewDealStage,
    NewProject,
    Project,
    ProjectEdit,
    ProjectList,
    ProjectSearch,
    ProjectTurn,
)


@api.get("/deals", response=DealList, tags=["deals"], summary="Find deals")
def list_deals(request: HttpRequest, wanted: Annotated[DealSearch, Query()]) -> DealList:
    """Newest first."""
    actor = caller(request).actor
    found = queries.search_deals(
        actor, wanted.q, wanted.limit, state=wanted.state, stage=wanted.stage, company=wanted.company
    )
    return DealList(items=tuple(map(present.deal_line, found)))


@api.post("/deals", response={201: Changed}, tags=["deals"], summary="Add a deal")
def add_deal(request: HttpRequest, response: HttpResponse, body: NewDeal, key: Key = None) -> Status[Changed]:
    """Refused with a sentence per field (422) when the company, the contact or the sum is none."""
    answer = present.changed("deals", commands.add_deal(caller(request).actor, **body.model_dump(), key=key))
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/deals/stages", response=DealStageList, tags=["deals"], summary="Stages of deals")
def list_deal_stages(request: HttpRequest) -> DealStageList:
    """In their order."""
    access.require(caller(request).actor, rights.SEE)
    return DealStageList(items=tuple(DealStage(key=one.key, title=one.title, kind=one.kind) for one in _stages()))


@api.post("/deals/stages", response={201: DealStageChanged}, tags=["deals"], summary="Add a stage of deals")
def add_deal_stage(request: HttpRequest, body: NewDealStage, key: Key = None) -> Status[DealStageChanged]:
    """For administrators."""
    made = commands.add_deal_stage(caller(request).actor, **body.model_dump(), key=key)
    return Status(201, DealStageChanged(**made))


@api.patch("/deals/stages/{stage}", response=DealStageChanged, tags=["deals"], summary="Change a stage of deals")
def edit_deal_stage(request: HttpRequest, stage: str, body: DealStageEdit, key: Key = None) -> DealStageChanged:
    """For administrators: rename it, or give it another place."""
    given = body.model_dump(exclude_unset=True)
    return DealStageChanged(**commands.edit_deal_stage(caller(request).actor, stage=stage, key=key, **given))


@api.delete("/deals/stages/{stage}", response={204: None}, tags=["deals"], summary="Remove a stage of deals")
def remove_deal_stage(request: HttpRequest, stage: str, key: Key = None) -> Status[None]:
    """For administrators. Refused (422) while deals stand there."""
    commands.remove_deal_stage(caller(request).actor, stage=stage, key=key)
    return Status(204, None)


def _stages() -> list[queries.StageInfo]:
    return queries.deal_stages()


@api.get("/deals/{deal}", response=Deal, tags=["deals"], summary="Read a deal")
def read_deal(request: HttpRequest, deal: PathId) -> Deal:
    """`may_edit` says whether the token's person may change it."""
    return present.deal(queries.deal_page(caller(request).actor, deal))


@api.patch("/deals/{deal}", response=Changed, tags=["deals"], summary="Change a deal")
def edit_deal(request: HttpRequest, deal: PathId, body: DealEdit, key: Key = None) -> Changed:
    """Change the fields given. With `version` nobody else's change is overwritten."""
    given = body.model_dump(exclude_unset=True)
    return present.changed("deals", commands.edit_deal(caller(request).actor, deal=deal, key=key, **given))


@api.post("/deals/{deal}/state", response=Changed, tags=["deals"], summary="Win, lose or reopen a deal")
def set_deal_state(request: HttpRequest, deal: PathId, body: DealTurn, key: Key = None) -> Changed:
    """A lost deal needs `why`. For those who answer for it, who added it, their heads and administrators."""
    made = commands.set_deal_state(caller(request).actor, deal=deal, key=key, **body.model_dump())
    return present.changed("deals", made)


@api.post("/deals/{deal}/stage", response=DealMoved, tags=["deals"], summary="Move a deal to a stage")
def move_deal(request: HttpRequest, deal: PathId, body: DealMove, key: Key = None) -> DealMoved:
    """A stage of another kind wins, loses (needs `why`) or reopens the deal."""
    made = commands.move_deal(caller(request).actor, deal=deal, key=key, **body.model_dump())
    return DealMoved(**made, links=present.links("deals", made["id"]))


@api.get("/projects", response=ProjectList, tags=["projects"], summary="Find projects")
def list_projects(request: HttpRequest, wanted: Annotated[ProjectSearch, Query()]) -> ProjectList:
    """Newest first."""
    actor = caller(request).actor
    found = queries.search_projects(actor, wanted.q, wanted.limit, state=wanted.state, company=wanted.company)
    return ProjectList(items=tuple(map(present.project_line, found)))


@api.post("/projects", response={201: Changed}, tags=["projects"], summary="Add a project")
def add_project(request: HttpRequest, response: HttpResponse, body: NewProject, key: Key = None) -> Status[Changed]:
    """Every company named must be there (422)."""
    answer = present.changed("projects", commands.add_project(caller(request).actor, **body.model_dump(), key=key))
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/projects/{project}", response=Project, tags=["projects"], summary="Read a project")
def read_project(request: HttpRequest, project: PathId) -> Project:
    """`may_edit` says whether the token's person may change it."""
    return present.project(queries.project_page(caller(request).actor, project))


@api.patch("/projects/{project}", response=Changed, tags=["projects"], summary="Change a project")
def edit_project(request: HttpRequest, project: PathId, body: ProjectEdit, key: Key = None) -> Changed:
    """Change the fields given. With `version` nobody else's change is overwritten."""
    given = body.model_dump(exclude_unset=True)
    return present.changed("projects", commands.edit_project(caller(request).actor, project=project, key=key, **given))


@api.post("/projects/{project}/state", response=Changed, tags=["projects"], summary="Close or reopen a project")
def set_project_state(request: HttpRequest, project: PathId, body: ProjectTurn, key: Key = None) -> Changed:
    """For those who answer for it, who added it, their heads and administrators."""
    made = commands.set_project_state(caller(request).actor, project=project, key=key, **body.model_dump())
    return present.changed("projects", made)
