"""`marshrut card move-version` and `put-back`."""

from __future__ import annotations

import pytest

from marshrut.cards.models import Card
from marshrut.jobs.models import Effect
from tests.support.office import Office
from tests.support.versions import Part, install_version, rename, shipped_id

from .program import Program


def restaged(card_type: Part) -> None:
    rename(card_type, "unit_approval", "head_approval")


@pytest.fixture
def card(office: Office) -> int:
    made = office.request()
    Effect.objects.update(state="done")
    return made


def version_of(card: int) -> int:
    return Card.objects.system("test").get(pk=card).definition_id


def test_look_move_and_put_back(marshrut: Program, office: Office, card: int) -> None:
    new = install_version("9.0.0", restaged)
    looked = marshrut.done("card", "move-version", "payment_request", "--dry-run", by="admin")
    assert "В новой версии нет стадии" in looked
    asked = ["payment_request", "--stage", "unit_approval=head_approval", "--reason", "Проба"]
    looked = marshrut.done("card", "move-version", *asked, "--dry-run", by="admin")
    assert "→ 9.0.0" in looked
    assert version_of(card) == shipped_id()
    said = marshrut.done("card", "move-version", *asked, by="admin")
    assert "переведено карточек — 1." in said
    assert version_of(card) == new
    number = said.split("Перевод ")[1].split(":")[0]
    assert "возвращено карточек — 1." in marshrut.done("card", "put-back", number, by="admin")
    assert version_of(card) == shipped_id()


def test_as_data(marshrut: Program, card: int) -> None:
    new = install_version("9.0.0", restaged)
    asked = ["payment_request", "--to", "9.0.0", "--card", card]
    looked = marshrut.json("card", "move-version", *asked)
    assert looked == {"moving": None, "would_move": [], "refused": [{"card": card, "code": "version_no_stage"}]}
    done = marshrut.json("card", "move-version", *asked, "--stage", "unit_approval=head_approval")
    assert (done["moved"], version_of(card)) == ([card], new)
    assert marshrut.json("card", "put-back", done["moving"])["reverted"] == [card]


def test_refusals(marshrut: Program, card: int) -> None:
    install_version("9.0.0", restaged)
    marshrut.refused("card", "move-version", "payment_request", by="boris")
    marshrut.refused("card", "put-back", 1, by="boris")
    marshrut.refused("card", "move-version", "payment_request", "--to", "8.8.8", by="admin")
    marshrut.refused("card", "put-back", 77, by="admin")
