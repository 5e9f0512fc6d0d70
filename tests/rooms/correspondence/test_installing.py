"""The packs come into a company that has their people and kinds of documents, errands first."""

from __future__ import annotations

import pytest
from django.utils import translation

from marshrut.cards import commands
from marshrut.definitions import checking
from marshrut.definitions import commands as definitions
from marshrut.definitions import queries as packs
from marshrut.definitions.commands import PackRefused
from marshrut.documents.models import Kind
from marshrut.kernel import memory
from marshrut.kernel.errors import Invalid
from marshrut.org import revision
from marshrut.org.models import RoleHolder
from tests.support import letter_office
from tests.support.letter_office import Letters
from tests.support.office import SYSTEM, MovingClock
from tests.support.packs import PACKS


@pytest.fixture
def ready(db: None, now: MovingClock) -> Letters:
    """Everything is there but the packs."""
    return letter_office.build(now, "payments")


def install(key: str) -> dict[str, object]:
    memory.forget()
    return definitions.install_pack(SYSTEM, path=str(PACKS / key))


def refused(key: str) -> list[str]:
    with translation.override("ru"), pytest.raises(PackRefused) as refusal:
        install(key)
    return [one.said for one in refusal.value.problems]


def test_they_are_right_here_and_come_beside_payments(ready: Letters) -> None:
    assert install("errands")["warnings"] == []
    assert [one for one in checking.check(str(PACKS / "letters")) if not one.warning] == []
    assert install("letters")["warnings"] == []
    assert [one.pack.key for one in packs.active()] == ["errands", "letters", "payments"]
    assert ready.stage(ready.incoming()) == "resolution"


def test_letters_hand_out_acquaintances_so_errands_come_first(ready: Letters) -> None:
    assert set(refused("letters")) == {"Нет вида карточек «acquaintance»."}


def test_without_a_secretary_they_are_not_put_to_work(ready: Letters) -> None:
    RoleHolder.objects.filter(role__key="secretary").delete()
    revision.bump()
    assert refused("errands") != []


def test_without_its_kinds_of_documents_they_are_refused(ready: Letters) -> None:
    install("errands")
    Kind.objects.filter(key="letter_out").update(archived=True)
    assert {one.split(".")[0] for one in refused("letters")} == {"Нет вида документов «letter_out»"}


def test_a_letter_answers_a_letter_and_no_payment(ready: Letters) -> None:
    install("errands")
    install("letters")
    incoming, payment = ready.incoming(), ready.office.request()
    with pytest.raises(Invalid) as refusal:
        ready.outgoing(by="alisa", answers=payment)
    assert refusal.value.fields == {"answers": "Сюда подходит карточка другого вида."}
    with pytest.raises(Invalid) as refusal:
        ready.outgoing(by="alisa", answers=incoming)  # not hers to see
    assert refusal.value.fields == {"answers": "Такой карточки нет."}
    ready.assign(incoming)
    made = ready.outgoing(by="alisa", answers=incoming)
    assert ready.fields(made)["answers"] == incoming
    commands.edit_card(ready.office.actor("alisa"), card=made, fields={"answers": None})
