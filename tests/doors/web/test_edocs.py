"""«ЭДО»: what is signed, who is awaited and how long, said to everybody in plain words; only what one may see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from marshrut.documents import tables
from marshrut.edocs import commands
from marshrut.edocs.source import Party
from marshrut.kernel import clock
from tests.doors.web.conftest import shown, signed_in
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import IN, OUT, PASSWORD, paper, signed
from tests.support.office import MovingClock
from tests.support.papers import Papers

STRANGE = Party("party-9", "ИП Гаврилова Анна Сергеевна", "")


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def papers(db: None, now: MovingClock) -> Iterator[Papers]:
    with bases.answering() as made, bases.hearing():
        yield support.filled(support.build(now, made))


@pytest.fixture
def director(papers: Papers) -> Client:
    return signed_in(papers.office, "director")


def page(browser: Client, query: str = "") -> str:
    return shown(browser, f"/edocs/{query}").split("<main")[1]


def rows(text: str) -> list[int]:
    return [int(one) for one in re.findall(r'id="row-(\d+)"', text)]


def tabs(text: str) -> dict[str, str]:
    """Title of a tab -> its count, "" without one."""
    found = {}
    for one in re.findall(r'<a class="tab".*?</a>', text, re.DOTALL):
        words = " ".join(re.sub(r"<[^>]+>", " ", one).split())
        name, _space, count = words.rpartition(" ")
        found[name if count.isdigit() else words] = count if count.isdigit() else ""
    return found


def several(papers: Papers) -> dict[str, int]:
    """One of each tab: ref -> card."""
    documents = (
        paper("waits"),
        paper("ours", place=IN, direction="in", status="needs_our_sign", actor="us", kind="upd"),
        signed(paper("signed", number="77")),
        paper("refused", status="rejected", actor="us", reason="Не та сумма"),
        paper("annulled", status="revoked", actor="none"),
    )
    papers.read(*documents)
    papers.work()
    return {one.ref: papers.doc(one.ref).card for one in documents}


def test_each_state_has_its_tab_with_a_count(papers: Papers, director: Client) -> None:
    cards = several(papers)
    text = page(director)
    assert tabs(text) == {
        "Все": "5", "Ждём контрагента": "1", "Наша очередь": "1", "Просрочены": "", "Подписаны": "1",
        "Отказы и ошибки": "1", "Аннулированы": "1",
    }  # fmt: skip
    assert set(rows(text)) == set(cards.values())
    for tab, ref in (("waiting", "waits"), ("ours", "ours"), ("signed", "signed"), ("troubles", "refused"),
                     ("revoked", "annulled")):  # fmt: skip
        assert rows(page(director, f"?tab={tab}")) == [cards[ref]], tab


def test_a_row_says_it_in_plain_words(papers: Papers, director: Client) -> None:
    several(papers)
    text = page(director)
    for said in ("Акт № 15", "От нас", "К нам", "Вектор", "Ждёт нашей подписи", "Не та сумма", "1 500,50 ₽", "УПД"):
        assert said in text
    for technical in ("ОжидаетсяПодтверждение", "needs_our_sign", "counterparty", "party-1"):
        assert technical not in re.sub(r'"[^"]*"', "", text)


def test_what_waits_too_long_is_coloured_and_said(papers: Papers, director: Client, now: MovingClock) -> None:
    papers.read(paper("d1"))
    now.to("2026-11-11 18:00")
    commands.tick_overdue(bases.ROBOT)
    text = page(director, "?tab=overdue")
    assert 'data-level="1"' in text
    assert "просрочено" in text
    now.to("2026-11-20 18:00")
    commands.tick_overdue(bases.ROBOT)
    text = page(director, "?tab=overdue")
    assert 'data-level="2"' in text
    assert "просрочено на" in text


def test_it_is_narrowed_by_whatever_the_address_says(papers: Papers, director: Client) -> None:
    papers.office.people["alisa"].refresh_from_db()
    deal = papers.deal(responsible="alisa")
    papers.read(paper("d1", kind="upd", number="145/Б"))
    papers.read(paper("d2", counterparty=STRANGE, direction="in", place=IN, date=date(2026, 9, 1)))
    papers.work()
    first, other = papers.doc("d1").card, papers.doc("d2").card
    narrowed = {
        "kind=upd": first, "direction=in": other, f"company={papers.company.pk}": first, "company=none": other,
        f"deal={deal.pk}": first, f"manager={papers.office.id('alisa')}": first, "till=2026-09-30": other,
        "since=2026-10-01": first, "q=145": first, "q=Гаврилова": other, "base=main&kind=upd": first,
        "status=delivered&kind=act": other,
    }  # fmt: skip
    for query, card in narrowed.items():
        assert rows(page(director, f"?{query}")) == [card], query
    text = page(director, "?kind=upd&direction=in")
    assert "Сбросить фильтр" in text


@pytest.mark.parametrize(
    "query",
    [
        "?tab=x&kind=y&company=z&since=1&after=x&level=9",
        "?after=2026-01-01_1",
        "?deal=0",
        "?department=999",
        "?manager=me&status=нечто",
        "?base=%00".replace("%00", "x"),
    ],
)
def test_an_odd_address_is_answered(papers: Papers, director: Client, query: str) -> None:
    papers.read(paper("d1"))
    assert director.get(f"/edocs/{query}").status_code == 200


def test_a_stranger_sees_none_of_it(papers: Papers) -> None:
    cards = several(papers)
    viktor = signed_in(papers.office, "viktor")
    assert rows(page(viktor)) == []
    assert rows(page(viktor, "?q=15")) == []
    for address in ("", "refresh", "links/", "files/0/", "files/0/look/"):
        send = viktor.post if address == "refresh" else viktor.get
        assert send(f"/edocs/{cards['waits']}/{address}").status_code == 404, address


def test_long_lists_come_in_pages(papers: Papers, director: Client) -> None:
    papers.read(*(paper(f"d{number}", number=str(number)) for number in range(53)))
    text = page(director)
    assert len(rows(text)) == 50
    more = re.search(r'hx-get="(/edocs/\?after=[^"]+)"', text)
    assert more is not None
    rest = director.get(more[1], headers={"hx-request": "true"}).content.decode()
    assert len(rows(rest)) == 3
    assert "<main" not in rest
    assert 'class="tab"' not in rest


def test_a_search_in_place_keeps_the_filter(papers: Papers, director: Client) -> None:
    papers.read(paper("d1"), paper("d2", direction="in", place=IN))
    part = director.get("/edocs/?direction=in&q=15", headers={"hx-request": "true"}).content.decode()
    assert rows(part) == [papers.doc("d2").card]
    assert "<main" not in part
    assert '<input type="hidden" name="direction" value="in">' in page(director, "?direction=in")


def test_the_table_holds_what_the_filter_leaves(papers: Papers, director: Client) -> None:
    papers.read(paper("d1", number="145"), paper("d2", number="999"))
    answer = director.post("/edocs/export?q=145", {"form": "xlsx", "key": "export-0001"})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    texts = {cell for line in tables.read(b"".join(answer.streaming_content)) for cell in line}  # type: ignore[attr-defined]
    assert "145" in texts
    assert "999" not in texts
    viktor = signed_in(papers.office, "viktor")
    assert viktor.post("/edocs/export", {"form": "xlsx"}).status_code == 403


def test_how_old_it_is_stands_on_the_page(papers: Papers, director: Client) -> None:
    papers.read(paper("d1"))
    papers.later(minutes=3)
    assert "Обновлено 3 минуты назад" in page(director)
    papers.later(minutes=40)
    text = page(director)
    assert "1С не отвечает 43 минуты" in text
    assert 'data-tone="bad"' in text
    card = shown(director, f"/cards/{papers.doc().card}/")
    assert "1С не отвечает 43 минуты" in card
    company = shown(director, f"/companies/{papers.company.pk}/e-documents/")
    assert "1С не отвечает 43 минуты" in company
    assert "1С не отвечает: Бухгалтерия" in shown(signed_in(papers.office, "admin"), "/inbox/")


def test_anybody_may_ask_what_is_new_and_a_second_press_does_no_harm(papers: Papers) -> None:
    papers.read(paper("d1"))
    alisa = signed_in(papers.office, "alisa")
    ran = len(papers.source.runs)
    said = alisa.post("/edocs/refresh", {"back": "/edocs/?tab=waiting"}, headers={"hx-request": "true"})
    assert 'hx-get="/edocs/?tab=waiting"' in said.content.decode()
    again = alisa.post("/edocs/refresh", {"back": "//evil.example"}, headers={"hx-request": "true"})
    assert "evil" not in again.content.decode()
    assert "полминуты" in again.headers["HX-Trigger"].encode().decode("unicode_escape")
    papers.work()
    assert papers.source.runs[ran:] == [("main", "changes", ())]


def test_without_scripts_the_press_leads_back(papers: Papers, director: Client) -> None:
    papers.read(paper("d1"))
    company = {"place": "company", "ref": str(papers.company.pk)}
    assert director.post("/edocs/refresh", company).headers["Location"].endswith("/e-documents/")
    assert director.post("/edocs/refresh", {}).headers["Location"] == "/edocs/"
    assert director.post(f"/edocs/{papers.doc().card}/refresh").headers["Location"].startswith("/cards/")


def test_the_company_and_the_deal_show_theirs(papers: Papers, director: Client) -> None:
    deal = papers.deal(title="Поставка стекла", responsible="alisa")
    papers.read(paper("d1"), paper("d2", counterparty=STRANGE))
    papers.work()
    mine = papers.doc("d1").card
    text = shown(director, f"/companies/{papers.company.pk}/e-documents/")
    assert rows(text) == [mine]
    assert "Доставлен" in text
    text = shown(director, f"/deals/{deal.pk}/")
    assert rows(text) == [mine]
    part = director.get(f"/edocs/of/deal/{deal.pk}/", headers={"hx-request": "true"}).content.decode()
    assert rows(part) == [mine]
    assert director.get(f"/edocs/of/deal/{deal.pk}/").headers["Location"] == f"/deals/{deal.pk}/"
    assert director.get("/edocs/of/house/1/").status_code == 404


def test_a_deal_is_asked_about_document_by_document(papers: Papers, director: Client) -> None:
    deal = papers.deal()
    papers.read(paper("d1"), signed(paper("d2", number="16")))
    papers.work()
    ran = len(papers.source.runs)
    director.post("/edocs/refresh", {"place": "deal", "ref": str(deal.pk)}, headers={"hx-request": "true"})
    papers.work()
    assert [asked for _base, _lane, asked in papers.source.runs[ran:]] == [((OUT, "d1"),)]


def test_a_colleague_sees_only_his_on_the_company(papers: Papers) -> None:
    papers.deal(responsible="alisa")
    papers.read(paper("d1"))
    papers.work()
    company = f"/companies/{papers.company.pk}/e-documents/"
    assert rows(shown(signed_in(papers.office, "alisa"), company)) == [papers.doc().card]
    assert rows(shown(signed_in(papers.office, "viktor"), company)) == []


def test_it_stands_in_the_menu_and_has_no_board_there(papers: Papers, director: Client) -> None:
    text = director.get("/inbox/").content.decode()
    assert 'href="/edocs/"' in text
    assert 'href="/cards/edoc/"' not in text


def test_nothing_connected_says_so(papers: Papers, director: Client) -> None:
    commands.remove_base(papers.office.actor("admin"), base="main")
    text = page(director)
    assert "1С не подключена" in text
    assert "Обновить сейчас" not in text


def test_it_is_said_in_english_too(papers: Papers) -> None:
    several(papers)
    person = papers.office.people["director"]
    person.language = "en"
    person.save()
    text = page(signed_in(papers.office, "director"))
    for said in ("Wait for the counterparty", "Waits for our signature", "Updated", "Refresh now"):
        assert said in text


def test_two_bases_are_told_apart(papers: Papers, director: Client) -> None:
    assert 'name="base"' not in page(director)
    commands.set_base(
        papers.office.actor("admin"), base="second", title="Торговля", source="onec", owner=papers.office.id("junior"),
        settings={"address": "https://2c.example.ru/"}, secrets={"login": "reader", "password": PASSWORD},
    )  # fmt: skip
    assert 'name="base"' in page(director)
    papers.later(minutes=60)
    text = page(director)
    assert "Бухгалтерия: 1С не отвечает" in text
    assert "Торговля: 1С ещё ни разу не ответила" in text
