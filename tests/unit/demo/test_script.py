"""The data of the demo company fit together: people, partners, the pack, papers."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from marshrut.crm import rules
from marshrut.demo import passwords
from marshrut.demo.acts import PARTNER, VERBS
from marshrut.demo.company import PEOPLE, ROLES, UNITS, US
from marshrut.demo.contracts import Contract
from marshrut.demo.letters import Incoming, Outgoing
from marshrut.demo.loading import PACKS
from marshrut.demo.papers import Party
from marshrut.demo.partners import BANKS, PARTNERS
from marshrut.demo.payments import Payment
from marshrut.demo.script import _act, _line, contracts, letters, story
from tests.support.packs import pack

LOGINS = {one.login for one in PEOPLE}


def test_the_story_names_what_there_is() -> None:
    card_type = pack("payments").card_type("payment_request")
    assert card_type is not None
    items = {choice.key for choice in card_type.fields["expense_item"].choices}
    for request in story():
        assert request.by in LOGINS
        assert request.to in PARTNER
        assert request.item in items
        assert request.ends in card_type.by_stage
        assert len(request.purpose) <= card_type.fields["purpose"].max_length - 20
        for act in request.acts:
            assert act.who in LOGINS
            assert act.verb in {**VERBS, **Payment(request).verbs}
            assert set(act.mentions) <= LOGINS
            assert act.verb != "delegate" or act.argument in LOGINS


def test_contracts_name_what_there_is() -> None:
    stages = pack("contracts").card_types[0].by_stage
    for agreement in contracts():
        assert agreement.by in LOGINS
        assert agreement.to in PARTNER
        assert agreement.ends in stages
        assert set(agreement.corrected) <= set(agreement.terms)
        for act in agreement.acts:
            assert act.who in LOGINS
            assert act.verb in {**VERBS, **Contract(agreement).verbs}
            assert set(act.mentions) <= LOGINS


def test_letters_name_what_there_is() -> None:
    came, written = letters()
    incoming, outgoing = (pack("letters").card_type(f"{way}_letter") for way in ("incoming", "outgoing"))
    assert incoming
    assert outgoing
    assert {one.ends for one in came} <= incoming.by_stage.keys()
    assert {one.ends for one in written} <= outgoing.by_stage.keys()
    for letter in (*came, *written):
        assert {letter.by, *(act.who for act in letter.acts)} <= LOGINS
        assert letter.partner in PARTNER
        assert {act.verb for act in letter.acts} <= {*VERBS, *Incoming(letter).verbs, *Outgoing(letter).verbs}


@pytest.mark.parametrize("key", PACKS)
def test_every_role_of_the_packs_has_its_person(key: str) -> None:
    assert set(pack(key).roles) <= set(ROLES)
    assert {holder for _russian, _english, holders in ROLES.values() for holder in holders} <= LOGINS
    assert {unit.head for unit in UNITS} - {None} <= LOGINS
    assert {one.department for one in PEOPLE} <= {unit.key for unit in UNITS}


def test_numbers_of_invoices_do_not_repeat() -> None:
    bills = [(r.to, bill.number) for r in story() for bill in (r.invoice, r.corrected) if bill]
    assert len(bills) == len(set(bills))


@pytest.mark.parametrize("party", [US, *(partner.party for partner in PARTNERS)], ids=lambda party: party.name)
def test_requisites_are_right(party: Party) -> None:
    kind = "sole" if party.name.startswith("ИП ") else "legal"
    ogrn = {partner.name: partner.ogrn for partner in PARTNERS}.get(party.name, "")
    company = dict.fromkeys(rules.FIELDS, "") | asdict(party) | {"kind": kind, "ogrn": ogrn}
    assert rules.flaws(company) == {}
    # offices number 99 of the tax service and the territory 09 of banks do not exist
    assert party.inn[2:4] == "99"
    assert party.bik[2:4] == "09"
    assert party.account
    assert party.corr_account


def test_everybody_is_somebody_else() -> None:
    assert len({partner.inn for partner in PARTNERS} | {US.inn}) == len(PARTNERS) + 1
    assert len({partner.account for partner in PARTNERS}) == len(PARTNERS)
    assert {partner.added for partner in PARTNERS} <= LOGINS
    assert {partner.bank for partner in PARTNERS} <= set(BANKS)


def test_lines_of_the_script() -> None:
    act = _act("-3/10:00 zhukov delegate titov | В отпуске. @lebedeva, @titov решит")
    assert (act.when, act.who, act.verb, act.argument, act.mentions) == (
        "-3/10:00", "zhukov", "delegate", "titov", ["lebedeva", "titov"],
    )  # fmt: skip
    assert act.say({"lebedeva": "Лебедева А. С.", "titov": "Титов М. Р."}).endswith("@Титов М. Р. решит")
    line = _line("Туба 75 мл, печать 4+0: 22.65 × 15000 шт")
    assert (line.title, str(line.sum), line.unit) == ("Туба 75 мл, печать 4+0", "339750.00", "шт")
    for wrong in ("zhukov approve", ""):
        with pytest.raises(ValueError, match="no act"):
            _act(wrong)
    with pytest.raises(ValueError, match="no line"):
        _line("Туба 22.65 × 15000")


def test_passwords_are_readable_and_differ() -> None:
    made = {passwords.readable() for _ in range(200)}
    assert len(made) == 200
    assert {len(one) for one in made} == {17}
    assert all(one.islower() and one.count("-") == 2 for one in made)
