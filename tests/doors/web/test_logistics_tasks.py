"""Tasks of orders: partners and folder, the form at hand, listed reasons, track numbers, the way of a shipment."""

from __future__ import annotations

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.cards import queries
from marshrut.cards.models import Card, CardContent, Task
from tests.support.office import MovingClock
from tests.support.orders import ADDRESS, POST, WRONG, Orders, furnish

from .conftest import signed_in

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff\xe0" + b"\0" * 64


@pytest.fixture
def orders(db: None, now: MovingClock) -> Orders:
    return furnish()


@pytest.fixture
def alisa(orders: Orders) -> Client:
    return signed_in(orders.office, "alisa")


def seen(client: Client, task: int) -> str:
    answer = client.get(f"/inbox/?task={task}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def press(client: Client, task: int, outcome: str, **sent: object) -> tuple[int, str]:
    answer = client.post(
        f"/tasks/{task}/complete",
        {"outcome": outcome, "key": f"press-{task}-{outcome}-{len(sent)}", "target": "inbox", **sent},
        headers={"HX-Request": "true"},
    )
    return answer.status_code, html.unescape(answer.content.decode()).replace("\u00a0", " ")


def fields(card: int) -> dict[str, object]:
    return dict(CardContent.objects.system("test").get(card_id=card).fields)


def stage(card: int) -> str:
    return Card.objects.system("test").get(pk=card).stage


def test_a_task_shows_whom_to_call_and_where_the_papers_lie(orders: Orders, alisa: Client) -> None:
    """S0.5, S0.7: card, company, contacts, accounting, folder; the requisites lead back to the task."""
    card = orders.order()
    task = orders.task(card, "send_scans")
    page = seen(alisa, task)
    assert f'href="/cards/{card}/"' in page
    assert "Бухгалтерия:</b>" in page
    assert 'href="tel:+7487212-00-01"' in page
    assert 'href="mailto:buh@steklo.example"' in page
    assert "Петров Иван" in page
    assert f'href="/documents/?place=card&ref={card}"' in page
    back = alisa.get(f"/companies/{orders.customer}/?task={task}").content.decode()
    assert f'href="/inbox/?task={task}"' in back


def test_accounting_is_not_named_when_nobody_is_recorded(orders: Orders, alisa: Client) -> None:
    page = seen(alisa, orders.task(orders.at("track_carrier"), "track_carrier"))
    assert "ИП Ковалёв" in page
    assert "Бухгалтерия:</b>" not in page


def test_the_form_of_the_task_stands_open_and_filled_in(orders: Orders, alisa: Client) -> None:
    """S0.21, S0.22: the address of the requisites, today, the way of last time."""
    first = orders.at("send_originals")
    page = seen(alisa, orders.task(first, "send_originals"))
    assert 'data-ask="sent" data-look="ok" data-standing' in page
    assert ADDRESS in page
    assert "почтовый адрес" in page
    assert 'value="2026-07-02"' in page
    assert 'capture="environment"' in page
    assert 'value="cdek" selected' not in page
    sent = {"address": ADDRESS, "way": "cdek", "track": "1105432876", "sent_on": "2026-07-02"}
    assert press(alisa, orders.task(first, "send_originals"), "sent", **sent)[0] == 200
    second = orders.at("send_originals", number="2026-118")
    assert 'value="cdek" selected' in seen(alisa, orders.task(second, "send_originals"))
    boris = signed_in(orders.office, "boris")
    assert 'value="cdek" selected' not in boris.get(f"/cards/{second}/").content.decode()


def test_without_an_address_the_task_says_so(orders: Orders, alisa: Client) -> None:
    card = orders.at("send_originals", customer=orders.carrier)
    assert "В реквизитах адреса нет" in seen(alisa, orders.task(card, "send_originals"))


def test_a_wrong_digit_is_refused_and_nothing_typed_is_lost(orders: Orders, alisa: Client) -> None:
    card = orders.at("send_originals")
    task = orders.task(card, "send_originals")
    photo = SimpleUploadedFile("Чек.jpg", PHOTO, "image/jpeg")
    sent = {"address": "Тула, новый адрес", "way": "post", "track": WRONG, "sent_on": "2026-07-01"}
    status, page = press(alisa, task, "sent", **sent, receipt=photo, receipt_shown="1")
    assert status == 422
    assert WRONG in page
    assert "Тула, новый адрес" in page
    assert 'value="2026-07-01"' in page
    assert "Чек.jpg" in page
    assert page.count('id="f-') == len({part.split('"')[0] for part in page.split('id="f-')[1:]})
    assert stage(card) == "sending"
    kept = page.split('name="receipt_kept" value="')[1].split('"')[0]
    status, _page = press(
        alisa, task, "sent", **{**sent, "track": f"{POST[:8]} {POST[8:]}"}, receipt_kept=kept, receipt_shown="1"
    )
    assert status == 200
    assert fields(card)["track"] == POST
    assert fields(card)["receipt"] == [int(kept)]


def test_by_hand_needs_no_number_and_a_day_to_come_is_refused(orders: Orders, alisa: Client) -> None:
    """A0.5."""
    card = orders.at("send_originals")
    task = orders.task(card, "send_originals")
    sent = {"address": ADDRESS, "way": "by_hand", "track": "", "sent_on": "2026-07-03"}
    assert press(alisa, task, "sent", **sent)[0] == 422
    assert press(alisa, task, "sent", **{**sent, "way": "post", "sent_on": "2026-07-02"})[0] == 422
    assert press(alisa, task, "sent", **{**sent, "sent_on": "2026-07-02"}, note="1")[0] == 200
    assert stage(card) == "originals_sent"


def test_a_skip_asks_for_a_listed_reason(orders: Orders, alisa: Client) -> None:
    """A0.2: moves the card, is journaled as a skip; without a reason it is refused in place."""
    card = orders.order()
    task = orders.task(card, "send_scans")
    page = seen(alisa, task)
    assert "Почему пропускаете?" in page
    assert "Заказчику сканы не нужны" in page
    status, page = press(alisa, task, "skip")
    assert status == 422
    assert 'role="alert"' in page
    status, page = press(alisa, task, "skip", because="other", reason="  ")
    assert status == 422
    assert 'value="other" required data-because data-explain checked' in page
    assert press(alisa, task, "skip", because="sent_before")[0] == 200
    assert stage(card) == "scans_sent"
    assert Task.objects.system("test").get(pk=task).skipped
    journal = html.unescape(alisa.get(f"/cards/{card}/?part=journal").content.decode())
    assert "Пропущено" in journal
    assert "Сканы отправлены раньше" in journal


def test_an_unknown_reason_is_refused(orders: Orders, alisa: Client) -> None:
    task = orders.task(orders.order(), "send_scans")
    assert press(alisa, task, "skip", because="<b>")[0] == 422


def test_a_comment_is_kept_though_nobody_has_to_write_it(orders: Orders, alisa: Client) -> None:
    """S0.9."""
    card = orders.order()
    task = orders.task(card, "send_scans")
    assert "Добавить комментарий" in seen(alisa, task)
    assert press(alisa, task, "sent", comment=" Отправила Вере ")[0] == 200
    assert Task.objects.system("test").get(pk=task).reason == "Отправила Вере"
    assert stage(card) == "scans_sent"


def test_pressed_twice_it_is_done_once(orders: Orders, alisa: Client) -> None:
    card = orders.order()
    task = orders.task(card, "send_scans")
    for _press in range(2):
        assert press(alisa, task, "skip", because="sent_before")[0] == 200
    assert Task.objects.system("test").filter(card_id=card, skipped=True).count() == 1


def test_a_stranger_sees_nothing_of_it(orders: Orders) -> None:
    card = orders.at("send_originals")
    viktor = signed_in(orders.office, "viktor")
    assert viktor.get(f"/cards/{card}/shipments/").status_code == 404
    assert viktor.get(f"/cards/{card}/way/").status_code == 404
    assert viktor.post(f"/cards/{card}/way/check").status_code == 404
    missing = viktor.get("/cards/999999/shipments/")
    assert missing.status_code == 404
    assert "Стеклозавод" not in viktor.get(f"/inbox/?task={orders.task(card, 'send_originals')}").content.decode()


SAID = [
    ("post", POST, "Контрольная цифра верна"),
    ("post", WRONG, "В номере ошибка"),
    ("post", POST[:9], "Введено цифр: 9 из 14"),
    ("by_hand", "", "Для этого способа номер не нужен"),
    ("cdek", "1105432876", ""),
    ("cdek", "12", "обычно выглядят иначе"),
    ("post", "", ""),
    ("", POST, ""),
    ("<script>", "<script>", ""),
    ("other", "9" * 5000, ""),
]


@pytest.mark.parametrize(("way", "number", "words"), SAID)
def test_a_number_is_judged_while_it_is_typed(alisa: Client, way: str, number: str, words: str) -> None:
    answer = alisa.get("/track/check/", {"way-in": "way", "number-in": "number", "way": way, "number": number})
    said = html.unescape(answer.content.decode()).strip()
    assert answer.status_code == 200
    assert words in said if words else said == ""


def test_a_number_is_judged_for_those_who_are_signed_in_only(orders: Orders) -> None:
    assert Client().get("/track/check/?way-in=way&number-in=track").status_code == 302


def test_the_order_shows_its_shipment_and_the_shipment_its_way(orders: Orders, alisa: Client, now: MovingClock) -> None:
    """S0.14."""
    card = orders.at("track_carrier")
    saved = {"carrier_way": "post", "carrier_track": POST}
    assert press(alisa, orders.task(card, "track_carrier"), "saved", **saved)[0] == 200
    now.to("2026-07-02 10:05")
    child = Card.objects.system("test").get(type="shipment")
    assert f'hx-get="/cards/{card}/shipments/"' in alisa.get(f"/cards/{card}/").content.decode()
    part = html.unescape(alisa.get(f"/cards/{card}/shipments/", headers={"HX-Request": "true"}).content.decode())
    assert f'href="/cards/{child.pk}/"' in part
    assert POST in part
    assert "Почта России" in part
    assert f'hx-get="/cards/{child.pk}/way/"' in alisa.get(f"/cards/{child.pk}/").content.decode()
    way = html.unescape(alisa.get(f"/cards/{child.pk}/way/", headers={"HX-Request": "true"}).content.decode())
    assert POST in way
    assert "не подключ" in way  # nobody can be asked yet, and that is said
    answer = alisa.post(f"/cards/{child.pk}/way/check", {"key": "check-now-1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "toast" in answer.headers["HX-Trigger"]


def test_the_last_choice_is_the_persons_own(orders: Orders, alisa: Client) -> None:
    from marshrut.cards.queries import habits

    card = orders.at("send_originals")
    sent = {"address": ADDRESS, "way": "cdek", "track": "1105432876", "sent_on": "2026-07-02"}
    press(alisa, orders.task(card, "send_originals"), "sent", **sent)
    me, boris = orders.office.actor("alisa"), orders.office.actor("boris")
    assert habits.last_given(me, "logistics", "send_originals", ["way", "nothing"]) == {"way": "cdek"}
    assert habits.last_given(boris, "logistics", "send_originals", ["way"]) == {}
    assert habits.last_given(me, "payment_request", "send_originals", ["way"]) == {}
    assert habits.last_given(me, "logistics", "send_originals", []) == {}
    assert queries.card(me, card).state.fields["way"] == "cdek"


def test_several_are_skipped_for_one_reason(orders: Orders, alisa: Client) -> None:
    """What may not be skipped so is named, the rest is done; the toast takes it back."""
    cards = [orders.order(number) for number in ("2026-1", "2026-2")]
    other = orders.at("send_originals", number="2026-3")
    page = alisa.get("/inbox/").content.decode()
    assert 'name="skip" value="skip:sent_before"' in page
    assert 'name="skip" value="skip:other"' not in page  # it asks for words
    tasks = [orders.task(one, "send_scans") for one in cards] + [orders.task(other, "send_originals")]
    sent = {"ids": ",".join(map(str, tasks)), "skip": "skip:sent_before", "key": "skip-several-1"}
    said = ""
    for _press in range(2):
        said = html.unescape(alisa.post("/tasks/bulk", sent, follow=True).content.decode())
    assert [stage(one) for one in (*cards, other)] == ["scans_sent", "scans_sent", "sending"]
    assert "Не выполнено: 1" in said
    assert set(
        Task.objects.system("test").filter(skipped=True, card_id__in=cards).values_list("because", flat=True)
    ) == {"sent_before"}


def test_several_are_not_skipped_without_a_reason(orders: Orders, alisa: Client) -> None:
    card = orders.order()
    sent = {"ids": str(orders.task(card, "send_scans")), "skip": "skip:", "key": "skip-several-2"}
    alisa.post("/tasks/bulk", sent)
    assert stage(card) == "scans"
