"""An installation of release 1.0 goes on: its pack is read, cards under way keep their rules."""

from __future__ import annotations

import pytest

from marshrut.cards import queries
from marshrut.cards.models import Task
from marshrut.definitions import commands as definitions
from marshrut.definitions import loading
from marshrut.definitions.queries import current
from marshrut.kernel.errors import Forbidden
from tests.support.office import SYSTEM, Office, build, install_text
from tests.support.packs import PACKS, former


@pytest.fixture
def office(db: None) -> Office:
    built = build()
    install_text("payments", "1.0.0", former())
    return built


def as_1_0_kept_it(task: Task, limit: int) -> None:
    detail = {**task.detail, "amounts": {**task.detail.get("amounts", {}), "own limit": limit}}
    detail["why"] = {key: value for key, value in detail["why"].items() if key != "self_approval"}
    Task.objects.system("test").filter(pk=task.pk).update(detail=detail)


def test_the_limit_of_the_former_words_is_kept() -> None:
    found = loading.stored(former()).card_types[0]
    assert found.self_approval is not None
    assert found.self_approval.model_dump() == {
        "policy": "second_above",
        "above": "$self_approval_limit",
        "field": "amount",
    }
    approve = found.task("approve")
    assert approve is not None
    assert approve[1].assignee[0].when_self == "self"
    assert loading.stored(loading.content(loading.stored(former()))) == loading.stored(former())


@pytest.mark.parametrize(("amount", "holder"), [("300000", "boris"), ("300000,01", "director")])
def test_heads_approve_their_own_up_to_the_limit(office: Office, amount: str, holder: str) -> None:
    card = office.request("boris", amount=amount)
    assert office.task(card, "approve").assignee_id == office.id(holder)
    office.complete(card, "approve", "approved", holder)


def test_a_task_that_1_0_opened_keeps_its_limit(office: Office) -> None:
    card = office.request("boris", amount="250000")
    as_1_0_kept_it(office.task(card, "approve"), 200000)
    with pytest.raises(Forbidden, match="вышестоящий"):
        office.complete(card, "approve", "approved", "boris")
    as_1_0_kept_it(office.task(card, "approve"), 250000)
    office.complete(card, "approve", "approved", "boris")


def test_the_new_pack_is_installed_beside_cards_under_way(office: Office) -> None:
    card = office.request()
    files = {path.name: path.read_text(encoding="utf-8") for path in (PACKS / "payments").glob("*.yaml")}
    files["pack.yaml"] = files["pack.yaml"].replace("version: ", "version: 9")
    definitions.install_pack(SYSTEM, content=files)
    assert current().active_pack("payments").pack.version.startswith("9")
    office.to_payment(card)
    office.pay(card)
    seen = queries.seen(office.actor("alisa"), card)
    assert (seen.state.stage, seen.definition.version) == ("paid", "1.0.0")
