"""What lies in the fields of a card now is what its papers are (S1.10): put back, emptied, finished, late."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread, current_thread
from typing import Any

import pytest
from django.db import connection

from marshrut.automation import papers as robots
from marshrut.cards import commands
from marshrut.documents import commands as documents
from marshrut.documents import queries
from marshrut.documents.models import Document, DocumentLink, DocumentVersion, Entry, Kind
from marshrut.jobs import registry
from marshrut.jobs.models import Effect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid
from tests.support import treaties
from tests.support.office import MovingClock, Office, drain, install_pack

FIELDS = {
    **treaties.FIELDS,
    "signed": {"kind": "file", "title": "Экземпляр", "document": "contract", "version_of": "paper"},
    "day": {"kind": "date", "title": "Дата"},
}


@pytest.fixture
def shop(office: Office) -> Office:
    """No stage gives a status."""
    documents.install_kinds(Actor.system())
    stages = [one.model_dump(by_alias=True) for one in treaties.pack().card_types[0].stages]
    number = {"do": "register_document", "field": "paper", "on": "day"}
    stages[1]["tasks"][0]["outcomes"][0]["robots"] = [number]  # on the way to the end
    install_pack(treaties.pack(fields=FIELDS, stages=stages))
    return office


def treaty(shop: Office, now: MovingClock, **fields: Any) -> int:
    given = {"subject": "Флаконы", **fields}
    card = int(commands.create_card(shop.actor("alisa"), card_type="treaty", fields=given)["card"])
    drain(now.at)
    return card


def put(shop: Office, now: MovingClock, card: int, **fields: list[int]) -> None:
    commands.edit_card(shop.actor("alisa"), card=card, fields=fields)
    drain(now.at)


def current(card: int) -> int:
    (row,) = queries.of_card_field(card)["paper"]
    return row.file.id


def lying(card: int, field: str) -> list[int]:
    links = DocumentLink.objects.filter(place="card", ref=card, field=field)
    return list(links.order_by("document_id").values_list("document_id", flat=True))


def test_back_and_forth_the_current_file_is_the_one_that_lies_there(shop: Office, now: MovingClock) -> None:
    one, two = shop.file("alisa", "А.pdf"), shop.file("alisa", "Б.pdf")
    card = treaty(shop, now, paper=[one])
    for file in (two, one, two, one):
        put(shop, now, card, paper=[file])
        assert current(card) == file
    versions = DocumentVersion.objects.order_by("n").values_list("file_id", flat=True)
    assert list(versions) == [one, two, one, two, one]
    put(shop, now, card, annexes=[shop.file("alisa", "В.pdf")])
    assert DocumentVersion.objects.filter(document__kind__key="contract").count() == 5


def test_a_signed_copy_taken_back_leaves_the_contract_itself(shop: Office, now: MovingClock) -> None:
    text, copy = shop.file("alisa", "Текст.pdf"), shop.file("alisa", "Скан.pdf")
    card = treaty(shop, now, paper=[text])
    put(shop, now, card, signed=[copy])
    assert current(card) == copy
    put(shop, now, card, signed=[])
    assert current(card) == text
    put(shop, now, card, paper=[], signed=[copy])
    assert (current(card), Document.objects.count()) == (copy, 1)


def test_an_emptied_field_lets_its_paper_go(shop: Office, now: MovingClock) -> None:
    file = shop.file("alisa", "А.pdf")
    card = treaty(shop, now, paper=[file])
    (paper,) = lying(card, "paper")
    put(shop, now, card, paper=[])
    assert lying(card, "paper") == []
    assert Document.objects.get(pk=paper).owner_card is None
    put(shop, now, card, paper=[file])
    assert lying(card, "paper") == [paper]
    assert Document.objects.get(pk=paper).owner_card == card
    put(shop, now, card, paper=[])
    put(shop, now, card, paper=[shop.file("alisa", "Другой.pdf")])
    (other,) = lying(card, "paper")
    assert (other != paper, Document.objects.get(pk=paper).version_n) == (True, 1)


def test_a_registered_annex_put_back_is_no_second_document(shop: Office, now: MovingClock) -> None:
    file = shop.file("alisa", "Спецификация.pdf")
    card = treaty(shop, now, annexes=[file])
    documents.process_register(Actor.robot("test"), card=card, field="annexes")
    put(shop, now, card, annexes=[])
    put(shop, now, card, annexes=[file])
    assert (Document.objects.count(), len(lying(card, "annexes"))) == (1, 1)


@pytest.mark.parametrize("outcome", ["yes", "no"])
def test_a_finished_card_lets_its_papers_go(shop: Office, now: MovingClock, outcome: str) -> None:
    card = treaty(shop, now, paper=[shop.file("alisa", "А.pdf")], annexes=[shop.file("alisa", "Б.pdf")])
    owners = Document.objects.values_list("owner_card", flat=True)
    assert set(owners.all()) == {card}
    shop.complete(card, "approve", outcome, "boris", reason="Так надо")
    drain(now.at)
    assert set(owners.all()) == {None}
    if outcome == "no":
        commands.restart_card(shop.actor("alisa"), card=card)
        drain(now.at)
        assert set(owners.all()) == {card}


def foreign(shop: Office, why: str) -> int:
    """The file of a paper that a card of Алиса's must leave alone."""
    author = "boris" if why == "of a colleague" else "alisa"
    file = shop.file(author, "Рамочный.pdf")
    paper = documents.add_document(shop.actor(author), kind="contract", file=file)["id"]
    if why == "registered":
        Document.objects.filter(pk=paper).update(number="01-05/001-2026")
    elif why == "signed":
        documents.set_status(shop.actor("admin"), document=paper, status="signed")
    elif why == "led by another card":
        Document.objects.filter(pk=paper).update(owner_card=999, last_card=999)
    return file


@pytest.mark.parametrize("why", ["of a colleague", "registered", "signed", "led by another card"])
def test_a_paper_to_be_left_alone_is_refused_where_it_is_put(shop: Office, now: MovingClock, why: str) -> None:
    documents.edit_kind(Actor.system(), kind="contract", keepers=[f"person:{shop.id('admin')}"])
    file, alisa = foreign(shop, why), shop.actor("alisa")
    card = treaty(shop, now)
    tries: tuple[Callable[[], Any], ...] = (
        lambda: commands.edit_card(alisa, card=card, fields={"paper": [file]}),
        lambda: commands.create_card(alisa, card_type="treaty", fields={"subject": "x", "paper": [file]}),
    )
    for one in tries:
        with pytest.raises(Invalid) as found:
            one()
        assert "Прикрепить из библиотеки" in str(found.value.fields["paper"])
    commands.edit_card(alisa, card=card, fields={"scan": [file]})  # no process leads what lies there
    assert Document.objects.count() == 1


def test_an_own_draft_of_the_library_is_taken(shop: Office, now: MovingClock) -> None:
    file = shop.file("alisa", "Рамочный.pdf")
    paper = documents.add_document(shop.actor("alisa"), kind="contract", file=file)["id"]
    card = treaty(shop, now, paper=[file])
    assert (lying(card, "paper"), Document.objects.count()) == ([paper], 1)


def test_a_link_beside_the_fields_makes_no_paper_the_cards_own(shop: Office, now: MovingClock) -> None:
    card, file = treaty(shop, now), foreign(shop, "registered")
    documents.link_document(shop.actor("alisa"), document=Document.objects.get().pk, place="card", ref=card)
    with pytest.raises(Invalid):
        commands.edit_card(shop.actor("alisa"), card=card, fields={"paper": [file]})


def test_a_number_for_an_impossible_day_is_not_asked_for_again(shop: Office, now: MovingClock) -> None:
    card = treaty(shop, now, paper=[shop.file("alisa", "А.pdf")])
    commands.edit_card(shop.actor("alisa"), card=card, fields={"day": "2099-07-03"})
    effect = registry.TakenEffect(
        1, "register_document", "main", "x", card, {"place": "outcome/approval/approve/yes", "index": 0}, 1, 1, 9
    )
    with pytest.raises(registry.Permanent):
        robots.give_number(effect.payload, effect)
    assert not Entry.objects.exists()


def test_one_paper_that_cannot_be_filed_keeps_no_other(shop: Office, now: MovingClock) -> None:
    Kind.objects.filter(key="annex").update(archived=True)
    given = {"subject": "x", "annexes": [shop.file("alisa", "Б.pdf")], "paper": [shop.file("alisa", "А.pdf")]}
    card = int(commands.create_card(shop.actor("alisa"), card_type="treaty", fields=given)["card"])
    (effect,) = Effect.objects.filter(subject=card, kind="card_documents")
    with pytest.raises(Invalid):
        do(effect)
    assert len(lying(card, "paper")) == 1


def do(effect: Effect) -> None:
    """The handler alone."""
    taken = registry.TakenEffect(
        effect.pk, effect.kind, effect.lane, effect.dedup, effect.subject, effect.payload, 1, 1, 12
    )
    registry.effects[effect.kind].run(effect.payload, taken)


@pytest.mark.django_db(transaction=True)
def test_a_slow_worker_does_not_undo_what_a_newer_one_filed(
    shop: Office, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has read the card and stops; the card is changed and another worker files it; then it goes on."""
    one, two = shop.file("alisa", "А.pdf"), shop.file("alisa", "Б.pdf")
    card = treaty(shop, now, annexes=[one])
    real, read, go = documents.take_off_card, Event(), Event()

    def slow(*who: Any, **what: Any) -> Any:
        if current_thread().name == "slow":
            read.set()
            assert go.wait(30)
        return real(*who, **what)

    monkeypatch.setattr(documents, "take_off_card", slow)
    effect = Effect.objects.filter(subject=card, kind="card_documents").latest("id")

    def work() -> None:
        try:
            do(effect)
        finally:
            connection.close()

    late, next_one = Thread(target=work, name="slow"), Thread(target=work, name="newer")
    late.start()
    assert read.wait(30)
    commands.edit_card(shop.actor("alisa"), card=card, fields={"annexes": [one, two]})
    next_one.start()
    next_one.join(1)
    go.set()
    for worker in (late, next_one):
        worker.join(30)
    assert len(lying(card, "annexes")) == 2
