"""Linking an account of a messenger: one link, «Это я», a second phone, going away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from marshrut.automation.models import Notification
from marshrut.channels import commands as channels
from marshrut.channels.linking.commands import begin_link, confirm_link
from marshrut.channels.linking.names import masked, person
from marshrut.channels.models import Address
from marshrut.channels.queries.linking import link_state, unconfirmed
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, NotFound
from tests.support.office import MovingClock, Office, build
from tests.support.presses import Phone
from tests.support.wires import Line, connect, link, plugged


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    with plugged(made, Line("email", "Почта", links=False, presses=False, form=())):
        yield made


@pytest.fixture
def office(db: None, now: MovingClock, line: Line) -> Office:
    made = build()
    connect(made, "telegram")
    return made


def begin(office: Office, name: str = "alisa") -> tuple[int, str]:
    made = begin_link(office.actor(name), channel="telegram")
    return made["ticket"], made["address"].rpartition("=")[2]


def account(office: Office, phone: Phone) -> Address:
    return Address.objects.get(channel="telegram", address=phone.account, state="on")


def test_an_account_is_linked_by_a_link_and_a_press(office: Office, line: Line) -> None:
    ticket, token = begin(office)
    assert link_state(office.actor("alisa"), ticket) == "open"
    phone = Phone(line, "100", "Алиса Алиева")
    asked = phone.start(token)
    assert "А. А****ва" in asked
    assert "Алиева" not in asked
    assert link_state(office.actor("alisa"), ticket) == "opened"
    assert "подтвердите" in phone.press("Это я")
    assert link_state(office.actor("alisa"), ticket) == "unconfirmed"
    assert unconfirmed(office.actor("alisa"), ticket) == (account(office, phone).pk, "А****са А****ва")
    assert unconfirmed(office.actor("viktor"), ticket) is None
    confirm_link(office.actor("alisa"), address=account(office, phone).pk)
    assert "Привязано" in phone.press("Это я")
    assert link_state(office.actor("alisa"), ticket) == "linked"
    row = account(office, phone)
    assert (row.person_id, row.confirmed, row.label) == (office.id("alisa"), True, "А****са А****ва")
    kinds = [one.kind for one in timeline(f"person:{office.id('alisa')}", limit=10)]
    assert "channels.address_added" in kinds
    told = Notification.objects.get(person_id=office.id("alisa"), about="channel_linked")
    assert "Отвязать всё" in told.text


def test_it_is_not_me_links_nothing(office: Office, line: Line) -> None:
    ticket, token = begin(office)
    phone = Phone(line, "100")
    phone.start(token)
    assert "Ничего не привязано" in phone.press("Это не я")
    assert link_state(office.actor("alisa"), ticket) == "over"
    assert "использована" in phone.press("Это я")
    assert not Address.objects.filter(address="100").exists()


def test_pressed_twice_it_is_linked_once(office: Office, line: Line) -> None:
    _ticket, token = begin(office)
    phone = Phone(line, "100")
    phone.start(token)
    for _ in range(2):
        assert "подтвердите" in phone.press("Это я")
    assert Address.objects.filter(address="100").count() == 1


def test_whoever_photographs_the_picture_decides_nothing(office: Office, line: Line) -> None:
    ticket, token = begin(office)
    phone = Phone(line, "200")
    phone.start(token)
    assert "подтвердите" in phone.press("Это я")
    row = account(office, phone)
    assert not row.confirmed
    assert link_state(office.actor("alisa"), ticket) == "unconfirmed"
    assert "не привязан" in phone.say("задания")
    with pytest.raises(NotFound):
        confirm_link(office.actor("viktor"), address=row.pk)
    confirm_link(office.actor("alisa"), address=row.pk)
    confirm_link(office.actor("alisa"), address=row.pk)
    assert link_state(office.actor("alisa"), ticket) == "linked"
    assert "заданий" in phone.say("задания")
    kinds = [one.kind for one in timeline(f"person:{office.id('alisa')}", limit=10)]
    assert kinds.count("channels.address_confirmed") == 1


def test_everything_is_unlinked_after_a_lost_phone(office: Office, line: Line) -> None:
    link(office, "alisa")
    with pytest.raises(NotFound):
        channels.unlink_all(office.actor("viktor"), person=office.id("alisa"))
    assert channels.unlink_all(office.actor("admin"), person=office.id("alisa")) == 1
    assert "не привязан" in Phone(line, "telegram:alisa").say("задания")


def test_a_link_that_was_opened_twice_by_the_same_account_asks_again(office: Office, line: Line) -> None:
    _ticket, token = begin(office)
    phone = Phone(line, "100")
    phone.start(token)
    phone.start(token)
    assert len(phone.chat) == 2
    assert "подтвердите" in phone.press("Это я")


def test_greeted_without_a_link(office: Office, line: Line) -> None:
    assert "Профиль" in Phone(line, "100").start("")
    link(office, "alisa")
    assert "привязан" in Phone(line, "telegram:alisa").start("")


def test_shut_out_the_address_is_blocked_and_the_person_told(office: Office, line: Line) -> None:
    link(office, "alisa")
    Phone(line, "telegram:alisa").hear("stop")
    assert Address.objects.get(address="telegram:alisa").state == "blocked"


def test_links_are_for_people_and_channels_that_are_on(office: Office) -> None:
    with pytest.raises(Forbidden):
        begin_link(Actor.system(), channel="telegram")
    with pytest.raises(Conflict):
        begin_link(office.actor("alisa"), channel="max")
    channels.set_channel(office.actor("admin"), channel="email")
    with pytest.raises(Conflict):
        begin_link(office.actor("alisa"), channel="email")
    channels.switch_channel(office.actor("admin"), channel="telegram", on=False)
    with pytest.raises(Conflict):
        begin_link(office.actor("alisa"), channel="telegram")


def test_no_more_links_than_anybody_needs(office: Office, now: MovingClock) -> None:
    for _ in range(10):
        begin(office)
    with pytest.raises(Conflict) as refused:
        begin(office)
    assert refused.value.code == "too_many"
    now.to("2026-07-02 10:20")
    begin(office)


def test_the_state_of_a_link_is_its_owners(office: Office) -> None:
    ticket, _token = begin(office)
    with pytest.raises(NotFound):
        link_state(office.actor("viktor"), ticket)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Алиса Смирнова", "А****са С****ва"),
        ("Ян", "Я****"),
        ("", "…"),
        ("\u202e\u200b", "…"),
        ("<b>x</b>" * 50, "<****b>"),
    ],
)
def test_names_are_masked(name: str, shown: str) -> None:
    found = masked(name)
    assert found == shown or (len(name) > 40 and len(found) < 40)


def test_a_person_is_known_by_an_initial() -> None:
    assert person("Смирнова", "Алиса") == "А. С****ва"
