"""«Контроль писем»: heads see their people's letters, those who look after all see all; every figure opens its list."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.cards import commands
from marshrut.dashboards import letters as dashboard
from tests.doors.web.conftest import shown, signed_in
from tests.support.mailroom import Mailroom
from tests.support.office import MovingClock


def page(browser: Client, address: str = "/control/") -> str:
    return shown(browser, address).split("<main")[1]


def figures(text: str) -> dict[str, tuple[str, str]]:
    """Name of a figure -> (number, address of its list)."""
    found = {}
    for one in re.findall(r'<li class="panel figure".*?</li>', text, re.DOTALL):
        number, name = re.findall(r'<span class="figure-(?:number|name)">(.*?)</span>', one)
        link = re.search(r'href="([^"]*)"', one)
        found[name] = (number, link[1] if link else "")
    return found


def test_a_letter_from_desk_to_desk(room: Mailroom, now: MovingClock) -> None:
    """One letter on its whole way: every figure that counts it opens a list that shows it."""
    vera = signed_in(room.office, "vera")
    card = room.incoming("О переносе срока")
    room.assign(card)
    now.to("2026-07-03 12:00")
    text = page(vera)
    assert figures(text)["В работе"] == ("1", "/control/open/")
    assert "О переносе срока" in text
    assert "1 раб. день 2 ч" in text  # Thursday 10:00 to Friday 12:00
    assert f'href="/control/open/?person={room.id("alisa")}"' in text
    assert "О переносе срока" in page(vera, f"/control/open/?person={room.id('alisa')}")
    assert "Здесь пусто" in page(vera, f"/control/open/?person={room.id('viktor')}")

    answer = room.answer(card)
    unanswered = figures(page(vera))["Обработано, но ответ не ушёл"]
    assert unanswered == ("1", "/control/unanswered/")
    assert "О переносе срока" in page(vera, unanswered[1])
    assert "Борисов Б." in page(vera, unanswered[1])  # the answer waits for him

    room.approve(answer)
    room.send(answer)
    shown = figures(page(vera))
    assert shown["Обработано, но ответ не ушёл"] == ("0", "")
    assert shown["В работе"] == ("0", "")
    assert shown["Нет вх. № контрагента"] == ("1", "/control/numbers/")
    assert "ИСХ-0001/26" in page(vera, "/control/numbers/")
    room.complete(answer, "their_number", "recorded", "vera", fields={"their_number": "Вх-7"})
    assert "Нет вх. № контрагента" not in figures(page(vera))


def test_an_answer_withdrawn_after_the_letter_was_done_is_seen(room: Mailroom, now: MovingClock) -> None:
    """Исполнено, and the answer made by hand never left: nobody would notice otherwise."""
    vera = signed_in(room.office, "vera")
    card = room.incoming()
    room.assign(card)
    room.do(card)
    assert figures(page(vera))["Обработано, но ответ не ушёл"] == ("0", "")
    answer = room.outgoing(by="alisa", answers=card)
    assert figures(page(vera))["Обработано, но ответ не ушёл"] == ("1", "/control/unanswered/")
    now.to("2026-07-02 12:00")
    commands.withdraw_card(room.actor("alisa"), card=answer, reason="Передумали")
    room.settle()
    assert figures(page(vera))["Обработано, но ответ не ушёл"] == ("1", "/control/unanswered/")


def test_an_answer_given_up_before_the_letter_was_done_is_no_debt(room: Mailroom, now: MovingClock) -> None:
    vera = signed_in(room.office, "vera")
    card = room.incoming()
    room.assign(card)
    answer = room.answer(card)
    commands.withdraw_card(room.actor("alisa"), card=answer, reason="Ответ не нужен")
    room.settle()
    assert room.stage(card) == "work"
    now.to("2026-07-02 12:00")
    room.do(card)
    assert figures(page(vera))["Обработано, но ответ не ушёл"] == ("0", "")


def test_what_is_late(room: Mailroom, now: MovingClock) -> None:
    director = signed_in(room.office, "director")
    room.assign(room.incoming("О браке"), term="2026-07-06")
    room.assign(room.incoming("О сертификатах"), term="2026-12-01")
    now.to("2026-07-20 10:00")
    assert figures(page(director))["Просрочены"] == ("1", "/control/late/")
    late = page(director, "/control/late/")
    assert "О браке" in late
    assert "О сертификатах" not in late


def test_errands_and_acquaintance_that_are_late(room: Mailroom, now: MovingClock) -> None:
    director = signed_in(room.office, "director")
    card = room.incoming()
    room.assign(card, readers=[room.id("viktor"), room.id("ops")])
    errand = {"about": card, "title": "Позвонить", "executor": room.id("viktor"), "term": "2026-07-06"}
    commands.create_card(room.actor("boris"), card_type="errand", fields=errand)
    room.settle()
    now.to("2026-07-20 10:00")
    shown = figures(page(director))
    late = {name: found for name, found in shown.items() if name.endswith("просрочено")}
    assert sorted(number for number, _url in late.values()) == ["1", "1"]
    for _number, address in late.values():
        assert "overdue=1" in address
        assert director.get(address).content.decode().count("data-row") == 1


def test_a_head_sees_his_people_and_only_letters_he_may_see(room: Mailroom) -> None:
    room.assign(room.incoming("О переносе срока"))
    boris = page(signed_in(room.office, "boris"))
    assert "Письма сотрудников ваших подразделений" in boris
    assert "О переносе срока" in boris  # he is its addressee
    assert "Алиева" in boris
    viktor = page(signed_in(room.office, "viktor"))
    assert "О переносе срока" not in viktor
    assert "Алиева" not in viktor
    assert "Здесь пусто" in page(signed_in(room.office, "viktor"), "/control/open/")


def test_others_have_no_such_page(room: Mailroom) -> None:
    room.incoming()
    for name in ("alisa", "admin"):
        browser = signed_in(room.office, name)
        assert browser.get("/control/").status_code == 404
        assert browser.get("/control/open/").status_code == 404
        assert 'href="/control/"' not in browser.get("/inbox/").content.decode()
    vera = signed_in(room.office, "vera")
    assert 'href="/control/"' in vera.get("/inbox/").content.decode()
    assert vera.get("/control/nothing/").status_code == 404


def test_a_list_goes_on_page_by_page(room: Mailroom, now: MovingClock) -> None:
    for number in range(3):
        room.incoming(f"Письмо {number}")
        now.to(f"2026-07-02 1{number + 1}:00")
    from marshrut.cards.queries import waits

    wanted = waits.Wanted(("incoming_letter",))
    first = waits.waiting(room.actor("vera"), wanted, limit=2)
    second = waits.waiting(room.actor("vera"), wanted, first.after, limit=2)
    assert [one.name.split(" ", 1)[1] for one in (*first.cards, *second.cards)] == ["Письмо 0", "Письмо 1", "Письмо 2"]
    assert second.after is None
    assert dashboard.listed(room.actor("vera"), "open", after="мусор").total == 3


def test_more_letters_cost_no_more_queries(room: Mailroom) -> None:
    vera = signed_in(room.office, "vera")

    def cost(address: str) -> int:
        vera.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert vera.get(address).status_code == 200
        return len(queries)

    addresses = ("/control/", "/control/open/", "/control/unanswered/")
    room.answer_all(1)
    few = [cost(address) for address in addresses]
    room.answer_all(3)
    assert [cost(address) for address in addresses] == few
    assert few[0] <= 18
    assert max(few[1:]) <= 14
