"""The approval sheet as a paper: one round each, from the history, with a QR code that leads back to the card."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from marshrut.cards import commands, queries
from marshrut.documents import commands as documents
from marshrut.documents import forms
from marshrut.documents import queries as papers
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from tests.support import treaties
from tests.support.office import MovingClock, Office, build, drain, install_pack


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    office = build()
    install_pack(treaties.pack())
    return office


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[forms.SheetData]:
    """What went to the printer; the paper itself is drawn in one test only."""
    seen: list[forms.SheetData] = []

    def draw(data: forms.SheetData) -> bytes:
        seen.append(data)
        return b"%PDF-1.7"

    monkeypatch.setattr(forms, "approval_sheet", draw)
    return seen


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def treaty(office: Office, **fields: Any) -> int:
    paper = office.file("alisa", "Договор.pdf")
    made = commands.create_card(
        office.actor("alisa"), card_type="treaty", fields={"subject": "Флаконы", "paper": [paper], **fields}
    )
    return int(made["card"])


def refused_once(office: Office) -> int:
    """Returned with a reason, the paper replaced, started anew and agreed to."""
    card = treaty(office)
    office.complete(card, "approve", "no", "boris", reason="Нет срока")
    new = office.file("alisa", "Договор правка.pdf")
    commands.edit_card(office.actor("alisa"), card=card, fields={"paper": [new], "subject": "Флаконы 50 мл"})
    commands.restart_card(office.actor("alisa"), card=card)
    office.complete(card, "approve", "yes", "boris")
    return card


def test_a_sheet_is_a_pdf_that_is_saved(office: Office, now: MovingClock) -> None:
    card = treaty(office)
    office.complete(card, "approve", "yes", "boris")
    now.at += timedelta(microseconds=17)  # clocks of the world have them
    answer = signed_in(office, "alisa").get(f"/cards/{card}/sheet/1.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with pypdfium2.PdfDocument(answer.content) as paper:
        text = paper[0].get_textpage().get_text_range()
    for word in ("Борисов", "Флаконы", f"ДП-{card}", "Договор.pdf"):
        assert word in text


def test_each_round_tells_its_own_content_and_version(office: Office, printed: list[forms.SheetData]) -> None:
    card, alisa = refused_once(office), signed_in(office, "alisa")
    for n in (1, 2):
        assert alisa.get(f"/cards/{card}/sheet/{n}.pdf").status_code == 200
    first, second = printed
    assert (first.title, second.title) == ("Флаконы", "Флаконы 50 мл")
    assert [(d.version, d.reason) for d in first.decisions] == [("1", "Нет срока")]
    assert [(d.version, d.reason) for d in second.decisions] == [("2", "")]
    assert (first.result, first.mood, second.result, second.mood) == ("Возвращено", "bad", "Согласовано", "good")
    assert [(p.name, p.version) for p in first.papers] == [("Договор: Договор.pdf", "1")]
    assert [(p.name, p.version) for p in second.papers] == [("Договор: Договор правка.pdf", "2")]
    assert len(second.papers[0].digest) == 64


def test_what_happens_later_does_not_change_an_earlier_round(office: Office, printed: list[forms.SheetData]) -> None:
    card = treaty(office)
    office.complete(card, "approve", "no", "boris", reason="Нет срока")
    alisa = signed_in(office, "alisa")
    alisa.get(f"/cards/{card}/sheet/1.pdf")
    commands.edit_card(office.actor("alisa"), card=card, fields={"subject": "Другое"})
    commands.restart_card(office.actor("alisa"), card=card)
    alisa.get(f"/cards/{card}/sheet/1.pdf")
    before, after = printed
    assert (before.title, before.decisions, before.papers) == (after.title, after.decisions, after.papers)


def test_an_undone_decision_and_a_substitute_stand_on_it(
    office: Office, now: MovingClock, printed: list[forms.SheetData]
) -> None:
    card = treaty(office)
    done = office.task(card, "approve").pk
    commands.complete_task(office.actor("boris"), task=done, outcome="yes")
    now.at += timedelta(minutes=1)
    commands.undo_decision(office.actor("boris"), task=done)
    org.set_absence(
        office.actor("boris"),
        person=office.id("boris"),
        since=now.at,
        until=now.at + timedelta(days=7),
        reason="vacation",
        substitutes=[{"person": office.id("viktor")}],
    )
    drain(now.at)
    commands.complete_task(office.actor("viktor"), task=office.task(card, "approve").pk, outcome="yes")
    signed_in(office, "alisa").get(f"/cards/{card}/sheet/1.pdf")
    first, second = printed[0].decisions
    assert (first.undone, first.undone_note) == (True, "отменено 02.07.2026, 10:01")
    assert (second.name, second.behalf) == ("Викторов\u00a0В.", "Борисов\u00a0Б.")
    assert "отпуск" in second.ground


def test_the_code_leads_to_the_card(office: Office, printed: list[forms.SheetData]) -> None:
    card, alisa = treaty(office), signed_in(office, "alisa")
    alisa.get(f"/cards/{card}/sheet/1.pdf")
    address = printed[0].address
    assert address.startswith("http://testserver/q/")
    assert alisa.get(address).headers["Location"] == f"/cards/{card}/"


def test_the_code_opens_nothing_by_itself(office: Office) -> None:
    card = treaty(office)
    address = f"/q/{queries.mark(card)}/"
    stranger = Client().get(address)
    assert stranger.headers["Location"] == f"/login/?next=%2Fq%2F{queries.mark(card)}%2F"
    foreign, missing, made_up = (
        signed_in(office, "junior").get(path)
        for path in (address, f"/q/{queries.mark(999_999_999)}/", "/q/aaaaaaaaaaaaaaaaaaaaaa/")
    )
    assert foreign.status_code == missing.status_code == made_up.status_code == 404
    bodies = [
        answer.content.replace(queries.mark(card).encode(), b"").replace(queries.mark(999_999_999).encode(), b"")
        for answer in (foreign, missing, made_up)
    ]
    assert len({len(body) for body in bodies}) == 1


@pytest.mark.parametrize("text", ["", "x", "а" * 22, "_" * 22, "A" * 23, "==", "-" * 500])
def test_what_is_no_mark_names_no_card(text: str) -> None:
    assert queries.card_of_mark(text) is None


def test_marks_tell_nothing_and_stay_the_same() -> None:
    marks = {queries.mark(card) for card in range(1, 200)}
    assert len(marks) == 199
    assert {len(mark) for mark in marks} == {22}
    assert queries.card_of_mark(queries.mark(17)) == 17


def test_another_key_of_the_server_made_other_marks(settings: Any) -> None:
    old, before = settings.SECRET_KEY, queries.mark(17)
    settings.SECRET_KEY = "другой ключ сервера"
    assert queries.card_of_mark(before) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert queries.card_of_mark(before) == 17


def test_who_may_not_print_gets_no_paper(office: Office) -> None:
    card = treaty(office)
    junior = signed_in(office, "junior")
    assert junior.get(f"/cards/{card}/sheet/1.pdf").status_code == 404
    alisa = signed_in(office, "alisa")
    for n in (0, 2, 99):
        assert alisa.get(f"/cards/{card}/sheet/{n}.pdf").status_code == 404


def test_the_page_offers_the_paper_of_each_round(office: Office) -> None:
    card = refused_once(office)
    text = signed_in(office, "alisa").get(f"/cards/{card}/sheet/").content.decode()
    assert f'href="/cards/{card}/sheet/1.pdf"' in text
    assert f'href="/cards/{card}/sheet/2.pdf"' in text
    assert "по версии 2" in text


def test_a_payment_has_editions_instead_of_versions(office: Office, printed: list[forms.SheetData]) -> None:
    card = office.request()
    office.complete(card, "approve", "approved", "boris")
    signed_in(office, "alisa").get(f"/cards/{card}/sheet/1.pdf")
    assert [one.version for one in printed[0].decisions] == ["1"]
    assert (printed[0].kind, printed[0].number) == ("Заявка на оплату", f"ЗО-{card}")
    assert dict(printed[0].facts)["Сумма"] == "125\u202f000,50\u00a0₽"


def test_the_number_of_the_paper_stands_on_its_sheet(
    office: Office, now: MovingClock, printed: list[forms.SheetData]
) -> None:
    documents.install_kinds(Actor.system())
    card = treaty(office)
    drain(now.at)
    alisa = signed_in(office, "alisa")
    alisa.get(f"/cards/{card}/sheet/1.pdf")
    (row,) = papers.of_card_field(card)["paper"]
    made = documents.process_register(Actor.robot("test"), card=card, field="paper")
    alisa.get(f"/cards/{card}/sheet/1.pdf")
    assert [(one.kind, one.number) for one in printed] == [("Договор", ""), ("Договор", made["numbers"][str(row.id)])]
