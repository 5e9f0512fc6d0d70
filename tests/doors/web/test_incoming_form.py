"""An incoming letter is registered by hand: a form like the envelope, the number at once, the next one near."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.cards import commands
from marshrut.cards.models import Card, CardContent
from marshrut.crm import commands as crm
from marshrut.jobs import worker
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import missives
from tests.support.office import PDF, Office, install_pack

from .conftest import signed_in

pytestmark = pytest.mark.django_db
NEW = "/cards/missive/new/"
AS_SCRIPT = {"HX-Request": "true"}
SYSTEM = Actor.system()


@pytest.fixture(autouse=True)
def _missives(office: Office) -> None:
    install_pack(missives.pack())


@pytest.fixture
def project(office: Office) -> int:
    return int(crm.add_project(office.actor("alisa"), title="Линия розлива")["id"])


def letter(office: Office, **changes: object) -> dict[str, object]:
    assert office.company is not None
    return {
        "scan": SimpleUploadedFile("Письмо.pdf", PDF),
        "scan_shown": "1",
        "sender": str(office.company.pk),
        "sender_text": office.company.name,
        "their_number": "12-к",
        "their_date": "2026-07-01",
        "subject": "О сроке",
        "no_project_shown": "1",
        "readers_shown": "1",
        "key": "letter-12345",
        **changes,
    }


def card() -> int:
    return Card.objects.system("test").get().pk


def test_the_form_follows_the_envelope_and_folds_the_rest(clerk: Client) -> None:
    page = clerk.get(NEW).content.decode()
    order = [page.index(f'id="f-{name}"') for name in ("scan", "sender", "their_number", "their_date", "subject")]
    assert order == sorted(order)
    fold = page.index('<details class="fold"')
    assert fold < page.index('id="f-readers"')
    assert page.index('id="f-addressee"') < fold
    assert 'id="f-number"' not in page  # the system's
    assert 'id="f-reply_to"' not in page  # a task's
    assert "Зарегистрировать" in page


def test_without_a_project_is_a_switch_under_the_project(clerk: Client) -> None:
    page = clerk.get(NEW).content.decode()
    assert 'data-instead-of="project"' in page
    assert 'data-suggest-beside="company:sender"' in page  # their projects come first
    assert page.count('name="no_project"') == 1


def test_after_sending_the_page_waits_for_the_number_and_offers_the_next(office: Office, clerk: Client) -> None:
    answer = clerk.post(NEW, letter(office, no_project="1"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cards/{card()}/registered/")
    page = clerk.get(f"/cards/{card()}/registered/").content.decode()
    assert "part=number" in page
    assert "Ещё одно письмо" in page
    assert NEW in page
    assert "Стеклозавод" in page
    assert office.people["boris"].short_name in page
    assert "12-к" in page
    commands.note_card(SYSTEM, card=card(), fields={"number": "ВХ-0012/26", "day": "2026-07-02"})
    part = clerk.get(f"/cards/{card()}/registered/?part=number&asked=1", headers=AS_SCRIPT).content.decode()
    assert "ВХ-0012/26" in part
    assert "hx-get" not in part  # it asks no more
    assert "<html" not in part


def test_a_number_that_takes_long_is_not_waited_for_for_ever(office: Office, clerk: Client) -> None:
    clerk.post(NEW, letter(office, no_project="1"))
    part = clerk.get(f"/cards/{card()}/registered/?asked=15", headers=AS_SCRIPT).content.decode()
    assert "hx-get" not in part
    assert "Номера пока нет" in part


def test_a_double_click_registers_once(office: Office, clerk: Client) -> None:
    assert [clerk.post(NEW, letter(office)).status_code for _press in range(2)] == [302, 302]
    assert card()


def test_a_refusal_keeps_the_file_the_sender_and_the_project(office: Office, clerk: Client, project: int) -> None:
    wrong = letter(office, their_date="вчера", project=str(project), project_text="Линия розлива")
    answer = clerk.post(NEW, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(text in page for text in ("Письмо.pdf", "Стеклозавод", "Линия розлива", "12-к", "вчера"))
    kept = re.search(r'name="scan_kept" value="(\d+)"', page)
    assert kept
    again = letter(office, scan_kept=kept[1], project=str(project), project_text="Линия розлива")
    del again["scan"]
    assert clerk.post(NEW, again).status_code == 302
    held = CardContent.objects.system("test").get(card_id=card()).fields
    assert (held["scan"], held["project"]) == ([int(kept[1])], project)


def test_what_the_system_fills_in_is_not_taken_from_a_form(office: Office, clerk: Client) -> None:
    assert clerk.post(NEW, letter(office, number="ВХ-1/26")).status_code == 302
    assert not CardContent.objects.system("test").get(card_id=card()).fields.get("number")


def test_strangers_and_other_cards_have_no_such_page(office: Office, clerk: Client) -> None:
    clerk.post(NEW, letter(office))
    assert signed_in(office, "viktor").get(f"/cards/{card()}/registered/").status_code == 404
    payment = office.request()
    assert clerk.get(f"/cards/{payment}/registered/").status_code == 404


def test_open_follow_up_tasks_leave_their_mark(office: Office, clerk: Client) -> None:
    clerk.post(NEW, letter(office, their_number=""))
    informed = {"informed": [office.id("viktor")]}
    office.complete(card(), "look", "seen", "boris", fields=informed)
    places = (f"/cards/{card()}/", "/cards/missive/", "/cards/missive/list/")
    assert all("нет отметки" in clerk.get(place).content.decode() for place in places)
    office.complete(card(), "their_receipt", "recorded", "alisa", fields={"their_number": "77"})
    assert not any("нет отметки" in clerk.get(place).content.decode() for place in places)


def test_contacts_of_the_sender_are_offered_where_an_e_mail_is_typed(office: Office, clerk: Client) -> None:
    assert office.company is not None
    contact = crm.add_contact(SYSTEM, name="Петров Пётр", email="petrov@steklo.example")["id"]
    crm.link_contact(SYSTEM, contact=contact, company=office.company.pk, post="Менеджер")
    clerk.post(NEW, letter(office))
    boris = signed_in(office, "boris")
    page = boris.get(f"/cards/{card()}/").content.decode()
    assert '<option value="petrov@steklo.example">Петров Пётр, Менеджер</option>' in page
    assert re.search(r'name="reply_to" value="petrov@steklo.example"', page)
    assert "petrov@steklo.example" not in clerk.get(f"/cards/{card()}/").content.decode()  # not her task


def test_the_same_letter_registered_twice_is_noticed(office: Office, clerk: Client) -> None:
    def sent(**changes: object) -> str:
        address = clerk.post(NEW, letter(office, no_project="1", **changes)).headers["Location"]
        worker.drain(clock.now())
        return clerk.get(address).content.decode()

    said = "От этого отправителя уже было письмо с этим номером"
    assert said not in sent()
    first = card()
    again = sent(key="letter-67890", their_number="№ 12 – К", subject="О сроке ещё раз")
    assert said in again
    assert f'href="/cards/{first}/"' in again
    assert said not in sent(key="letter-11111", their_number="13-к")
