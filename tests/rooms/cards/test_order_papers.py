"""Scans of a card lie in the folder of its order and follow it (S0.19)."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from marshrut.crm import commands as crm
from marshrut.documents import commands as documents
from marshrut.documents import queries
from marshrut.kernel.actor import Actor
from tests.support import treaties
from tests.support.office import MovingClock, Office, drain, install_pack

SCANS = {"kind": "file", "title": "Сканы", "document": "order_paper", "several": True, "filed_under": "subject"}


@pytest.fixture
def shop(office: Office) -> Office:
    documents.install_kinds(Actor.system())
    install_pack(treaties.pack(fields={**treaties.FIELDS, "paper": SCANS}))
    return office


def paths(card: int) -> list[tuple[str, ...]]:
    rows = queries.of_card_field(card)["paper"]
    return [queries.document_page(Actor.system(), row.id).path for row in rows]


def test_scans_lie_in_the_folder_of_the_order_and_move_with_it(shop: Office, now: MovingClock) -> None:
    alisa = shop.actor("alisa")
    glass = crm.add_company(alisa, name="Завод", inn="7736207543")["id"]
    fields = {"subject": "З-140", "counterparty": glass, "paper": [shop.file("alisa", "Счёт.pdf")]}
    card = int(commands.create_card(alisa, card_type="treaty", fields=fields)["card"])
    drain(now.at)
    assert paths(card) == [("Клиенты", "Завод", "Заявки", "З-140")]
    both = [*fields["paper"], shop.file("alisa", "Акт.pdf")]
    commands.edit_card(alisa, card=card, fields={"paper": both})
    drain(now.at)
    commands.edit_card(alisa, card=card, fields={"subject": "З-104"})
    drain(now.at)
    assert paths(card) == [("Клиенты", "Завод", "Заявки", "З-104")] * 2
