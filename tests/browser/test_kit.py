"""Every screen with samples, on a phone by day and on a desk by night: no faults for axe, nothing wider than the phone.

The scripts are tried on the samples too, where the answers of the server do not matter.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from marshrut.doors.web.samples import catalogue
from marshrut.org import revision
from marshrut.org.models import Person

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOUND = '<div role="option" data-value="7" data-text="Литейный двор">Литейный двор</div>'
SCREENS = ["", *(f"{name}/" for name in catalogue.SCREENS)]


@pytest.fixture
def alice(transactional_db: None) -> Person:
    person = Person.objects.create(email="alice@example.org", last_name="Андреева", first_name="Алиса", is_admin=True)
    revision.bump()
    return person


@pytest.mark.parametrize(("phone", "scheme"), [(True, "light"), (False, "dark")], ids=["phone, light", "desk, dark"])
def test_no_screen_has_faults_of_access_or_width(signed_in: Open, alice: Person, phone: bool, scheme: str) -> None:
    page = signed_in(alice, phone=phone, bypass_csp=True, color_scheme=scheme)
    faults = []
    for name in SCREENS:
        page.goto(f"/ui-kit/{name}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if phone and width > 390:
            faults.append(f"{name} is {width} px wide")
        for fault in Axe().run(page).response["violations"]:
            faults += [f"{name}: {fault['id']} {node['target']}" for node in fault["nodes"]]
    assert faults == []


def test_content_policy_stops_nothing_of_ours(signed_in: Open, alice: Person) -> None:
    """The fixture fails on any console error, and a breach of the policy is one."""
    page = signed_in(alice)
    for name in SCREENS:
        page.goto(f"/ui-kit/{name}")
        expect(page.locator("h1")).to_be_visible()


def test_a_refusal_asks_for_its_reason_in_place(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/inbox/")
    page.keyboard.press("d")
    reason = page.get_by_label("Причина отклонения")
    expect(reason).to_be_focused()
    expect(page.get_by_role("button", name="Согласовать", exact=True)).to_be_hidden()
    page.keyboard.type("   ")
    page.get_by_role("button", name="Отклонить").click()
    expect(reason).to_be_visible()  # white space is no reason: nothing was sent
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    expect(page.get_by_role("button", name="Согласовать", exact=True)).to_be_visible()


def test_ctrl_enter_sends_the_refusal_and_not_the_approval(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)

    page.route("**/tasks/17/complete", answer)
    page.goto("/ui-kit/inbox/")
    page.keyboard.press("d")
    page.keyboard.type("Нет НДС")
    page.keyboard.press("Control+Enter")
    expect(page.locator("form[data-sent]")).to_have_count(0)
    page.wait_for_timeout(100)
    assert len(sent) == 1
    assert 'name="outcome"\r\n\r\nreject' in sent[0]


def test_keys_work_by_place_and_can_be_switched_off(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/inbox/")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyD', key: 'в', bubbles: true}))")
    expect(page.get_by_label("Причина отклонения")).to_be_focused()
    page.keyboard.type("d")  # a letter in a field is a letter
    expect(page.get_by_label("Причина отклонения")).to_have_value("d")
    Person.objects.filter(pk=alice.pk).update(keys_enabled=False)
    page.goto("/ui-kit/inbox/")
    page.keyboard.press("d")
    expect(page.get_by_label("Причина отклонения")).to_be_hidden()


def test_next_row_by_key(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/inbox/")
    page.keyboard.press("j")
    expect(page.locator("[data-row][data-current]")).to_have_id("task-row-1")
    assert page.url.endswith("?task=1")


def test_a_card_moves_without_dragging(signed_in: Open, alice: Person) -> None:
    """WCAG 2.5.7: the button opens the stages a card may go to; one sentence tells of the others."""
    page = signed_in(alice)
    page.goto("/ui-kit/board/")
    page.locator("#tile-0 a").focus()
    page.keyboard.press("m")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Проверка финансами")).to_be_enabled()
    expect(sheet.get_by_role("button", name="Оплачено")).to_have_count(0)
    expect(sheet).to_contain_text("На другие стадии карточка переходит после решения по заданию")


def test_files_are_listed_and_taken_out(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/create/")
    page.locator("[data-drop-input]").set_input_files(
        {"name": "Счёт 217.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    expect(page.locator(".drop-file")).to_contain_text("Счёт 217.pdf")
    page.get_by_role("button", name="Убрать: Счёт 217.pdf").click()
    expect(page.locator(".drop-file")).to_have_count(0)


def test_sums_are_grouped_and_people_are_suggested(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/create/")
    page.get_by_label("Сумма").fill("1250000,5")
    page.get_by_label("Контрагент").fill("Век")
    expect(page.locator("#f-company-list [role=option]")).to_have_count(3)
    assert page.get_by_label("Сумма").input_value() == "1\u202f250\u202f000,50"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Контрагент")).to_have_value("ООО «Косметика Плюс»")
    assert page.locator("[name=company]").input_value() == "1"


def test_a_column_folds_and_stays_folded(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/board/")
    page.get_by_role("button", name="Свернуть столбец: Оплата").click()
    page.reload()
    expect(page.locator("#column-payment")).to_have_attribute("data-folded", "")


def test_only_tasks_of_one_kind_are_ticked_together(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    page.goto("/ui-kit/inbox/")
    ticks = page.locator("[data-tick-one]")
    ticks.nth(0).check()
    ticks.nth(1).check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    expect(page.locator("[data-bulk-sum]")).to_contain_text("196")
    page.keyboard.press("Escape")
    expect(page.locator("[data-bulk]")).to_be_hidden()


def on_phone_one_column_fills_the_screen(page: Page) -> bool:
    box = page.locator("#column-head").bounding_box()
    return box is not None and 340 <= box["width"] <= 390


def test_the_phone_shows_list_then_detail(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice, phone=True)
    page.goto("/ui-kit/inbox-list/")
    expect(page.locator("#inbox-detail")).to_be_hidden()
    page.locator("[data-inbox-row]").nth(1).click()
    expect(page.get_by_role("button", name="Согласовать", exact=True)).to_be_in_viewport()
    expect(page.locator("[data-inbox-list]")).to_be_hidden()
    page.get_by_role("link", name="Задания").first.click()
    expect(page.locator("[data-inbox-list]")).to_be_visible()
    page.goto("/ui-kit/board/")
    assert on_phone_one_column_fills_the_screen(page)


def test_whoever_types_before_the_scripts_have_come_is_answered_too(signed_in: Open, alice: Person) -> None:
    page = signed_in(alice)
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/js/suggest*.js", hold)
    page.route("**/suggest/?*", lambda route: route.fulfill(body=FOUND, content_type="text/html"))
    page.goto("/ui-kit/create/", wait_until="commit")
    page.get_by_role("combobox").first.press_sequentially("Лит")
    late[0].continue_()
    expect(page.get_by_role("option", name="Литейный двор")).to_be_visible()
