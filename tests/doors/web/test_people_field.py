"""Several people in one field: on the form of a card, on its edit form and with a task; a refusal loses nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.cards import commands
from marshrut.cards.models import Card, CardContent
from marshrut.kernel import clock
from marshrut.org import revision
from tests.support import missives
from tests.support.office import Office, drain, install_pack

pytestmark = pytest.mark.django_db
NEW = "/cards/notice/new/"
AS_SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _missives(office: Office) -> None:
    install_pack(missives.pack())


def fields_of(card: int) -> dict[str, object]:
    return dict(CardContent.objects.system("test").get(card_id=card).fields)


def sent(office: Office, *names: str, text: str = "") -> dict[str, object]:
    people = [str(office.id(name)) for name in names]
    return {"title": "Приказ", "readers": people, "readers_shown": "1", "readers_text": text}


def test_all_of_them_are_kept_in_the_order_they_were_chosen(office: Office, clerk: Client) -> None:
    answer = clerk.post(NEW, sent(office, "viktor", "boris", "viktor"))
    assert answer.status_code == 302
    card = Card.objects.system("test").get().pk
    assert fields_of(card)["readers"] == [office.id("viktor"), office.id("boris")]
    page = clerk.get(f"/cards/{card}/").content.decode()
    assert ", ".join(office.people[name].short_name for name in ("viktor", "boris")) in page


def test_a_refusal_keeps_whom_the_author_has_chosen(office: Office, clerk: Client) -> None:
    answer = clerk.post(NEW, {**sent(office, "boris", "viktor"), "title": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'name="readers" value="{office.id("boris")}"' in page
    assert office.people["viktor"].short_name in page
    assert not Card.objects.system("test").exists()


def test_a_name_that_was_typed_but_not_chosen_is_said(office: Office, clerk: Client) -> None:
    answer = clerk.post(NEW, sent(office, "boris", text="Ивано"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-readers-error"' in page
    assert 'value="Ивано"' in page
    assert f'name="readers" value="{office.id("boris")}"' in page


def test_nobody_is_refused_where_somebody_is_needed(office: Office, clerk: Client) -> None:
    answer = clerk.post(NEW, sent(office))
    assert answer.status_code == 422
    assert not Card.objects.system("test").exists()


@pytest.mark.parametrize("wrong", ["999999", "-1", "abc", "9" * 30])
def test_whoever_does_not_exist_is_refused_and_not_named(office: Office, clerk: Client, wrong: str) -> None:
    answer = clerk.post(NEW, {**sent(office, "boris"), "readers": [str(office.id("boris")), wrong]})
    assert answer.status_code == (422 if wrong == "999999" else 302)
    if answer.status_code == 422:
        assert f'value="{wrong}"' not in answer.content.decode()


def test_dismissed_people_are_refused(office: Office, clerk: Client) -> None:
    boris = office.people["boris"]
    boris.is_active = False
    boris.save()
    revision.bump()
    assert clerk.post(NEW, sent(office, "boris")).status_code == 422


def test_edited_on_the_card_and_emptied(office: Office, clerk: Client) -> None:
    given = {"scan": [office.file()], "subject": "О сроке", "sender": office.company.pk if office.company else None}
    readers = [office.id("boris"), office.id("viktor")]
    made = commands.create_card(
        office.actor("alisa"), card_type="missive", fields={**given, "readers": readers}, start=False
    )
    card = int(made["card"])
    form = clerk.get(f"/cards/{card}/edit", headers=AS_SCRIPT).content.decode()
    assert f'name="readers" value="{office.id("viktor")}"' in form
    kept = {"subject": "О сроке", "readers_shown": "1", "readers": [str(office.id("viktor"))]}
    assert clerk.post(f"/cards/{card}/edit", kept).status_code == 302
    assert fields_of(card)["readers"] == [office.id("viktor")]
    assert clerk.post(f"/cards/{card}/edit", {"subject": "О сроке", "readers_shown": "1"}).status_code == 302
    assert not fields_of(card).get("readers")


def test_given_with_a_task_and_kept_when_the_decision_is_refused(office: Office, client: Client) -> None:
    given = {"scan": [office.file()], "subject": "О сроке", "sender": office.company.pk if office.company else None}
    card = int(commands.create_card(office.actor("alisa"), card_type="missive", fields=given)["card"])
    drain(clock.now())
    client.force_login(office.people["boris"])
    task = office.task(card, "look").pk
    nobody = {"outcome": "seen", "target": "card", "informed_shown": "1", "informed_text": "Кто-то"}
    answer = client.post(f"/tasks/{task}/complete", {**nobody, "informed": [str(office.id("ops"))]}, headers=AS_SCRIPT)
    assert answer.status_code == 422
    assert f'name="informed" value="{office.id("ops")}"' in answer.content.decode()
    both = [str(office.id("ops")), str(office.id("viktor"))]
    answer = client.post(
        f"/tasks/{task}/complete",
        {"outcome": "seen", "target": "card", "informed_shown": "1", "informed": both},
        headers=AS_SCRIPT,
    )
    assert answer.status_code == 200
    assert fields_of(card)["informed"] == [int(one) for one in both]
