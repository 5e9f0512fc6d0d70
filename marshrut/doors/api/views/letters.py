"""Letters: find, read, read whole threads, link and part by hand."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from marshrut.kernel.errors import NotFound
from marshrut.letters import commands, queries
from marshrut.letters.sentences import NO_SUCH_LETTER

from ..bearer import caller
from ..door import api
from ..present import letters as present
from ..shapes.base import Key, PathId
from ..shapes.letters import (
    Letter,
    LetterFilter,
    LetterPage,
    Linked,
    NewLink,
    OldLink,
    Thread,
    ThreadPage,
    ThreadPages,
    ThreadsPages,
)


@api.get("/letters", response=LetterPage, tags=["letters"], summary="Find letters")
def list_letters(request: HttpRequest, wanted: Annotated[LetterFilter, Query()]) -> LetterPage:
    """Newest first. `q` finds numbers of either side, and words of the letter."""
    asked = wanted.model_dump(exclude={"q", "after", "limit"})
    narrowed = queries.Filter(text=wanted.q.strip(), **asked)
    return present.page(queries.listing(caller(request).actor, narrowed, wanted.after, wanted.limit))


@api.get("/letters/{card}", response=Letter, tags=["letters"], summary="Read a letter")
def read_letter(request: HttpRequest, card: PathId) -> Letter:
    """What the card is as a letter; `/cards/{card}` has its fields and tasks."""
    found = queries.letter_of(caller(request).actor, card)
    if found is None:
        raise NotFound(NO_SUCH_LETTER)
    return present.letter(found)


@api.get("/letters/{card}/thread", response=Thread, tags=["letters"], summary="Read the thread of a letter")
def read_thread(request: HttpRequest, card: PathId, pages: Annotated[ThreadPages, Query()]) -> Thread:
    """Letters that stand together, with files and people. Those you may not see leave no trace."""
    found = queries.thread(caller(request).actor, card, pages.after, pages.limit, newest=pages.newest)
    return present.thread(found)


@api.get("/companies/{company}/threads", response=ThreadPage, tags=["letters"], summary="Threads of a company")
def list_company_threads(request: HttpRequest, company: PathId, pages: Annotated[ThreadsPages, Query()]) -> ThreadPage:
    """Newest first. Letters of different projects never stand in one thread."""
    found = queries.of_company(caller(request).actor, company, pages.project, pages.after, pages.limit)
    return present.threads(found)


@api.get("/projects/{project}/threads", response=ThreadPage, tags=["letters"], summary="Threads of a project")
def list_project_threads(request: HttpRequest, project: PathId, pages: Annotated[ThreadsPages, Query()]) -> ThreadPage:
    """Newest first."""
    return present.threads(queries.of_project(caller(request).actor, project, pages.after, pages.limit))


@api.post("/letters/{card}/link", response=Linked, tags=["letters"], summary="Link two letters")
def link_letters(request: HttpRequest, card: PathId, body: NewLink, key: Key = None) -> Linked:
    """`card` is the reply (…) to `other`. For those who see both and may comment on the first."""
    made = commands.link_letters(caller(request).actor, card=card, key=key, **body.model_dump())
    return present.linked(made)


@api.post("/letters/{card}/unlink", response=Linked, tags=["letters"], summary="Part two letters")
def unlink_letters(request: HttpRequest, card: PathId, body: OldLink, key: Key = None) -> Linked:
    """Texts and e-mails do not link them again. What a field of the card links is parted in that field (409)."""
    return present.linked(commands.unlink_letters(caller(request).actor, card=card, other=body.other, key=key))
