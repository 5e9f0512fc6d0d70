"""Contacts, deals and projects."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import MOST, Answer, Body, Id, Links, Money, Ref
from .companies import Line
from .tables import Row, RowProblem

Role = Literal["director", "accounting", "manager", "warehouse", "other"]
DealState = Literal["open", "won", "lost"]
ProjectState = Literal["open", "closed"]
Note = Annotated[str, StringConstraints(max_length=2000)]
Version = Annotated[int | None, Field(strict=True, ge=1, le=10**9, description="As you saw it; else 409 stale.")]
Roles = Annotated[list[Role], Field(max_length=5)]


class Changed(Answer):
    id: int = Field(examples=[1])
    version: int = Field(examples=[1])
    links: Links


class Duty(Answer):
    """What a contact does at a company."""

    company: Ref
    roles: tuple[str, ...] = Field(examples=[["accounting"]])
    post: str = Field(examples=["Главный бухгалтер"])
    signs: bool = Field(description="Signs papers in the name of the company.")
    basis: str = Field(description="What the right to sign rests on.", examples=["Устава"])
    version: int


class ContactLine(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Смирнова Ольга Петровна"])
    phone: str
    email: str
    duties: tuple[Duty, ...]
    links: Links


class Contact(ContactLine):
    note: str
    version: int


class ContactList(Answer):
    items: tuple[ContactLine, ...]


class ContactSearch(Body):
    q: str = Field(default="", max_length=200, description="Words of the name, the telephone or the e-mail.")
    company: int | None = Field(default=None, ge=1, le=MOST)
    limit: int = Field(default=20, ge=1, le=100)


class DutyBody(Body):
    roles: Roles = []
    post: Line = ""
    signs: bool = Field(default=False, strict=True)
    basis: Line = ""


class DutyEdit(DutyBody):
    version: Version = None


class ContactEdit(Body):
    """Fields that change; those left out stay."""

    name: Line = ""
    phone: Line = ""
    email: Line = ""
    note: Note = ""
    version: Version = None


class NewContact(DutyBody):
    """With `company` the contact is put there at once."""

    name: Line = Field(min_length=1, examples=["Смирнова Ольга Петровна"])
    phone: Line = ""
    email: Line = ""
    note: Note = ""
    company: Id | None = None


class DealLine(Answer):
    id: int = Field(examples=[1])
    title: str = Field(examples=["Флаконы на год"])
    state: DealState
    stage: str = Field(description="Key of the stage: GET /api/deals/stages.", examples=["contract"])
    amount: Money | None
    company: Ref | None
    contact: Ref | None
    responsible: Ref
    links: Links


class Deal(DealLine):
    note: str
    version: int
    may_edit: bool


class DealList(Answer):
    items: tuple[DealLine, ...]


class DealSearch(Body):
    q: str = Field(default="", max_length=200, description="Words of the title or of the company's name.")
    state: DealState | None = None
    stage: str | None = Field(default=None, max_length=40, description="Key of a stage.")
    company: int | None = Field(default=None, ge=1, le=MOST)
    limit: int = Field(default=20, ge=1, le=100)


class DealEdit(Body):
    """Fields that change; those left out stay."""

    title: Line = ""
    company: Id | None = None
    contact: Id | None = None
    responsible: Id | None = None
    amount: Annotated[str, StringConstraints(max_length=40)] = Field(default="", examples=["125000.50"])
    note: Note = ""
    version: Version = None


class NewDeal(Body):
    """Without `responsible` you answer for it."""

    title: Line = Field(min_length=1, examples=["Флаконы на год"])
    company: Id | None = None
    contact: Id | None = None
    responsible: Id | None = None
    amount: Annotated[str, StringConstraints(max_length=40)] = Field(default="", examples=["125000.50"])
    note: Note = ""


class DealTurn(Body):
    state: DealState
    why: Note = Field(default="", description="Needed for a lost deal.")
    version: Version = None


class DealMove(Body):
    stage: str = Field(max_length=40, description="Key of the stage.", examples=["contract_signed"])
    why: Note = Field(default="", description="Needed for a lost deal.")
    version: Version = None


class DealMoved(Changed):
    moved: bool = Field(description="False: it stood there already.")


class DealStage(Answer):
    """A stage of deals; `kind` says whether a deal there is open, won or lost."""

    key: str = Field(examples=["contract_signed"])
    title: str = Field(examples=["Договор подписан"])
    kind: DealState


class DealStageList(Answer):
    items: tuple[DealStage, ...]


class DealStageChanged(Answer):
    stage: str = Field(examples=["stage_1"])


class NewDealStage(Body):
    """Without `position` (from 1) it follows the last stage of its kind."""

    title: Line = Field(min_length=1, examples=["Переговоры"])
    kind: DealState = "open"
    position: Annotated[int | None, Field(strict=True, ge=1, le=100)] = None


class DealStageEdit(Body):
    """Fields that change; those left out stay."""

    title: Line = Field(default="", min_length=1)
    position: Annotated[int | None, Field(strict=True, ge=1, le=100)] = None


class ProjectLine(Answer):
    id: int = Field(examples=[1])
    title: str = Field(examples=["Новый цех"])
    state: ProjectState
    companies: tuple[Ref, ...]
    responsible: Ref
    links: Links


class Project(ProjectLine):
    note: str
    version: int
    may_edit: bool


class ProjectList(Answer):
    items: tuple[ProjectLine, ...]


class ProjectSearch(Body):
    q: str = Field(default="", max_length=200, description="Words of the title or of a company's name.")
    state: ProjectState | None = None
    company: int | None = Field(default=None, ge=1, le=MOST)
    limit: int = Field(default=20, ge=1, le=100)


class ProjectEdit(Body):
    """Fields that change; those left out stay. `companies` are all there are."""

    title: Line = ""
    companies: Annotated[list[Id], Field(max_length=50)] = []
    responsible: Id | None = None
    note: Note = ""
    version: Version = None


class NewProject(Body):
    """Without `responsible` you answer for it."""

    title: Line = Field(min_length=1, examples=["Новый цех"])
    companies: Annotated[list[Id], Field(max_length=50)] = []
    responsible: Id | None = None
    note: Note = ""


class ProjectTurn(Body):
    state: ProjectState
    why: Note = ""
    version: Version = None


class Companies(Body):
    """`rows` begin with the heading. Without `seen` nothing is written; with the `digest` of that answer all is."""

    rows: list[Row] = Field(min_length=1, examples=[[["Название", "ИНН"], ["Стеклозавод", "7707083893"]]])
    seen: str = Field(default="", max_length=64, pattern=r"^[0-9a-f]*$")
    update: bool = Field(default=True, strict=True, description="Change companies that are here, or leave them.")


class CompanyCell(Answer):
    column: str = Field(examples=["phone"])
    old: str
    new: str


class CompanyRow(Answer):
    """A row that changes something, or is wrong and left out. The heading is row 1."""

    row: int
    state: Literal["new", "changed", "wrong"]
    name: str
    inn: str
    company: int | None
    changes: list[CompanyCell]
    problems: list[RowProblem]


class CompaniesDone(Answer):
    added: int
    changed: int
    skipped: int
    contacts: int
    wrong: int


class CompaniesPlan(Answer):
    """What would change; or `done`, and nothing else but the digest."""

    digest: str = Field(description="Send it as `seen` to have just this done.")
    lines: list[CompanyRow] = []
    same: int = Field(default=0, description="Rows that change nothing.")
    skipped: int = Field(default=0, description="Rows about companies that are left as they are.")
    unknown: list[str] = Field(default=[], description="Headings nobody knows.")
    done: CompaniesDone | None = None
