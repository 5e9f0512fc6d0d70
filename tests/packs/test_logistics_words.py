"""Titles of tasks and buttons stand word for word as the customer wrote them (S0.6-S0.28)."""

from __future__ import annotations

import pytest

from marshrut.definitions.schema.tracks import WAYS
from tests.support.packs import pack

TASKS = {
    "scans": ("Отправьте сканы документов", ["Все документы отправлены", "Пропустить"]),
    "scans_received": ("Поставьте на отслеживание документы от перевозчика", ["Сохранить", "Пропустить"]),
    "originals_received": ("Загрузите сканы документов", ["Сделано", "Загрузка не требуется"]),
    "sending": ("Отправьте оригиналы документов", ["Отправлены"]),
    "originals_sent": (
        "Получите подписанные документы от заказчика",
        ["Поставить на отслеживание", "Подтвердить получение"],
    ),
}
STAGES = {
    "scans_received": "Сканы получены",
    "originals_received": "Оригиналы получены",
    "originals_sent": "Оригиналы отправлены",
}


@pytest.mark.parametrize("stage", TASKS)
def test_tasks_and_buttons(stage: str) -> None:
    kind = pack("logistics").card_type("logistics")
    assert kind is not None
    (task,) = kind.by_stage[stage].tasks  # one clear task on every stage (S0.2)
    assert (task.title.ru, [one.title.ru for one in task.outcomes]) == TASKS[stage]


def test_stages() -> None:
    kind = pack("logistics").card_type("logistics")
    assert kind is not None
    assert {key: kind.by_stage[key].title.ru for key in STAGES} == STAGES


def test_the_way_comes_before_the_number() -> None:
    """S0.13, S0.21, S0.26."""
    kind = pack("logistics").card_type("logistics")
    assert kind is not None
    forms = {task.key: [one.field for one in task.form] for stage in kind.stages for task in stage.tasks}
    assert forms["track_carrier"] == ["carrier_way", "carrier_track"]
    assert forms["send_originals"] == ["address", "way", "track", "sent_on", "receipt"]
    assert forms["get_signed"] == ["channel", "signed_scan", "back_way", "back_track"]


def test_every_way_of_sending_may_be_chosen() -> None:
    for card_type in pack("logistics").card_types:
        for field in card_type.fields.values():
            if field.way is not None:
                choices = card_type.fields[field.way].choices
                assert [(one.key, one.title.ru, one.title.en) for one in choices] == [
                    (key, way.title.ru, way.title.en) for key, way in WAYS.items()
                ]


def test_the_papers_of_an_order_lie_in_its_folder() -> None:
    kind = pack("logistics").card_type("logistics")
    assert kind is not None
    papers = {key for key, one in kind.fields.items() if one.document == "order_paper"}
    assert papers == {"scans", "carrier_scans", "clean_scans", "signed_scan"}
    assert {kind.fields[key].filed_under for key in papers} == {"order_number"}
