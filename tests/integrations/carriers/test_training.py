"""The carrier for training: without any account every route can be seen."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from marshrut.shipments.models import ShipmentEvent
from tests.support.carriers.accounts import CDEK, known
from tests.support.carriers.shipping import Shipping


@pytest.mark.parametrize(
    ("number", "stages"),
    [
        ("1010101010", ["tracking", "arrived", "delivered"]),
        ("1010101050", ["tracking", "problem", "delivered"]),
        ("1010101060", ["tracking", "problem"]),
        ("1010101070", ["tracking", "arrived", "delivered"]),
        ("1010101080", ["tracking", "arrived", "problem", "delivered"]),
        ("1010101090", ["tracking", "arrived", "problem"]),
    ],
)
def test_the_carrier_for_training_stands_in(
    unconnected: Shipping, settings: Settings, number: str, stages: list[str]
) -> None:
    settings.TRAINING = True
    unconnected.set("demo")
    card = unconnected.ship("cdek", number)
    seen = ["tracking"]
    for _ in range(24):
        unconnected.pass_time(8, step=480)
        if unconnected.stage(card) != seen[-1]:
            seen.append(unconnected.stage(card))
    assert seen == stages
    assert not unconnected.carriers["cdek"].calls()


def test_training_leaves_connected_carriers_alone(shipping: Shipping, settings: Settings) -> None:
    settings.TRAINING = True
    shipping.set("demo")
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "arrived"))
    card = shipping.ship("cdek")
    shipping.pass_time(1)
    assert shipping.said(card) == ["accepted", "arrived"]
    assert ShipmentEvent.objects.filter(code__startswith="ACCEPTED_AT").count() == 1
