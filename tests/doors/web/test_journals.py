"""Registration journals on their pages: seen, narrowed, printed, taken away, and by whom."""

from __future__ import annotations

import html
import io

import pypdfium2
import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.documents import tables
from marshrut.history.queries import timeline
from marshrut.kernel.errors import Forbidden, NotFound
from marshrut.letters import commands
from marshrut.letters.queries import journals
from tests.doors.web.conftest import shown, signed_in
from tests.support.mailroom import Mailroom
from tests.support.office import MovingClock

INCOMING = "/journals/letter_in/"


@pytest.fixture
def vera(room: Mailroom) -> Client:
    return signed_in(room.office, "vera")


def page(browser: Client, address: str = INCOMING) -> str:
    return shown(browser, address)


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def taken(browser: Client, form: str, query: str = "") -> bytes:
    answer = browser.post(f"{INCOMING}export{query}", {"form": form})
    assert answer.status_code == 200
    return content(answer)


def test_the_journal_of_incoming_letters(room: Mailroom, vera: Client) -> None:
    card = room.incoming("О переносе срока")
    room.assign(card, term="2026-07-10")
    text = page(vera)
    for said in ("Журнал регистрации входящих писем", "ВХ-0001/26", "О переносе срока", "Стеклозавод", "1 письмо"):
        assert said in text
    for fact in ("№ отправителя: 117-и", "Исполнитель: Алиева", "Срок: 10.07.2026", "В работе"):
        assert fact in text
    assert f'href="/cards/{card}/"' in text
    assert vera.get("/journals/").headers["Location"] == INCOMING


def test_filters(room: Mailroom, vera: Client, now: MovingClock) -> None:
    done = room.incoming("О браке")
    room.assign(done)
    room.do(done)
    now.to("2026-07-06 10:00")
    room.incoming("О сертификатах")
    assert "О браке" in page(vera)
    assert "О браке" not in page(vera, f"{INCOMING}?since=2026-07-05")
    assert "О сертификатах" not in page(vera, f"{INCOMING}?till=2026-07-05")
    assert "О браке" not in page(vera, f"{INCOMING}?state=open")
    assert "О сертификатах" not in page(vera, f"{INCOMING}?state=done")
    assert "О браке" in page(vera, f"{INCOMING}?partner={room.partner}&state=done")
    assert "Таких писем нет" in page(vera, f"{INCOMING}?partner={room.ours}")
    assert "Таких писем нет" in page(vera, f"{INCOMING}?organisation={room.partner}")
    assert "О браке" in page(vera, f"{INCOMING}?since=вчера&partner=x&state=странное")
    now.to("2026-07-20 10:00")
    late = page(vera, f"{INCOMING}?state=late")
    assert "О сертификатах" in late
    assert "О браке" not in late


def test_a_void_number_stays_crossed_out(room: Mailroom, vera: Client) -> None:
    from marshrut.documents import commands as documents
    from marshrut.documents.models import Document
    from marshrut.kernel.actor import Actor

    card = room.incoming("Ошибочное")
    room.complete(card, "assign", "note", "boris")
    documents.void_number(Actor.system(), document=Document.objects.get(last_card=card).pk, reason="Не нам")
    text = page(vera, f"{INCOMING}?state=void")
    assert "<s>ВХ-0001/26</s>" in text
    assert "Аннулирован 02.07.2026: Не нам" in text
    assert "Ошибочное" not in page(vera, f"{INCOMING}?state=done")


def test_more_lines_come_by_pages(room: Mailroom, vera: Client) -> None:
    for number in range(3):
        room.incoming(f"Письмо {number}")
    first = lines(room, 2)
    assert [line.number for line in first.lines] == ["ВХ-0003/26", "ВХ-0002/26"]
    second = lines(room, 2, first.after)
    assert [line.number for line in second.lines] == ["ВХ-0001/26"]
    assert second.after is None
    assert "ВХ-0003/26" in page(vera, f"{INCOMING}?after=мусор")


def lines(room: Mailroom, limit: int, after: str | None = None) -> journals.JournalPage:
    return journals.page(room.actor("vera"), "letter_in", journals.Wanted(), after, limit)


def test_a_table_with_russian_columns_leaves_a_line(room: Mailroom, vera: Client) -> None:
    room.assign(room.incoming("=СУММ(1)"), term="2026-07-10")
    heading, row = tables.read(taken(vera, "xlsx", "?since=2026-07-01"))
    assert heading == [
        "№", "Дата", "Отправитель", "№ отправителя", "Дата отправителя", "Содержание", "Кому", "Исполнитель", "Срок",
        "Отметка об исполнении", "Ответ №",
    ]  # fmt: skip
    assert row[:6] == ["ВХ-0001/26", "2026-07-02", "Стеклозавод", "117-и", "2026-07-01", "=СУММ(1)"]
    (event,) = timeline("exports")
    assert (event.body["what"], event.body["rows"], event.body["form"]) == ("journal:letter_in", 1, "xlsx")
    assert event.values["query"] == "since=2026-07-01"
    shown = page(signed_in(room.office, "admin"), "/org/exports/")
    assert "Журнал: Входящее письмо" in shown


def test_a_pdf_repeats_its_heading_on_every_page(room: Mailroom, vera: Client) -> None:
    for number in range(40):
        room.incoming(f"Письмо о сроках поставки партии {number} по договору с длинным названием")
    made = pypdfium2.PdfDocument(taken(vera, "pdf"))
    assert len(made) > 1
    for sheet in made:
        text = sheet.get_textpage().get_text_bounded()
        assert "Отправитель" in text
        assert "Отметка об" in text
    assert "Наша фабрика" in made[0].get_textpage().get_text_bounded()
    assert io.BytesIO(taken(vera, "pdf")).read(5) == b"%PDF-"


def test_a_pdf_too_long_is_refused_with_a_way_out(
    room: Mailroom, vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.incoming()
    room.incoming()
    monkeypatch.setattr("marshrut.letters.commands.journals.PRINTED", 1)
    answer = vera.post(f"{INCOMING}export?since=2026-07-01", {"form": "pdf"})
    assert answer.status_code == 422
    text = html.unescape(answer.content.decode())
    assert "В журнале 2 строк" in text
    assert 'value="2026-07-01"' in text
    assert not timeline("exports")


def test_the_print_holds_every_line_in_the_order_of_numbers(room: Mailroom, vera: Client) -> None:
    for number in range(3):
        room.incoming(f"Письмо {number}")
    answer = vera.get(f"{INCOMING}print/?since=2026-07-01")
    text = html.unescape(content(answer).decode())
    assert text.index("Письмо 0") < text.index("Письмо 2")
    for said in (
        "Журнал регистрации входящих писем",
        "Наша фабрика",
        "с 01.07.2026",
        "Отметка об исполнении",
        "</html>",
    ):
        assert said in text


def test_journals_are_closed_to_others(room: Mailroom) -> None:
    """Виктор reads no letters: for him there are no journals, as there would be none for a wrong name."""
    room.incoming("Тайное")
    viktor = signed_in(room.office, "viktor")
    for address in ("/journals/", INCOMING, f"{INCOMING}print/", "/journals/nothing/"):
        assert viktor.get(address).status_code == 404
    assert viktor.post(f"{INCOMING}export", {"form": "xlsx"}).status_code == 404
    assert signed_in(room.office, "admin").get(INCOMING).status_code == 404


def test_what_may_be_read_may_not_always_be_taken_away(room: Mailroom) -> None:
    """A reader of the book whom no grant lets export gets no file and sees no button."""
    from marshrut.documents.models import Kind

    card = room.incoming("Тайное")
    Kind.objects.filter(key="letter_in").update(readers=["everyone"])
    viktor = signed_in(room.office, "viktor")
    text = page(viktor)
    assert "ВХ-0001/26" in text  # the book is open to him, the card is not
    assert f"/cards/{card}/" not in text
    assert "117-и" not in text
    assert "export" not in text.split("<main")[1]
    assert viktor.post(f"{INCOMING}export", {"form": "xlsx"}).status_code == 403


def test_more_letters_cost_no_more_queries(room: Mailroom, vera: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(vera)
        return len(queries)

    room.incoming()
    cost()
    few = cost()
    for _n in range(5):
        room.incoming()
    assert cost() == few
    assert few <= 22


def test_commands_are_for_those_who_look_after_letters(room: Mailroom) -> None:
    with pytest.raises(NotFound):
        commands.export_journal(room.actor("viktor"), book="letter_in", wanted=journals.Wanted(), form="csv")
    with pytest.raises(Forbidden):
        commands.prove(room.actor("viktor"))
