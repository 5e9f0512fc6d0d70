"""Correspondence on pages: the list, a thread, tabs of a company and a project, linking by hand."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from marshrut.letters.models import Link
from tests.support import post as support
from tests.support.office import Office
from tests.support.post import OUT, Post

from .conftest import signed_in

HTMX = {"hx-request": "true"}


@pytest.fixture
def post(office: Office) -> Post:
    return support.build(office)


@pytest.fixture
def secretary(office: Office, post: Post) -> Client:
    return signed_in(office, "ops")


def text(browser: Client, url: str, **how: object) -> str:
    answer = browser.get(url, **how)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_thread_shows_letters_files_people_and_what_they_are_to_each_other(post: Post, secretary: Client) -> None:
    file = post.office.file("ops", "Запрос.pdf")
    school = post.project("Школа")
    first = post.letter(
        subject="Окна",
        their_number="77",
        their_date=date(2026, 7, 1),
        paper=[file],
        project=school,
        date=date(2026, 7, 1),
    )
    reply = post.letter(
        OUT,
        answers=first,
        number="ИСХ-0012/26",
        date=date(2026, 7, 2),
        executor=post.office.id("boris"),
        subject="Расчёт",
    )
    page = text(secretary, f"/letters/{reply}/thread/")
    assert page.index("Окна") < page.index("Расчёт")
    for words in ("2 письма", "Запрос.pdf", "Борисов", "Школа", "Стеклозавод", "№\xa077 от", "ИСХ-0012/26", "Ответ на"):
        assert words in page
    assert f'id="letter-{first}"' in page
    newest = text(secretary, f"/letters/{reply}/thread/?order=new")
    assert newest.index(f'id="letter-{reply}"') < newest.index(f'id="letter-{first}"')


def test_a_long_thread_comes_in_pages(post: Post, secretary: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marshrut.doors.web.views.threads.PAGE", 2)
    first = post.letter(settled=False)
    cards = [first, *(post.letter(continues=first, settled=False) for _n in range(4))]
    post.settle()
    page = text(secretary, f"/letters/{first}/thread/")
    found = re.findall(r'id="letter-(\d+)"', page)
    while more := re.search(r'hx-get="(/letters/\d+/thread/\?[^"]+)"', page):
        page = text(secretary, more[1].replace("&amp;", "&"), headers=HTMX)
        assert "<html" not in page
        found += re.findall(r'id="letter-(\d+)"', page)
    assert [int(one) for one in found] == cards


def test_what_one_may_not_see_is_not_on_the_page(post: Post, secretary: Client) -> None:
    hidden = post.letter(subject="Тайна")
    mine = post.letter(OUT, by="alisa", subject="Моё")
    post.edit(mine, answers=hidden)
    alisa = signed_in(post.office, "alisa")
    company = post.office.company.pk if post.office.company else 0
    for url in (f"/letters/{mine}/thread/", "/letters/", f"/companies/{company}/letters/"):
        page = text(alisa, url)
        assert "Моё" in page
        assert "Тайна" not in page
    assert "1 письмо" in text(alisa, f"/letters/{mine}/thread/")
    assert "Тайна" in text(secretary, f"/letters/{mine}/thread/")
    viktor = signed_in(post.office, "viktor")
    missing = [viktor.get(f"/letters/{which}/thread/") for which in (hidden, 10**9)]
    assert [one.status_code for one in missing] == [404, 404]
    assert viktor.get(f"/letters/{hidden}/link/").status_code == 404
    beside = [viktor.get(f"/letters/{which}/beside/", headers=HTMX).content for which in (hidden, 10**9)]
    assert beside == [b"", b""]


def test_the_list_is_narrowed_by_its_address(post: Post, secretary: Client) -> None:
    school = post.project("Школа")
    post.letter(subject="Окна школы", project=school, their_number="01-15/340")
    out = post.letter(OUT, subject="Двери", number="ИСХ-0012/26")
    post.finish(out)
    company = post.office.company.pk if post.office.company else 0
    wanted = {
        "direction=in": ["Окна школы"],
        "direction=out": ["Двери"],
        "q=исх-12/26": ["Двери"],
        "q=01-15/340": ["Окна школы"],
        f"project={school}": ["Окна школы"],
        "project=0": ["Двери"],
        f"company={company}": ["Окна школы", "Двери"],
        "company=999999": [],
        "lacking=1": ["Двери"],
        "overdue=1": [],
        "state=open": ["Окна школы"],
        "executor=me": [],
        "since=2100-01-01": [],
        "since=чепуха&direction=чепуха&project=x&after=y": ["Окна школы", "Двери"],
    }
    for query, titles in wanted.items():
        page = text(secretary, f"/letters/?{query}", headers=HTMX)
        assert [title for title in ("Окна школы", "Двери") if title in page] == titles, query
    whole = text(secretary, "/letters/?lacking=1")
    assert "нет вх. № контрагента" in whole


def test_the_list_comes_in_pages(post: Post, secretary: Client) -> None:
    for n in range(60):
        post.letter(subject=f"Письмо {n:02}", settled=False)
    post.settle()
    page = text(secretary, "/letters/?direction=in")
    found = re.findall(r"Письмо \d\d</a>", page)
    more = re.search(r'hx-get="(/letters/\?[^"]+after=[^"]+)"', page)
    assert more
    found += re.findall(r"Письмо \d\d</a>", text(secretary, more[1].replace("&amp;", "&"), headers=HTMX))
    assert len(set(found)) == len(found) == 60


def test_the_tab_of_a_company_keeps_projects_apart(post: Post, secretary: Client) -> None:
    company = post.office.company.pk if post.office.company else 0
    school, clinic = post.project("Школа"), post.project("Клиника")
    one = post.letter(subject="Окна школы", project=school)
    post.letter(OUT, subject="Ответ школе", answers=one, project=school)
    post.letter(subject="Двери клиники", project=clinic)
    page = text(secretary, f"/companies/{company}/letters/")
    assert "Окна школы" in page
    assert "2 письма" in page
    assert "Двери клиники" in page
    assert f"?project={school}" in page
    only = text(secretary, f"/companies/{company}/letters/?project={school}")
    assert "Двери клиники" not in only
    assert "Окна школы" in only
    project = text(secretary, f"/projects/{school}/")
    assert "Окна школы" in project
    assert "Двери клиники" not in project
    assert f"kind=project&amp;ref={school}" in project


def test_tabs_come_in_pages(post: Post, secretary: Client) -> None:
    company = post.office.company.pk if post.office.company else 0
    school = post.project("Школа")
    for n in range(33):
        post.letter(subject=f"Письмо {n:02}", project=school, settled=False)
    post.settle()
    for path in (
        f"/companies/{company}/letters/",
        f"/companies/{company}/letters/?project={school}",
        f"/projects/{school}/",
    ):
        page = text(secretary, path)
        found = re.findall(r"Письмо \d\d</a>", page)
        more = re.search(r'hx-get="([^"]+after=[^"]+)"', page)
        assert more, path
        rest = text(secretary, more[1].replace("&amp;", "&"), headers=HTMX)
        assert "<html" not in rest
        found += re.findall(r"Письмо \d\d</a>", rest)
        assert len(set(found)) == len(found) == 33


def test_letters_are_linked_and_parted_on_the_page(post: Post, secretary: Client) -> None:
    one, two = post.letter(subject="Окна"), post.letter(OUT, subject="Двери")
    form = text(secretary, f"/letters/{two}/link/")
    assert "type=letter_in" in form
    sent = {"other": str(one), "other_text": "Окна", "kind": "reply", "key": "click-00001"}
    for _click in range(2):
        answer = secretary.post(f"/letters/{two}/link/", sent)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/letters/{two}/thread/#letter-{two}"
    assert Link.objects.count() == 1
    page = text(secretary, f"/letters/{two}/thread/")
    assert "Ответ на" in page
    assert f'action="/letters/{two}/unlink/"' in page
    assert secretary.post(f"/letters/{two}/unlink/", {"other": str(one)}).status_code == 302
    assert "Окна" not in text(secretary, f"/letters/{two}/thread/")


def test_a_refused_link_keeps_what_was_typed(post: Post, secretary: Client) -> None:
    card, request = post.letter(), post.office.request()
    refusals = [
        {"other": "", "other_text": "Окна, которых нет", "kind": "addendum"},
        {"other": str(request), "other_text": "Заявка", "kind": "addendum"},
        {"other": str(card), "other_text": "Само письмо", "kind": "addendum"},
        {"other": "999999999", "other_text": "Чужое", "kind": "addendum"},
        {"other": str(post.letter()), "other_text": "Другое", "kind": "нечто"},
    ]
    for sent in refusals:
        answer = secretary.post(f"/letters/{card}/link/", sent)
        assert answer.status_code == 422, sent
        page = answer.content.decode()
        assert sent["other_text"] in page
        assert 'class="error"' in page
    assert not Link.objects.exists()


def test_who_only_reads_is_offered_no_links(post: Post) -> None:
    first = post.letter(executor=post.office.id("boris"), subject="Окна")
    second = post.letter(OUT, executor=post.office.id("boris"), answers=first)
    boris = signed_in(post.office, "boris")
    page = text(boris, f"/letters/{first}/thread/")
    assert "/link/" not in page
    assert "/unlink/" not in page
    answer = boris.post(f"/letters/{first}/link/", {"other": str(second), "other_text": "x", "kind": "related"})
    assert answer.status_code == 403
    assert boris.post(f"/letters/{first}/unlink/", {"other": str(second)}).status_code == 403


def test_the_block_on_a_card_reads_itself(post: Post, secretary: Client) -> None:
    first = post.letter(subject="Окна")
    reply = post.letter(OUT, answers=first, subject="Расчёт")
    part = text(secretary, f"/letters/{reply}/beside/", headers=HTMX)
    assert "<html" not in part
    assert "Окна" in part
    assert "Ответ на" in part
    assert "Расчёт" not in part
    assert f'hx-get="/letters/{reply}/beside/"' in text(secretary, f"/cards/{reply}/")
    plain = secretary.get(f"/letters/{reply}/beside/")
    assert plain.headers["Location"] == f"/letters/{reply}/thread/"


def test_a_subject_is_only_text(post: Post, secretary: Client) -> None:
    card = post.letter(subject="<script>alert(1)</script>", their_number="<b>7</b>")
    for url in (f"/letters/{card}/thread/", "/letters/", f"/letters/{card}/link/"):
        page = text(secretary, url)
        assert "<script>alert" not in page
        assert "<b>7</b>" not in page


def test_the_menu_leads_to_letters_where_there_are_any(post: Post, secretary: Client, office: Office) -> None:
    assert 'href="/letters/"' in text(secretary, "/inbox/")
