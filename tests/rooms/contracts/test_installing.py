"""The pack comes beside payments, into a company that has its people and kinds of documents; older versions run on."""

from __future__ import annotations

import pytest
from django.utils import translation

from marshrut.cards import commands
from marshrut.definitions import checking
from marshrut.definitions import commands as definitions
from marshrut.definitions import queries as packs
from marshrut.definitions.commands import PackRefused
from marshrut.documents.models import Document, Kind, KindStatus
from marshrut.kernel import memory
from marshrut.org.models import RoleHolder
from tests.support import contract_office
from tests.support.contract_office import Contracts
from tests.support.office import SYSTEM, MovingClock, install_text
from tests.support.packs import PACKS, former

FOLDER = str(PACKS / "contracts")


@pytest.fixture
def ready(db: None, now: MovingClock) -> Contracts:
    """Everything is there but the pack."""
    return contract_office.build(now, "payments")


def install(*, without_people: bool = False) -> dict[str, object]:
    memory.forget()
    return definitions.install_pack(SYSTEM, path=FOLDER, without_people=without_people)


def refused(*, without_people: bool = False) -> list[str]:
    with translation.override("ru"), pytest.raises(PackRefused) as refusal:
        install(without_people=without_people)
    return [one.said for one in refusal.value.problems]


def test_it_is_right_here_and_comes_beside_payments(ready: Contracts) -> None:
    assert [one for one in checking.check(FOLDER) if not one.warning] == []
    assert install()["warnings"] == []
    assert [one.pack.key for one in packs.active()] == ["contracts", "payments"]
    card = ready.card()
    assert ready.paper(card).status.key == "check"


def test_without_its_kinds_of_documents_it_is_refused_even_before_its_people_come(ready: Contracts) -> None:
    Kind.objects.filter(key="annex").update(archived=True)
    RoleHolder.objects.filter(role__key="lawyer").delete()
    said = refused(without_people=True)
    assert said == ["Нет вида документов «annex»."]


def test_a_status_that_is_called_otherwise_is_named(ready: Contracts) -> None:
    KindStatus.objects.filter(kind__key="contract", key="signed").update(key="signd")
    assert set(refused()) == {"У документов вида «contract» нет статуса «signed». Может быть, «signd»?"}


def test_cards_of_a_former_version_travel_on_untouched(ready: Contracts) -> None:
    """A release that knows papers changes nothing for packs that do not: nobody approves anew."""
    install_text("payments", "1.0.0", former())
    card = ready.office.request()
    ready.office.complete(card, "approve", "approved", "boris")
    install()
    ready.office.complete(card, "finance", "confirmed", "finance")
    ready.settle()
    assert ready.open(card) == ["pay", "payment_order"]
    assert not Document.objects.exists()
    commands.comment_card(ready.office.actor("alisa"), card=card, text="Едет")
