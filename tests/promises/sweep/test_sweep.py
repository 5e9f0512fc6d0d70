"""Nobody sees what they must not: every role asks every address about every object, and each answer is searched.

An answer may hold the words of objects its reader may see (`policy.SEES`) and no other word, wherever it stands: in the
page, a header, a name of a file, an exported table. What is forbidden and what is not there get the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from marshrut.automation.models import Notification
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from tests.support.office import PDF, MovingClock

from . import world as worlds
from .addresses import API_BODIES, FORMS, MISSING, QUESTIONS, READ_BY_ALL, Address, operations, others, pages
from .policy import SEES
from .world import World, said

pytestmark = pytest.mark.django_db
ROLES = list(SEES)
PAGES, OPERATIONS = list(pages()), list(operations())


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: every request that writes is rolled back."""
    from marshrut.kernel import clock

    with django_db_blocker.unblock(), clock.running(MovingClock("2026-07-02 10:00")), transaction.atomic():
        yield worlds.made()
        transaction.set_rollback(True)


class Asker:
    """One role, signed in on pages and with a token."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role = world, role
        self.client, self.program = Client(), Client()
        self.token = ""
        if role in ("anonymous", "dismissed"):
            return
        self.client.force_login(world.office.people[role])
        self.token = org.create_token(Actor.person(world.id(role), "cli"), name="sweep")["token"]

    def ask(self, address: Address, thing: int, query: str = "") -> Any:
        """The answer, with `left`: whether it left a trace in history or work for the worker. It is undone."""
        path = address.path(thing, others(self.world)) + query
        with transaction.atomic():
            before = traces() if address.method != "GET" else ()
            answer = self._api(address, path) if address.api else self._page(address, path)
            answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answer.left = bool(before) and traces() != before
            transaction.set_rollback(True)
        return answer

    def _api(self, address: Address, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = API_BODIES.get(address.name, {})
        if "file" in body:
            return self.program.post(path, {"file": SimpleUploadedFile("a.pdf", PDF)}, headers=headers)
        sent = json.dumps(dict(body)).encode() if address.method != "GET" and body else b""
        return self.program.generic(address.method, path, sent, "application/json", headers=headers)

    def _page(self, address: Address, path: str) -> Any:
        if address.method == "GET":
            return self.client.get(path)
        return self.client.post(path, dict(FORMS.get(address.route, {})))


@pytest.fixture(scope="module")
def askers(world: World) -> dict[str, Asker]:
    return {role: Asker(world, role) for role in ROLES}


def text(answer: Any) -> str:
    """Everything a reader could find a word in: headers, the body, what is packed in it."""
    parts = [unquote(unquote(str(dict(answer.headers)))), answer.body.decode("utf-8", "replace")]
    if answer.body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
            parts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return " ".join(parts)


def things(world: World, about: str) -> dict[str, int]:
    known = {"card": world.cards, "task": world.tasks, "file": world.files, "document": world.documents}
    return known.get(about, {"": 0})


def test_every_address_is_on_the_list() -> None:
    """What a form sends is written down for each address that takes forms; the rest is said to be read only."""
    routes = {address.route for address in PAGES} - set(QUESTIONS)
    assert sorted(routes - set(FORMS) - READ_BY_ALL) == [], "say in addresses.py what is sent to these"
    assert sorted((set(FORMS) | READ_BY_ALL) - routes) == [], "these addresses are gone"
    names = {address.name for address in OPERATIONS if address.method != "GET"}
    assert sorted(names ^ set(API_BODIES)) == []


def test_words_are_found_by_who_may_see_them(world: World, askers: dict[str, Asker]) -> None:
    """Else the silence of the others would prove nothing."""
    card = next(one for one in PAGES if one.route == "cards/<int:card_id>/" and one.method == "GET")
    file = next(one for one in PAGES if one.route == "files/<int:file_id>/?download=1")
    read = next(one for one in OPERATIONS if one.name == "read_card")
    for role, seen in SEES.items():
        for name in seen & set(world.cards):
            for address in (card, read):
                assert name in said(text(askers[role].ask(address, world.cards[name]))), (role, address)
            if name in world.files:  # a parcel has none
                assert name in said(text(askers[role].ask(file, world.files[name]))), (role, name)


def test_notices_hold_no_foreign_word(world: World) -> None:
    """What was delivered went into the bell, a letter and a pop-up in the same words."""
    sent: dict[int, set[str]] = {}
    for notice in Notification.objects.all():
        sent.setdefault(notice.person_id, set()).update(said(f"{notice.title} {notice.text}"))
    for role in set(ROLES) - {"anonymous"}:
        assert sent.get(world.id(role), set()) <= SEES[role], role
    for role, name in {"zam": "note_link", "delegate": "note_alisa", "adviser": "note_chief"}.items():
        assert name in sent[world.id(role)], role


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", ["pages", "api"])
def test_nobody_sees_or_changes_what_they_must_not(
    world: World, askers: dict[str, Asker], role: str, door: str
) -> None:
    """No foreign word, no fault; of what is foreign: the answer of what is not there, and nothing is done to it."""
    asker, asked = askers[role], 0
    wrong: list[tuple[Any, ...]] = []
    for address in PAGES if door == "pages" else OPERATIONS:
        missing = asker.ask(address, MISSING) if address.about else None
        found = list(things(world, address.about).items())
        if missing is not None and missing.status_code == 405:
            found = found[:1]  # refused before anything is looked for
        for name, thing in found:
            answer = asker.ask(address, thing)
            asked += 1
            if foreign := said(text(answer)) - SEES[role]:
                wrong.append((address, name, "leaks", sorted(foreign)))
            if answer.status_code >= 500 and address.route != "healthz":  # which says that no worker runs here
                wrong.append((address, name, "breaks", answer.status_code))
            if missing is None or name in SEES[role] or (role, address.route.partition("?")[0]) in KNOWS_NUMBERS:
                continue
            if answer.left:
                wrong.append((address, name, "changes", answer.status_code))
            if (answer.status_code, plain(answer)) != (missing.status_code, plain(missing)):
                wrong.append((address, name, "differs from missing", answer.status_code, missing.status_code))
    assert not wrong, "\n".join(map(str, wrong[:50]))
    assert asked > 100


#: of each row, the first word that is foreign to the one who searches
SEARCHED = (("pay_lab", "pay_draft"), ("note_chief", "note_lab"), ("away_sonya", "absence", "view_anna"))
SEARCHES = (
    "cards/payment_request/", "cards/payment_request/list/", "cards/payment_request/export", "cards/note/list/",
    "cards/note/", "cards/note/export", "palette/", "cards/suggest/", "people/suggest/", "companies/suggest/",
    "companies/", "documents/", "api/cards", "api/companies", "api/people",
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_search_finds_nothing_foreign(world: World, askers: dict[str, Asker], role: str) -> None:
    """A search for a foreign word is answered like a search for a word that is nowhere: number of finds included."""
    asker = askers[role]
    for search in SEARCHES:
        address = Address("GET", search, "search" if search.startswith("api/") else "")
        nothing = plain(asker.ask(address, 0, "?q=" + worlds.word("nowhere")))
        for name in filter(None, (next((name for name in row if name not in SEES[role]), "") for row in SEARCHED)):
            found = plain(asker.ask(address, 0, "?q=" + worlds.word(name)))
            assert found.replace(worlds.word(name), worlds.word("nowhere")) == nothing, search


#: differs between two answers to the same question
PASSING = re.compile(
    r'(csrf="|CSRFToken": "|csrfmiddlewaretoken" value="|name="key" value=")[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}'
)
#: who may learn that a card exists without seeing it: a number and a type are answered, no content
KNOWS_NUMBERS = {("process_admin", "access/who/"), ("admin", "access/who/")}


def plain(answer: Any) -> str:
    return PASSING.sub("", unquote(answer.body.decode("utf-8", "replace")))


def traces() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM history_event), (SELECT count(*) FROM jobs_effect),"
            " (SELECT sum(version) FROM cards_card)"
        )
        return tuple(cursor.fetchone())
