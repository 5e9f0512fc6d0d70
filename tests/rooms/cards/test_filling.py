"""A УПД among the files of a card fills its empty fields, for people, programs and mail alike."""

from __future__ import annotations

import io
from typing import Any

import pytest

from marshrut.cards import commands, queries
from marshrut.crm import commands as crm
from marshrut.documents import commands as documents
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid
from tests.support import fns
from tests.support.office import SYSTEM, Office

TYPE = "payment_request"


@pytest.fixture
def romashka(office: Office) -> int:
    made = crm.add_company(office.actor("alisa"), kind="legal", name="ООО Ромашка", inn=fns.SELLER_INN, kpp="770001001")
    return int(made["id"])


def stored(office: Office, who: str = "alisa", name: str = "УПД.xml", content: bytes | None = None) -> int:
    made = documents.store_file(office.actor(who), name=name, stream=io.BytesIO(content or fns.upd_501()))
    return int(made["id"])


def made(office: Office, start: bool = False, key: str | None = None, **fields: Any) -> int:
    return int(commands.create_card(office.actor("alisa"), card_type=TYPE, fields=fields, start=start, key=key)["card"])


def fields(office: Office, card: int) -> dict[str, Any]:
    return dict(queries.card(office.actor("alisa"), card).state.fields)


def test_a_new_request_is_filled_from_its_file(office: Office, romashka: int) -> None:
    file = stored(office)
    found = fields(office, made(office, invoice=[file], expense_item="packaging", start=True))
    assert found["counterparty"] == romashka
    assert found["amount"] == "63000.00"
    assert found["purpose"] == "Флакон ПЭТ 50 мл и ещё 1, УПД № 215 от 12.11.2026"


def test_what_was_sent_stays_even_when_it_is_empty(office: Office, romashka: int) -> None:
    file = stored(office)
    found = fields(office, made(office, invoice=[file], amount="100", purpose=None))
    assert found["amount"] == "100.00"
    assert not found.get("purpose")
    assert found["counterparty"] == romashka


def test_an_archive_of_an_operator_is_read_at_once(office: Office, romashka: int) -> None:
    found = fields(office, made(office, invoice=[stored(office, "alisa", "УПД.zip", fns.archive())]))
    assert found["amount"] == "63000.00"


def test_a_file_put_on_a_draft_fills_what_is_empty(office: Office, romashka: int) -> None:
    card = made(office, purpose="Флаконы")
    commands.edit_card(office.actor("alisa"), card=card, fields={"invoice": [stored(office)]})
    found = fields(office, card)
    assert (found["purpose"], found["amount"], found["counterparty"]) == ("Флаконы", "63000.00", romashka)


def test_a_file_that_was_there_fills_nothing_again(office: Office, romashka: int) -> None:
    file = stored(office)
    card = made(office, invoice=[file])
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": None})
    commands.edit_card(office.actor("alisa"), card=card, fields={"invoice": [file], "note": "x"})
    assert not fields(office, card).get("amount")


def test_an_unknown_or_doubtful_partner_is_not_guessed(office: Office) -> None:
    assert "counterparty" not in fields(office, made(office, invoice=[stored(office)]))
    for kpp in ("770001002", "770001003"):
        crm.add_company(office.actor("alisa"), kind="legal", name=f"Ромашка {kpp}", inn=fns.SELLER_INN, kpp=kpp)
    assert "counterparty" not in fields(office, made(office, invoice=[stored(office)]))


def test_the_file_of_another_is_not_read(office: Office, romashka: int) -> None:
    """An id is no way to what another's file says: the card is refused as for any foreign file."""
    with pytest.raises(Invalid) as refusal:
        made(office, invoice=[stored(office, "boris")])
    assert set(refusal.value.fields) == {"invoice"}


def test_repeating_the_call_makes_one_card(office: Office) -> None:
    """Though a company is added in between, what was sent is the same."""
    file = stored(office)
    first = made(office, invoice=[file], key="k1")
    crm.add_company(office.actor("alisa"), kind="legal", name="ООО Ромашка", inn=fns.SELLER_INN, kpp="770001001")
    assert made(office, invoice=[file], key="k1") == first


def test_foreign_money_and_our_own_paper(office: Office) -> None:
    """Dollars are no roubles; when we sell, the buyer is the counterparty."""
    own = crm.add_company(SYSTEM, kind="legal", name="Наша", inn=fns.SELLER_INN, kpp="770001001", ours=True)
    buyer = crm.add_company(office.actor("alisa"), kind="legal", name="Косметика", inn=fns.BUYER_INN, kpp="780001001")
    content = fns.upd_501({'КодОКВ="643"': 'КодОКВ="840"'})
    found = fields(office, made(office, invoice=[stored(office, content=content)]))
    assert "amount" not in found
    assert found["counterparty"] == buyer["id"] != own["id"]


def test_programs_are_filled_for_too(office: Office, romashka: int) -> None:
    robot = Actor.robot("mail")
    file = documents.store_file(robot, name="УПД.xml", stream=io.BytesIO(fns.upd_503()))["id"]
    card = commands.create_card(
        robot, card_type=TYPE, fields={"invoice": [file]}, start=False, author=office.id("alisa")
    )
    assert fields(office, card["card"])["amount"] == "30000.00"


@pytest.mark.parametrize("content", [b"<?xml version='1.0'?><page/>", fns.upd_501()[:900], b"plain text"])
def test_a_file_that_cannot_be_read_is_a_file(office: Office, content: bytes) -> None:
    assert fields(office, made(office, invoice=[stored(office, content=content)])).keys() == {"invoice"}
