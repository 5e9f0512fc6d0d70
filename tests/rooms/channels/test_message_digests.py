"""Several notices in one message: of one card, and of a day; what is done or read by then is left out."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.automation.models import Notification
from marshrut.cards import commands as cards
from marshrut.channels import messages
from marshrut.channels.models import Delivery
from marshrut.kernel import clock
from tests.support.composing import composed, delivery, everything
from tests.support.office import MovingClock, Office, drain


def test_several_of_one_card_in_one_message(office: Office, now: MovingClock) -> None:
    card = office.request()
    drain(now.at)
    for text in ("Раз", "Два"):
        cards.comment_card(office.actor("alisa"), card=card, text=text)
        drain(now.at)
    one, two = Notification.objects.filter(about="comment").order_by("id")
    first = delivery(office, "boris", "comment", notice=one.pk)
    delivery(office, "boris", "comment", notice=two.pk, together=first)
    message = composed(first)
    assert message.text == "Алиева А.: Раз"
    assert message.lines[0][1].endswith("Алиева А.: Два")


def test_a_digest_leaves_out_what_is_done_or_read(office: Office, now: MovingClock) -> None:
    done, left = office.request(), office.request(purpose="Крышки")
    cards.comment_card(office.actor("alisa"), card=left, text="Срочно")
    cards.comment_card(office.actor("alisa"), card=done, text="Прочитано уже")
    drain(now.at)
    office.complete(done, "approve", "approved", "boris")
    told = {one.card_id: one for one in Notification.objects.filter(about="task_opened", person_id=office.id("boris"))}
    talked = {one.card_id: one for one in Notification.objects.filter(about="comment", person_id=office.id("boris"))}
    Notification.objects.filter(pk=talked[done].pk).update(read_at=clock.now())
    made = Delivery.objects.create(
        kind="digest", person_id=office.id("boris"), channel="telegram", at=clock.now(), number="D1"
    )
    for one in (*told.values(), *talked.values()):
        delivery(office, "boris", one.about, notice=one.pk, card_id=one.card_id, task=one.task, together=made)
    message = composed(made)
    said = everything(message)
    assert message.title == "Дайджест: 2 уведомления"
    assert [line for line in message.lines if "•" not in line[1]] == [
        ("", "Ждут вашего решения: 1"), ("", "Пишут коллеги: 1"),
    ]  # fmt: skip
    assert "Прочитано уже" not in said
    Notification.objects.update(read_at=clock.now())
    assert messages.compose(made) is None


def test_a_digest_asks_no_more_for_many(office: Office, now: MovingClock) -> None:
    def asked(many: int) -> int:
        made = Delivery.objects.create(
            kind="digest", person_id=office.id("boris"), channel="telegram", at=clock.now(), number="D"
        )
        for one in Notification.objects.filter(person_id=office.id("boris"), about="task_opened")[:many]:
            delivery(office, "boris", notice=one.pk, card_id=one.card_id, task=one.task, together=made, n=many)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            composed(made)
        return len(queries)

    for _number in range(6):
        office.request()
    drain(now.at)
    asked(1)
    assert asked(2) == asked(6) <= 10
