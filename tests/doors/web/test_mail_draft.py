"""A draft that came by e-mail: its page beside the mail, why a sender is suggested, one press, «не письмо»."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.cards import commands
from marshrut.cards.models import Card, CardContent
from marshrut.crm import commands as crm
from marshrut.kernel.actor import Actor
from tests.support import missives
from tests.support.office import Office, install_pack

from .conftest import signed_in

pytestmark = pytest.mark.django_db
AS_SCRIPT = {"HX-Request": "true"}
SYSTEM = Actor.system()
TEXT = "Просим перенести срок.\n\nООО «Стеклозавод», ИНН 7707083893"


@pytest.fixture(autouse=True)
def _missives(office: Office) -> None:
    install_pack(missives.pack())


def came(office: Office, text: str = TEXT, **fields: object) -> int:
    """What the mailbox does: a draft of Алиса's, its text, the signal."""
    given = {"scan": [office.file("alisa", "Письмо.pdf")], "subject": "О переносе срока", **fields}
    made = commands.create_card(SYSTEM, card_type="missive", author=office.id("alisa"), start=False, fields=given)
    commands.note_card(SYSTEM, card=made["card"], fields={"mail_text": text})
    commands.signal_card(SYSTEM, card=made["card"], key="from_mail")
    return int(made["card"])


def press(office: Office, card: int, **words: object) -> dict[str, object]:
    assert office.company is not None
    return {
        "target": "mail",
        "outcome": "register",
        "sender": str(office.company.pk),
        "sender_text": office.company.name,
        "subject": "О переносе срока",
        "no_project_shown": "1",
        "no_project": "1",
        "version": str(Card.objects.system("test").get(pk=card).edition),
        "key": "press-12345",
        **words,
    }


def url(office: Office, card: int) -> str:
    return f"/tasks/{office.task(card, 'register').pk}/complete"


def stage(card: int) -> str:
    return Card.objects.system("test").get(pk=card).stage


def test_the_mail_stands_beside_the_form(office: Office, clerk: Client) -> None:
    page = clerk.get(f"/cards/{came(office)}/mail/").content.decode()
    assert "Просим перенести срок." in page
    assert "Письмо.pdf" in page
    assert 'value="О переносе срока"' in page
    assert "Не письмо" in page


def test_tasks_and_cards_lead_there(office: Office, clerk: Client) -> None:
    card = came(office)
    for place in ("/inbox/", f"/cards/{card}/"):
        page = clerk.get(place).content.decode()
        assert f'href="/cards/{card}/mail/"' in page
        assert 'name="outcome" value="register"' not in page


def test_a_sender_is_offered_by_the_inn_in_the_text(office: Office, clerk: Client) -> None:
    assert office.company is not None
    page = clerk.get(f"/cards/{came(office)}/mail/").content.decode()
    assert f'data-fill="sender" data-value="{office.company.pk}"' in page
    assert "ИНН 7707083893" in page


def test_a_sender_is_offered_by_the_address_of_a_contact(office: Office, clerk: Client) -> None:
    assert office.company is not None
    contact = crm.add_contact(SYSTEM, name="Петров Пётр", email="petrov@steklo.example")["id"]
    crm.link_contact(SYSTEM, contact=contact, company=office.company.pk, post="Менеджер")
    card = came(office, "Без реквизитов", reply_to="Petrov@Steklo.example")
    page = clerk.get(f"/cards/{card}/mail/").content.decode()
    assert "записан у контакта Петров Пётр" in page
    assert f'data-fill="sender" data-value="{office.company.pk}"' in page


def test_a_sender_that_is_known_is_explained_and_not_offered_again(office: Office, clerk: Client) -> None:
    assert office.company is not None
    page = clerk.get(f"/cards/{came(office, sender=office.company.pk)}/mail/").content.decode()
    assert "в тексте указан ИНН" in page
    assert "data-fill" not in page


def test_a_stranger_in_the_text_is_not_suggested(office: Office, clerk: Client) -> None:
    page = clerk.get(f"/cards/{came(office, 'ИНН 7736050003')}/mail/").content.decode()
    assert "data-fill" not in page


def test_one_press_registers_and_leads_to_the_number(office: Office, clerk: Client) -> None:
    card, following = came(office), came(office)
    answer = clerk.post(url(office, card), press(office, card), headers=AS_SCRIPT)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/cards/{card}/registered/")
    assert stage(card) == "look"
    assert f"/cards/{following}/mail/" in clerk.get(f"/cards/{card}/registered/").content.decode()
    assert clerk.get(f"/cards/{card}/mail/").status_code == 302  # registered meanwhile


def test_a_refusal_keeps_what_was_typed(office: Office, clerk: Client) -> None:
    card = came(office)
    answer = clerk.post(url(office, card), press(office, card, subject="", their_number="77/26"), headers=AS_SCRIPT)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="77/26"' in page
    assert "Стеклозавод" in page
    assert 'id="mail"' in page
    assert stage(card) == "intake"


def test_what_was_emptied_is_empty(office: Office, clerk: Client) -> None:
    card = came(office, their_number="12/0")
    assert clerk.post(url(office, card), press(office, card, their_number=""), headers=AS_SCRIPT).status_code == 204
    assert not CardContent.objects.system("test").get(card_id=card).fields.get("their_number")


def test_what_changed_meanwhile_stops_the_press(office: Office, clerk: Client) -> None:
    card = came(office)
    old = press(office, card)
    commands.edit_card(office.actor("alisa"), card=card, fields={"subject": "О цене"})
    answer = clerk.post(url(office, card), old, headers=AS_SCRIPT)
    assert answer.status_code == 409
    assert "О цене" in answer.content.decode()
    assert stage(card) == "intake"


def test_no_letter_at_all_needs_a_reason_and_leads_on(office: Office, clerk: Client) -> None:
    card, following = came(office), came(office)
    blank = {"target": "mail", "outcome": "not_letter", "reason": " "}
    assert clerk.post(url(office, card), blank, headers=AS_SCRIPT).status_code == 422
    answer = clerk.post(url(office, card), {**blank, "reason": "Реклама"}, headers=AS_SCRIPT)
    assert answer.headers["HX-Redirect"] == f"/cards/{following}/mail/"
    assert stage(card) == "dropped"
    assert clerk.post(url(office, following), {**blank, "reason": "Реклама"}).headers["Location"] == "/inbox/"


def test_an_unticked_switch_is_no_change(office: Office, clerk: Client) -> None:
    card = came(office)
    words = press(office, card)
    del words["no_project"]
    clerk.post(url(office, card), words, headers=AS_SCRIPT)
    assert "no_project" not in CardContent.objects.system("test").get(card_id=card).fields


def test_strangers_find_nothing(office: Office) -> None:
    card = came(office)
    viktor = signed_in(office, "viktor")
    assert viktor.get(f"/cards/{card}/mail/").status_code == 404
    assert viktor.post(url(office, card), press(office, card), headers=AS_SCRIPT).status_code == 404


def test_other_cards_have_no_such_page(office: Office, clerk: Client) -> None:
    assert clerk.get(f"/cards/{office.request()}/mail/").status_code == 404
