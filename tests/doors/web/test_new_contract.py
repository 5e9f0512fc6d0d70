"""The form of a new contract knows what can be known."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.crm import commands as crm
from marshrut.kernel.actor import Actor
from tests.support.office import Office, install_pack
from tests.support.packs import pack

pytestmark = pytest.mark.django_db
FORM = "/cards/contract/new/"


def _organisation(inn: str) -> None:
    crm.add_company(Actor.system(), kind="legal", name=f"ООО «Мы {inn}»", inn=inn, ours=True)


def test_our_only_organisation_is_chosen_already(office: Office, client: Client) -> None:
    install_pack(pack("contracts"))
    _organisation("5399000173")
    client.force_login(office.people["alisa"])
    assert "ООО «Мы 5399000173»" in client.get(FORM).content.decode()


def test_of_two_organisations_the_author_chooses(office: Office, client: Client) -> None:
    install_pack(pack("contracts"))
    for inn in ("5399000173", "5399000303"):
        _organisation(inn)
    client.force_login(office.people["alisa"])
    assert "ООО «Мы" not in client.get(FORM).content.decode()


def test_the_form_says_who_is_asked_first(office: Office, client: Client) -> None:
    """Not the head, as with payments: contracts are checked by the office manager, who is nobody here."""
    install_pack(pack("contracts"))
    client.force_login(office.people["alisa"])
    said = client.get(FORM).content.decode()
    assert "Дальше: Проверка" in said
    assert office.people["boris"].short_name not in said
