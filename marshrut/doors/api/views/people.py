"""People, and who the token belongs to."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from marshrut.automation import queries as notices
from marshrut.cards import queries as cards
from marshrut.org import queries as org

from ..bearer import caller
from ..door import api
from ..present import companies as present
from ..shapes.people import Me, People, PeopleSearch, Role, Waiting


@api.get("/people", response=People, tags=["people"], summary="Find people")
def list_people(request: HttpRequest, wanted: Annotated[PeopleSearch, Query()]) -> People:
    """Colleagues in Russian order."""
    found = org.people(caller(request).actor, text=wanted.q)[: wanted.limit]
    return People(items=tuple(map(present.person, found)))


@api.get("/me", response=Me, tags=["people"], summary="Who I am")
def read_me(request: HttpRequest) -> Me:
    """The owner of the token, and what waits for them."""
    me = caller(request)
    found = org.person_card(me.actor, me.person)
    unread = notices.bell(me.actor).unread
    return Me(
        person=present.person(found.line),
        roles=tuple(Role(key=key, title=title) for key, title in found.roles),
        is_admin=found.line.is_admin,
        language=found.language,
        time_zone=me.zone.key,
        waiting=Waiting(**cards.counts(me.actor), unread=unread),
    )
