"""E-documents: where each stands, who signed, what happened on the way."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .absences import Day
from .base import Answer, Body, Id, Instant, Links, Money, PathId

Tab = Literal["", "waiting", "ours", "overdue", "signed", "troubles", "revoked", "all"]
Status = Literal[
    "not_started", "draft", "needs_our_sign", "ready_to_send", "sent", "delivered", "viewed", "signed",
    "signed_partially", "completed", "rejected", "correction_requested", "corrected", "revocation_requested", "revoked",
    "delivery_error", "invite_pending", "force_closed", "unknown",
]  # fmt: skip
Direction = Literal["out", "in"]
#: who is awaited
Awaited = Literal["us", "counterparty", "operator", "none"]
DocumentKind = Literal["contract", "act", "upd", "invoice_factura", "ukd", "waybill", "invoice", "other"]
#: 0 in time, 1 overdue, 2 critically so
Level = Literal[0, 1, 2]
BaseCode = Annotated[str, Field(max_length=40, examples=["main"])]


class EDocFilter(Body):
    """Everything given must hold. `q`: words of the counterparty, a number, an ИНН. Days are those of the document."""

    tab: Tab = ""
    kind: Literal["", "contract", "act", "upd", "invoice_factura", "ukd", "waybill", "invoice", "other"] = ""
    direction: Literal["", "out", "in"] = ""
    status: Literal["", Status] = ""
    company: PathId | None = None
    deal: PathId | None = None
    manager: PathId | None = None
    level: Level | None = None
    base: str = Field(default="", max_length=40)
    q: str = Field(default="", max_length=200)
    since: Day | None = None
    until: Day | None = None
    after: Annotated[str | None, Field(max_length=80, examples=["2026-08-03.17"])] = None
    limit: int = Field(default=50, ge=1, le=200)


class EDoc(Answer):
    """`waited_days`: whole working days that somebody is awaited; `proved` False: the signature of the other side was
    concluded from the status, not seen. `gone`: 1C has it no more.
    """

    card: Id
    label: str = Field(examples=["ЭД-17"])
    name: str
    base: BaseCode
    direction: Direction
    kind: DocumentKind
    kind_title: str
    number: str
    dated: date | None
    amount: Money | None
    party: str
    party_inn: str
    party_kpp: str
    company: Id | None
    company_name: str
    organisation: str
    deal: Id | None
    contact: Id | None
    manager: Id | None
    status: Status
    status_title: str
    actor: Awaited
    sent_at: Instant | None
    answered_at: Instant | None
    changed_at: Instant | None
    signed_at: Instant | None
    waits_since: Instant | None
    waited_days: int | None
    level: Level
    proved: bool
    reason: str
    gone: bool
    read_at: Instant
    stage: str
    stage_title: str
    links: Links


class EDocPage(Answer):
    items: tuple[EDoc, ...]
    next: str | None


class EDocList(Answer):
    items: tuple[EDoc, ...]


class EDocCounts(Answer):
    """Counted up to 1000."""

    waiting: int
    ours: int
    overdue: int
    signed: int
    troubles: int
    revoked: int
    all: int


class EDocSigner(Answer):
    """`whom`: the text of the certificate."""

    name: str
    whom: str
    at: Instant | None
    valid: bool | None


class EDocSide(Answer):
    name: str
    inn: str
    kpp: str
    company: Id | None
    signed_at: Instant | None
    sentence: str
    signers: tuple[EDocSigner, ...]


class EDocAct(Answer):
    """A line of the way of signing, with refusals and comments."""

    kind: str
    title: str
    at: Instant | None
    side: Literal["", "ours", "theirs", "operator"]
    person: str
    comment: str
    raw: str


class EDocFile(Answer):
    """`page`: where a person reads it."""

    n: int
    name: str
    size: int
    kind: Literal["pdf", "original"]
    page: str


class EDocWay(Answer):
    """Oldest first. `sentence` says plainly where it stands; `raw_status` is the word of 1C.

    `minutes`: since the last good answer of the base; `silent`: for too long. `by_hand`: what people put there.
    """

    document: EDoc
    sentence: str
    us: EDocSide
    them: EDocSide
    acts: tuple[EDocAct, ...]
    files: tuple[EDocFile, ...]
    minutes: int | None
    silent: bool
    may_refresh: bool
    why_not_refresh: str
    about: Id | None
    by_hand: tuple[str, ...]
    raw_status: str
    contract: str
    comment: str
    responsible: str
    operator_page: str
    bases: tuple[str, ...]
    oddities: tuple[str, ...]


class EDocLinks(Body):
    """What is left out stays, null takes the link away. `about`: the card of paperwork that waits for this one."""

    deal: Id | None = None
    contact: Id | None = None
    manager: Id | None = None
    about: Id | None = None


class EDocLinked(Answer):
    card: Id
    links: Links


class Refreshed(Answer):
    """What 1C says is there in some seconds: read it again."""

    card: Id
    asked: bool
    links: Links


class CompanyRefreshed(Answer):
    asked: int


class Candidate(Answer):
    company: Id
    name: str


class Party(Answer):
    """A counterparty of 1C that is no company of ours yet. `why` is a code, `why_title` says it for people."""

    base: BaseCode
    party: str = Field(examples=["6f9619ff-8b86-d011-b42d-00cf4fc964ff"])
    name: str
    inn: str
    kpp: str
    documents: int
    newest: date | None
    why: str
    why_title: str
    candidates: tuple[Candidate, ...]


class PartyList(Answer):
    items: tuple[Party, ...]


class PartyLink(Body):
    """`company`: null makes it nobody's again."""

    base: str = Field(min_length=1, max_length=40)
    party: str = Field(min_length=1, max_length=200)
    company: Id | None


class PartyLinked(Answer):
    company: Id | None
    documents: int
