"""/routes/<pack>/moving/: choose, look, press, put back."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.cards.models import Card, MovedCard, Moving
from marshrut.jobs.models import Effect
from marshrut.org import commands as org
from tests.doors.web.conftest import shown, signed_in
from tests.support.office import SYSTEM, Office
from tests.support.versions import Part, install_version, rename, stage

PAGE = "/routes/payments/moving/"


def retitled(card_type: Part) -> None:
    stage(card_type, "unit_approval")["tasks"][0]["title"] = {"ru": "Согласуйте иначе", "en": "Approve it"}


def restaged(card_type: Part) -> None:
    rename(card_type, "unit_approval", "head_approval")


def version_of(card: int) -> int:
    return Card.objects.system("test").get(pk=card).definition_id


def groups(text: str) -> list[str]:
    return re.findall(r'name="cards" value="([\d,]+)"', text)


@pytest.mark.parametrize("name", ["alisa", "boris", "chief"])
def test_it_is_for_whoever_installs_packs(office: Office, name: str) -> None:
    card, new = office.request(), install_version("9.0.0", retitled)
    browser = signed_in(office, name)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {"to": new, "cards": str(card)}).status_code == 403
    assert browser.get(f"{PAGE}1/").status_code == 403
    assert browser.post(f"{PAGE}1/revert").status_code == 403
    assert "Идёт по версии" not in shown(signed_in(office, "alisa"), f"/cards/{card}/")


def test_strangers_sign_in_and_unknown_processes_are_not_found(office: Office, admin: Client) -> None:
    assert Client().get(PAGE).status_code == 302
    assert admin.get("/routes/nothing/moving/").status_code == 404
    assert admin.get(f"{PAGE}77/").status_code == 404
    assert admin.get(f"{PAGE}?to=99999&type=payment_request").status_code == 404


def test_from_the_choice_to_the_move_and_back(office: Office, admin: Client) -> None:
    cards = [office.request(), office.request()]
    old, new = version_of(cards[0]), install_version("9.0.0", retitled)
    Effect.objects.update(state="done")
    first = shown(admin, PAGE)
    assert "2 карточки" in first
    assert f'name="place" value="{old}:unit_approval"' in first
    look = shown(admin, f"{PAGE}?type=payment_request&place={old}:unit_approval&to={new}")
    assert groups(look) == [",".join(map(str, cards))]
    assert "срок тот же" in look
    assert "Перевести: 2 карточки" in look
    sent = {"to": new, "cards": groups(look), "reason": "Новые названия", "key": "press-press"}
    answer = admin.post(PAGE, sent)
    moving = Moving.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{moving.pk}/")
    assert {version_of(card) for card in cards} == {new}
    assert admin.post(PAGE, sent)["Location"] == f"{PAGE}{moving.pk}/"  # pressed twice
    assert MovedCard.objects.system("test").count() == 2
    text = shown(admin, f"{PAGE}{moving.pk}/")
    assert "Переведено: 2 карточки." in text
    assert "Новые названия" in text
    assert "Вернуть карточки" in text
    admin.post(f"{PAGE}{moving.pk}/revert")
    assert {version_of(card) for card in cards} == {old}
    assert "Вернуть карточки" not in shown(admin, f"{PAGE}{moving.pk}/")
    assert "возвращено" in shown(admin, PAGE)


def test_a_stage_that_is_gone_is_chosen_from_a_list(office: Office, admin: Client) -> None:
    card, new = office.request(), install_version("9.0.0", restaged)
    Effect.objects.update(state="done")
    look = shown(admin, f"{PAGE}?type=payment_request&to={new}")
    assert groups(look) == []
    assert "В новой версии нет стадии" in look
    assert 'name="stage_unit_approval"' in look
    again = shown(admin, f"{PAGE}?type=payment_request&to={new}&stage_unit_approval=head_approval")
    assert groups(again) == [str(card)]
    admin.post(PAGE, {"to": new, "cards": str(card), "stage_unit_approval": "head_approval"})
    assert version_of(card) == new
    page = shown(signed_in(office, "alisa"), f"/cards/{card}/")
    assert "Переведена с версии маршрута" in page
    office.complete(card, "approve", "approved", "boris")
    assert "Переведена с версии маршрута" in shown(signed_in(office, "alisa"), f"/cards/{card}/")


def test_what_cannot_go_is_told_and_nothing_ticked_is_nothing_done(office: Office, admin: Client) -> None:
    card, new = office.request(), install_version("9.0.0", restaged)
    assert admin.post(PAGE, {"to": new})["Location"] == PAGE
    answer = admin.post(PAGE, {"to": new, "cards": str(card)}, follow=True)
    assert "выберите для этих карточек другую" in answer.content.decode()
    assert Moving.objects.count() == 0


def test_the_card_of_an_old_version_says_so_to_those_who_move_cards(office: Office) -> None:
    card = office.request()
    org.edit_person(SYSTEM, person=office.id("boris"), is_admin=True)
    browser = signed_in(office, "boris")
    assert "Идёт по версии" not in shown(browser, f"/cards/{card}/")
    new = install_version("9.0.0", retitled)
    text = shown(browser, f"/cards/{card}/")
    assert f"{PAGE}?type=payment_request&cards={card}&to={new}" in text
    assert groups(shown(browser, f"{PAGE}?type=payment_request&cards={card}&to={new}"))[-1:] == [str(card)]


@pytest.mark.parametrize("many", [1, 7])
def test_the_page_costs_the_same_however_many_cards(office: Office, admin: Client, many: int) -> None:
    for _one in range(many):
        office.request()
    new = install_version("9.0.0", retitled)
    Effect.objects.update(state="done")
    address = f"{PAGE}?type=payment_request&to={new}"
    admin.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert admin.get(address).status_code == 200
    assert len(asked) <= 22, [one["sql"][:80] for one in asked]
