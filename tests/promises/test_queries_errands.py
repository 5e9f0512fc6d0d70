"""How many SQL queries the pages of letters and errands may cost, however many people were asked."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.cards import commands
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import missives
from tests.support.office import Office, build, drain, install_pack

from .test_queries import count

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def office() -> Office:
    office = build()
    install_pack(missives.pack())
    return office


def letter(office: Office, *, start: bool) -> int:
    fields = {"scan": [office.file()], "subject": "О сроке", "sender": office.company.pk if office.company else None}
    made = commands.create_card(SYSTEM, card_type="missive", author=office.id("alisa"), start=start, fields=fields)
    if not start:
        commands.signal_card(SYSTEM, card=made["card"], key="from_mail")
    drain(clock.now())
    return int(made["card"])


def asked(office: Office, card: int, *names: str) -> None:
    readers = [office.id(name) for name in names]
    fields = {"title": "Письмо", "about": card, "readers": readers}
    commands.create_card(office.actor("alisa"), card_type="notice", fields=fields)


def test_a_card_costs_no_more_with_many_errands(office: Office, client: Client) -> None:
    card = letter(office, start=True)
    client.force_login(office.people["alisa"])
    asked(office, card, "viktor")
    drain(clock.now())
    few = count(client, f"/cards/{card}/")
    for _time in range(4):
        asked(office, card, "viktor", "ops", "finance", "boris")
    drain(clock.now())
    assert count(client, f"/cards/{card}/") == few <= 26


@pytest.mark.parametrize(("page", "most"), [("registered/", 16), ("about/notice/", 10), ("about/order/", 10)])
def test_pages_around_a_letter(office: Office, client: Client, page: str, most: int) -> None:
    card = letter(office, start=True)
    client.force_login(office.people["alisa"])
    assert count(client, f"/cards/{card}/{page}") <= most


def test_a_draft_beside_its_mail(office: Office, client: Client) -> None:
    card = letter(office, start=False)
    client.force_login(office.people["alisa"])
    assert count(client, f"/cards/{card}/mail/") <= 26
