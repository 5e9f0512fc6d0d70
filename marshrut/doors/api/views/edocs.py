"""E-documents: find, read the way of signing, put to their deal, ask 1C now; parties that match no company."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Path, Query

from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.documents import serving
from marshrut.edocs import commands, queries
from marshrut.edocs.queries.contents import content
from marshrut.kernel.errors import NotFound

from ..bearer import caller
from ..door import api
from ..present import edocs as present
from ..shapes.base import Key, PathId
from ..shapes.edocs import (
    CompanyRefreshed,
    EDocCounts,
    EDocFilter,
    EDocLinked,
    EDocLinks,
    EDocList,
    EDocPage,
    EDocWay,
    PartyLink,
    PartyLinked,
    PartyList,
    Refreshed,
)
from .files import DOWNLOAD

#: counted from 0, as `files` of the document say
FileNumber = Annotated[int, Path(ge=0, le=10_000, examples=[0])]


@api.get("/edocs", response=EDocPage, tags=["edocs"], summary="Find e-documents")
def list_edocs(request: HttpRequest, wanted: Annotated[EDocFilter, Query()]) -> EDocPage:
    """Newest first by the date of the document."""
    return present.page(queries.register(caller(request).actor, _narrowed(wanted), wanted.after, wanted.limit))


@api.get("/edocs/counts", response=EDocCounts, tags=["edocs"], summary="Count e-documents by state")
def count_edocs(request: HttpRequest, wanted: Annotated[EDocFilter, Query()]) -> EDocCounts:
    """Of those that fit, whatever `tab`, `after` and `limit` say."""
    return EDocCounts(
        **{str(tab): many for tab, many in queries.counts(caller(request).actor, _narrowed(wanted)).items()}
    )


@api.get("/edocs/parties", response=PartyList, tags=["edocs"], summary="Parties without a company")
def list_parties(request: HttpRequest) -> PartyList:
    """Counterparties of 1C that match no company; none for whoever does not sort them."""
    return PartyList(items=tuple(map(present.party, queries.unmatched(caller(request).actor))))


@api.post("/edocs/parties/link", response=PartyLinked, tags=["edocs"], summary="Say whose a party is")
def link_party(request: HttpRequest, body: PartyLink, key: Key = None) -> PartyLinked:
    """All its documents are of this company, now and later."""
    done = commands.link_party(caller(request).actor, **body.model_dump(), key=key)
    return PartyLinked(company=done["company"], documents=done["documents"])


@api.get("/edocs/{card}", response=EDocWay, tags=["edocs"], summary="Read an e-document with its way of signing")
def read_edoc(request: HttpRequest, card: PathId) -> EDocWay:
    """Who signed and when, refusals and comments; `/cards/{card}` has its fields and tasks."""
    return present.way(queries.edoc(caller(request).actor, card))


@api.patch("/edocs/{card}", response=EDocLinked, tags=["edocs"], summary="Put an e-document to its deal")
def link_edoc(request: HttpRequest, card: PathId, body: EDocLinks, key: Key = None) -> EDocLinked:
    """To its deal, contact, manager, or the paperwork that waits for it. What people put there stays."""
    commands.link_edoc(caller(request).actor, card=card, **body.model_dump(exclude_unset=True), key=key)
    return EDocLinked(card=card, links=present.links(card))


@api.get("/edocs/{card}/files/{n}", tags=["edocs"], summary="Download a file of an e-document", openapi_extra=DOWNLOAD)
def download_edoc_file(request: HttpRequest, card: PathId, n: FileNumber) -> HttpResponseBase:
    """Asked of 1C at this moment and kept nowhere. When 1C does not give it, the code of the refusal says why."""
    found = content(caller(request).actor, card, n)
    if not found.body:
        raise NotFound(_("1C does not give this file."), code=found.code or "no_file")
    kind = "application/pdf" if found.body.startswith(b"%PDF-") else "application/octet-stream"
    return serving.response(BytesIO(found.body), serving.table_headers(found.name or "document", kind))


@api.post("/edocs/{card}/refresh", response=Refreshed, tags=["edocs"], summary="Ask 1C now")
def refresh(request: HttpRequest, card: PathId, key: Key = None) -> Refreshed:
    """Once in 30 seconds (409 refreshed_lately)."""
    done = commands.refresh(caller(request).actor, card=card, key=key)
    return Refreshed(card=done["card"], asked=done["asked"], links=present.links(card))


@api.get("/companies/{company}/edocs", response=EDocList, tags=["edocs"], summary="E-documents of a company")
def list_company_edocs(request: HttpRequest, company: PathId) -> EDocList:
    """Newest first, those that you may see."""
    crm.company_card(caller(request).actor, company)
    return EDocList(items=tuple(map(present.edoc, queries.of_company(caller(request).actor, company))))


@api.post(
    "/companies/{company}/edocs/refresh", response=CompanyRefreshed, tags=["edocs"], summary="Ask 1C of a company"
)
def refresh_company(request: HttpRequest, company: PathId, key: Key = None) -> CompanyRefreshed:
    """Its unfinished and newest documents. Once in 30 seconds (409 refreshed_lately)."""
    return CompanyRefreshed(**commands.refresh_company(caller(request).actor, company=company, key=key))


@api.get("/deals/{deal}/edocs", response=EDocList, tags=["edocs"], summary="E-documents of a deal")
def list_deal_edocs(request: HttpRequest, deal: PathId) -> EDocList:
    """Newest first, those that you may see."""
    crm.deal_page(caller(request).actor, deal)
    return EDocList(items=tuple(map(present.edoc, queries.of_deal(caller(request).actor, deal))))


@api.get("/cards/{card}/edocs", response=EDocList, tags=["edocs"], summary="E-documents that a card waits for")
def list_card_edocs(request: HttpRequest, card: PathId) -> EDocList:
    """Papers that go on when these are signed."""
    actor = caller(request).actor
    if not cards.may_see(actor, card):
        raise NotFound(_("There is no such card."))
    return EDocList(items=tuple(map(present.edoc, queries.of_about(actor, card))))


def _narrowed(wanted: EDocFilter) -> queries.Filter:
    return queries.Filter(text=wanted.q.strip(), **wanted.model_dump(exclude={"q", "after", "limit"}))
