"""`marshrut chat list`"""

from __future__ import annotations

from marshrut.cards import commands
from marshrut.kernel import clock
from tests.doors.cli.program import Program
from tests.support.office import Office, drain


def test_the_room(office: Office) -> None:
    card = office.request(purpose="Флаконы")
    commands.comment_card(office.actor("alisa"), card=card, text="Срочно", mentions=[office.id("boris")])
    drain(clock.now())
    marshrut = Program()
    said = marshrut.done("chat", "list", by="boris")
    assert "Администратор" in said
    assert f"ЗО-{card}" in said
    assert "* Срочно" in said
    items = marshrut.json("chat", "list", by="boris")["items"]
    assert [one["about"] for one in items] == ["task_opened", "mention"]
    page = marshrut.json("chat", "list", "--limit", 1, by="boris")
    assert [one["about"] for one in page["items"]] == ["mention"]
    rest = marshrut.json("chat", "list", "--before", page["older"], by="boris")
    assert [one["about"] for one in rest["items"]] == ["task_opened"]
    assert "Пусто" in marshrut.done("chat", "list", by="viktor")
