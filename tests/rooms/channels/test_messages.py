"""What a message says: enough to decide by, nothing its reader may not see, why it came, how it is stopped."""

from __future__ import annotations

from datetime import timedelta

from marshrut.automation.models import Notification
from marshrut.cards import commands as cards
from marshrut.channels import messages
from marshrut.channels.models import Delivery
from marshrut.kernel import clock
from marshrut.org.models import Person
from tests.support.composing import composed, delivery, everything, scan
from tests.support.office import MovingClock, Office, drain


def test_a_head_can_decide_by_the_message_alone(office: Office, now: MovingClock) -> None:
    card = office.request(invoice=[scan(office)])
    drain(now.at)
    made = delivery(office, "boris")
    message = composed(made)
    lines = dict(message.lines)
    assert message.title == "Новое задание: Согласуйте заявку на оплату"
    assert next(iter(lines)) == "Сумма"  # what it is about comes first
    assert lines["Сумма"] == "125 000,50 ₽"
    assert (lines["Контрагент"], lines["За что платим"]) == ("Стеклозавод", "Флаконы 50 мл")
    assert lines["Срок"] == "6 июля 2026, 10:00"
    assert message.why == "Вы руководитель отдела инициатора (Алиева А.)."
    assert message.stop == "https://docs.company.ru/profile/notifications/"
    assert message.url == f"https://docs.company.ru/inbox/?task={office.task(card, 'approve').pk}"
    assert (message.number, message.thread, made.edition) == ("7F3K", f"card:{card}", 1)
    assert message.picture is not None
    assert message.picture.content.startswith(b"\xff\xd8\xff")


def test_the_buttons_are_those_of_the_task(office: Office, now: MovingClock) -> None:
    office.request()
    drain(now.at)
    buttons = [button.text for row in composed(delivery(office, "boris")).rows for button in row]
    assert buttons[:2] == ["Согласовать", "Отклонить"]


def test_who_has_decided_and_what_they_said(office: Office, now: MovingClock) -> None:
    card = office.request()
    office.complete(card, "approve", "approved", "boris", reason="Не больше трёх коробок")
    drain(now.at)
    message = composed(delivery(office, "finance"))
    assert dict(message.lines)["Борисов Б."] == "Согласовано, сегодня, 10:00. «Не больше трёх коробок»"


def test_what_changed_since_the_last_message(office: Office, now: MovingClock) -> None:
    card = office.request()
    drain(now.at)
    first = delivery(office, "boris")
    composed(first)
    first.state = "sent"
    first.save()
    cards.edit_card(office.actor("alisa"), card=card, fields={"amount": "300 000"})
    message = composed(delivery(office, "boris", n=2))
    at = message.lines.index(("", "Изменилось с прошлого сообщения:"))
    assert message.lines[at : at + 2] == (
        ("", "Изменилось с прошлого сообщения:"),
        ("Сумма", "125 000,50 ₽ → 300 000,00 ₽"),
    )


def test_what_was_shown_already_is_not_news(office: Office, now: MovingClock) -> None:
    office.request()
    drain(now.at)
    first = delivery(office, "boris", state="sent", edition=1)
    assert "Изменилось" not in everything(composed(delivery(office, "boris", n=2)))
    assert first.edition == 1


def test_a_task_that_is_decided_has_no_buttons(office: Office, now: MovingClock) -> None:
    card = office.request()
    drain(now.at)
    made = delivery(office, "boris")
    office.complete(card, "approve", "approved", "boris")
    message = composed(made)
    assert (message.rows, message.picture) == ((), None)


def test_a_settled_message_says_how_it_ended(office: Office, now: MovingClock) -> None:
    card = office.request()
    drain(now.at)
    made = delivery(office, "boris")
    office.complete(card, "approve", "approved", "boris")
    own = messages.settled(made)
    assert own is not None
    assert (own.title, own.settled, own.rows) == ("Согласовано: вы, сегодня, 10:00", True, ())
    assert own.lines[0][0] == "Сумма"
    said = messages.settled(made, "Согласовано: вы, 14:20")
    assert said is not None
    assert said.title == "Согласовано: вы, 14:20"


def test_a_settled_message_of_a_card_that_is_closed_to_the_reader(office: Office, now: MovingClock) -> None:
    office.request()
    drain(now.at)
    made = delivery(office, "boris")
    made.person_id = office.id("viktor")
    message = messages.settled(made, "Решено не вами")
    assert message is not None
    assert (message.title, message.text, message.lines, message.url) == ("Решено не вами", "", (), "")


def test_a_comment_says_who_and_what_and_is_no_sheet(office: Office, now: MovingClock) -> None:
    card = office.request()
    cards.comment_card(office.actor("alisa"), card=card, text="Когда оплатим?")
    drain(now.at)
    message = composed(delivery(office, "boris", "comment"))
    assert message.text == "Алиева А.: Когда оплатим?"
    assert (message.lines, message.rows, message.group) == ((), (), "talk")
    assert message.why == "Вы подали эту заявку, или по ней у вас есть задание."


def test_the_test_message(office: Office) -> None:
    made = Delivery.objects.create(
        kind="test", person_id=office.id("boris"), channel="telegram", at=clock.now(), number="T1"
    )
    assert composed(made).title == "Канал работает"
    Person.objects.filter(pk=office.id("boris")).update(language="en")
    assert composed(Delivery.objects.get(pk=made.pk)).title == "This channel works"


def test_english_readers_read_english(office: Office, now: MovingClock) -> None:
    Person.objects.filter(pk=office.id("boris")).update(language="en")
    office.request()
    drain(now.at)
    message = composed(delivery(office, "boris"))
    assert message.title.startswith("New task: ")
    assert message.why == "You are the head of the author's department (Алиева А.)."


def test_an_overdue_task_says_so(office: Office, now: MovingClock) -> None:
    office.request()
    drain(now.at)
    made = delivery(office, "boris")
    now.at += timedelta(days=10)
    assert dict(composed(made).lines)["Срок"].startswith("просрочено на ")


def test_a_repeat_says_that_it_is_one(office: Office, now: MovingClock) -> None:
    office.request()
    drain(now.at)
    assert "Повтор" not in everything(composed(delivery(office, "boris")))
    for lost in ({"state": "sending"}, {"state": "retry", "why": "unsure"}):
        made = delivery(office, "boris", n=len(lost) + 1, **lost)
        assert composed(made).lines[0][1] == "Повтор: неизвестно, дошло ли до вас сообщение № 7F3K."


def test_why_a_task_is_yours_is_said_to_you(office: Office, now: MovingClock) -> None:
    card = office.request()
    office.complete(card, "approve", "approved", "boris")
    drain(now.at)
    assert composed(delivery(office, "finance")).why == "У вас роль «finance_manager»: этот шаг за ней."


def test_who_stands_in_hears_for_whom(office: Office, now: MovingClock) -> None:
    card = office.request()
    cards.delegate_task(office.actor("boris"), task=office.task(card, "approve").pk, to=office.id("ops"))
    drain(now.at)
    message = composed(
        delivery(office, "ops", Notification.objects.filter(person_id=office.id("ops")).latest("id").about)
    )
    assert message.why.startswith("Задание у вас за сотрудника: Борисов Б")


def test_who_is_told_by_an_escalation_hears_that_the_process_names_them(office: Office, now: MovingClock) -> None:
    office.request()
    now.to("2026-07-20 10:00")
    told = Notification.objects.filter(about="escalation").latest("id")
    name = next(key for key, person in office.people.items() if person.pk == told.person_id)
    why = composed(delivery(office, name, "escalation")).why
    assert why.startswith("По правилам процесса вам сообщают о невыполненных вовремя заданиях.")
    assert "Вы можете решить вместо сотрудника: Борисов Б." in why
