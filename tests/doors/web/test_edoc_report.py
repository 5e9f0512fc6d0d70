"""«Отчёты» on e-documents (S2.15): every number is the length of the register it opens, also who holds longest."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.edocs import commands
from marshrut.edocs.source import Party
from marshrut.edocs.types import edoc_types
from marshrut.kernel import clock
from tests.doors.web.conftest import shown, signed_in
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import IN, paper, signed
from tests.support.office import MovingClock, Office
from tests.support.papers import Papers

STRANGE = Party("party-9", "ИП Гаврилова Анна Сергеевна", "")
REPORT = "/dashboards/edocs/"


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-10-01 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def papers(db: None, now: MovingClock) -> Iterator[Papers]:
    with bases.answering() as made, bases.hearing():
        yield support.filled(support.build(now, made))


@pytest.fixture
def busy(papers: Papers, now: MovingClock) -> Papers:
    """Two signed, within a working day and after four more; four are late, two of them critically."""
    papers.deal()
    quick, slow = paper("quick", number="1"), paper("slow", number="2")
    papers.read(quick, slow, paper("unknown", counterparty=STRANGE, number="3"))
    now.to("2026-10-02 10:00")
    papers.read(signed(quick))
    now.to("2026-10-07 10:00")
    papers.read(signed(slow), paper("late", number="4", kind="upd"))
    now.to("2026-11-02 10:00")
    papers.read(
        paper("fresh", number="5"),
        paper("ours", place=IN, direction="in", status="needs_our_sign", actor="us"),
        paper("refused", status="rejected", actor="us", reason="Не та сумма"),
        paper("annulled", status="revoked", actor="none"),
    )
    papers.work()
    now.to("2026-11-06 12:00")
    commands.tick_overdue(bases.ROBOT)
    return papers


def main(browser: Client, address: str = REPORT) -> str:
    return shown(browser, address).split("<main")[1].split("</main>")[0]


def numbers(text: str) -> list[tuple[str, int]]:
    found = re.findall(r'<a[^>]*href="(/edocs/[^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    plain = [(address, re.sub(r"<[^>]+>", " ", inside)) for address, inside in found]
    return [(address, int(re.findall(r"\d[\d ]*", inside)[0].replace(" ", ""))) for address, inside in plain]


def listed(browser: Client, address: str) -> int:
    return len(re.findall(r'id="row-\d+"', shown(browser, address)))


def figure(text: str, name: str) -> str:
    found = re.search(rf'figure-number">([^<]*)</span><span class="figure-name">{name}<', text)
    assert found is not None, name
    return found[1]


def cells(text: str, name: str) -> list[str]:
    row = next(one for one in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if name in one)
    found = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


@pytest.mark.parametrize("who", ["director", "alisa", "junior"])
def test_every_number_opens_exactly_its_documents(busy: Papers, who: str) -> None:
    browser = signed_in(busy.office, who)
    supply = busy.office.people["alisa"].department_id
    asked = ("", "?days=30", "?since=2026-10-01&till=2026-10-31", f"?department={supply}")
    found = {one for query in asked for one in numbers(main(browser, f"{REPORT}{query}"))}
    assert found
    for address, many in found:
        assert listed(browser, address) == many, (who, address)


def test_signed_waiting_overdue_and_the_rest(busy: Papers) -> None:
    text = main(signed_in(busy.office, "director"))
    told = {
        "Документы": "8", "Подписаны": "2", "Ждём контрагента": "3", "Наша очередь": "1", "Просрочены": "4",
        "Давно просрочены": "2", "Отказы и ошибки": "1",
    }  # fmt: skip
    assert {name: figure(text, name) for name in told} == told
    assert "25 %" in text


def test_who_holds_longest(busy: Papers) -> None:
    text = main(signed_in(busy.office, "director"))
    company = cells(text.split("кто задерживает")[1], "Вектор")
    assert company[1:6] == ["7", "2", "2", "2", "1"]  # our own turn is not their delay
    assert company[6:] == ["7 ч 50 мин", "3 раб. дня 7 ч"]
    assert "Компания не сопоставлена" in text
    assert f'href="/companies/{busy.company.pk}/"' in text
    assert figure(text, "Контрагенты обычно подписывают за") == "7 ч 50 мин"


def test_by_manager_and_by_kind(busy: Papers) -> None:
    text = main(signed_in(busy.office, "director"))
    people = text.split("По менеджерам")[1]
    assert cells(people, "Алиева")[1] == "7"
    assert cells(text.split("По видам документов")[1], "УПД")[1] == "1"


def test_only_what_one_may_see_is_counted(busy: Papers) -> None:
    assert figure(main(signed_in(busy.office, "alisa")), "Документы") == "7"
    assert "За эти дни нет электронных документов" in main(signed_in(busy.office, "viktor"))


def test_a_department_stands_for_its_managers(busy: Papers) -> None:
    director = signed_in(busy.office, "director")
    supply, lab = (busy.office.people[name].department_id for name in ("alisa", "viktor"))
    assert figure(main(director, f"{REPORT}?department={supply}"), "Документы") == "7"
    assert "За эти дни нет электронных документов" in main(director, f"{REPORT}?department={lab}")


def test_there_is_no_such_report_without_e_documents(office: Office) -> None:
    director = signed_in(office, "director")
    assert director.get(REPORT).status_code == 404
    assert director.get(f"{REPORT}export").status_code == 404
    assert REPORT not in main(director, "/dashboards/")


def test_it_stands_beside_the_processes(busy: Papers) -> None:
    assert f'href="{REPORT}?days=90"' in main(signed_in(busy.office, "director"), "/dashboards/")


def test_processes_do_not_count_what_1c_leads(busy: Papers) -> None:
    director = signed_in(busy.office, "director")
    text = main(director, "/dashboards/")
    assert "/dashboards/process/" not in text
    assert "Их ведёт 1С" in text
    answer = director.get(f"/dashboards/process/{next(iter(edoc_types()))}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(REPORT)


def test_a_bar_counts_what_its_columns_count(busy: Papers) -> None:
    text = main(signed_in(busy.office, "director")).split("кто задерживает")[1]
    row = next(one for one in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if "Вектор" in one)
    looks = dict(re.findall(r'<i data-look="(good|late|wait|rest)" style="--w:([\d.]+)%', row))
    assert looks == {"good": "28.6", "late": "28.6", "rest": "42.9"}
    assert "Кто подписывает дольше всех" not in text
    assert '<i data-look="late"></i>Просрочены' in text


def test_paper_says_which_report_it_is(busy: Papers) -> None:
    text = main(signed_in(busy.office, "director"))
    assert '<h2 class="report-title">Отчёты: электронные документы</h2>' in text


@pytest.mark.parametrize("asked", ["since=x&till=y", "department=0", "since=1901-01-01&till=2999-12-31", "days=1"])
def test_an_odd_address_is_answered(busy: Papers, asked: str) -> None:
    assert signed_in(busy.office, "director").get(f"{REPORT}?{asked}").status_code == 200


def test_the_same_as_a_table(busy: Papers) -> None:
    answer = signed_in(busy.office, "director").get(f"{REPORT}export")
    inside = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    words = html.unescape("".join(inside.read(name).decode() for name in inside.namelist() if "xml" in name))
    for said in ("Вектор", "Октябрь 2026", "Компания не сопоставлена", "Самое долгое ожидание сейчас, раб. часов"):
        assert said in words


def test_it_costs_as_few_queries_with_many_documents(busy: Papers) -> None:
    director = signed_in(busy.office, "director")

    def cost() -> int:
        director.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            assert director.get(REPORT).status_code == 200
        return len(queries)

    before = cost()
    busy.read(*(paper(f"more-{number}", number=str(100 + number)) for number in range(5)))
    assert cost() == before <= 10
