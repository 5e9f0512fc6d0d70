"""What programs are told of the new fields, of marks, and of what was asked about a card."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from tests.support import missives
from tests.support.office import Office, install_pack

from .client import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(office: Office) -> int:
    install_pack(missives.pack())
    return office.request()


def test_card_types_say_what_their_fields_are(api: Api, card: int) -> None:
    kinds = {one["key"]: one for one in api.get("/card-types").json()["items"]}
    missive, notice = kinds["missive"], kinds["notice"]
    fields = {one["key"]: one for one in missive["fields"]}
    assert missive["letter"]["direction"] == "in"
    assert missive["letter"]["fields"]["partner"] == "sender"
    assert (fields["number"]["by_system"], fields["readers"]["several"]) == (True, True)
    assert {one["key"]: one["shares"] for one in notice["fields"]}["about"]
    assert notice["letter"] is None
    badges = [task["badge"] for stage in missive["stages"] for task in stage["tasks"]]
    assert "нет отметки" in badges


def test_readers_and_who_has_read(api: Api, office: Office, card: int) -> None:
    readers = [office.id("viktor"), office.id("ops")]
    body = {"type": "notice", "fields": {"title": "Счёт", "about": card, "readers": readers}}
    made = api.post("/cards", body).json()["card"]
    task = next(one for one in api.get(f"/cards/{made}").json()["tasks"] if one["assignee"]["id"] == readers[0])
    commands.complete_task(office.actor("viktor"), task=task["id"], outcome="read")
    (asked,) = api.get(f"/cards/{card}/about").json()["items"]
    assert asked["id"] == made
    assert {one["person"]["id"]: one["state"] for one in asked["people"]} == {readers[0]: "done", readers[1]: "open"}


def test_what_the_system_fills_in_is_refused(api: Api, office: Office, card: int) -> None:
    fields = {"scan": [office.file()], "subject": "О сроке", "sender": office.company.pk if office.company else 0}
    answer = api.post("/cards", {"type": "missive", "fields": {**fields, "number": "ВХ-1"}})
    assert answer.status_code == 422
    assert "number" in answer.json()["fields"]
