"""The whole story of seed S4 in a real browser on the fake clock: from «Создать» to «Оплачено»."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from marshrut.cards.models import Card
from marshrut.history.verify import verify
from tests.support.office import PASSWORD, PDF, MovingClock, Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TIMELINE = """
02.07 10:00 Алиева А.: Карточка создана
02.07 10:00 Алиева А.: Запущено: Согласование руководителем
02.07 10:00 Маршрут: Задание «Согласуйте заявку на оплату»: Борисов Б., срок 6 июля 2026, 10:00
02.07 15:00 Маршрут: Проверка: задание ещё не взято в работу
03.07 10:00 Маршрут: Проверка: задание ещё не взято в работу
03.07 15:00 Маршрут: Проверка: задание ещё не взято в работу
06.07 10:00 Маршрут: Напоминание: Борисов Б.
06.07 10:00 Маршрут: Проверка: задание ещё не взято в работу
06.07 11:00 Маршрут: Сообщено: Орлова О. — может решить вместо исполнителя
06.07 11:30 Орлова О.: Согласовано (вместо: Борисов Б.)
06.07 11:30 Орлова О.: Стадия: Согласование руководителем → Проверка финансовым менеджером
06.07 11:30 Маршрут: Задание «Подтвердите заявку на оплату»: Фомин Ф., срок 8 июля 2026, 11:30
06.07 12:00 Фомин Ф.: Отклонено | Нет бюджета на квартал
06.07 12:00 Фомин Ф.: Стадия: Проверка финансовым менеджером → Отклонено
06.07 12:10 Алиева А.: Сумма: 125 000,50 ₽ → 99 000,00 ₽
06.07 12:10 Алиева А.: Запущено заново, круг 2: Согласование руководителем
06.07 12:10 Маршрут: Задание «Согласуйте заявку на оплату»: Борисов Б., срок 8 июля 2026, 12:10
06.07 12:20 Борисов Б.: Взято в работу: «Согласуйте заявку на оплату»
06.07 12:20 Борисов Б.: Согласовано
06.07 12:20 Борисов Б.: Стадия: Согласование руководителем → Проверка финансовым менеджером
06.07 12:20 Маршрут: Задание «Подтвердите заявку на оплату»: Фомин Ф., срок 8 июля 2026, 12:20
06.07 12:40 Фомин Ф.: Подтверждено
06.07 12:40 Фомин Ф.: Стадия: Проверка финансовым менеджером → Оплата
06.07 12:40 Маршрут: Задание «Выполнить оплату»: Главная Г., срок 6 июля 2026, 18:00
06.07 12:40 Маршрут: Задание «Приложите платёжное поручение с отметкой банка»: Младшая М., срок 6 июля 2026, 18:00
06.07 16:00 Главная Г.: Оплата выполнена
06.07 16:30 Младшая М.: Платёжное поручение с отметкой банка: Поручение.pdf
06.07 16:30 Младшая М.: Платёжное поручение приложено
06.07 16:30 Маршрут: Стадия: Оплата → Оплачено
""".strip().splitlines()


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Office:
    return build()


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    found = {name: tmp_path / name for name in ("Счёт 215.pdf", "Поручение.pdf")}
    for path in found.values():
        path.write_bytes(PDF)
    return found


def open_task(page: Page, url: str = "/inbox/") -> None:
    page.goto(url)
    expect(page.locator("#inbox-detail form[data-decide]")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.locator("#inbox-detail").get_by_role("button", name=name, exact=True).click()


def nothing_left(page: Page) -> Locator:
    """The praise of an empty inbox, wherever this screen shows it."""
    return page.get_by_role("heading", name="Новых заданий нет").locator("visible=true")


def journal(page: Page, card: int) -> list[str]:
    """The journal as the page shows it, oldest first, as "02.07 10:00 who: what | quote"."""
    page.goto(f"/cards/{card}/")
    found = []
    for entry in page.locator("#journal .entry").all():
        at = entry.locator("time").get_attribute("datetime") or ""
        who = entry.locator(".entry-line b").inner_text()
        text = entry.locator(".entry-text")
        quote = entry.locator(".entry-quote")
        said = text.inner_text() if text.count() else ""
        said += f" | {quote.inner_text()}" if quote.count() else ""
        day, time = at[:10].split("-"), at[11:16]
        found.append(f"{day[2]}.{day[1]} {time} {who}: {said}".replace("\u00a0", " ").replace("\u202f", " "))
    return list(reversed(found))


def test_from_create_to_paid(signed_in: Open, office: Office, now: MovingClock, papers: dict[str, Path]) -> None:
    author, head, ops = (signed_in(office.people[name]) for name in ("alisa", "boris", "ops"))
    finance, chief, junior = (signed_in(office.people[name]) for name in ("finance", "chief", "junior"))

    # S4.15: mandatory fields are asked for, then the request sets out by itself
    author.goto("/cards/payment_request/new/")
    author.get_by_label("Счёт на оплату").set_input_files(papers["Счёт 215.pdf"])
    author.get_by_label("Контрагент").press_sequentially("Стекл", delay=30)
    author.get_by_role("option", name="Стеклозавод").click()
    author.get_by_label("Сумма").fill("125 000,50")
    author.get_by_label("Статья затрат").select_option("packaging")
    author.get_by_label("За что платим").fill("Флаконы 50 мл, счёт № 215")
    author.get_by_role("button", name="Создать и отправить").click()
    expect(author.get_by_role("heading", name="Флаконы 50 мл, счёт № 215")).to_be_visible()
    card = Card.objects.system("test").get().pk

    # S4.9–S4.12: silence, reminder exactly at two working days, the operations manager one working hour later
    now.to("2026-07-06 09:59")
    head.goto("/notifications/")
    expect(head.get_by_text("Напоминание")).to_have_count(0)
    now.to("2026-07-06 10:00")
    head.reload()
    expect(head.get_by_text("Напоминание: Согласуйте заявку на оплату")).to_have_count(1)
    ops.goto("/inbox/")
    expect(ops.locator("[data-inbox-row]")).to_have_count(0)
    now.to("2026-07-06 11:00")
    now.to("2026-07-06 11:30")
    open_task(ops)
    expect(ops.locator("#inbox-detail")).to_contain_text("Вы можете решить вместо")
    press(ops, "Согласовать")
    expect(nothing_left(ops)).to_be_visible()

    # S4.19: a blank reason is refused, a real one stops the process
    now.to("2026-07-06 12:00")
    open_task(finance)
    press(finance, "Отклонить")
    reason = finance.get_by_label("Причина")
    reason.fill("\u2003")
    press(finance, "Отклонить")
    expect(reason).to_be_visible()
    assert Card.objects.system("test").get().stage == "finance"
    reason.fill("Нет бюджета на квартал")
    press(finance, "Отклонить")
    expect(nothing_left(finance)).to_be_visible()

    # S4.21: rework on the same card, then a second round
    now.to("2026-07-06 12:10")
    author.goto(f"/cards/{card}/")
    expect(author.get_by_text("Нет бюджета на квартал").first).to_be_visible()
    author.locator("#card-fields").get_by_role("link", name="Изменить").click()
    author.locator("#card-fields").get_by_label("Сумма").fill("99000")
    author.locator("#card-fields").get_by_role("button", name="Сохранить").click()
    expect(author.locator("#card-fields")).to_contain_text("99\u202f000,00")
    author.get_by_role("button", name="Запустить заново").click()
    expect(author.get_by_text("Круг 2").first).to_be_visible()

    # A4.5: taken, then decided; finance confirms before the cut-off
    now.to("2026-07-06 12:20")
    open_task(head)
    press(head, "Взять в работу")
    expect(head.locator("#inbox-detail")).to_contain_text("Вы взяли")
    press(head, "Согласовать")
    expect(nothing_left(head)).to_be_visible()
    now.to("2026-07-06 12:40")
    open_task(finance)
    press(finance, "Подтвердить")
    expect(nothing_left(finance)).to_be_visible()

    # S4.22–S4.25: requisites and memo; both finish in any order, the file blocks the end
    now.to("2026-07-06 16:00")
    open_task(chief)
    expect(chief.locator("#inbox-detail")).to_contain_text("Памятка бухгалтеру")
    expect(chief.locator("#inbox-detail")).to_contain_text("7707083893")
    chief.get_by_text("Почему этот срок?").click()
    expect(chief.locator("#inbox-detail")).to_contain_text("до 13:00 рабочего дня")
    press(chief, "Завершить")
    expect(nothing_left(chief)).to_be_visible()
    now.to("2026-07-06 16:30")
    open_task(junior)
    press(junior, "Завершить")  # opens the place for the file
    press(junior, "Завершить")  # and without a file nothing happens
    assert Card.objects.system("test").get().stage == "payment"
    junior.locator("#inbox-detail input[type=file]").set_input_files(papers["Поручение.pdf"])
    press(junior, "Завершить")
    expect(nothing_left(junior)).to_be_visible()

    # S4.26: closed by itself, the author is told, the timeline holds it all
    now.to("2026-07-06 16:31")
    author.goto("/notifications/")
    expect(author.get_by_text("Счёт оплачен: Флаконы 50 мл, счёт № 215")).to_be_visible()
    assert "\n".join(journal(author, card)) == "\n".join(TIMELINE)
    expect(author.locator(".card")).to_contain_text("Оплачено")
    assert not verify()


def test_head_approves_their_own_request_on_the_card(signed_in: Open, office: Office, now: MovingClock) -> None:
    """S4.18: no change of tabs, and it is marked."""
    card = office.request("boris")
    head = signed_in(office.people["boris"])
    head.goto(f"/cards/{card}/")
    head.locator(".task").get_by_role("button", name="Согласовать", exact=True).click()
    expect(head.locator("#journal")).to_contain_text("Согласовано (своя заявка)")


def test_on_the_phone_the_head_decides_with_the_thumb(signed_in: Open, office: Office, now: MovingClock) -> None:
    office.request()
    head = signed_in(office.people["boris"], phone=True)
    head.goto("/inbox/")
    head.locator("[data-inbox-row]").first.click()
    bar = head.locator("#inbox-detail form.decision")
    expect(bar).to_be_in_viewport()
    assert head.evaluate("document.documentElement.scrollWidth") <= 390
    bar.get_by_role("button", name="Согласовать", exact=True).click()
    expect(nothing_left(head)).to_be_visible()


def test_dragging_a_card_decides_or_flies_back(signed_in: Open, office: Office, now: MovingClock) -> None:
    card = office.request()
    head = signed_in(office.people["boris"])
    head.goto("/cards/payment_request/")
    head.locator(f"#tile-{card}").get_by_role("button", name="Переместить").click()
    head.locator("#sheet").get_by_role("button", name="Проверка финансовым менеджером").click()
    expect(head.locator("#toasts")).to_contain_text("Проверка финансовым менеджером")
    expect(head.locator("[data-column=finance]").locator(f"#tile-{card}")).to_be_visible()
    assert Card.objects.system("test").get().stage == "finance"


def test_a_stranger_meets_the_same_page_for_hidden_and_missing(signed_in: Open, office: Office) -> None:
    card = office.request()
    stranger = signed_in(office.people["viktor"])
    stranger.on("console", lambda _message: None)
    pages = []
    for number in (card, 10**6):
        answer = stranger.request.get(f"/cards/{number}/")
        assert answer.status == 404
        pages.append(answer.text().replace(str(number), "N"))
    assert "Флаконы" not in pages[0]


def test_signing_in_by_hand(signed_in: Open, office: Office) -> None:
    page = signed_in(office.people["alisa"])
    page.context.clear_cookies()
    page.goto("/inbox/")
    page.get_by_label("Почта").fill("alisa@example.ru")
    page.get_by_label("Пароль").fill("не тот пароль")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("alert").or_(page.locator(".notice")).first).to_be_visible()
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page).to_have_url("http://localhost/inbox/".replace("http://localhost", page.url.split("/inbox")[0]))
