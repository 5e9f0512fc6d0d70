"""The page a link of a mail leads to costs as few queries after many rounds as after one; so does sending."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from marshrut.cards import commands as cards
from marshrut.channels import stopping
from marshrut.kernel import clock
from tests.support import wires
from tests.support.office import MovingClock, Office, build, drain
from tests.support.presses import Phone
from tests.support.wires import Line

HOST = "https://docs.company.ru"


@pytest.fixture
def mail() -> Iterator[Line]:
    line = Line("email", "Почта", presses=False, edits=False, links=False, hears="never", form=())
    with wires.plugged(line), clock.running(MovingClock("2026-07-02 10:00")):
        yield line


@pytest.fixture
def office(db: None, mail: Line, settings: Settings) -> Office:
    settings.PUBLIC_ADDRESS = HOST
    made = build()
    wires.connect(made, "email")
    return made


def cost(client: Client, address: str) -> int:
    client.get(address)  # caches of the process are warm
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def newest(mail: Line) -> str:
    drain(clock.now())
    return Phone(mail, "boris@example.ru").find("Согласовать")[1].url.removeprefix(HOST)


def test_a_long_talk_costs_nothing(office: Office, mail: Line, client: Client) -> None:
    client.force_login(office.people["boris"])
    card = office.request()
    few = cost(client, newest(mail))
    for number in range(5):
        cards.comment_card(office.actor("alisa"), card=card, text=f"Слова {number}")
        office.request(purpose=f"Флаконы {number}")
    assert cost(client, newest(mail)) == few <= 30


def test_stopping_looks_little_up(office: Office, client: Client) -> None:
    assert cost(client, stopping.address(office.id("boris"), "news").removeprefix(HOST)) <= 12
