"""What fields point at in the room of partners: contacts, deals, projects, our own organisations."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery

from marshrut.cards import commands
from marshrut.cards.models import CardContent
from marshrut.cards.queries import Filter, card, changes_since, listing
from marshrut.crm import commands as crm
from marshrut.crm.models import Company
from marshrut.kernel.errors import Invalid
from tests.support import treaties
from tests.support.office import Office, install_pack

PARTNERS = ("contact", "deal", "project")


@pytest.fixture
def shop(office: Office) -> Office:
    install_pack(treaties.pack())
    return office


def partners(office: Office) -> dict[str, int]:
    actor = office.actor("alisa")
    return {
        "contact": crm.add_contact(actor, name="Петрова Анна")["id"],
        "deal": crm.add_deal(actor, title="Поставка флаконов", responsible=actor.person_id)["id"],
        "project": crm.add_project(actor, title="Линия розлива", responsible=actor.person_id)["id"],
    }


def treaty(office: Office, **fields: Any) -> int:
    made = commands.create_card(office.actor("alisa"), card_type="treaty", fields={"subject": "Флаконы", **fields})
    return int(made["card"])


def test_a_card_points_at_partners_and_is_found_by_them(shop: Office) -> None:
    chosen = partners(shop)
    made = treaty(shop, **chosen)
    assert {key: card(shop.actor("alisa"), made).state.fields[key] for key in PARTNERS} == chosen
    for word in ("Петрова", "поставка", "розлива"):
        found = CardContent.objects.system("test").filter(search=SearchQuery(word, config="russian"))
        assert [one.pk for one in found] == [made], word


@pytest.mark.parametrize("key", PARTNERS)
def test_what_is_not_there_is_refused_beside_its_field(shop: Office, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        treaty(shop, **{key: 999_999_999})
    assert list(refused.value.fields) == [key]


def test_our_side_is_one_of_our_organisations(shop: Office) -> None:
    assert shop.company is not None
    with pytest.raises(Invalid) as refused:
        treaty(shop, organisation=shop.company.pk)
    assert refused.value.fields == {"organisation": "Выберите нашу организацию."}
    Company.objects.filter(pk=shop.company.pk).update(ours=True)
    made = treaty(shop, organisation=shop.company.pk)
    Company.objects.filter(pk=shop.company.pk).update(ours=False)
    commands.edit_card(shop.actor("alisa"), card=made, fields={"subject": "Крышки"})  # it stands from earlier


def test_changes_name_partners(shop: Office) -> None:
    made = treaty(shop)
    commands.edit_card(shop.actor("alisa"), card=made, fields=partners(shop))
    said = [one.sentence for one in changes_since(shop.actor("boris"), made, 1)]
    assert said == [
        "Контактное лицо: — → Петрова Анна",
        "Сделка: — → Поставка флаконов",
        "Проект: — → Линия розлива",
    ]


@pytest.mark.parametrize("key", PARTNERS)
def test_lists_are_narrowed_by_partners(shop: Office, key: str) -> None:
    chosen = partners(shop)
    made, _other = treaty(shop, **chosen), treaty(shop)
    actor = shop.actor("alisa")
    found = listing(actor, "treaty", Filter(pointing=((key, chosen[key]),))).lines
    assert [line.id for line in found] == [made]
    assert listing(actor, "treaty", Filter(pointing=((key, 999_999),))).lines == ()
    assert listing(shop.actor("junior"), "treaty", Filter(pointing=((key, chosen[key]),))).lines == ()
