"""«Документы» on a card: kind known from the field, status, number, versions, replacing; templates and the library."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.cards import commands, queries
from marshrut.crm import commands as crm
from marshrut.documents import commands as documents
from marshrut.documents import queries as papers
from marshrut.kernel.actor import Actor
from tests.support import treaties
from tests.support.office import PDF, MovingClock, Office, build, drain, install_pack
from tests.support.word_files import docx

HX = {"HX-Request": "true"}
KEY = "key-of-the-form-1"


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    office = build()
    documents.install_kinds(Actor.system())
    install_pack(treaties.pack())
    return office


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def treaty(office: Office, now: MovingClock, **fields: Any) -> int:
    """Filed by the worker."""
    given = {"subject": "Флаконы", "paper": [office.file("alisa", "Договор.pdf")], **fields}
    card = int(commands.create_card(office.actor("alisa"), card_type="treaty", fields=given)["card"])
    drain(now.at)
    return card


def plain(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def paper(name: str, more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + more, "application/pdf")


def section(who: Client, card: int) -> str:
    return plain(who.get(f"/cards/{card}/?part=papers", headers=HX))


def test_a_paper_stands_under_its_field_with_status_and_page(office: Office, now: MovingClock) -> None:
    card = treaty(office, now)
    answer = signed_in(office, "boris").get(f"/cards/{card}/?part=papers", headers=HX)
    (row,) = papers.of_card_field(card)["paper"]
    text = answer.content.decode()
    assert f'href="/documents/{row.id}/"' in text
    assert f'style="--c:{row.status.color}"' in text
    said = plain(answer)
    assert "Договор" in said
    assert "Черновик" in said
    assert "версия 1 · Алиева А., сегодня, 10:00" in said


def test_before_the_worker_comes_the_file_is_there_and_says_so(office: Office) -> None:
    given = {"subject": "Флаконы", "paper": [office.file("alisa", "Договор.pdf")]}
    card = int(commands.create_card(office.actor("alisa"), card_type="treaty", fields=given)["card"])
    answer = signed_in(office, "alisa").get(f"/cards/{card}/?part=papers", headers=HX)
    assert "Раскладывается на общий диск" in plain(answer)
    assert f'hx-get="/cards/{card}/?part=papers&amp;asked=1"' in answer.content.decode()
    last = signed_in(office, "alisa").get(f"/cards/{card}/?part=papers&asked=5", headers=HX)
    assert 'hx-trigger="load delay' not in last.content.decode()


def test_a_replaced_paper_is_its_next_version(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    (old,) = queries.card(office.actor("alisa"), card).state.fields["paper"]
    form = alisa.get(f"/cards/{card}/papers/paper/?file={old}").content.decode()
    assert 'name="version" value="1"' in form
    sent = {"version": "1", "key": KEY, "file": paper("Договор правка.pdf", b"\n%1")}
    answer = alisa.post(f"/cards/{card}/papers/paper/?file={old}", sent)
    assert answer.headers["Location"] == f"/cards/{card}/"
    drain(now.at)
    said = section(alisa, card)
    assert "версия 2" in said
    assert "2 версии" in said
    (row,) = papers.of_card_field(card)["paper"]
    assert row.version_n == 2
    text = alisa.get(f"/cards/{card}/?part=papers", headers=HX).content.decode()
    assert f"/documents/{row.id}/compare/?from=1&amp;to=2" in text


def test_a_double_click_makes_one_version(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    for _press in range(2):
        sent = {"version": "1", "key": KEY, "file": paper("Правка.pdf", b"\n%1")}
        assert alisa.post(f"/cards/{card}/papers/paper/", sent).status_code == 302
    drain(now.at)
    (row,) = papers.of_card_field(card)["paper"]
    assert (row.version_n, queries.card(office.actor("alisa"), card).state.edition) == (2, 2)


@pytest.mark.parametrize("headers", [HX, {}])
def test_two_tabs_replace_one_after_the_other(office: Office, now: MovingClock, headers: dict[str, str]) -> None:
    """The second tab does not know what the first one did: it is told, and its own file is not lost."""
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    alisa.post(f"/cards/{card}/papers/paper/", {"version": "1", "file": paper("Первая.pdf", b"\n%1")})
    sent = {"version": "1", "file": paper("Вторая.pdf", b"\n%2")}
    late = alisa.post(f"/cards/{card}/papers/paper/", sent, headers=headers)
    assert late.status_code == 409
    assert "Договор.pdf → Первая.pdf" in plain(late)
    text = late.content.decode()
    kept = re.findall(r'name="file_kept" value="(\d+)"', text)
    assert len(kept) == 1
    again = alisa.post(f"/cards/{card}/papers/paper/", {"version": "2", "file_kept": kept[0], "file_shown": "1"})
    assert again.status_code == 302
    assert queries.card(office.actor("alisa"), card).state.fields["paper"] == [int(kept[0])]


def test_a_paper_replaced_while_it_was_decided_on_refuses_the_decision(office: Office, now: MovingClock) -> None:
    card, boris = treaty(office, now), signed_in(office, "boris")
    task = office.task(card, "approve")
    boris.get(f"/inbox/?task={task.pk}")
    signed_in(office, "alisa").post(f"/cards/{card}/papers/paper/", {"version": "1", "file": paper("Б.pdf", b"\n%1")})
    refused = boris.post(
        f"/tasks/{task.pk}/complete", {"outcome": "yes", "version": "1", "target": "inbox"}, headers=HX
    )
    assert refused.status_code == 409
    assert "Договор: Договор.pdf → Б.pdf" in plain(refused).replace(" Договор.pdf →", ": Договор.pdf →", 1)
    old, new = (one.file.id for one in queries.card(office.actor("boris"), card).files)
    address = f"/cards/{card}/compare/?from={old}&amp;to={new}"
    assert address in refused.content.decode()
    assert boris.get(address.replace("&amp;", "&")).status_code == 200


def test_several_papers_are_added_and_one_of_them_is_replaced(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    alisa.post(
        f"/cards/{card}/papers/annexes/", {"version": "1", "file": [paper("А.pdf", b"\n%a"), paper("Б.pdf", b"\n%b")]}
    )
    first, second = queries.card(office.actor("alisa"), card).state.fields["annexes"]
    alisa.post(f"/cards/{card}/papers/annexes/?file={first}", {"version": "2", "file": paper("А2.pdf", b"\n%c")})
    new, kept = queries.card(office.actor("alisa"), card).state.fields["annexes"]
    assert kept == second
    assert new not in (first, second)
    alisa.post(f"/cards/{card}/papers/annexes/", {"version": "3", "file": paper("В.pdf", b"\n%d")})
    assert len(queries.card(office.actor("alisa"), card).state.fields["annexes"]) == 3


def test_nothing_chosen_and_a_hostile_file_are_refused_in_place(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    assert alisa.post(f"/cards/{card}/papers/paper/", {"version": "1"}).status_code == 422
    lie = SimpleUploadedFile("Договор.docx", PDF)
    answer = alisa.post(f"/cards/{card}/papers/paper/", {"version": "1", "file": lie}, headers=HX)
    assert answer.status_code == 422
    assert "а внутри — PDF" in plain(answer)


def test_who_may_not_edit_is_offered_nothing_and_refused(office: Office, now: MovingClock) -> None:
    card = treaty(office, now)
    boris = signed_in(office, "boris")
    assert "Заменить" not in section(boris, card)
    assert "Создать из шаблона" not in section(boris, card)
    assert boris.get(f"/cards/{card}/papers/paper/").status_code == 403
    assert boris.post(f"/cards/{card}/papers/paper/", {"file": paper("Б.pdf")}).status_code == 403
    for address in ("papers/paper/", "fill/", "library/", "compare/?from=1&to=2"):
        assert signed_in(office, "junior").get(f"/cards/{card}/{address}").status_code == 404
    assert signed_in(office, "alisa").get(f"/cards/{card}/papers/scan/").status_code == 404
    assert signed_in(office, "alisa").get(f"/cards/{card}/papers/nothing/").status_code == 404


def template(office: Office, text: str, **more: Any) -> int:
    actor = Actor.person(office.id("admin"))
    file = documents.store_file(actor, name="Шаблон.docx", stream=io.BytesIO(docx(text)))["id"]
    made = documents.add_template(actor, title="Договор поставки", kind="contract", file=file, **more)
    return int(made["id"])


def test_a_paper_is_made_of_a_template(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now, paper=[]), signed_in(office, "alisa")
    wanted = template(office, "Предмет: {{ subject }}")
    assert "Договор поставки" in plain(alisa.get(f"/cards/{card}/fill/"))
    sent = {"template": str(wanted), "field": "paper", "version": "1", "key": KEY}
    for _press in range(2):
        assert alisa.post(f"/cards/{card}/fill/", sent).headers["Location"] == f"/cards/{card}/"
    (file,) = queries.card(office.actor("alisa"), card).state.fields["paper"]
    assert papers.paragraphs(file) == ("Предмет: Флаконы",)
    assert papers.file(file).name.endswith(".docx")


def test_a_template_of_another_process_is_not_offered(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now, paper=[]), signed_in(office, "alisa")
    other = template(office, "Нет", card_type="payment_request")
    assert "Договор поставки" not in plain(alisa.get(f"/cards/{card}/fill/"))
    sent = {"template": str(other), "field": "paper", "version": "1", "key": KEY}
    assert alisa.post(f"/cards/{card}/fill/", sent).status_code == 422


def library_paper(office: Office, by: str = "alisa") -> int:
    file = office.file(by, "Рамочный.pdf")
    return int(documents.add_document(office.actor(by), kind="contract", file=file, title="Рамочный договор")["id"])


def test_a_paper_of_the_library_is_linked_or_put_into_a_field(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now, paper=[]), signed_in(office, "alisa")
    wanted = library_paper(office)
    assert "Рамочный договор" in plain(alisa.get("/documents/suggest/?q=Рамоч"))
    sent = {"document": str(wanted), "document_text": "Рамочный договор", "version": "1"}
    assert alisa.post(f"/cards/{card}/library/", {**sent, "field": ""}).status_code == 302
    assert "Из библиотеки Рамочный договор" in section(alisa, card)
    other = treaty(office, now, paper=[])
    assert alisa.post(f"/cards/{other}/library/", {**sent, "field": "paper"}).status_code == 302
    drain(now.at)
    (row,) = papers.of_card_field(other)["paper"]
    assert row.id == wanted  # it stays one paper


def test_a_paper_that_may_not_be_seen_is_not_attached(office: Office, now: MovingClock) -> None:
    card, alisa = treaty(office, now, paper=[]), signed_in(office, "alisa")
    wanted = library_paper(office, "viktor")
    documents.edit_kind(office.actor("admin"), kind="contract", readers=[f"person:{office.id('viktor')}"])
    for field in ("", "paper"):
        sent = {"document": str(wanted), "document_text": "x", "field": field, "version": "1"}
        answer = alisa.post(f"/cards/{card}/library/", sent)
        assert answer.status_code in (404, 422), field
        assert "Рамочный" not in plain(answer)
    assert "Рамочный" not in plain(alisa.get("/documents/suggest/?q=Рамоч"))


def test_a_word_file_is_read_on_the_card_and_beside_the_buttons(office: Office, now: MovingClock) -> None:
    actor = office.actor("alisa")
    stream = io.BytesIO(docx("Первый пункт", "Второй пункт"))
    file = int(documents.store_file(actor, name="Договор.docx", stream=stream)["id"])
    card = treaty(office, now, paper=[file])
    boris = signed_in(office, "boris")
    address = f"/files/{file}/text/"
    for page in (f"/cards/{card}/", f"/inbox/?task={office.task(card, 'approve').pk}"):
        assert f'hx-get="{address}"' in boris.get(page).content.decode(), page
    shown = boris.get(address, headers=HX)
    assert "Первый пункт" in plain(shown)
    assert "<html" not in shown.content.decode()
    assert boris.get(address).content.decode().startswith("<!doctype html>")
    assert signed_in(office, "junior").get(address).status_code in (200, 404)


def test_plain_file_fields_stay_as_they_were(office: Office) -> None:
    card = office.request()
    answer = signed_in(office, "alisa").get(f"/cards/{card}/").content.decode()
    assert 'id="card-papers"' not in answer
    assert "Счёт.pdf" in answer


def test_earlier_versions_are_not_decided_on(office: Office, now: MovingClock) -> None:
    card, boris = treaty(office, now), signed_in(office, "boris")
    signed_in(office, "alisa").post(f"/cards/{card}/papers/paper/", {"version": "1", "file": paper("Б.pdf", b"\n%1")})
    said = plain(boris.get(f"/inbox/?task={office.task(card, 'approve').pk}"))
    assert "Б.pdf" in said
    assert "Договор.pdf" not in said


def test_all_file_fields_stand_on_the_form_of_a_new_card(office: Office) -> None:
    alisa = signed_in(office, "alisa")
    page = alisa.get("/cards/treaty/new/").content.decode()
    assert [name for name in ("paper", "annexes", "scan") if f'name="{name}_shown"' in page] == [
        "paper",
        "annexes",
        "scan",
    ]
    sent = {
        "subject": "Флаконы",
        "paper_shown": "1",
        "paper": paper("Договор.pdf"),
        "annexes_shown": "1",
        "annexes": [paper("А.pdf", b"\n%a"), paper("Б.pdf", b"\n%b")],
        "key": KEY,
    }
    made = int(alisa.post("/cards/treaty/new/", sent).headers["Location"].split("/")[2])
    found = queries.card(office.actor("alisa"), made).state.fields
    assert (len(found["paper"]), len(found["annexes"])) == (1, 2)


def test_a_form_puts_one_document_where_one_belongs(office: Office, now: MovingClock) -> None:
    """The edit form keeps the old file unless it was taken out; a chosen one takes its place."""
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    (old,) = queries.card(office.actor("alisa"), card).state.fields["paper"]
    sent = {"paper_shown": "1", "paper_kept": str(old), "paper": paper("Б.pdf", b"\n%1"), "version": "1"}
    assert alisa.post(f"/cards/{card}/edit", sent).status_code == 302
    (new,) = queries.card(office.actor("alisa"), card).state.fields["paper"]
    assert new != old


def test_a_list_is_narrowed_by_deal_where_the_process_has_deals(office: Office, now: MovingClock) -> None:
    deal = int(crm.add_deal(office.actor("alisa"), title="Поставка года")["id"])
    treaty(office, now, deal=deal)
    treaty(office, now, subject="Другое")
    alisa = signed_in(office, "alisa")
    said = plain(alisa.get(f"/cards/treaty/list/?deal={deal}"))
    assert "Поставка года" in said
    assert "Флаконы" in said
    assert "Другое" not in said
    for address in ("/cards/treaty/?deal=999999", "/cards/treaty/list/?deal=x"):
        assert alisa.get(address).status_code == 200
    assert 'name="deal"' not in alisa.get("/cards/payment_request/list/").content.decode()


def test_a_signed_copy_is_a_version_of_its_paper(office: Office, now: MovingClock) -> None:
    fields = {
        **treaties.FIELDS,
        "signed": {"kind": "file", "title": "Экземпляр", "document": "contract", "version_of": "paper"},
    }
    install_pack(treaties.pack("1.0.1", fields=fields))
    card, alisa = treaty(office, now), signed_in(office, "alisa")
    assert "Экземпляр" not in section(alisa, card)
    copy = office.file("alisa", "Скан.pdf")
    commands.edit_card(office.actor("alisa"), card=card, fields={"signed": [copy]})
    drain(now.at)
    said = section(alisa, card)
    assert "Экземпляр" in said
    assert "версия 2" in said
    (row,) = papers.of_card_field(card)["paper"]
    assert (row.version_n, row.file.id) == (2, copy)
