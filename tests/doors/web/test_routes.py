"""«Маршруты»: drawn for whoever has such cards, with the counts of what they may see and what is proved."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.definitions import loading
from marshrut.definitions import queries as definitions
from marshrut.kernel import clock
from marshrut.rehearsals.models import Proof
from tests.doors.web.conftest import shown, signed_in
from tests.support.office import MovingClock, Office, install, install_text
from tests.support.packs import pack

ROUTE = "/routes/payments/payment_request/"


@pytest.fixture
def director(office: Office) -> Client:
    return signed_in(office, "director")


def test_the_list_leads_to_each_route(office: Office, director: Client) -> None:
    office.request()
    page = shown(director, "/routes/")
    assert f'href="{ROUTE}"' in page
    assert "Ещё не доказан" in page
    assert 'href="/routes/publish/"' not in page


def test_every_stage_and_way_is_drawn_and_told(director: Client) -> None:
    page = shown(director, ROUTE)
    kind = definitions.active_for("payment_request").pack.card_type("payment_request")
    assert kind is not None
    drawing, words = page.split('id="route-words"')
    known = [stage for stage in kind.stages if not stage.reserved]
    assert all(stage.title.ru in words for stage in known)
    assert drawing.count('class="route-box') == len(known)
    assert "Согласовать → Проверка финансовым менеджером" in words
    assert "через 2 раб. дня → напоминание" in words


def test_counts_lead_to_the_list_they_count(office: Office, director: Client) -> None:
    for _number in range(2):
        office.request()
    office.complete(office.request(), "approve", "approved", "boris")
    page = shown(director, ROUTE)
    links = dict(re.findall(r'<h3>(?:(?!</h3>).)*?<a href="([^"]*)">(\d+)</a>', page, re.DOTALL))
    address = "/cards/payment_request/list/?stage=unit_approval&state=open"
    assert links[address] == "2"
    assert director.get(address).content.decode().count("data-row") == 2


def test_overdue_cards_lead_to_their_list(office: Office) -> None:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        for _number in range(2):
            office.request()
        moving.at += timedelta(days=60)
        director = signed_in(office, "director")
        page = shown(director, ROUTE)
        address = "/cards/payment_request/list/?stage=unit_approval&state=open&overdue=1"
        assert page.count(f'href="{address}"') == 2  # in the drawing and in words
        assert director.get(address).content.decode().count("data-row") == 2


def test_a_stage_leads_to_the_routes_of_the_cards_it_makes(office: Office) -> None:
    install("logistics")
    page = shown(signed_in(office, "admin"), "/routes/logistics/logistics/")
    drawing, words = page.split('id="route-words"')
    assert "создаёт и ждёт: Отслеживание" in words
    assert 'href="/routes/logistics/shipment/"' in drawing
    assert 'href="/routes/logistics/shipment/"' in words


def test_a_long_title_of_a_stage_is_drawn_whole(office: Office) -> None:
    here = "Проверка финансовым менеджером"
    found = pack("payments")
    install_text("payments", "9.0.0", loading.content(found).replace(here, f"{here} и службой безопасности"))
    page = shown(signed_in(office, "admin"), ROUTE).split('id="route-words"')[0]
    titles = " ".join(re.findall(r'data-look="title"[^>]*>([^<]*)<', page))
    assert f"{here} и службой безопасности" in titles


def test_nobody_counts_what_they_may_not_see(office: Office) -> None:
    office.request()
    assert "stage=unit_approval" in shown(signed_in(office, "alisa"), ROUTE)
    assert "stage=unit_approval" not in shown(signed_in(office, "viktor"), ROUTE)


def test_what_the_proof_found_stands_on_its_stage(director: Client) -> None:
    said = {"ru": "Никто не может решить.", "en": "Nobody can decide."}
    flaw = {
        "stage": "finance",
        "sentence": said,
        "way": {"ru": ["Автор отправляет карточку."], "en": ["The author sends the card."]},
        "warning": False,
    }
    Proof.objects.create(pack="payments", card_type="payment_request", at=clock.now(), digest="", flaws=[flaw])
    page = shown(director, ROUTE)
    assert "1 изъян" in page
    assert 'data-mark="bad"' in page
    assert page.index("Никто не может решить.") > page.index('id="route-words"')
    assert "Автор отправляет карточку." in page


def test_administrators_see_what_they_may_do_with_a_route(clerk: Client, admin: Client) -> None:
    deeds = ("/rehearsals/new/?pack=payments", "/routes/payments/moving/", "/routes/publish/", "/rehearsals/whatif/")
    page = shown(admin, ROUTE)
    assert all(deed in page for deed in deeds)
    page = shown(clerk, ROUTE)
    assert not any(deed in page for deed in deeds)


def test_what_is_not_there(clerk: Client) -> None:
    assert clerk.get("/routes/payments/nothing/").status_code == 404
    assert clerk.get("/routes/nothing/payment_request/").status_code == 404
    assert Client().get(ROUTE).status_code == 302


@pytest.mark.parametrize(("address", "limit"), [("/routes/", 12), (ROUTE, 16)])
def test_few_queries(office: Office, director: Client, address: str, limit: int) -> None:
    for _number in range(5):
        office.request()
    director.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert director.get(address).status_code == 200
    assert len(queries) <= limit
