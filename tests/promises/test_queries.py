"""Speed is a feature: how many SQL queries a screen may cost, whatever is on it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.cards import commands
from marshrut.crm import commands as crm
from marshrut.documents import commands as documents
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import post, shelf, treaties
from tests.support.office import Office, build, drain, install_pack

LIMITS = {
    "/inbox/": 12,
    "/chat/": 13,
    "/inbox/?tab=asked": 12,
    "/inbox/?tab=done": 12,
    "/cards/payment_request/": 15,
    "/cards/payment_request/list/": 15,
    "/cards/{card}/": 20,
    "/live/?since=1.1.1&watch=card:{card}": 6,
    "/cards/payment_request/new/": 8,
    "/absences/": 13,
    "/absences/?whose=others": 13,
    "/absences/calendar/": 13,
    "/absences/new/": 13,
    "/load/": 9,
    "/dashboards/": 8,
    "/dashboards/process/payment_request/": 10,
    "/shipments/": 12,
    "/evidence/": 9,
    "/templates/": 12,
    "/templates/fields/": 9,
}


@pytest.fixture
def office(db: None) -> Office:
    return build()


@pytest.fixture
def busy(office: Office) -> int:
    """A dozen requests on every stage; answers one whose card has everything on it."""
    cards = [office.request(purpose=f"Партия {number}") for number in range(12)]
    for card in cards[3:]:
        office.complete(card, "approve", "approved", "boris")
    for card in cards[6:]:
        office.complete(card, "finance", "confirmed", "finance")
    office.pay(cards[-1])
    commands.comment_card(office.actor("alisa"), card=cards[0], text="Смотрите", mentions=[office.id("ops")])
    return cards[0]


def count(who: Client, url: str, *, part: bool = False) -> int:
    """`part`: as a script of ours asks."""
    headers = {"hx-request": "true"} if part else {}
    who.get(url, headers=headers)  # caches of the process are warm
    with CaptureQueriesContext(connection) as queries:
        answer = who.get(url, headers=headers)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", LIMITS)
def test_screen_costs_few_queries(office: Office, busy: int, client: Client, url: str) -> None:
    client.force_login(office.people["boris"])
    assert count(client, url.format(card=busy)) <= LIMITS[url]


def test_a_card_with_papers_costs_no_more_with_many_versions(office: Office, client: Client) -> None:
    """Beside the card: papers, their versions, their cards, changes since an earlier decision."""
    documents.install_kinds(Actor.system())
    install_pack(treaties.pack())
    given = {"subject": "Флаконы", "paper": [office.file("alisa", "Договор.pdf")]}
    card = int(commands.create_card(office.actor("alisa"), card_type="treaty", fields=given)["card"])
    drain(clock.now())
    client.force_login(office.people["boris"])
    few = count(client, f"/cards/{card}/")
    office.complete(card, "approve", "no", "boris", reason="Нет срока")
    for number in range(6):
        paper = office.file("alisa", f"Правка {number}.pdf")
        commands.edit_card(office.actor("alisa"), card=card, fields={"paper": [paper]})
        drain(clock.now())
    commands.restart_card(office.actor("alisa"), card=card)
    many = count(client, f"/cards/{card}/")
    inbox = count(client, f"/inbox/?task={office.task(card, 'approve').pk}")
    assert (few <= 21, many <= 22, inbox <= 14) == (True, True, True), (few, many, inbox)


def test_completing_a_task_costs_six_round_trips_at_most(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    with CaptureQueriesContext(connection) as queries:
        commands.complete_task(office.actor("boris"), task=task, outcome="approved", key="click-1")
    assert len(queries) <= 6


def test_more_cards_cost_no_more_queries(office: Office, client: Client) -> None:
    client.force_login(office.people["boris"])
    office.request()
    before = [count(client, url) for url in ("/inbox/", "/cards/payment_request/", "/cards/payment_request/list/")]
    for _number in range(8):
        office.request()
    after = [count(client, url) for url in ("/inbox/", "/cards/payment_request/", "/cards/payment_request/list/")]
    assert after == before


PAPERS = {
    "/documents/": 16,
    "/documents/?q=неустойка&kind=contract": 16,
    "/documents/{paper}/": 22,
    "/documents/{paper}/compare/?from=1&to=2": 24,
    "/documents/new/?kind=contract": 10,
    "/documents/book/?kind=contract&organisation=": 19,
}


@pytest.mark.parametrize("url", PAPERS)
def test_documents_cost_no_more_when_there_are_many(office: Office, client: Client, url: str) -> None:
    """Beside the page: who may see what, folders, kinds, companies they lie on, versions, numbers."""
    assert office.company is not None
    first = _registered(office, 2)
    client.force_login(office.people["director"])
    few = count(client, url.format(paper=first))
    _registered(office, 6)
    assert count(client, url.format(paper=first)) == few <= PAPERS[url]


def _registered(office: Office, many: int) -> int:
    """The first of so many contracts, each with a number, on the company; it has two versions."""
    assert office.company is not None
    made = [shelf.paper(office, f"Договор {n}", links=[("company", office.company.pk)]) for n in range(many)]
    shelf.another(office, made[0], "Договор", "Поставка за десять дней.")
    for one in made:
        documents.register_document(Actor.system(), document=one)
    shelf.read()
    return made[0]


#: partners: address -> queries at most
PARTNERS = {
    "/companies/": 7,
    "/companies/?q=стекл": 7,
    "/companies/suggest/?q=стекл": 4,
    "/companies/{company}/": 20,
    "/companies/{company}/cards/": 14,
    "/companies/{company}/payments/": 14,
    "/companies/{company}/history/": 14,
    "/contacts/": 7,
    "/contacts/suggest/?q=пет": 5,
    "/contacts/{contact}/": 19,
    "/deals/": 7,
    "/deals/suggest/?q=фла": 4,
    "/deals/{deal}/": 17,
    "/projects/": 7,
    "/projects/suggest/?q=цех": 5,
    "/projects/{project}/": 19,
}


@pytest.fixture
def market(office: Office) -> dict[str, int]:
    """A company with people, deals, projects and cards."""
    assert office.company is not None
    me, company = office.actor("boris"), office.company.pk
    person = deal = project = 0
    for number in range(5):
        person = crm.add_contact(me, name=f"Петров {number}", company=company, roles=["accounting"])["id"]
        deal = crm.add_deal(me, title=f"Флаконы {number}", company=company, contact=person)["id"]
        project = crm.add_project(me, title=f"Цех {number}", companies=[company])["id"]
        office.request()
    return {"company": company, "contact": person, "deal": deal, "project": project}


@pytest.mark.parametrize("url", PARTNERS)
def test_pages_of_partners_cost_few_queries(office: Office, market: dict[str, int], client: Client, url: str) -> None:
    client.force_login(office.people["boris"])
    assert count(client, url.format(**market)) <= PARTNERS[url]


THREADS = {
    "/letters/": 14,
    "/letters/?q=окна&direction=in&overdue=1": 14,
    "/letters/{letter}/thread/": 22,
    "/letters/{letter}/beside/": 23,
    "/letters/{letter}/link/": 18,
    "/companies/{company}/letters/": 31,
    "/projects/{project}/": 35,
}


@pytest.mark.parametrize("url", THREADS)
def test_letters_cost_no_more_when_there_are_many(office: Office, client: Client, url: str) -> None:
    """Beside the page: who may see what, cards and what lies on them, companies, projects, files, links."""
    written = post.build(office)
    project = written.project("Школа")
    first = written.letter(project=project, paper=[office.file("ops")])
    written.letter(post.OUT, answers=first, project=project)
    place = url.format(letter=first, company=office.company.pk if office.company else 0, project=project)
    client.force_login(office.people["ops"])
    part = "/beside/" in place
    few = count(client, place, part=part)
    for number in range(12):
        paper = [office.file("ops", f"Письмо {number}.pdf")]
        written.letter(continues=first if number % 2 else None, project=project, paper=paper, settled=False)
    written.settle()
    many = count(client, place, part=part)
    assert few <= THREADS[url], few
    assert many <= few + 1, (few, many)


def test_the_chat_costs_no_more_when_much_was_said(office: Office, client: Client) -> None:
    """Beside the page: notices, own words, who sees which cards, cards and companies, texts, tasks."""
    card = office.request()
    drain(clock.now())
    client.force_login(office.people["boris"])
    few = count(client, "/chat/")
    for number in range(12):
        other = office.request(purpose=f"Партия {number}")
        commands.comment_card(office.actor("alisa"), card=other, text="Смотрите", mentions=[office.id("boris")])
        commands.comment_card(office.actor("boris"), card=card, text="Смотрю")
    drain(clock.now())
    many, came = count(client, "/chat/"), count(client, "/chat/?after=1-0-0-0&since=1", part=True)
    place = f"/chat/tasks/{office.task(card, 'approve').pk}/"
    assert (few <= 12, many <= 13, came <= 11, count(client, place, part=True) <= 10) == (True,) * 4, (few, many, came)
