"""Papers of a card: filed, given a status, replaced – whenever the worker is killed and whatever runs twice."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands, gate, places
from marshrut.documents import commands as documents
from marshrut.documents import places as registry
from marshrut.documents import queries
from marshrut.documents.models import Document, DocumentVersion
from marshrut.history import kinds
from marshrut.jobs import worker
from marshrut.kernel import memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound, Refused
from tests.support import treaties
from tests.support.office import MovingClock, Office, drain, install_pack

ON_THE_WAY = {"do": "document_status", "field": "paper", "status": "approval"}
SIGNED = {"do": "document_status", "field": "paper", "status": "signed"}


@pytest.fixture
def shop(office: Office) -> Office:
    documents.install_kinds(Actor.system())
    pack = treaties.pack()
    stages = [one.model_dump(by_alias=True) for one in pack.card_types[0].stages]
    for stage in stages:
        robot = {"approval": ON_THE_WAY, "done": SIGNED}.get(stage["key"])
        stage["on_enter"] = [robot] if robot else []
    install_pack(treaties.pack(stages=stages))
    return office


def treaty(office: Office, **fields: Any) -> int:
    given = {"subject": "Флаконы", "paper": [office.file("alisa", "Договор.pdf")], **fields}
    return int(commands.create_card(office.actor("alisa"), card_type="treaty", fields=given)["card"])


def paper(card: int) -> queries.DocumentRow:
    (row,) = queries.of_card_field(card)["paper"]
    return row


class Killed(Exception):
    """As if the worker were killed here: nothing after it ran."""


def test_a_worker_killed_between_filing_and_status_loses_nothing(
    shop: Office, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, real = treaty(shop), documents.process_status

    def killed(*_who: Any, **_what: Any) -> None:
        raise Killed

    monkeypatch.setattr(documents, "process_status", killed)
    worker.drain(now.at, strict=False)
    assert paper(card).status.key == "draft"  # filed, and no status yet
    monkeypatch.setattr(documents, "process_status", real)
    worker.drain(now.at, retries=True)
    assert paper(card).status.key == "approval"
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_the_end_of_the_process_gives_the_last_status(shop: Office, now: MovingClock) -> None:
    card = treaty(shop)
    drain(now.at)
    shop.complete(card, "approve", "yes", "boris")
    drain(now.at)
    row = paper(card)
    assert (row.status.key, row.status.final, row.owner_card) == ("signed", True, None)


def test_a_file_replaced_before_the_worker_came_keeps_its_order(shop: Office, now: MovingClock) -> None:
    card = treaty(shop)
    new = shop.file("alisa", "Правка.pdf")
    commands.edit_card(shop.actor("alisa"), card=card, fields={"paper": [new]})
    drain(now.at)
    row = paper(card)
    versions = queries.versions_of([row.id], shop.actor("alisa"))[row.id]
    assert [one.n for one in versions] == [2, 1]
    assert versions[0].file.id == new


def test_whoever_sees_the_card_sees_its_papers_and_nobody_else(shop: Office, now: MovingClock) -> None:
    card = treaty(shop)
    drain(now.at)
    documents.edit_kind(shop.actor("admin"), kind="contract", readers=[f"person:{shop.id('viktor')}"])
    row = paper(card)
    assert row.id in queries.visible_documents(shop.actor("boris"), [row.id])
    assert row.id not in queries.visible_documents(shop.actor("junior"), [row.id])
    assert not queries.may_see_file(shop.actor("junior"), row.file.id)


def test_the_library_asks_only_the_cards_that_hidden_papers_lie_on_and_only_once(
    shop: Office, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [treaty(shop) for _ in range(3)]
    lone = treaty(shop, paper=[])
    drain(now.at)
    asked: list[set[int]] = []
    real = gate.visible_among

    def counted(actor: Actor, refs: set[int]) -> set[int]:
        asked.append(set(refs))
        return real(actor, refs)

    monkeypatch.setattr(gate, "visible_among", counted)
    boris, own = shop.actor("boris"), paper(cards[0])
    with memory.of_one_request():
        assert {row.owner_card for row in queries.library(boris).rows} == set(cards)
    assert asked == [set(cards)]  # every kind is open to him: asked for the titles of cards alone
    documents.edit_kind(shop.actor("admin"), kind="contract", readers=[f"person:{shop.id('viktor')}"])
    asked.clear()
    with memory.of_one_request():
        for _again in range(2):
            assert {row.owner_card for row in queries.library(boris).rows} == set(cards)
            queries.folders(boris)
    assert asked == [set(cards)] * 3
    assert lone not in asked[0]
    asked.clear()
    assert queries.may_see_file(boris, own.file.id)
    assert queries.visible_files(boris, [own.file.id, shop.file("alisa")]) == {own.file.id}
    assert asked == [{cards[0]}] * 2
    assert [queries.library(shop.actor(name)).rows for name in ("junior", "chief")] == [(), ()]


def test_who_may_not_see_the_card_reads_no_number_of_it_on_its_paper(shop: Office, now: MovingClock) -> None:
    card, stranger = treaty(shop), shop.actor("junior")
    drain(now.at)
    row = paper(card)

    def text(actor: Actor) -> str:
        events = queries.document_page(actor, row.id).timeline
        return "\n".join(f"{kinds.sentence(event)} {event.values} {event.body}" for event in events)

    assert f"Привязан: ДП-{card}" in text(shop.actor("boris"))
    assert "Привязан: карточка" in text(stranger)
    assert f"ДП-{card}" not in text(stranger)
    assert queries.document_page(shop.actor("boris"), row.id).owned == f"Статус ведёт карточка ДП-{card}."
    assert queries.document_page(stranger, row.id).owned == "Статус ведёт карточка (она вам не видна)."
    documents.edit_kind(shop.actor("admin"), kind="contract", keepers=[f"person:{shop.id('junior')}"])
    with pytest.raises(Refused, match=r"\(она вам не видна\)"):
        documents.set_status(stranger, document=row.id, status="signed")
    new = shop.file("alisa", "Правка.pdf")
    commands.edit_card(shop.actor("alisa"), card=card, fields={"paper": []})
    commands.edit_card(shop.actor("alisa"), card=card, fields={"paper": [new]})
    drain(now.at)
    assert f"ДП-{card}" not in text(stranger)


def test_places_say_titles_and_hide_what_may_not_be_seen(shop: Office) -> None:
    card = treaty(shop)
    cards = places.Cards()
    assert cards.spots([card, 999])[card].title == f"ДП-{card}"
    assert cards.visible(shop.actor("junior"), [card]) == set()
    assert cards.visible(shop.actor("boris"), [card]) == {card}
    with pytest.raises(NotFound):
        cards.require_link(shop.actor("junior"), card)
    cards.require_link(shop.actor("boris"), card)
    assert shop.company is not None
    spots = {one.key: one for one in (registry.of(key) for key in ("company", "contact", "deal", "project"))}
    company = spots["company"]
    assert company.spots([shop.company.pk])[shop.company.pk].url == f"/companies/{shop.company.pk}/"
    for place in spots.values():
        with pytest.raises(NotFound):
            place.require_link(shop.actor("alisa"), 999_999)
        assert not place.opens
