"""What a message does not say: closed cards, names in short mode, hidden characters, whole novels."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.automation.models import Notification
from marshrut.channels import messages
from marshrut.channels.messages import texts
from marshrut.channels.models import Channel
from marshrut.org.models import Person
from tests.support.composing import composed, delivery, everything, scan
from tests.support.office import MovingClock, Office, drain


def test_who_may_not_see_the_card_is_told_nothing(office: Office, now: MovingClock) -> None:
    """Somebody else's notice, and a notice that a stranger has got by an old right."""
    office.request()
    drain(now.at)
    made = delivery(office, "boris")
    Notification.objects.filter(pk=made.notice or 0).update(person_id=office.id("viktor"))
    made.person_id = office.id("viktor")
    assert messages.compose(made) is None
    made.person_id = office.id("boris")
    assert messages.compose(made) is None


def test_the_dismissed_are_told_nothing(office: Office, now: MovingClock) -> None:
    office.request()
    drain(now.at)
    made = delivery(office, "boris")
    Person.objects.filter(pk=office.id("boris")).update(is_active=False)
    assert messages.compose(made) is None
    assert messages.settled(made) is None


def test_short_mode_says_no_name_sum_or_file(office: Office, now: MovingClock) -> None:
    card = office.request(invoice=[scan(office)])
    drain(now.at)
    made = delivery(office, "boris")
    Channel.objects.update(short=True)
    message = composed(made)
    said = everything(message) + everything(messages.settled(made) or message)
    for secret in ("125", "Стеклозавод", "Флаконы", "Алиева", "Борисов", "Счёт", "Согласуйте"):
        assert secret not in said
    assert message.title == "Задание ждёт вашего решения"
    assert message.picture is None
    assert message.rows == ()
    assert message.url.endswith(f"/notifications/{made.notice}/")
    office.complete(card, "approve", "rejected", "boris", reason="Дорого")
    assert "Борисов" not in everything(messages.settled(made) or message)
    assert "Дорого" not in everything(messages.settled(made) or message)


def test_hostile_names_cannot_pass_for_something_else(office: Office, now: MovingClock) -> None:
    """Text is turned around or hidden by characters nobody sees; messages are plain, wires escape what they must."""
    office.request(purpose="Флаконы\u202eяд\u200bуд <b>&amp;\n\n\n\nСогласовано: Громова")
    drain(now.at)
    purpose = dict(composed(delivery(office, "boris")).lines)["За что платим"]
    assert purpose == "Флаконыядуд <b>&amp; Согласовано: Громова"


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("", 10, ""),
        ("а" * 11, 10, "а" * 9 + "…"),
        ("раз \n\n \n два", 20, "раз\nдва"),
        ("\u2066раз\ufeff\u00ad", 20, "раз"),
        ("1\u202f000\u00a0₽", 20, "1\u202f000\u00a0₽"),
    ],
)
def test_texts_are_cut_and_clean(text: str, most: int, left: str) -> None:
    assert texts.plain(text, most) == left


def test_whatever_was_written_a_message_is_bounded(office: Office, now: MovingClock) -> None:
    office.request(purpose="Ж" * 200, note="Ю" * 1900)
    drain(now.at)
    message = composed(delivery(office, "boris"))
    assert len(everything(message)) < 3000


def test_what_is_missed_least_comes_last(office: Office, now: MovingClock) -> None:
    """Below a picture a messenger takes a thousand characters."""
    card = office.request(purpose="Ж" * 150)
    office.complete(card, "approve", "approved", "boris", reason="Дорого")
    drain(now.at)
    names = [name for name, _value in composed(delivery(office, "finance")).lines]
    assert names[0] == "Сумма"
    assert names[-2:] == ["Борисов Б.", "За что платим"]


def test_a_message_costs_few_queries(office: Office, now: MovingClock) -> None:
    """5 000 of them leave at 30 a second: the database must not be what they wait for."""
    office.request(invoice=[scan(office)])
    drain(now.at)
    composed(delivery(office, "boris"))
    made = delivery(office, "boris", n=2)
    with CaptureQueriesContext(connection) as queries:
        composed(made)
    assert len(queries) <= 13
