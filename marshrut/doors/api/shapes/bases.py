"""Bases of 1C that e-documents are read from, without their secrets."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Answer, Body, Id, Instant, Links
from .edocs import BaseCode, DocumentKind


class EDocBaseDays(Answer):
    """Working days until a document of this kind is overdue, and until it is critically so."""

    kind: DocumentKind
    warn: int
    critical: int


class EDocBase(Answer):
    """`error` is a code of what is wrong ("" when nothing is). `cursor`: changes are known up to then.

    `silent`: no good answer for `silent_after` minutes; `reading`: what is read at this moment, "" when nothing is.
    `open`: documents that are not finished; `odd`: what nobody understands; `unmatched`: parties without a company.
    """

    code: BaseCode
    title: str
    active: bool
    owner: Id | None
    every: int
    silent_after: int
    days: tuple[EDocBaseDays, ...]
    cursor: Instant | None
    first_done_at: Instant | None
    last_ok_at: Instant | None
    error: str
    error_title: str
    error_at: Instant | None
    closed_until: Instant | None
    silent: bool
    reading: str
    documents: int
    open: int
    unmatched: int
    gone: int
    odd: int
    version: int
    links: Links


class EDocBaseList(Answer):
    items: tuple[EDocBase, ...]


class EDocBaseStep(Answer):
    """`advice`: what to switch on in 1C when it did not work."""

    key: str
    title: str
    outcome: Literal["ok", "bad", "warn", "skipped"]
    said: str
    advice: str


class EDocBaseCheck(Answer):
    ok: bool
    steps: tuple[EDocBaseStep, ...]


class EDocBaseRefresh(Body):
    """ "changes": what is new; "open": documents that are not finished; "reconcile": everything."""

    lane: Literal["changes", "open", "reconcile"] = "changes"


class EDocBaseRefreshed(Answer):
    base: BaseCode
    asked: bool
    links: Links


class EDocBaseRun(Answer):
    """One reading. `trouble` is a code of what broke it off, "" when nothing did."""

    lane: Literal["changes", "open", "reconcile", "first", "asked"]
    lane_title: str
    by: str
    started_at: Instant
    finished_at: Instant | None
    read: int
    new: int
    changed: int
    unchanged: int
    requests: int
    failed_windows: int
    trouble: str
    trouble_title: str


class EDocBaseRunList(Answer):
    items: tuple[EDocBaseRun, ...]


class EDocBaseOddity(Answer):
    what: str = Field(examples=["unknown"])
    card: Id
    label: str
    name: str
    said: str
    at: Instant


class EDocBaseOddityList(Answer):
    items: tuple[EDocBaseOddity, ...]
