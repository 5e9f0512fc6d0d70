"""The chat for programs: the same room, the same rights."""

from __future__ import annotations

from marshrut.cards import commands
from marshrut.cards.models import Participant
from marshrut.kernel import clock
from tests.doors.api.client import Api
from tests.support.office import Office, drain


def test_the_room(office: Office) -> None:
    card = office.request(purpose="Флаконы")
    commands.comment_card(office.actor("alisa"), card=card, text="Срочно", mentions=[office.id("boris")])
    drain(clock.now())
    api = Api(office)
    page = api.get("/chat", "boris").json()
    task, said = page["items"]
    assert (task["about"], task["who"], task["task"]["id"]) == ("task_opened", None, office.task(card, "approve").pk)
    assert (said["about"], said["who"]["id"], said["text"]) == ("mention", office.id("alisa"), "Срочно")
    assert [one["id"] for one in said["mentions"]] == [office.id("boris")]
    assert page["older"] is None
    assert api.get(f"/chat?after={page['newest']}", "boris").json()["items"] == []
    first = api.get("/chat?limit=1", "boris").json()
    assert [one["text"] for one in first["items"]] == ["Срочно"]
    [earlier] = api.get(f"/chat?limit=1&before={first['older']}", "boris").json()["items"]
    assert earlier["about"] == "task_opened"
    [own] = api.get("/chat", "alisa").json()["items"]
    assert (own["about"], own["notice"], own["text"]) == ("said", None, "Срочно")


def test_nothing_is_told_of_a_closed_card(office: Office) -> None:
    card = office.request()
    commands.comment_card(office.actor("alisa"), card=card, text="Секрет", mentions=[office.id("viktor")])
    drain(clock.now())
    Participant.objects.system("test").filter(card_id=card, person_id=office.id("viktor")).delete()
    [one] = Api(office).get("/chat", "viktor").json()["items"]
    assert (one["card"], one["who"], one["text"], one["title"], one["comment"]) == (None, None, "", "", None)
