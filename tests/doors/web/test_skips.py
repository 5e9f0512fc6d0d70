"""«Пропуски»: done and skipped by task and by person, for heads; every figure opens the tasks it counts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.kernel import clock
from marshrut.kernel.errors import Invalid
from tests.doors.web.conftest import shown, signed_in
from tests.support import skipping
from tests.support.office import MovingClock, Office


@pytest.fixture
def moving(db: None) -> Iterator[MovingClock]:
    made = MovingClock("2026-11-16 10:00")
    with clock.running(made):
        yield made


@pytest.fixture
def papers(moving: MovingClock) -> Office:
    return skipping.office()


def page(browser: Client, address: str = "/skips/") -> str:
    return shown(browser, address).split("<main")[1]


def row(text: str, name: str) -> str:
    rows: list[str] = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    return next(one for one in rows if name in one)


def cells(text: str, name: str) -> list[str]:
    found = re.findall(r"<t[hd].*?</t[hd]>", row(text, name), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def links(text: str) -> list[str]:
    return re.findall(r'href="(/skips/list/[^"]*)"', text)


def test_done_and_skipped_by_task_and_by_person(papers: Office) -> None:
    for _number in range(3):
        skipping.done(papers)
    skipping.skipped(papers)
    skipping.skipped(papers, "viktor", "other", reason="Отдал лично")
    text = page(signed_in(papers, "director"))
    tasks, people = text.split("По сотрудникам")
    assert cells(tasks, "Отправьте сканы")[1:] == ["2", "3", "40 %", "Другое — 1 Сканы уже есть — 1"]
    assert cells(people, "Алиева")[1:] == ["1", "3", "25 %", "Сканы уже есть — 1"]
    assert cells(people, "Викторов")[1:] == ["1", "—", "100 %", "Другое — 1"]
    assert "Подшейте" not in text  # it cannot be skipped: its share would say nothing


def test_every_figure_opens_the_tasks_it_counts(papers: Office) -> None:
    done = skipping.done(papers)
    had = skipping.skipped(papers)
    other = skipping.skipped(papers, "viktor", "other", reason="Отдал лично")
    director = signed_in(papers, "director")
    text = page(director)
    for address in links(text):
        there = page(director, address)
        figure = re.search(rf'href="{re.escape(address)}".*?([0-9]+)', text, re.DOTALL)
        assert figure is not None
        assert there.count("data-row") == int(figure[1]), address
    skips = page(director, next(one for one in links(row(text, "Викторов")) if "what=skipped" in one))
    assert f"/cards/{other}/" in skips
    assert f"/cards/{had}/" not in skips
    assert "Другое: Отдал лично" in skips
    finished = page(director, next(one for one in links(row(text, "Алиева")) if "what=done" in one))
    assert f"/cards/{done}/" in finished
    assert "Все отправлены" in finished


def test_the_period_is_a_period_of_days(papers: Office, moving: MovingClock) -> None:
    skipping.skipped(papers)
    moving.to("2026-12-20 10:00")
    skipping.skipped(papers)
    director = signed_in(papers, "director")
    assert cells(page(director), "Отправьте сканы")[1] == "2"
    assert cells(page(director, "/skips/?days=30"), "Отправьте сканы")[1] == "1"
    assert cells(page(director, "/skips/?since=2026-11-16&till=2026-11-16"), "Отправьте сканы")[1] == "1"
    assert "Пропусков нет" in page(director, "/skips/?since=2026-11-17&till=2026-12-19")


@pytest.mark.parametrize(
    "asked",
    ["days=7", "since=нет&till=2026-13-01", "department=999", "since=0001-01-01&till=9999-12-31", "till=0001-01-01",
     "task=papers&person=x&because=%00", "task=a.b&what=нечто&because=-&after=1-1"],
)  # fmt: skip
def test_an_odd_address_is_answered(papers: Office, asked: str) -> None:
    director = signed_in(papers, "director")
    for address in ("/skips/", "/skips/list/", "/skips/export"):
        answer = director.get(f"{address}?{asked}")
        assert answer.status_code == (400 if "%00" in asked else 200)
        if answer.streaming:
            answer.getvalue()


def test_a_department_and_those_below_it(papers: Office) -> None:
    skipping.skipped(papers)
    skipping.skipped(papers, "viktor")
    director, supply = signed_in(papers, "director"), papers.people["alisa"].department_id
    text = page(director, f"/skips/?department={supply}")
    assert "Алиева" in text
    assert "Викторов" not in text
    assert all(f"department={supply}" in one for one in links(text))
    assert page(director, links(row(text, "Отправьте сканы"))[0]).count("data-row") == 1


def test_a_head_sees_only_the_people_of_his_departments(papers: Office) -> None:
    skipping.skipped(papers)
    other = skipping.skipped(papers, "viktor")
    boris = signed_in(papers, "boris")
    text = page(boris)
    assert cells(text, "Отправьте сканы")[1] == "1"
    assert "Викторов" not in text
    lab = papers.people["viktor"].department_id
    assert "Пропусков нет" in page(boris, f"/skips/?department={lab}")
    there = page(boris, f"/skips/list/?person={papers.id('viktor')}&what=skipped")
    assert f"/cards/{other}/" not in there


def test_others_have_no_such_page(papers: Office) -> None:
    alisa = signed_in(papers, "alisa")
    for address in ("/skips/", "/skips/list/", "/skips/export"):
        assert alisa.get(address).status_code == 404
    assert 'href="/skips/"' not in alisa.get("/inbox/").content.decode()
    assert 'href="/skips/"' in signed_in(papers, "director").get("/inbox/").content.decode()


def test_nobody_has_it_while_no_task_can_be_skipped(office: Office) -> None:
    assert signed_in(office, "director").get("/skips/").status_code == 404


def test_a_decision_taken_back_is_not_counted(papers: Office) -> None:
    from marshrut.cards import commands
    from marshrut.cards.models import Task

    card = skipping.skipped(papers)
    task = Task.objects.system("test").get(card_id=card, key="send")
    commands.undo_decision(papers.actor("alisa"), task=task.pk)
    assert "Пропусков нет" in page(signed_in(papers, "director"))


def test_a_skip_without_its_reason_is_refused(papers: Office) -> None:
    card = skipping.papers(papers)
    with pytest.raises(Invalid):
        papers.complete(card, "send", "skip", "alisa")


def test_it_is_taken_away_as_a_table(papers: Office) -> None:
    skipping.done(papers)
    skipping.skipped(papers)
    answer = signed_in(papers, "director").get("/skips/export")
    assert "skips.xlsx" in answer["Content-Disposition"]
    book = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    said = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    for words in ("Отправьте сканы", "Алиева", "Сканы уже есть"):
        assert words in said


def test_long_lists_come_in_pages(papers: Office) -> None:
    for number in range(53):
        skipping.skipped(papers, title=f"Заявка {number}")
    director = signed_in(papers, "director")
    first = page(director, "/skips/list/?what=skipped")
    assert first.count("data-row") == 50
    more = re.search(r'hx-get="([^"]+)"', first)
    assert more is not None
    rest = director.get(more[1], headers={"hx-request": "true"}).content.decode()
    assert rest.count("data-row") == 3
    assert "53 задания" in first


def test_more_tasks_cost_no_more_queries(papers: Office) -> None:
    director = signed_in(papers, "director")

    def cost(address: str) -> int:
        director.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert director.get(address).status_code == 200
        return len(queries)

    skipping.skipped(papers)
    before = [cost(address) for address in ("/skips/", "/skips/list/")]
    for _number in range(4):
        skipping.done(papers)
        skipping.skipped(papers, "viktor")
    assert [cost(address) for address in ("/skips/", "/skips/list/")] == before
    assert before[0] <= 8
    assert before[1] <= 9


def test_it_is_said_in_english_too(papers: Office) -> None:
    skipping.skipped(papers)
    director = papers.people["director"]
    director.language = "en"
    director.save()
    text = page(signed_in(papers, "director"))
    for said in ("By task", "Share of skips", "We have the scans"):
        assert said in text
