"""The list of attacks on deciding in a messenger: each is refused, journaled and explained, and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from marshrut.cards import commands as cards
from marshrut.cards.models import Task
from marshrut.channels import commands as channels
from marshrut.channels.deciding import closing, codes, keys, pressing
from marshrut.channels.deciding.commands import decide_action
from marshrut.channels.deciding.opening import opened
from marshrut.channels.deciding.verdicts import Heard
from marshrut.channels.linking import guessing, leaving
from marshrut.channels.linking.commands import begin_link
from marshrut.channels.models import Action, Address, Channel, Delivery, Inbound, Ticket
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, NotFound, Refused
from marshrut.org import commands as org
from tests.support.office import MovingClock, Office, build, drain
from tests.support.presses import Phone, said
from tests.support.wires import Line, connect, link, plugged


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def line() -> Iterator[Line]:
    made, mail = Line(), Line("email", "Почта", presses=False, edits=False, links=False, hears="poll", form=())
    with plugged(made, mail):
        yield made


@pytest.fixture
def office(db: None, now: MovingClock, line: Line, settings: Settings, tmp_path: Any) -> Office:
    settings.FILES = tmp_path / "files"
    settings.PUBLIC_ADDRESS = "https://docs.company.ru"
    made = build()
    connect(made, "telegram")
    link(made, "boris")
    link(made, "viktor")
    return made


@pytest.fixture
def card(office: Office, now: MovingClock) -> int:
    made = office.request()
    drain(now.at)
    return made


@pytest.fixture
def boris(card: int, line: Line) -> Phone:
    return Phone(line, "telegram:boris", "Борис")


@pytest.fixture
def viktor(card: int, line: Line) -> Phone:
    return Phone(line, "telegram:viktor", "Виктор")


@pytest.fixture
def stranger(card: int, line: Line) -> Phone:
    return Phone(line, "telegram:666", "Чужой")


def approve(card: int) -> Task:
    return Task.objects.system("test").filter(card_id=card, key="approve").latest("pk")


def journal(office: Office, name: str) -> list[str]:
    found = timeline(f"person:{office.id(name)}", limit=100)
    return [str(one.body["code"]) for one in found if one.kind == "channel.refused"]


def button(boris: Phone, text: str = "Согласовать") -> str:
    return boris.find(text)[1].data


def last() -> tuple[str, str]:
    row = Inbound.objects.latest("pk")
    return row.state, row.why


def decisions(card: int) -> int:
    return sum(one.kind == "task.completed" for one in timeline(f"card:{card}", limit=200))


# who presses


def test_a_forwarded_message_is_of_no_use(office: Office, card: int, boris: Phone, stranger: Phone) -> None:
    shown = stranger.send_data(button(boris))
    assert "не привязан" in shown
    assert approve(card).state == "open"
    assert last() == ("refused", codes.NOT_LINKED)
    assert journal(office, "boris") == [codes.NOT_LINKED]


def test_another_colleague_decides_nothing(office: Office, card: int, boris: Phone, viktor: Phone) -> None:
    shown = viktor.send_data(button(boris))
    assert "другому сотруднику" in shown
    assert "Флаконы" not in shown
    assert approve(card).state == "open"
    assert journal(office, "boris") == journal(office, "viktor") == [codes.ANOTHER]


def test_whoever_may_decide_anyway_cannot_by_the_button_of_another(
    office: Office, card: int, boris: Phone, line: Line
) -> None:
    """The operations manager may decide this very task, in her own message or in the portal."""
    link(office, "ops")
    shown = Phone(line, "telegram:ops").send_data(button(boris))
    assert "другому сотруднику" in shown
    assert approve(card).state == "open"


def test_the_dismissed_are_refused_at_once(office: Office, card: int, boris: Phone) -> None:
    org.dismiss_person(office.actor("admin"), person=office.id("boris"))
    shown = boris.send_data(button(boris))
    assert "закрыта" in shown
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.DISMISSED]
    assert leaving.leave() == 1
    assert Address.objects.get(person_id=office.id("boris"), channel="telegram").state == "off"


def test_buttons_of_a_lost_phone_are_void(office: Office, card: int, boris: Phone, now: MovingClock) -> None:
    """Unlinked everywhere; the same account linked again does not wake what it was sent before."""
    data = button(boris)
    channels.unlink_all(office.actor("boris"), person=office.id("boris"))
    assert "не привязан" in boris.send_data(data)
    now.to("2026-07-02 10:05")
    link(office, "boris")
    assert "снова" in boris.send_data(data)
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.NOT_LINKED, codes.VOID]


def test_an_account_that_waits_for_confirmation_decides_nothing(office: Office, card: int, boris: Phone) -> None:
    Address.objects.filter(person_id=office.id("boris")).update(confirmed=False)
    boris.send_data(button(boris))
    assert last() == ("refused", codes.NOT_LINKED)
    assert approve(card).state == "open"


def test_who_has_lost_the_task_has_lost_the_button(office: Office, card: int, boris: Phone) -> None:
    data = button(boris)
    cards.forward_task(office.actor("boris"), task=approve(card).pk, to=office.id("finance"))
    shown = boris.send_data(data)
    assert "не за вами" in shown
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.NOT_YOURS]


def test_who_has_delegated_it_may_not_decide_meanwhile_by_an_old_button_of_the_other(
    office: Office, card: int, boris: Phone, line: Line, now: MovingClock
) -> None:
    """Taken back: what the colleague was sent is of no use."""
    link(office, "finance")
    cards.delegate_task(office.actor("boris"), task=approve(card).pk, to=office.id("finance"))
    drain(now.at)
    other = Phone(line, "telegram:finance")
    data = button(other)
    cards.take_back_task(office.actor("boris"), task=approve(card).pk)
    assert "не за вами" in other.send_data(data)
    assert approve(card).state == "open"
    assert journal(office, "finance") == [codes.NOT_YOURS]


def test_a_role_that_is_gone_takes_the_button_along(office: Office, card: int, line: Line, now: MovingClock) -> None:
    """Whoever was escalated to may decide as long as they hold the role."""
    link(office, "finance")
    office.complete(card, "approve", "approved", "boris")
    drain(now.at)
    finance = Phone(line, "telegram:finance")
    data = finance.find("Подтвердить")[1].data
    role = "finance_manager"
    org.assign_role(office.actor("admin"), role=role, person=office.id("viktor"))
    org.revoke_role(office.actor("admin"), role=role, person=office.id("finance"))
    drain(now.at)
    finance.send_data(data)
    state, why = last()
    held = Task.objects.system("test").get(card_id=card, key="finance", state__in=("open", "done"))
    if held.assignee_id == office.id("finance"):
        assert state == "done"  # the task was given to the person, and is still theirs
    else:
        assert (state, why) == ("refused", codes.NOT_YOURS)


# what is pressed


@pytest.mark.parametrize(
    "data",
    [
        "", "a:", "a:0", "a:" + "A" * 22, "a:" + "A" * 4000, "a:../../../etc/passwd", "a:' OR 1=1 --",
        "a:\x00" + "A" * 21, "a:\ud800" + "A" * 21, "A" * 22,
        "b:" + "A" * 22, "l:" + "A" * 22, "n:" + "A" * 22, "a:" + "\u202e" * 22, "<b>a:</b>", '{"task": 1}',
    ],
)  # fmt: skip
def test_forged_buttons_are_unknown(office: Office, card: int, boris: Phone, data: str) -> None:
    boris.send_data(data)
    assert last() == ("refused", codes.UNKNOWN)
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.UNKNOWN]


def test_a_guesser_is_answered_no_more(office: Office, card: int, stranger: Phone, boris: Phone) -> None:
    for _ in range(12):
        stranger.send_data("a:" + keys.new()[0])
    assert last() == ("refused", codes.TOO_MANY)
    stranger.send_data(button(boris))
    assert last()[0] == "refused"
    boris.press("Согласовать")
    assert approve(card).state == "done"


def test_nothing_kept_opens_a_button(office: Office, card: int, boris: Phone) -> None:
    """Whoever reads the tables finds digests: no secret of a button or a link is in them."""
    secret = button(boris).removeprefix(keys.ACTION)
    token = begin_link(office.actor("alisa"), channel="telegram")["address"].rpartition("=")[2]
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s OR row::text LIKE %s', [f"%{secret}%", f"%{token}%"])  # fmt: skip  # noqa: E501
            assert cursor.fetchone()[0] == 0, table


def test_the_button_of_another_channel_is_unknown(office: Office, card: int, boris: Phone) -> None:
    Action.objects.update(channel="max")
    boris.send_data(button(boris))
    assert last() == ("refused", codes.UNKNOWN)


# when it is pressed


def test_a_button_works_once(office: Office, card: int, boris: Phone) -> None:
    data = button(boris)
    boris.press("Согласовать")
    shown = boris.send_data(data)
    assert "вы, 10:00" in shown
    assert decisions(card) == 1
    assert journal(office, "boris") == [codes.USED]


def test_the_other_button_of_the_message_is_dead_too(office: Office, card: int, boris: Phone) -> None:
    other = button(boris, "Отклонить")
    boris.press("Согласовать")
    shown = boris.send_data(other)
    assert "Согласовано: вы" in shown
    assert decisions(card) == 1


def test_the_same_update_twice_is_one(office: Office, card: int, boris: Phone) -> None:
    update = boris.update("press", data=button(boris), callback="cb")
    assert boris.put(update) == 1
    assert boris.put(update, update) == 0
    drain(clock.now())
    assert decisions(card) == 1
    assert Inbound.objects.count() == 1


def test_an_old_button_has_expired(office: Office, card: int, boris: Phone) -> None:
    data = button(boris)
    Action.objects.update(expires_at=clock.now())
    assert "устарела" in boris.send_data(data)
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.EXPIRED]


def test_nobody_decides_on_what_they_have_not_seen(office: Office, card: int, boris: Phone) -> None:
    data = button(boris)
    cards.edit_card(office.actor("alisa"), card=card, fields={"amount": "999 000"})
    assert "изменилась" in boris.send_data(data)
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.STALE]
    assert any("999" in one for one in boris.texts)


def test_after_the_decision_of_another_it_says_whose(office: Office, card: int, boris: Phone) -> None:
    data = button(boris)
    office.complete(card, "approve", "approved", "ops")
    shown = boris.send_data(data)
    assert "Орлова" in shown
    assert decisions(card) == 1
    assert journal(office, "boris") == [codes.CLOSED]


def test_a_card_that_was_withdrawn_is_decided_no_more(office: Office, card: int, boris: Phone) -> None:
    data = button(boris)
    cards.withdraw_card(office.actor("alisa"), card=card)
    boris.send_data(data)
    assert last() == ("refused", codes.CLOSED)


def test_updates_out_of_order_decide_what_was_pressed_first_to_arrive(office: Office, card: int, boris: Phone) -> None:
    """Words that overtake the press they answer decide nothing, and the press then asks for them."""
    boris.say("Дорого")
    boris.press("Отклонить")
    assert approve(card).state == "open"
    boris.say("Дорого")
    assert approve(card).reason == "Дорого"


# how much


def test_a_sum_above_the_limit_is_confirmed_in_the_portal(office: Office, boris: Phone, card: int, line: Line) -> None:
    data = button(boris)
    channels.set_channel(office.actor("admin"), channel="telegram", limit_sum=Decimal(100_000))
    assert "100\u202f000" in boris.send_data(data)
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.LIMIT]
    office.request()
    drain(clock.now())
    buttons = [one for row in boris.last.message.rows for one in row]
    assert buttons
    assert not any(one.data for one in buttons)
    assert "выше" in said(boris.last.message)


def test_step_up_is_never_answered_in_a_chat(
    office: Office, boris: Phone, card: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marshrut.channels.deciding import sums

    monkeypatch.setattr(sums, "step_up", lambda view: True)
    assert "ещё раз" in boris.send_data(button(boris))
    assert approve(card).state == "open"
    assert journal(office, "boris") == [codes.STEP_UP]


# what is written


HOSTILE = [
    "<b>Согласовано</b><script>alert(1)</script>",
    "\u202eонасовалгос\u202c \u2066x\u2069",
    "[x](tg://user?id=1) *_`~",
    "Дорого " + "😀" * 500,
    "a\u0000b\u0007c\ud800",
    "Нет денег " + "﷽" * 100,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_words(office: Office, card: int, boris: Phone, words: str) -> None:
    boris.press("Отклонить")
    boris.say(words)
    reason = approve(card).reason
    assert reason
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00\x07]", reason)


@pytest.mark.parametrize("words", ["", "\u200b\u200b", "😀" * 500, "д" * 2001, "д" * 100_000, "\u202e\u202c"])
def test_words_that_say_nothing_or_too_much_decide_nothing(office: Office, card: int, boris: Phone, words: str) -> None:
    boris.press("Отклонить")
    boris.say(words)
    assert approve(card).state == "open"


def test_a_stranger_is_told_nothing(office: Office, card: int, boris: Phone, stranger: Phone) -> None:
    number = boris.chat[0].number
    for answer in (stranger.say("задания"), stranger.say("что там", number), stranger.say("/stop")):
        assert "не привязан" in answer
        assert "Флаконы" not in answer
    assert Address.objects.get(person_id=office.id("boris"), channel="telegram").state == "on"


def test_a_stranger_cannot_give_the_reason(office: Office, card: int, boris: Phone, viktor: Phone) -> None:
    boris.press("Отклонить")
    number = boris.last.number
    viktor.say("Дорого", number)
    assert approve(card).state == "open"
    boris.say("Дорого", number)
    assert approve(card).decided_by_id == office.id("boris")


# who links


def test_a_guessed_link_links_nobody(office: Office, stranger: Phone) -> None:
    assert "не знакома" in stranger.start(keys.new()[0])
    assert last() == ("refused", codes.UNKNOWN)
    assert not Address.objects.filter(address=stranger.account).exists()


def test_a_guesser_is_told_once_and_stops_nobody(office: Office, line: Line, stranger: Phone, now: MovingClock) -> None:
    """Guesses of one account, however many, keep neither others nor itself from a right link."""
    for _ in range(guessing.TRIES):
        stranger.start(keys.new()[0])
    assert "Слишком много" in stranger.start(keys.new()[0])
    said = len(stranger.chat)
    stranger.start(keys.new()[0])
    assert len(stranger.chat) == said
    for phone in (Phone(line, "telegram:alisa", "Алиса"), stranger):
        phone.start(begin_link(office.actor("alisa"), channel="telegram")["address"].rpartition("=")[2])
        assert phone.find("Это я")


def test_a_link_is_of_the_first_account_that_opens_it(office: Office, line: Line, stranger: Phone) -> None:
    token = begin_link(office.actor("alisa"), channel="telegram")["address"].rpartition("=")[2]
    alisa = Phone(line, "telegram:alisa", "Алиса")
    alisa.start(token)
    assert "другой аккаунт" in stranger.start(token)
    assert journal(office, "alisa") == [codes.ANOTHER]
    stranger.send_data(alisa.find("Это я")[1].data)
    assert last() == ("refused", codes.ANOTHER)
    alisa.press("Это я")
    assert Address.objects.get(address="telegram:alisa").person_id == office.id("alisa")
    assert "использована" in alisa.start(token)


def test_an_account_of_a_colleague_cannot_be_taken_over(office: Office, viktor: Phone) -> None:
    token = begin_link(office.actor("alisa"), channel="telegram")["address"].rpartition("=")[2]
    assert "другому" in viktor.start(token)
    assert Address.objects.get(address=viktor.account, state="on").person_id == office.id("viktor")


def test_a_link_is_over_after_a_quarter_of_an_hour(office: Office, stranger: Phone, now: MovingClock) -> None:
    token = begin_link(office.actor("alisa"), channel="telegram")["address"].rpartition("=")[2]
    now.to("2026-07-02 10:16")
    assert "пятнадцать минут" in stranger.start(token)
    assert not Ticket.objects.exclude(sender="").exists()


# by mail and by link


@pytest.fixture
def mailed(office: Office, line: Line, now: MovingClock) -> tuple[Delivery, str]:
    """A mail to Борис whose link decides."""
    Address.objects.filter(person_id=office.id("boris"), channel="telegram").update(state="off")
    channels.set_channel(office.actor("admin"), channel="email")
    card = office.request()
    drain(now.at)
    sent = Delivery.objects.filter(card_id=card, person_id=office.id("boris"), channel="email").latest("pk")
    mail = next(one for one in _wire("email").sent if one.number == sent.outside)
    url = next(one.url for row in mail.message.rows for one in row if one.text == "Согласовать")
    return sent, url.removeprefix("https://docs.company.ru/act/").strip("/")


def _wire(code: str) -> Line:
    from marshrut.channels import wire

    found = wire.wire(code)
    assert isinstance(found, Line)
    return found


def test_opening_a_link_decides_nothing(office: Office, mailed: tuple[Delivery, str]) -> None:
    sent, secret = mailed
    for _ in range(3):
        assert opened(office.actor("boris"), secret).code == ""
    assert approve(sent.card_id).state == "open"


def test_the_link_of_another_is_of_no_use(office: Office, mailed: tuple[Delivery, str]) -> None:
    sent, secret = mailed
    found = opened(office.actor("viktor"), secret)
    assert (found.code, found.view) == (codes.ANOTHER, None)
    with pytest.raises(NotFound):
        decide_action(office.actor("viktor"), action=secret)
    assert approve(sent.card_id).state == "open"
    assert journal(office, "boris") == journal(office, "viktor") == [codes.ANOTHER]


def test_a_link_decides_once(office: Office, mailed: tuple[Delivery, str]) -> None:
    sent, secret = mailed
    first = decide_action(office.actor("boris"), action=secret)
    assert decide_action(office.actor("boris"), action=secret) == first
    assert decisions(sent.card_id) == 1
    assert opened(office.actor("boris"), secret).code == codes.USED


def test_a_stale_link_is_refused(office: Office, mailed: tuple[Delivery, str]) -> None:
    sent, secret = mailed
    cards.edit_card(office.actor("alisa"), card=sent.card_id, fields={"amount": "999 000"})
    with pytest.raises(Conflict):
        decide_action(office.actor("boris"), action=secret)
    assert opened(office.actor("boris"), secret).changes
    assert journal(office, "boris") == [codes.STALE]


@pytest.mark.parametrize(
    ("sender", "proof", "data", "why"),
    [
        ("boris@example.ru", "", "yes", codes.UNPROVEN),
        ("viktor@example.ru", "mail", "yes", codes.ANOTHER),
        ("boris@example.ru.evil.com", "mail", "yes", codes.ANOTHER),
        ("boris@example.ru", "mail", "", codes.UNCLEAR),
    ],
)
def test_forged_answers_by_mail_propose_nothing(
    office: Office, mailed: tuple[Delivery, str], sender: str, proof: str, data: str, why: str
) -> None:
    sent, _secret = mailed
    phone = Phone(_wire("email"), sender)
    phone.hear("words", data=data, text="ок", message=sent.outside, proof=proof)
    assert last() == ("refused", why)
    assert journal(office, "boris") == [why]
    assert not Action.objects.filter(proposed=True).exists()
    assert approve(sent.card_id).state == "open"


def test_an_answer_by_mail_is_only_a_proposal(office: Office, mailed: tuple[Delivery, str]) -> None:
    sent, _secret = mailed
    phone = Phone(_wire("email"), "boris@example.ru")
    phone.hear("words", data="no", text="Дорого", message=sent.outside, proof="mail")
    assert approve(sent.card_id).state == "open"
    asked = phone.last.message
    secret = asked.url.removeprefix("https://docs.company.ru/act/").strip("/")
    found = opened(office.actor("boris"), secret)
    assert (found.code, found.words, found.proposed) == ("", "Дорого", True)
    decide_action(office.actor("boris"), action=secret, reason=found.words)
    assert (approve(sent.card_id).outcome, approve(sent.card_id).reason) == ("rejected", "Дорого")


# from outside


def test_calls_without_the_secret_are_not_heard(office: Office, card: int) -> None:
    client = Client()
    for path in ("/hooks/telegram/", "/hooks/telegram/guess/", "/hooks/telegram/guess", "/hooks/nobody/x/"):
        answer = client.post(path, b'{"update_id": 1}', content_type="application/json")
        assert answer.status_code in (301, 401, 403, 404, 405), path
    assert not Inbound.objects.exists()


# at once


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_decide_once(now: MovingClock, line: Line, settings: Settings, tmp_path: Any) -> None:
    """The same button, and the other one, pressed at the same moment: one decision, the others are told of it."""
    settings.FILES = tmp_path / "files"
    office = build()
    connect(office, "telegram")
    address = link(office, "boris")
    card = office.request()
    drain(now.at)
    boris = Phone(line, "telegram:boris")
    given = [button(boris), button(boris), button(boris, "Отклонить")]
    updates = [boris.update("press", data=data) for data in given]

    def press(update: Any) -> str:
        try:
            with translation.override("ru"):
                heard = Heard(0, "telegram", update, office.id("boris"), address, "ru")
                found = pressing.attempt(_action(update.data), replace(heard), "Дорого")
                return found.why or "done"
        except Refused as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        ends = sorted(pool.map(press, updates))
    assert decisions(card) == 1
    assert "done" in ends
    assert set(ends) <= {"done", codes.CLOSED}


def _action(data: str) -> Action:
    return Action.objects.get(digest=keys.known(data, keys.ACTION))


def test_programs_press_nothing(office: Office, card: int, boris: Phone) -> None:
    """A button is a person's: no token of a program, nor the system, confirms a link."""
    secret = button(boris).removeprefix(keys.ACTION)
    for actor in (Actor.system(), Actor.robot("any"), Actor("integration", "api")):
        with pytest.raises(Refused):
            decide_action(actor, action=secret)
    assert approve(card).state == "open"


# what answers what


def test_an_answer_to_another_message_decides_nothing(office: Office, card: int, boris: Phone) -> None:
    boris.press("Отклонить")
    boris.say("Ещё думаю, позвоните поставщику", reply_to="another")
    assert approve(card).state == "open"


@pytest.mark.parametrize("words", ["задания", "/tasks", "/help", "?", "👍", "отмени", "Отмена.", "отмена!", "нет"])
def test_what_is_no_reason_rejects_nothing(office: Office, card: int, boris: Phone, words: str) -> None:
    boris.press("Отклонить")
    boris.say(words)
    assert approve(card).state == "open"


def test_a_question_of_a_lost_phone_is_void(office: Office, card: int, boris: Phone, now: MovingClock) -> None:
    boris.press("Отклонить")
    channels.unlink_all(office.actor("boris"), person=office.id("boris"))
    now.to("2026-07-02 10:03")
    link(office, "boris")
    boris.say("Дорого")
    assert approve(card).state == "open"


def test_the_short_mode_is_short_whatever_is_said(office: Office, card: int, boris: Phone, now: MovingClock) -> None:
    """152-ФЗ: a channel that was made short after its messages went out tells no name, sum or reason any more."""
    Channel.objects.update(short=True)
    before = len(boris.line.sent)
    boris.press("Отклонить")  # asks why
    boris.say("отмена")
    boris.say("задания")
    office.complete(card, "approve", "rejected", "boris", reason="Кристина из Вектора дороже на 125 000,50")
    boris.press("Согласовать")  # too late
    closing.close()
    drain(now.at)
    later = [one for n, one in enumerate(boris.line.sent) if n >= before or one.edits]
    told = "\n".join([*(said(one.message) for one in later), *boris.line.answers])
    assert "Отклонено" in told
    for canary in ("Флаконы", "Стеклозавод", "125", "Кристина", "Вектор"):
        assert canary not in told
