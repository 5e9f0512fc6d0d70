"""«Отправления»: what is on its way, what waits to be collected, what went wrong; only what one may see."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.kernel import clock
from tests.doors.web.conftest import shown, signed_in
from tests.support import parcels as support
from tests.support.office import MovingClock
from tests.support.parcels import NUMBER, OTHER, Parcels


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def parcels(db: None, now: MovingClock) -> Iterator[Parcels]:
    with support.connected(now) as made:
        yield made


@pytest.fixture
def alisa(parcels: Parcels) -> Client:
    return signed_in(parcels.office, "alisa")


def page(browser: Client, query: str = "") -> str:
    return shown(browser, f"/shipments/{query}").split("<main")[1]


def rows(text: str) -> list[str]:
    """Cards on the page, in their order."""
    return re.findall(r'id="row-(\d+)"', text)


def tabs(text: str) -> dict[str, str]:
    """Title of a tab -> its count, "" without one."""
    found = {}
    for one in re.findall(r'<a class="tab".*?</a>', text, re.DOTALL):
        words = " ".join(re.sub(r"<[^>]+>", " ", one).split())
        name, _space, count = words.rpartition(" ")
        found[name if count.isdigit() else words] = count if count.isdigit() else ""
    return found


def arrived(parcels: Parcels, number: str = OTHER) -> int:
    card = parcels.parcel(track=number, what="Акты обратно", direction="to_us")
    parcels.say("arrived", number=number, text="Прибыло в место вручения", ago=-5)
    parcels.later(hours=1)
    parcels.poll()
    return card


def test_each_state_has_its_tab_with_a_count(parcels: Parcels, alisa: Client) -> None:
    moving, waits = parcels.parcel(), arrived(parcels)
    by_hand = parcels.parcel(way="by_hand", track="")
    parcels.move(by_hand, "delivered")
    wrong = parcels.parcel(way="pek", track="АБВГДЕЖ-1/2026")
    parcels.move(wrong, "problem")
    text = page(alisa)
    assert tabs(text) == {
        "Все": "4", "В пути": "1", "Прибыли": "1", "Нужна проверка": "1", "Доставлены": "1", "Не отслеживаются": "",
    }  # fmt: skip
    assert rows(text) == [str(one) for one in (wrong, by_hand, waits, moving)]
    assert rows(page(alisa, "?state=transit")) == [str(moving)]
    assert rows(page(alisa, "?state=arrived")) == [str(waits)]
    assert rows(page(alisa, "?state=trouble")) == [str(wrong)]
    assert rows(page(alisa, "?state=delivered")) == [str(by_hand)]


def test_a_row_says_what_is_asked_first(parcels: Parcels, alisa: Client) -> None:
    note = parcels.note()
    card = parcels.parcel(direction="to_us", about=note, firm=parcels.office.company.pk)  # type: ignore[union-attr]
    parcels.say("in_transit", text="Отправлено в Москву", ago=30)
    parcels.later(hours=1)
    parcels.poll()
    text = page(alisa)
    for said in ("Акты", "К нам", "СДЭК", NUMBER, "Стеклозавод", f"/cards/{note}/", "Отправлено в Москву", "Казань"):
        assert said in text
    assert f'href="/cards/{card}/"' in text


def test_it_is_narrowed_by_way_direction_company_text_and_days(
    parcels: Parcels, alisa: Client, now: MovingClock
) -> None:
    assert parcels.office.company is not None
    first = parcels.parcel(direction="to_us", firm=parcels.office.company.pk)
    now.to("2026-11-09 10:00")
    other = parcels.parcel(way="pek", track="АБВГДЕЖ-1/2026", what="Договор", direction="from_us")
    narrowed = {
        "way=pek": other,
        "way=cdek": first,
        "direction=from_us": other,
        f"company={parcels.office.company.pk}": first,
        "q=договор": other,
        f"q={NUMBER[:6]}": first,
        "since=2026-11-06": other,
        "till=2026-11-06": first,
        "since=2026-11-05&till=2026-11-05": first,
    }
    for query, card in narrowed.items():
        assert rows(page(alisa, f"?{query}")) == [str(card)], query
    text = page(alisa, "?way=pek&direction=to_us")
    assert "Ничего не подошло" in text or "Сбросить фильтр" in text


def test_tabs_count_what_the_filter_leaves(parcels: Parcels, alisa: Client) -> None:
    parcels.parcel(direction="to_us")
    parcels.parcel(direction="from_us", track=OTHER)
    text = page(alisa, "?direction=to_us&state=arrived")
    assert tabs(text)["В пути"] == "1"
    assert (
        'href="/shipments/?state=transit&amp;direction=to_us"'
        in alisa.get("/shipments/?direction=to_us&state=arrived").content.decode()
    )


@pytest.mark.parametrize("query", ["?state=нечто&way=x&direction=y&company=z&since=1&after=x", "?after=999", "?q=%20"])
def test_an_odd_address_is_answered(parcels: Parcels, alisa: Client, query: str) -> None:
    parcels.parcel()
    assert alisa.get(f"/shipments/{query}").status_code == 200


def test_a_stranger_sees_none_of_it(parcels: Parcels) -> None:
    parcels.parcel()
    viktor = signed_in(parcels.office, "viktor")
    text = page(viktor)
    assert rows(text) == []
    assert tabs(text)["В пути"] == ""
    assert "Отправлений пока нет" in text
    assert rows(page(viktor, f"?q={NUMBER}")) == []


def test_what_is_about_a_hidden_card_does_not_name_it(parcels: Parcels) -> None:
    note = parcels.note()
    parcels.parcel(about=note)
    text = page(signed_in(parcels.office, "director"))
    assert len(rows(text)) == 1
    assert "Заявка 5" not in text


def test_a_search_in_place_keeps_the_filter(parcels: Parcels, alisa: Client) -> None:
    card = parcels.parcel(direction="to_us")
    parcels.parcel(direction="from_us", track=OTHER)
    part = alisa.get("/shipments/?direction=to_us&q=акты", headers={"hx-request": "true"}).content.decode()
    assert rows(part) == [str(card)]
    assert "<main" not in part
    assert '<input type="hidden" name="direction" value="to_us">' in page(alisa, "?direction=to_us")


def test_long_lists_come_in_pages(parcels: Parcels, alisa: Client) -> None:
    for number in range(52):
        parcels.parcel(way="by_hand", track="", what=f"Пакет {number}")
    text = page(alisa)
    assert len(rows(text)) == 50
    more = re.search(r'hx-get="(/shipments/\?after=\d+)"', text)
    assert more is not None
    assert len(rows(alisa.get(more[1], headers={"hx-request": "true"}).content.decode())) == 2


def test_more_shipments_cost_no_more_queries(parcels: Parcels, alisa: Client) -> None:
    def cost() -> int:
        alisa.get("/shipments/")
        with CaptureQueriesContext(connection) as queries:
            assert alisa.get("/shipments/").status_code == 200
        return len(queries)

    parcels.parcel(about=parcels.note())
    before = cost()
    for _number in range(4):
        parcels.parcel(about=parcels.note(), track=OTHER)
    assert cost() == before
    assert before <= 14


def test_it_stands_in_the_menu_of_whoever_may_have_some(parcels: Parcels, alisa: Client) -> None:
    assert 'href="/shipments/"' in alisa.get("/inbox/").content.decode()


def test_it_is_said_in_english_too(parcels: Parcels) -> None:
    parcels.parcel(direction="to_us")
    alisa = parcels.office.people["alisa"]
    alisa.language = "en"
    alisa.save()
    text = page(signed_in(parcels.office, "alisa"))
    for said in ("In transit", "To us", "The last news"):
        assert said in text
