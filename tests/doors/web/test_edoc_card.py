"""An e-document on its card: one plain sentence, both sides, the way of signing, files through us, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import psycopg
import pypdfium2 as pdfium
import pytest
from django.db import connection
from django.test import Client

from marshrut.edocs import commands
from marshrut.edocs.models import Base
from marshrut.edocs.source import Act, Content, FileRef, Party, Signer, SourceTrouble
from marshrut.kernel import clock
from tests.doors.web.conftest import shown, signed_in
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import IN, OUT, paper, signed
from tests.support.office import MovingClock
from tests.support.papers import Papers

STRANGE = Party("party-9", "ООО «Лютик»", "7702000004")
FILES = (
    FileRef("Catalog_Files", "f-1", "УПД 15.pdf", 2048, "pdf"),
    FileRef("Catalog_Files", "f-2", "ON_NSCHFDOPPR.xml", 4096, "original"),
)


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


@pytest.fixture
def keeper(papers: Papers) -> Client:
    """Who may change documents."""
    return signed_in(papers.office, "chief")


def block(browser: Client, card: int) -> str:
    return shown(browser, f"/cards/{card}/").split('id="card-edoc"')[1].split('class="card-side"')[0]


def test_it_says_who_is_awaited_and_since_when(papers: Papers, director: Client, now: MovingClock) -> None:
    papers.read(paper())
    now.to("2026-11-11 18:00")
    commands.tick_overdue(bases.ROBOT)
    text = block(director, papers.doc().card)
    hero = text.split("edoc-sides")[0]
    assert "Вектор" in hero
    assert 'data-tone="warn"' in hero
    assert "Отправлен 5 ноября 2026" in hero
    assert "Ждём" in text
    assert "ИНН 7728168971" in text


def test_both_sides_with_names_and_dates(papers: Papers, director: Client) -> None:
    before = paper(signers=(Signer("ours", "CN=Жуков", "Жуков П. Б.", clock.now()),))
    papers.read(before)
    papers.read(signed(before, signers=(*before.signers, *signed(before).signers)))
    papers.work()
    text = block(director, papers.doc().card)
    assert text.count('data-tone="ok"') >= 3
    for said in ("Жуков П. Б.", "Иванова Анна", "5 ноября 2026", "Мы", "Контрагент"):
        assert said in text


def test_the_way_of_signing_with_refusals_and_comments(papers: Papers, director: Client) -> None:
    at = clock.now()
    acts = (
        Act("1", "sent", at, "ours", "Жуков П. Б."),
        Act("2", "rejected", at + timedelta(hours=2), "theirs", "Соколова В. А.", "Не тот договор: нужен <2026-17>"),
    )
    papers.read(paper(status="rejected", actor="us", reason="Не тот договор", acts=acts))
    text = block(director, papers.doc().card)
    way = text.split('class="stops"')[1]
    assert way.index("Соколова В. А.") < way.index("Жуков П. Б.")
    assert "Не тот договор: нужен <2026-17>" in way
    raw = director.get(f"/cards/{papers.doc().card}/").content.decode()
    assert "&lt;2026-17&gt;" in raw


def test_what_is_signed_but_not_seen_is_marked(papers: Papers, director: Client) -> None:
    papers.read(signed(paper(), proved=False, signers=()))
    text = block(director, papers.doc().card)
    assert "не подтверждено" in text
    assert "самой подписи контрагента мы не видели" in text
    assert "не подтверждено" in shown(director, "/edocs/")


def test_technical_words_are_only_under_the_fold(papers: Papers, director: Client) -> None:
    papers.read(paper(contract="2026-17", responsible="Бухгалтер"))
    text = block(director, papers.doc().card)
    fold = text.split("<details")[1].split("</details>")[0]
    assert "ОжидаетсяПодтверждение" in fold
    assert "2026-17" in fold
    assert "ОжидаетсяПодтверждение" not in text.replace(fold, "")


def test_what_left_1c_is_said_and_kept(papers: Papers, director: Client) -> None:
    papers.read(paper())
    papers.doc().__class__.objects.update(gone_at=clock.now())
    assert "Здесь осталось то, что о нём было известно" in block(director, papers.doc().card)


def test_no_stages_to_press_and_no_fields_to_type(papers: Papers, director: Client) -> None:
    papers.read(paper())
    text = shown(director, f"/cards/{papers.doc().card}/")
    assert 'class="stages"' not in text
    assert 'id="card-fields"' not in text
    assert f'href="/edocs/"' in text  # noqa: F541 - the crumb


def test_refresh_asks_once_and_reads_the_block_again(papers: Papers, director: Client) -> None:
    papers.read(paper())
    card, ran = papers.doc().card, len(papers.source.runs)
    said = director.post(f"/edocs/{card}/refresh", {"key": "press-0001"}, headers={"hx-request": "true"})
    assert f'hx-get="/edocs/{card}/"' in said.content.decode()
    again = director.post(f"/edocs/{card}/refresh", {"key": "press-0002"}, headers={"hx-request": "true"})
    assert 'hx-get="' not in again.content.decode()
    papers.work()
    assert [asked for _base, _lane, asked in papers.source.runs[ran:]] == [((OUT, "d1"),)]
    part = director.get(f"/edocs/{card}/", headers={"hx-request": "true"}).content.decode()
    assert 'id="card-edoc"' in part
    assert "<main" not in part


# -- files -------------------------------------------------------------------------------------------------------------


def with_files(papers: Papers) -> int:
    papers.read(paper(files=FILES))
    return papers.doc().card


def given(papers: Papers, content: Content | Exception) -> object:
    def answer(account: object, place: str, ref: str) -> Content:
        if isinstance(content, Exception):
            raise content
        return content

    return patch.object(papers.source, "file", answer)


def test_files_are_listed_and_served_by_us_as_nothing_a_browser_runs(papers: Papers, director: Client) -> None:
    card = with_files(papers)
    text = block(director, card)
    for said in ("УПД 15.pdf", "для чтения", "ON_NSCHFDOPPR.xml", "подписанный оригинал", f"/edocs/{card}/files/0/"):
        assert said in text
    assert "1c.example.ru" not in text
    html = Content(name="evil.html", mime="text/html", body=b"<script>alert(1)</script>")
    with given(papers, html):  # type: ignore[attr-defined]
        answer = director.get(f"/edocs/{card}/files/1/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store, private"


def pdf() -> bytes:
    made, stream = pdfium.PdfDocument.new(), BytesIO()
    made.new_page(595, 842)
    made.save(stream)
    return stream.getvalue()


def test_a_pdf_is_looked_at_as_pictures_of_ours(papers: Papers, director: Client) -> None:
    card = with_files(papers)
    with given(papers, Content(name="", mime="application/pdf", body=pdf())):  # type: ignore[attr-defined]
        part = director.get(f"/edocs/{card}/files/0/look/", headers={"hx-request": "true"}).content.decode()
        whole = director.get(f"/edocs/{card}/files/0/look/").content.decode()
    assert "data:image/webp;base64," in part
    assert "<main" not in part
    assert "<h1" in whole
    assert f"/cards/{card}/" in whole


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Content(code="in_volume"), "хранит этот файл на своём диске"),
        (Content(code="empty"), "самого файла нет"),
        (Content(code="нечто"), "Попробуйте через несколько минут"),
        (SourceTrouble("silent", "секрет-пароль"), ""),
    ],
)
def test_why_there_is_no_file_is_said(papers: Papers, director: Client, answer: Content | Exception, said: str) -> None:
    papers.read(paper(files=FILES, url="https://diadoc.example/doc/1"))
    card = papers.doc().card
    with given(papers, answer):  # type: ignore[attr-defined]
        found = director.get(f"/edocs/{card}/files/0/")
        looked = director.get(f"/edocs/{card}/files/0/look/", headers={"hx-request": "true"})
    text = found.content.decode()
    assert found.status_code == 404
    assert said in text
    assert said in looked.content.decode()
    assert "https://diadoc.example/doc/1" in text
    assert "секрет-пароль" not in text


def test_a_base_put_aside_gives_no_files_and_says_so(papers: Papers, director: Client) -> None:
    card = with_files(papers)
    Base.objects.update(active=False)
    assert "Сейчас 1С не подключена" in director.get(f"/edocs/{card}/files/0/").content.decode()
    assert director.get(f"/edocs/{card}/files/7/").status_code == 404


@pytest.mark.parametrize(
    ("code", "said"), [("refused", "не принимает логин"), ("silent", "не отвечает"), ("", "занята")]
)
def test_a_base_that_is_left_alone_is_not_asked_for_files(
    papers: Papers, director: Client, now: MovingClock, code: str, said: str
) -> None:
    card = with_files(papers)
    Base.objects.update(closed_until=now() + timedelta(minutes=5), last_error=code)
    with patch.object(papers.source, "file") as asked:
        answer = director.get(f"/edocs/{card}/files/0/")
    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert asked.call_count == 0
    now.at += timedelta(minutes=6)
    with given(papers, Content(body=pdf())):  # type: ignore[attr-defined]
        assert director.get(f"/edocs/{card}/files/0/").status_code == 200


@contextmanager
def elsewhere(base: int) -> Iterator[bool]:
    """Another process of the portal asks the base for a file."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        found = other.execute("SELECT pg_try_advisory_lock(hashtext('edocs.file'), %s)", [base]).fetchone()
        yield found == (True,)


def test_one_file_at_a_time_is_asked_of_a_base(papers: Papers, director: Client) -> None:
    card, base = with_files(papers), papers.doc().base_id
    with elsewhere(base) as taken:
        assert taken
        answer = director.get(f"/edocs/{card}/files/0/")
        assert answer.status_code == 404
        assert "отдаёт другой файл" in answer.content.decode()
    with given(papers, Content(body=pdf())):  # type: ignore[attr-defined]
        assert [director.get(f"/edocs/{card}/files/0/").status_code for _time in range(2)] == [200, 200]
    with elsewhere(base) as taken:  # and it is free again
        assert taken


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_person_puts_it_to_a_deal_and_a_manager(papers: Papers, keeper: Client) -> None:
    papers.read(paper())
    deal, card = papers.deal(title="Поставка стекла"), papers.doc().card
    papers.doc().__class__.objects.update(deal_id=None, manager_id=None)
    form = keeper.get(f"/edocs/{card}/links/", headers={"hx-request": "true"}).content.decode()
    assert 'name="deal"' in form
    sent = {
        "deal": str(deal.pk), "deal_text": deal.title, "manager": str(papers.office.id("boris")),
        "manager_text": "Борисов", "contact": "", "contact_text": "", "about": "", "about_text": "", "key": "link-0001",
    }  # fmt: skip
    assert keeper.post(f"/edocs/{card}/links/", sent).status_code == 302
    row = papers.doc()
    assert (row.deal_id, row.manager_id) == (deal.pk, papers.office.id("boris"))
    assert sorted(row.by_hand) == ["deal", "manager"]  # what stayed empty is nobody's choice
    text = block(keeper, card)
    assert "Поставка стекла" in text


def test_what_was_typed_survives_a_refusal(papers: Papers, keeper: Client) -> None:
    papers.read(paper())
    card = papers.doc().card
    sent = {"deal": "", "deal_text": "Неизвестная сделка", "manager": "", "manager_text": ""}
    answer = keeper.post(f"/edocs/{card}/links/", sent, headers={"hx-request": "true"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Неизвестная сделка" in text
    assert "Выберите из списка" in text


def test_who_may_only_look_is_offered_no_form(papers: Papers, director: Client) -> None:
    papers.read(paper())
    card = papers.doc().card
    assert f"/edocs/{card}/links/" not in block(director, card)
    assert director.post(f"/edocs/{card}/links/", {"deal": "", "deal_text": "", "manager": "1", "manager_text": "A"}
                         ).status_code == 403  # fmt: skip


# -- the queue ---------------------------------------------------------------------------------------------------------


def unmatched(papers: Papers) -> None:
    papers.read(paper("d1", counterparty=STRANGE), paper("d2", counterparty=STRANGE, direction="in", place=IN))
    papers.work()


def sorter(papers: Papers) -> Client:
    return signed_in(papers.office, "junior")


def test_the_queue_names_the_party_once_and_says_why(papers: Papers) -> None:
    unmatched(papers)
    text = shown(sorter(papers), "/edocs/unmatched/")
    assert text.count("ООО «Лютик»</h2>") == 1
    assert "ИНН 7702000004" in text
    assert "2 документа" in text
    assert re.search(r'class="unmatched-why".*?<span>[^<]+</span>', text, re.DOTALL)
    assert "Не сопоставлены" in shown(sorter(papers), "/edocs/")
    assert "не сопоставлен" in shown(signed_in(papers.office, "director"), f"/cards/{papers.doc('d1').card}/")


def test_one_press_links_all_documents_of_the_party(papers: Papers) -> None:
    unmatched(papers)
    browser = sorter(papers)
    sent = {"base": "main", "party": "party-9", "company": str(papers.company.pk), "company_text": "Вектор",
            "key": "queue-0001"}  # fmt: skip
    there = browser.post("/edocs/unmatched/link", sent).headers["Location"]
    assert there == f"/edocs/unmatched/?linked={papers.company.pk}"
    papers.work()
    assert {papers.doc("d1").company_id, papers.doc("d2").company_id} == {papers.company.pk}
    text = shown(browser, there)
    assert f'Связано с компанией <a href="/companies/{papers.company.pk}/">Вектор</a>' in text
    assert "Все контрагенты из 1С найдены" in text
    assert "Связано: 2 документа" in text
    browser.post("/edocs/unmatched/link", sent)  # once more does no harm
    assert papers.doc("d1").company_id == papers.company.pk


def test_a_company_is_made_of_the_requisites_of_1c(papers: Papers) -> None:
    from marshrut.crm.models import Company

    unmatched(papers)
    browser = sorter(papers)
    sent = {"base": "main", "party": "party-9", "key": "queue-0002"}
    assert browser.post("/edocs/unmatched/create", sent).status_code == 302
    papers.work()
    made = Company.objects.get(inn=STRANGE.inn)
    assert papers.doc("d1").company_id == made.pk
    assert browser.post("/edocs/unmatched/create", sent).status_code == 404
    assert Company.objects.filter(inn=STRANGE.inn).count() == 1


def test_a_wrong_choice_keeps_what_was_typed(papers: Papers) -> None:
    unmatched(papers)
    sent = {"base": "main", "party": "party-9", "company": "", "company_text": "Лютики"}
    answer = sorter(papers).post("/edocs/unmatched/link", sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="Лютики"' in text
    assert "Выберите из списка" in text


def test_the_queue_is_for_those_who_sort_it(papers: Papers) -> None:
    unmatched(papers)
    viktor = signed_in(papers.office, "viktor")
    assert viktor.get("/edocs/unmatched/").status_code == 403
    sent = {"base": "main", "party": "party-9", "company": str(papers.company.pk), "company_text": "Вектор"}
    assert viktor.post("/edocs/unmatched/link", sent).status_code == 403
    assert viktor.post("/edocs/unmatched/create", sent).status_code == 403
    assert papers.doc("d1").company_id is None
    assert "/edocs/unmatched/" not in shown(viktor, "/edocs/")
