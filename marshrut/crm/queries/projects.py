"""Projects: found, shown, described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights, rules
from ..models import Company, Project
from ..sentences import NO_SUCH_PROJECT, PROJECT_STATES
from .contacts import MOST


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """`companies` are (id, name), by name; `state` is a key of `rules.ProjectState`."""

    id: int
    title: str
    state: str
    responsible: int
    companies: tuple[tuple[int, str], ...]

    @property
    def state_title(self) -> str:
        return str(PROJECT_STATES[self.state])


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything about one project."""

    info: ProjectInfo
    note: str
    version: int
    state_at: datetime
    author: int | None
    added_at: datetime
    may_edit: bool


def projects_of(actor: Actor) -> QuerySet[Project]:
    """The gate: all projects for an employee, none for anybody else."""
    return Project.objects.all() if access.may(actor, rights.SEE) else Project.objects.none()


def search_projects(
    actor: Actor,
    text: str = "",
    limit: int = 20,
    offset: int = 0,
    *,
    state: str | None = None,
    company: int | None = None,
    responsible: int | None = None,
) -> list[ProjectInfo]:
    """Projects whose title or one company's name holds every word of `text`, newest first."""
    rows = projects_of(actor).filter(*map(_holds, rules.search_text(text).split()))
    wanted = {"state": state, "companies": company, "responsible": responsible}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = rows.order_by("-pk").prefetch_related(_companies())
    return [_info(one) for one in rows[offset : offset + max(1, min(limit, MOST))]]


def project_page(actor: Actor, project: int) -> ProjectPage:
    """Raises NotFound when there is none, or none the actor may see."""
    row = projects_of(actor).filter(pk=project).prefetch_related(_companies()).first()
    if row is None:
        raise NotFound(NO_SUCH_PROJECT)
    return ProjectPage(
        info=_info(row),
        note=row.note,
        version=row.version,
        state_at=row.state_at,
        author=row.author_id,
        added_at=row.added_at,
        may_edit=access.may(actor, rights.EDIT_PROJECT, responsible=row.responsible_id, author=row.author_id),
    )


def describe_projects(ids: Iterable[int]) -> dict[int, ProjectInfo]:
    """Projects by id, in two queries; unknown ids are left out."""
    rows = Project.objects.filter(pk__in=set(ids)).prefetch_related(_companies())
    return {one.pk: _info(one) for one in rows}


def _holds(word: str) -> Q:
    joined = Project.companies.through.objects.filter(project=OuterRef("pk"), company__search_text__contains=word)
    return Q(search_text__contains=word) | Q(Exists(joined))


def _companies() -> Prefetch[str]:
    return Prefetch("companies", Company.objects.order_by("sort_key", "pk").only("name", "sort_key"))


def _info(row: Project) -> ProjectInfo:
    companies = tuple((one.pk, one.name) for one in row.companies.all())
    return ProjectInfo(row.pk, row.title, row.state, row.responsible_id, companies)
