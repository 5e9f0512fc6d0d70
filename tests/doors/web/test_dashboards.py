"""«Отчёты» on processes: every number is the length of the list it opens, for whoever looks, in any period."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.cards.models import StageVisit
from marshrut.kernel import clock
from marshrut.org import queries as org
from tests.doors.web.conftest import shown, signed_in
from tests.support.office import MovingClock, Office

PROCESS = "/dashboards/process/payment_request/"
ADDRESSES = ("/dashboards/", "/dashboards/export", PROCESS, f"{PROCESS}export")


@pytest.fixture
def moving(office: Office) -> Iterator[MovingClock]:
    made = MovingClock("2026-09-14 10:00")
    with clock.running(made):
        yield made


@pytest.fixture
def busy(office: Office, moving: MovingClock) -> Office:
    """Paid in September and in October, rejected, withdrawn, on three stages, one of them late, of two departments."""
    for month in ("09-15", "10-05", "10-06"):
        moving.to(f"2026-{month} 10:00")
        paid = office.request()
        moving.to(f"2026-{month} 12:00")
        office.to_payment(paid)
        moving.to(f"2026-{month} 16:30")
        office.pay(paid)
    moving.to("2026-10-12 10:00")
    office.complete(office.request(), "approve", "rejected", "boris", reason="Дорого")
    moving.to("2026-11-02 10:00")
    office.request()
    office.request()
    office.complete(office.request(), "approve", "approved", "boris")
    office.to_payment(office.request())
    office.request("viktor")
    moving.to("2026-11-16 10:00")
    return office


def main(browser: Client, address: str) -> str:
    return shown(browser, address).split("<main")[1]


def numbers(text: str) -> list[tuple[str, int]]:
    """Addresses of lists, and the number each is promised under."""
    found = re.findall(r'<a[^>]*href="(/cards/[^"]+/list/[^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    plain = [(address, re.sub(r"<[^>]+>", " ", inside)) for address, inside in found]
    return [(address, int(re.findall(r"\d[\d ]*", inside)[-1].replace(" ", ""))) for address, inside in plain]


def listed(browser: Client, address: str) -> int:
    text = shown(browser, address)
    count = re.search(r"(\d+) карточ", text)
    rows = text.count("data-row")
    assert rows == int(count[1] if count else 0), address
    return rows


def figure(text: str, name: str) -> str:
    """The number above the name."""
    found = re.search(rf'figure-number">([^<]*)</span><span class="figure-name">{name}<', text)
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize("who", ["director", "boris", "alisa", "viktor", "finance"])
def test_every_number_opens_exactly_its_rows(busy: Office, who: str) -> None:
    browser = signed_in(busy, who)
    seen = set()
    for asked in ("", "?days=365", "?since=2026-10-05&till=2026-10-05"):
        for address in (f"/dashboards/{asked}", f"{PROCESS}{asked}"):
            seen |= {(link, many, address) for link, many in numbers(main(browser, address))}
    for link, many in {(link, many) for link, many, _address in seen}:
        assert listed(browser, link) == many, (who, link)


def test_all_of_it_is_there(busy: Office) -> None:
    director = signed_in(busy, "director")
    text = main(director, PROCESS)
    assert figure(text, "Сейчас в работе") == "5"
    assert figure(text, "из них просрочено") == "5"
    assert figure(text, "Завершено за период") == "3"
    assert figure(text, "Отклонено или отозвано") == "1"
    assert {many for link, many in numbers(text) if "left=finance" in link} == {4}
    assert len(numbers(text)) > 20
    links = [link for link, _many in numbers(main(director, "/dashboards/"))]
    assert any("done_since=2026-10-01&done_till=2026-10-31" in link for link in links)


def test_times_are_working_time_of_the_company(busy: Office) -> None:
    """Approved after two hours; paid at 16:30, an hour of lunch and 4,5 hours later: 3,5 hours of work."""
    text = main(signed_in(busy, "director"), f"{PROCESS}?since=2026-09-01&till=2026-09-30")
    rows = {
        words[0].split(" Дольше")[0]: words[1:]
        for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
        if (words := [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.findall(r"<t[hd].*?</t[hd]>", row)])
    }
    assert rows["Согласование руководителем"][2:] == ["1", "2 ч", "2 ч"]
    assert rows["Оплата"][2:] == ["1", "3 ч 30 мин", "3 ч 30 мин"]
    assert figure(text, "Обычно от начала до конца") == "5 ч 30 мин"


def test_stays_of_one_card_count_together(busy: Office) -> None:
    card = StageVisit.objects.system("test").filter(stage="unit_approval").earliest("card_id").card_id
    StageVisit.objects.system("test").create(
        card_id=card,
        n=99,
        stage="unit_approval",
        round=1,
        entered_at=datetime(2026, 9, 16, 7, tzinfo=UTC),
        left_at=datetime(2026, 9, 16, 8, tzinfo=UTC),
    )
    text = main(signed_in(busy, "director"), f"{PROCESS}?since=2026-09-01&till=2026-09-30")
    row = next(one for one in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if "Согласование руководителем" in one)
    assert "3 ч" in row
    assert (
        "/cards/payment_request/list/?left=unit_approval&left_since=2026-09-01&left_till=2026-09-30",
        1,
    ) in numbers(html.unescape(row))


def test_a_department_and_those_below_it(busy: Office) -> None:
    director, chart = signed_in(busy, "director"), org.chart()
    lab, supply = busy.people["viktor"].department_id, busy.people["alisa"].department_id
    assert lab is not None
    assert chart.departments[lab].name == "Лаборатория"
    text = main(director, f"{PROCESS}?department={lab}")
    assert figure(text, "Сейчас в работе") == "1"
    assert "Лаборатория" in text
    assert figure(main(director, f"{PROCESS}?department={supply}"), "Сейчас в работе") == "4"
    top = busy.people["director"].department_id
    assert figure(main(director, f"{PROCESS}?department={top}"), "Сейчас в работе") == "5"
    for link, many in numbers(text):
        assert f"department={lab}" in link
        assert listed(director, link) == many


def test_nobody_counts_what_he_may_not_see(busy: Office) -> None:
    assert figure(main(signed_in(busy, "viktor"), PROCESS), "Сейчас в работе") == "1"
    assert figure(main(signed_in(busy, "alisa"), PROCESS), "Сейчас в работе") == "4"
    assert "Пока нечего показать" in main(signed_in(busy, "admin"), PROCESS)
    assert "Борисов" not in main(signed_in(busy, "viktor"), PROCESS).split("У кого сейчас")[0]


def test_a_list_says_what_it_is_narrowed_to_and_keeps_it(busy: Office) -> None:
    director, lab = signed_in(busy, "director"), busy.people["alisa"].department_id
    address = (
        f"/cards/payment_request/list/?result=success&done_since=2026-10-01&done_till=2026-10-31&department={lab}"
        "&left=payment&left_since=2026-10-05"
    )
    text = main(director, address)
    assert text.count("data-row") == 2
    for words in ("закончены: 1 октября 2026 — 31 октября 2026", "Снабжение", "прошли стадию «Оплата»: с 5 октября"):
        assert words in text
    assert 'name="left_since" value="2026-10-05"' in text  # the sheet of the filter keeps what it does not ask for
    exported = director.post(address.replace("/list/", "/export"), {"form": "csv"})
    assert exported.getvalue().decode("utf-8-sig").strip().count("\n") == 2


ODD = (
    "days=7", "since=нет&till=2026-13-01", "department=999", "since=0001-01-01&till=9999-12-31", "till=0001-01-01",
    "since=2026-12-01&till=2026-01-01", "since=1901-01-01&till=2999-12-31", "left=x&result=y&done_till=z",
    "left=finance&left_since=9999-01-01",
)  # fmt: skip


def test_an_odd_address_is_answered(busy: Office) -> None:
    director = signed_in(busy, "director")
    for address in (*ADDRESSES, "/cards/payment_request/list/", "/cards/payment_request/"):
        for asked in ODD:
            answer = director.get(f"{address}?{asked}")
            assert answer.status_code == 200, (address, asked)
            if answer.streaming:
                answer.getvalue()


def test_a_process_there_is_not_has_no_report(office: Office) -> None:
    director = signed_in(office, "director")
    assert director.get("/dashboards/process/nothing/").status_code == 404
    assert director.get("/dashboards/process/nothing/export").status_code == 404


def test_nothing_yet_is_said(office: Office) -> None:
    director = signed_in(office, "director")
    assert "Пока нечего показать" in main(director, "/dashboards/")
    assert "Пока нечего показать" in main(director, PROCESS)


def test_other_reports_stand_beside_for_whoever_has_them(busy: Office) -> None:
    assert 'href="/load/"' in main(signed_in(busy, "director"), "/dashboards/")
    assert 'href="/load/"' not in main(signed_in(busy, "alisa"), "/dashboards/")
    assert 'href="/dashboards/"' in signed_in(busy, "alisa").get("/inbox/").content.decode()


def test_the_same_as_a_table(busy: Office) -> None:
    director = signed_in(busy, "director")
    for address in (f"{PROCESS}export", "/dashboards/export"):
        answer = director.get(address)
        inside = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
        words = html.unescape("".join(inside.read(name).decode() for name in inside.namelist() if "xml" in name))
        assert "Обычно занимает, раб. часов" in words
        assert "Заявки на оплату" in words


def test_charts_are_tables_to_readers(busy: Office) -> None:
    text = main(signed_in(busy, "director"), PROCESS)
    chart = text.split('class="report-chart"')[1].split("</section>")[0]
    assert chart.count('role="row"') == 2
    assert chart.count('role="rowheader"') == 2
    assert '<abbr title="Октябрь 2026">' in chart
    assert "Завершено: </span>2" in chart


def test_it_costs_as_few_queries_with_many_cards(busy: Office) -> None:
    director = signed_in(busy, "director")

    def cost(address: str) -> int:
        director.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert director.get(address).status_code == 200
        return len(queries)

    before = [cost(address) for address in ("/dashboards/", PROCESS)]
    for _number in range(5):
        busy.request()
    assert [cost(address) for address in ("/dashboards/", PROCESS)] == before
    assert before[0] <= 8
    assert before[1] <= 10


def test_it_is_said_in_english_too(busy: Office) -> None:
    busy.people["director"].language = "en"
    busy.people["director"].save()
    text = main(signed_in(busy, "director"), PROCESS)
    assert "On their way now" in text
    assert "Ended by month" in text
