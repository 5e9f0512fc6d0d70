"""Bases of 1C: read, check, read anew. They are connected on their page and at the console, where keys are typed."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query

from marshrut.edocs import commands, queries

from ..bearer import caller
from ..door import api
from ..present import edocs as present
from ..shapes.base import Key
from ..shapes.bases import (
    EDocBase,
    EDocBaseCheck,
    EDocBaseList,
    EDocBaseOddityList,
    EDocBaseRefresh,
    EDocBaseRefreshed,
    EDocBaseRunList,
)

Code = Annotated[str, Path(max_length=40, examples=["main"])]
Many = Annotated[int, Query(ge=1, le=200)]


@api.get("/edocs/bases", response=EDocBaseList, tags=["edocs"], summary="List bases of 1C")
def list_bases(request: HttpRequest) -> EDocBaseList:
    """For administrators, others get none. Passwords are never told."""
    return EDocBaseList(items=tuple(map(present.base, queries.bases(caller(request).actor))))


@api.get("/edocs/bases/{base}", response=EDocBase, tags=["edocs"], summary="Read a base of 1C")
def read_base(request: HttpRequest, base: Code) -> EDocBase:
    """When it answered last, what is wrong with it, up to when its changes are known."""
    return present.base(queries.base(caller(request).actor, base))


@api.post("/edocs/bases/{base}/check", response=EDocBaseCheck, tags=["edocs"], summary="Check a base of 1C")
def check_base(request: HttpRequest, base: Code, key: Key = None) -> EDocBaseCheck:
    """Tries the account step by step; changes nothing there. Takes as long as 1C does."""
    return EDocBaseCheck(**commands.check_base(caller(request).actor, base=base, key=key))


@api.post("/edocs/bases/{base}/refresh", response=EDocBaseRefreshed, tags=["edocs"], summary="Read a base of 1C now")
def refresh_base(request: HttpRequest, base: Code, body: EDocBaseRefresh, key: Key = None) -> EDocBaseRefreshed:
    """Heals a base that was left alone. 409 refreshed_lately."""
    done = commands.refresh_base(caller(request).actor, base=base, lane=body.lane, key=key)
    return EDocBaseRefreshed(base=done["base"], asked=done["asked"], links=present.base_links(base))


@api.get("/edocs/bases/{base}/runs", response=EDocBaseRunList, tags=["edocs"], summary="Journal of readings of a base")
def list_base_runs(request: HttpRequest, base: Code, limit: Many = 50) -> EDocBaseRunList:
    """Newest first."""
    actor = caller(request).actor
    queries.base(actor, base)
    return EDocBaseRunList(items=tuple(map(present.run, queries.runs(actor, base, limit))))


@api.get("/edocs/bases/{base}/oddities", response=EDocBaseOddityList, tags=["edocs"], summary="What is odd in a base")
def list_base_oddities(request: HttpRequest, base: Code, limit: Many = 100) -> EDocBaseOddityList:
    """Words of 1C that nobody knows, moves that no exchange makes, signatures that were only concluded."""
    actor = caller(request).actor
    queries.base(actor, base)
    return EDocBaseOddityList(items=tuple(map(present.odd, queries.odd(actor, base, limit))))
