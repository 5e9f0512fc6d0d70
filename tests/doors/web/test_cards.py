"""What a newcomer stumbles over on cards: refusals, saved views, dates, the palette."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from marshrut.cards import commands
from marshrut.cards.models import SavedView
from marshrut.doors.web import formats
from marshrut.kernel import clock
from tests.support.office import MovingClock, Office, build


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    with clock.running(MovingClock("2026-07-02 10:00")):
        yield build()


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def refuse(office: Office) -> int:
    card = office.request()
    office.complete(card, "approve", "approved", "boris")
    office.complete(card, "finance", "rejected", "finance", reason="Нет бюджета")
    return card


def test_a_refused_card_says_who_and_why_and_waits_for_its_author(office: Office) -> None:
    card = refuse(office)
    text = signed_in(office, "alisa").get(f"/cards/{card}/").content.decode()
    assert "Отклонено: Фомин\u00a0Ф., сегодня, 10:00. Причина: Нет бюджета." in text
    bar = text.partition("data-stages>")[2].partition("</ol>")[0]
    assert [part.partition('"')[0] for part in bar.split('data-state="')[1:]] == [
        "done",
        "todo",
        "todo",
        "todo",
        "lost",
    ]
    asked = signed_in(office, "alisa").get("/inbox/?tab=asked").content.decode()
    assert "Отклонено: исправьте и запустите заново" in asked
    assert f'href="/cards/{card}/"' in asked
    for name in ("boris", "viktor"):
        assert "исправьте" not in signed_in(office, name).get("/inbox/?tab=asked").content.decode()


def test_only_ones_own_view_is_removed(office: Office) -> None:
    own = commands.save_view(
        office.actor("alisa"), card_type="payment_request", name="Мои", query="author=me", shared=True
    )
    address = f"/cards/payment_request/views/{own}/remove"
    assert address in signed_in(office, "alisa").get("/cards/payment_request/?author=me").content.decode()
    boris = signed_in(office, "boris")
    assert address not in boris.get("/cards/payment_request/?author=me").content.decode()
    assert boris.post(address).status_code == 404
    assert SavedView.objects.exists()
    assert signed_in(office, "alisa").post(address).headers["Location"] == "/cards/payment_request/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-07-01", "уже прошла"), ("2026-07-04", "нерабочий день"), ("2026-07-06", ""), ("", ""), ("x", "")],
)
def test_a_date_is_remarked_upon_while_it_is_typed(office: Office, day: str, said: str) -> None:
    answer = signed_in(office, "alisa").get("/calendar/hint/", {"field": "pay_before", "pay_before": day})
    text = answer.content.decode()
    assert said in text if said else text == ""


def test_the_palette_finds_sums_numbers_and_people(office: Office) -> None:
    card = office.request()
    alisa = signed_in(office, "alisa")
    for asked in ("125 000,50", "125\u202f000,50\u00a0₽", f"ЗО-{card}"):
        text = alisa.get("/palette/", {"q": asked}).content.decode()
        assert f'data-url="/cards/{card}/"' in text
        assert f"ЗО-{card} · Согласование руководителем" in text
    assert "Фомин\u00a0Ф." in alisa.get("/palette/", {"q": "Фом"}).content.decode()
    assert "/packs/" not in alisa.get("/palette/", {"q": "Настройки"}).content.decode()
    assert "/packs/" in signed_in(office, "admin").get("/palette/", {"q": "Настройки"}).content.decode()
    assert "/cards/" not in signed_in(office, "viktor").get("/palette/", {"q": "125 000,50"}).content.decode()


def test_a_refusal_keeps_the_file_in_sight_of_its_owner_only(office: Office) -> None:
    strange = office.file("boris")
    sent = {"invoice_shown": "1", "invoice_kept": str(strange), "purpose": "Флаконы"}
    answer = signed_in(office, "alisa").post("/cards/payment_request/new/", sent)
    assert answer.status_code == 422
    assert f"/files/{strange}/page/" not in answer.content.decode()
    assert "data:image" not in answer.content.decode()


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "меньше минуты"), (380, "6 ч 20 мин рабочего времени"), (480, "1 раб. день"), (1680, "3 раб. дня 4 ч")],
)
def test_long_waits_are_told_in_days(minutes: int, text: str) -> None:
    assert formats.working(minutes).replace("\u00a0", " ") == text


def test_a_refused_form_names_no_file_of_somebody_else(office: Office) -> None:
    own, strange = office.file("alisa", "свой.pdf"), office.file("viktor", "увольнение Бориса.pdf")
    card = office.request()
    sent = {"purpose": "x", "invoice_shown": "1", "invoice_kept": f"{own},{strange}"}
    alisa = signed_in(office, "alisa")
    for address in ("/cards/payment_request/new/", f"/cards/{card}/edit"):
        page = alisa.post(address, {**sent, "draft": "1"})
        assert page.status_code == 422, address
        text = page.content.decode()
        assert "увольнение" not in text
        assert str(strange) not in re.findall(r'name="invoice_kept" value="([^"]*)"', text)
        assert "свой.pdf" in text, address


def test_a_company_of_five_thousand_digits_is_refused(office: Office) -> None:
    sent = {"purpose": "x", "counterparty": "9" * 5000, "draft": "1"}
    assert signed_in(office, "alisa").post("/cards/payment_request/new/", sent).status_code == 422


def test_the_last_day_of_all_is_a_day(office: Office) -> None:
    answer = signed_in(office, "alisa").get("/calendar/hint/", {"field": "a", "a": "9999-12-31"})
    assert answer.status_code == 200
