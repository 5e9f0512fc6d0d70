"""Stages of deals: moved by people and programs, kept by administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marshrut.crm import commands, queries
from marshrut.crm.models import Deal, DealStage
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support import company
from tests.support.company import acting

ROBOT = Actor.robot("reactions")


def said(subject: str) -> list[str]:
    events = sorted(timeline(subject), key=lambda event: event.seq)
    return [kinds.sentence(one, lambda ref, value: queries.shown(ref, value) or str(value)) for one in events]


def deal(person: int, **more: Any) -> int:
    return int(commands.add_deal(acting(person), title="Флаконы на год", **more)["id"])


def titles() -> list[str]:
    return [one.title for one in queries.deal_stages()]


def test_stages_come_with_the_product(office: company.Company) -> None:
    assert titles() == [
        "Новая", "Договор на подписании", "Договор подписан", "Счёт выставлен", "Отгрузка", "Успешна", "Проиграна",
    ]  # fmt: skip
    assert Deal.objects.get(pk=deal(office.alice)).stage == "new"


def test_a_deal_goes_from_stage_to_stage_and_is_won(office: company.Company) -> None:
    made = deal(office.alice)
    moved = commands.move_deal(acting(office.alice), deal=made, stage="contract", version=1)
    assert moved == {"id": made, "version": 2, "moved": True}
    with pytest.raises(Conflict):
        commands.move_deal(acting(office.alice), deal=made, stage="new", version=1)
    commands.move_deal(acting(office.alice), deal=made, stage="won")
    page = queries.deal_page(acting(office.victor), made)
    assert (page.info.stage, page.info.state) == ("won", "won")
    assert said(f"deal:{made}")[1:] == [
        "Стадия: Новая → Договор на подписании",
        "Стадия: Договор на подписании → Успешна",
    ]
    commands.set_deal_state(acting(office.alice), deal=made, state="open")
    assert Deal.objects.get().stage == "new"
    assert [one.id for one in queries.search_deals(acting(office.victor), stage="new")] == [made]


def test_a_lost_deal_needs_a_reason(office: company.Company) -> None:
    made = deal(office.alice)
    with pytest.raises(Invalid) as refusal:
        commands.move_deal(acting(office.alice), deal=made, stage="lost")
    assert "why" in refusal.value.fields
    commands.move_deal(acting(office.alice), deal=made, stage="lost", why="Дорого")
    assert Deal.objects.get().state == "lost"


def test_the_same_stage_writes_nothing(office: company.Company) -> None:
    made = deal(office.alice)
    assert commands.move_deal(acting(office.alice), deal=made, stage="new")["moved"] is False
    assert Deal.objects.get().version == 1


def test_strangers_and_unknown_stages_are_refused(office: company.Company) -> None:
    made = deal(office.alice)
    with pytest.raises(Forbidden):
        commands.move_deal(acting(office.victor), deal=made, stage="won")
    with pytest.raises(Invalid):
        commands.move_deal(acting(office.alice), deal=made, stage="nowhere")
    with pytest.raises(NotFound):
        commands.move_deal(acting(office.alice), deal=404, stage="won")


def test_a_robot_goes_forward_only(office: company.Company) -> None:
    made = deal(office.alice)
    commands.move_deal(acting(office.alice), deal=made, stage="shipping")
    assert commands.move_deal(ROBOT, deal=made, stage="contract_signed", forward=True)["moved"] is False
    assert commands.move_deal(ROBOT, deal=made, stage="won", only_from=["new"])["moved"] is False
    assert commands.move_deal(ROBOT, deal=made, stage="won", forward=True)["moved"] is True
    assert commands.move_deal(ROBOT, deal=made, stage="lost", why="Нет", forward=True)["moved"] is False
    assert Deal.objects.get().stage == "won"


def test_administrators_add_rename_and_order_stages(office: company.Company) -> None:
    admin = acting(office.admin)
    made = commands.add_deal_stage(admin, title="Переговоры", position=2)["stage"]
    commands.edit_deal_stage(admin, stage="contract", title="Договор у клиента", position=1)
    assert titles()[:3] == ["Договор у клиента", "Новая", "Переговоры"]
    commands.add_deal_stage(admin, title="Оплачена", kind="won")
    assert titles()[-3:] == ["Успешна", "Оплачена", "Проиграна"]
    theirs = deal(office.alice)
    commands.move_deal(acting(office.alice), deal=theirs, stage=made)
    assert said(f"deal:{theirs}")[-1] == "Стадия: Договор у клиента → Переговоры"
    with pytest.raises(Invalid, match="1 сделка"):
        commands.remove_deal_stage(admin, stage=made)
    commands.move_deal(acting(office.alice), deal=theirs, stage="new")
    commands.remove_deal_stage(admin, stage=made)
    assert "Переговоры" not in titles()
    assert said(f"deal:{theirs}")[-1] == "Стадия: Переговоры → Новая"
    with pytest.raises(Invalid):
        commands.move_deal(acting(office.alice), deal=theirs, stage=made)


def test_one_stage_of_each_kind_stays(office: company.Company) -> None:
    with pytest.raises(Invalid, match="Хотя бы одна"):
        commands.remove_deal_stage(acting(office.admin), stage="lost")
    assert "Проиграна" in titles()


def test_others_keep_their_hands_off_the_stages(office: company.Company) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: commands.add_deal_stage(acting(office.alice), title="Моя"),
        lambda: commands.edit_deal_stage(acting(office.alice), stage="new", title="Моя"),
        lambda: commands.remove_deal_stage(acting(office.alice), stage="new"),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert not DealStage.objects.exists()


@pytest.mark.parametrize(("title", "kind"), [("", "open"), ("я" * 101, "open"), ("Стадия", "maybe")])
def test_a_wrong_stage_is_refused(office: company.Company, title: str, kind: str) -> None:
    with pytest.raises(Invalid):
        commands.add_deal_stage(acting(office.admin), title=title, kind=kind)
